/* SPDX-License-Identifier: Apache-2.0
 *
 * plant.h: --enable-mutants: a bug in the harness itself, to test the fuzzers' oracles
 * (fuzz/planted.tsv). MEMBIO_PLANT=NAME in the environment selects one. Without the option
 * there is nothing: no code, no string.
 */
#ifndef SCENARIO_PLANT_H
#define SCENARIO_PLANT_H

#ifdef MBIO_MUTANTS
#include <stdlib.h>
#include <string.h>

#define PLANTED(name)                                                                    \
    (getenv("MEMBIO_PLANT") != NULL && strcmp(getenv("MEMBIO_PLANT"), name) == 0)
#else
#define PLANTED(name) false
#endif

#endif
