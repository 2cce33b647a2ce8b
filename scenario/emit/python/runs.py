# SPDX-License-Identifier: Apache-2.0
# needs:
def with_runs(answers):
    """want_read, want_read, ok 5: ok want_read*2 ok"""
    runs = []
    for status in (answer.split()[0] for answer in answers):
        if runs and runs[-1][0] == status:
            runs[-1][1] += 1
        else:
            runs.append([status, 1])
    fields = [w for w in answers[-1].split() if "=" in w]
    return " ".join([runs[-1][0]] + [s if n == 1 else f"{s}*{n}" for s, n in runs] + fields)
