/* SPDX-License-Identifier: Apache-2.0
 *
 * check.h: the names of what can find an implementation or its adapter wanting. A report
 * names the check beside the verdict; tests/liars.test has a liar for each.
 */
#ifndef CONFORMANCE_CHECK_H
#define CONFORMANCE_CHECK_H

/* The adapter, at every request. */
#define CHECK_LIFE       "life"       /* it is still there */
#define CHECK_DEADLINE   "deadline"   /* it answers in time */
#define CHECK_FORM       "form"       /* an answer is well-formed */
#define CHECK_ONE_ANSWER "one-answer" /* one for each request */
#define CHECK_RESET      "reset"      /* no object is alive after it */
#define CHECK_MEMORY     "memory"     /* nor do bytes pile up */
#define CHECK_ISOLATION  "isolation"  /* a case gives the same alone and in company */

/* The adapter, under oath, before any case. */
#define CHECK_REFUSAL "refusal" /* what it does not have is refused */
#define CHECK_SILENCE "silence" /* what makes no sense is not done */
#define CHECK_PROOF   "proof"   /* what it claims has its effect */

/* What a case gave. */
#define CHECK_SENSE       "sense"       /* the case can be played as it stands */
#define CHECK_ALIVE       "alive"       /* nothing that no TLS may do */
#define CHECK_GOLDEN      "golden"      /* the oracle was recorded of this very case */
#define CHECK_EXPECTATION "expectation" /* as the case says */
#define CHECK_ORACLE      "oracle"      /* as the oracle does */
#define CHECK_WIRE        "wire"        /* byte for byte, in a frozen run */
#define CHECK_WEATHER     "weather"     /* in any weather as in calm */
#define CHECK_RELATION    "relation"    /* what holds after a cut or a flipped bit */
#define CHECK_VACUITY     "vacuity"     /* as much was compared as of the oracle itself */

#endif
