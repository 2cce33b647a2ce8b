/* SPDX-License-Identifier: Apache-2.0
 *
 * rules.h: the numbered rules of the adapter protocol (doc/protocol.md), each tried on an
 * adapter without any TLS.
 */
#ifndef CONFORMANCE_RULES_H
#define CONFORMANCE_RULES_H

#include "pipe.h"

/* One rule being tried, in a process of its own. */
struct trial {
    struct arena *a;
    const char *command, *world;
    double timeout;
    struct pipe_engine *pipe;
    const char *caps; /* what hello claimed */
    bool broken;
    const char *asked, *answered, *wanted; /* of what broke it, or of the last request */
};

struct rule {
    const char *text; /* as in doc/protocol.md */
    const char *hint; /* for whoever has broken it */
    void (*try)(struct trial *t);
};

/* rules_all returns the table; rule 1 is the first. */
const struct rule *rules_all(size_t *count);

/* rule_try starts the adapter, says hello (but for the first rules, which do so themselves), and
 * tries one rule. The texts of the trial are the arena's. */
void rule_try(const struct rule *rule, struct trial *t);

#endif
