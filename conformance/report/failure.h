/* SPDX-License-Identifier: Apache-2.0
 *
 * failure.h: one failure, told in full: the last screen of a run that is not as expected.
 */
#ifndef CONFORMANCE_FAILURE_H
#define CONFORMANCE_FAILURE_H

#include "conformance/stream/stream.h"

/* failure_print writes what is wrong with adapters, and the first result that is not as
 * expected: clause, step, what was expected, what came, how to see it again. Nothing when all
 * is well. */
void failure_print(const struct stream *s, FILE *out);

#endif
