# SPDX-License-Identifier: Apache-2.0
# needs: wire runs
def drip(way, size, call):
    """Delivers `size` bytes at a time, with a call after each: the last answer, with the
    statuses of all as its value."""
    answers = []
    while collect(way):
        answer = outcome(lambda: deliver(way, size))
        answers.append(outcome(call) if answer.startswith("ok") else answer)
    return with_runs(answers) if answers else "ok"
