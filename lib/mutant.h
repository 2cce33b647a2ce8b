/* SPDX-License-Identifier: Apache-2.0
 *
 * mutant.h: --enable-mutants: libmembio built to be wrong in one way, to test the suite.
 *
 * Each mutant is a row of mutant.def, and one line of the code says where it is.
 * MEMBIO_MUTANT=NAME in the environment selects one for the whole process; a name that is
 * not in the table aborts. Without the option there is nothing: no code, no symbol, no
 * string.
 */
#ifndef MEMBIO_MUTANT_H
#define MEMBIO_MUTANT_H

#ifdef MBIO_MUTANTS

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mutant.def"

#define MUTANT_NUMBER(name, ...) MUTANT_##name,
enum mutant { MUTANTS_ALL(MUTANT_NUMBER) MUTANTS_COUNT };

bool mbio_mutant_selected(enum mutant mutant);
/* It was reached: makes the file $MEMBIO_MUTANT_REACHED, the first time. True. */
bool mbio_mutant_reached(void);

#define MUTANT_RUN(name, clause, wrong, condition, statement)                            \
    if (mbio_mutant_selected(MUTANT_##name) && (condition) && mbio_mutant_reached()) {   \
        statement;                                                                       \
    }
/* The mutants of a place; a block, so that they may return or continue. */
#define MUTANTS(place)  {MUTANTS_##place(MUTANT_RUN)}(void)0
#define MUTANT_IS(name) (mbio_mutant_selected(MUTANT_##name) && mbio_mutant_reached())
/* A value that is another in the mutant. */
#define MUTANT_VALUE(name, right, wrong) (MUTANT_IS(name) ? (wrong) : (right))
#define MUTANT_VERSION                   "-mutants"

#else

#define MUTANTS(place)                   ((void)0)
#define MUTANT_IS(name)                  false
#define MUTANT_VALUE(name, right, wrong) (right)
#define MUTANT_VERSION                   ""

#endif

#endif
