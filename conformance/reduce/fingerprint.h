/* SPDX-License-Identifier: Apache-2.0
 *
 * fingerprint.h: how a result differs, in words that stay the same while its case shrinks.
 */
#ifndef CONFORMANCE_FINGERPRINT_H
#define CONFORMANCE_FINGERPRINT_H

#include "conformance/result.h"

/* fingerprint gives "FAIL expectation c read: want_read, got ok": the verdict, the check, the
 * endpoint and op, and what was expected and seen without bytes and counts, which depend on
 * operands. Unless `judged`, where nobody but the case itself says what is right, an expectation
 * of a value counts as it stands. NULL when nothing differs at a call. */
const char *fingerprint(struct arena *a, const struct result *r, bool judged);

#endif
