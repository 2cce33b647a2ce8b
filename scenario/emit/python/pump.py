# SPDX-License-Identifier: Apache-2.0
# needs: wire
def pump():
    """do_handshake on both ends, and moves, until both are done or nothing moves: the first
    failure, or what the last one gave that had to wait."""
    answers, failures, moved, rounds = {}, [], 1, 0
    while moved and rounds < 16:
        moved, rounds = 0, rounds + 1
        for letter, end, way in (("c", c, "c>s"), ("s", s, "s>c")):
            if answers.get(letter, "want_read").startswith("want_read"):
                answers[letter] = outcome(lambda e=end: e.object.do_handshake())
                tell(end, f"{letter} do_handshake", answers[letter])
                if answers[letter].split()[0] not in ("ok", "want_read"):
                    failures.append(answers[letter])
            collect(way)
            moved += deliver(way, len(wire[way]))
    waiting = answers["c"] if answers["c"].startswith("want_read") else answers["s"]
    return (failures + [waiting])[0]
