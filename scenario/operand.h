/* SPDX-License-Identifier: Apache-2.0
 *
 * operand.h: bytes that a scenario names instead of writing them down: `peer:N`, `flight:NAME`.
 */
#ifndef SCENARIO_OPERAND_H
#define SCENARIO_OPERAND_H

#include "run.h"

/* operand_begin looks whether the scenario will ask for what an endpoint has put out. */
void operand_begin(struct run *r, const struct scenario *scenario);

/* operand_heard takes down what a call of an endpoint has taken out of its outgoing BIO. */
void operand_heard(struct run *r, const struct call *call, const struct answer *answer);

/* operand_bind puts the bytes into a call. False when the run is over. */
bool operand_bind(struct run *r, struct call *call);

void operand_end(struct run *r);

#endif
