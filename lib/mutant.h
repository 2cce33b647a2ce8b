/* SPDX-License-Identifier: Apache-2.0
 *
 * mutant.h: --enable-mutants: libmembio built to be wrong in one way, to test the suite.
 *
 * A mutant is one row of mutant.def and one line of code, at the decision that it gets
 * wrong. MEMBIO_MUTANT=NAME in the environment selects one for the whole process; a name
 * that is not in the table aborts. Without the option there is nothing: no code, no
 * symbol, no string.
 */
#ifndef MEMBIO_MUTANT_H
#define MEMBIO_MUTANT_H

#ifdef MBIO_MUTANTS

#include <stdbool.h>

enum mutant {
#define MUTANT(name, clause, wrong)          MUTANT_##name,
#define UNTESTABLE(name, clause, wrong, why) MUTANT_##name,
#include "mutant.def"
#undef MUTANT
#undef UNTESTABLE
};

/* True in the mutant. The first time it is, the file $MEMBIO_MUTANT_REACHED is made. */
bool mbio_mutant_is(enum mutant mutant);

#define MUTANT_IS(name) mbio_mutant_is(MUTANT_##name)
/* A statement that only the mutant has. */
#define MUTANT_DO(name, statement)                                                       \
    do {                                                                                 \
        if (MUTANT_IS(name)) {                                                           \
            statement;                                                                   \
        }                                                                                \
    } while (0)
/* A value that is another in the mutant. */
#define MUTANT_VALUE(name, right, wrong) (MUTANT_IS(name) ? (wrong) : (right))
#define MUTANT_VERSION                   "-mutants"

#else

#define MUTANT_IS(name)                  false
#define MUTANT_DO(name, statement)       ((void)0)
#define MUTANT_VALUE(name, right, wrong) (right)
#define MUTANT_VERSION                   ""

#endif

#endif
