# SPDX-License-Identifier: Apache-2.0
# needs:
def incoming_drip(end, data, size, call):
    """Writes `size` bytes at a time, with a call after each, until it does not want to read."""
    for count, at in enumerate(range(0, len(data), size), 1):
        answer = outcome(lambda piece=data[at:at + size]: end.incoming.write(piece))
        answer = outcome(call) if answer.startswith("ok") else answer
        if not answer.startswith("want_read"):
            break
    return f"{answer} calls={count}"
