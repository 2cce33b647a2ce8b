#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All short sequences of calls and wire acts, as cases.

    explore.py [--length K] [--jobs N] CONFORM OUTDIR

Writes a suite, OUTDIR/conformance: for each start below, every sequence of up to K letters, where sequences that lead to the same state are continued once. Two states are the
same when the probe, a fixed list of calls and moves, gives the same answers, bytes aside: the
runner CONFORM plays each sequence with the probe behind it on libmembio, and the digest of what
the probe gave is the state. So each case is one letter in one state: what led there, the letter,
the probe. What is expected is what the oracle gives, except where libmembio is deliberately
better and says so: behind the peer's fatal alert (LIB-02, LIB-11), and where CPython is so only
from 3.14 on: a write behind our close and an end that was seen. There the line states it.

    membio-conform run --suite OUTDIR/conformance --impl membio --oracle cpython

Exit status: 0 written, 1 a play failed, 2 usage.
"""
from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from typing import Dict, List, NamedTuple, Tuple

# What an application does to an object, and the wire between two of them.
CALLS = ("do_handshake", "read 2", "write 616263", "write -", "unwrap")
ENDS = ("c", "s")
ACTS = ("move c>s", "move s>c", "move c>s record", "move s>c 7", "eof c>s", "eof s>c")
LETTERS = tuple(f"{end} {call}" for end in ENDS for call in CALLS) + ACTS

# First what changes nothing, then what shows more and more.
PROBE = ("c version", "s version", "c pending", "s pending",
         "c read 2", "s read 2", "c write 78", "s write 79", "c do_handshake", "s do_handshake",
         "move c>s", "move s>c", "c read 9", "s read 9", "c unwrap", "s unwrap",
         "move c>s", "move s>c", "c read 9", "s read 9", "c unwrap", "s unwrap")

# OpenSSL's queue belongs to a thread, and so does what CPython leaves in it: it must not be
# there when the next case begins (compare LIB-01, LIB-02). A new object that waits takes it.
SWEEP_OUT = ("c bios", "c wrap_bio server_hostname=localhost", "c read 1")


class Start(NamedTuple):
    name: str
    line: str


STARTS = tuple(Start(f"{name}-{version}", f"{macro} {version} tickets=0")
               for version in ("tls1.3", "tls1.2")
               for name, macro in (("fresh", "setup"), ("open", "pair")))

Sequence = Tuple[str, ...]
Better = Dict[int, Tuple[str, str]]  # by the line of a case: a letter of its id, what is expected


def kind_of(better: Better) -> str:
    """What known.dev goes by: which call is the first to say something else?"""
    return f"EX{better[min(better)][0]}" if better else "EX"


def case(start: Start, number: int, letters: Sequence, better: Better) -> str:
    lines = [*letters, *PROBE, *SWEEP_OUT]
    lines = [line + better.get(i, ("", ""))[1] for i, line in enumerate(lines)]
    return "\n".join([f"case: {start.name}-{number}", f"id: {kind_of(better)}-{start.name}-{number}",
                      "clauses: LIB-10.k", "level: signal",
                      "why: a short sequence that nobody thought of", "--", start.line,
                      *lines]) + "\n"


def timeless(answer: str) -> str:
    """Without bytes and texts: what is the same from run to run."""
    answer = re.sub(r" native=\S+", "", answer)
    return re.sub(r"\b[0-9a-f]{16,}\b", lambda m: f"#{len(m.group())}", answer)


# Requests of a transcript that are lines of the case; moves are others.
LINE = re.compile(r"> ([cs] (do_handshake|read|write|unwrap|version|pending|bios|wrap_bio)"
                  r"( .*)?)$")


def exchanges(path: str) -> List[Tuple[str, str]]:
    with open(path, encoding="ascii") as file:
        lines = file.read().split("\n")
    return list(zip(lines[::2], lines[1::2]))


def state_of(said: List[Tuple[str, str]]) -> str:
    """The digest of what the probe gave: the answers from the last `c version` on."""
    first = max(i for i, (request, _) in enumerate(said) if request == "> c version")
    answers = [timeless(answer) for _, answer in said[first:]]
    return hashlib.sha256("\n".join(answers).encode()).hexdigest()


def better_of(said: List[Tuple[str, str]], letters: Sequence) -> Better:
    """What libmembio gives behind a fatal alert, as expectations of lines of the case."""
    lines = [*letters, *PROBE, *SWEEP_OUT]
    calls = [i for i, line in enumerate(lines) if LINE.match("> " + line)]
    answers = [(request, answer) for request, answer in said if LINE.match(request)]
    alerted, closed = {"c": False, "s": False}, {"c": False, "s": False}
    found: Better = {}
    for i, (request, answer) in zip(calls, answers[-len(calls):]):
        end, op = request[2], request[4:].split(" ")[0]
        assert request == "> " + lines[i], (request, lines[i])
        alert = re.search(r" reason=(\S*_ALERT_\S*)", answer)
        if op == "read" and alerted[end] and answer.startswith("< eof"):
            found[i] = "R", " = eof errno=8 lib=none reason=none"
        if op == "unwrap" and alert:
            found[i] = "U", f" = ssl errno=1 lib=SSL reason={alert.group(1)}"
        if op == "write" and closed[end] and answer.startswith("< eof"):
            found[i] = "W", " = eof errno=8 lib=none reason=none"
        alerted[end] = op != "bios" and (alerted[end] or alert is not None)
        closed[end] = op != "bios" and (closed[end] or op == "unwrap"
                                        and "SHUTDOWN_WHILE_IN_INIT" not in answer)
    return found


class Played(NamedTuple):
    states: Dict[int, str]
    better: Dict[int, Better]


def play(conform: List[str], out: str, start: Start, cases: Dict[int, Sequence]) -> Played:
    """Plays sequences, each with the probe behind it."""
    path, kept = os.path.join(out, "level.case"), os.path.join(out, "level")
    shutil.rmtree(kept, ignore_errors=True)
    with open(path, "w", encoding="ascii") as file:
        file.write("\n".join(case(start, n, letters, {}) for n, letters in cases.items()))
    ran = subprocess.run(conform + ["--save-transcripts", kept, path], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if ran.returncode != 0:
        sys.exit(f"explore.py: {start.name}: a play failed:\n{ran.stdout[-2000:]}")
    played = Played({}, {})
    for name in os.listdir(kept):
        match = re.match(rf"EX-{re.escape(start.name)}-(\d+)\..*\.transcript$", name)
        if match:
            number = int(match.group(1))
            said = exchanges(os.path.join(kept, name))
            played.states[number] = state_of(said)
            played.better[number] = better_of(said, cases[number])
    shutil.rmtree(kept)
    os.remove(path)
    return played


class Found(NamedTuple):
    cases: List[str]
    states: int


def explore(conform: List[str], out: str, start: Start, length: int) -> Found:
    known = set()
    texts: List[str] = []
    level: Dict[int, Sequence] = {0: ()}
    while level:
        played = play(conform, out, start, level)
        ends: List[Sequence] = []
        for number, state in sorted(played.states.items()):
            if state not in known:
                known.add(state)
                ends.append(level[number])
        texts += [case(start, number, letters, played.better[number])
                  for number, letters in level.items()]
        level = dict(enumerate(((*end, letter) for end in ends if len(end) < length
                                for letter in LETTERS), len(texts)))
    return Found(texts, len(known))


def make_suite(out: str, here: str, suite: str) -> str:
    """A suite with CPython's known differences in these cases; the path of its cases."""
    made = os.path.join(out, "conformance")
    shutil.rmtree(made, ignore_errors=True)
    for folder in ("cases/exhaust", "deviations", "../scenario"):
        os.makedirs(os.path.join(made, folder), exist_ok=True)
    for name in ("adapters", "clauses.tsv", "probes", "proofs"):
        os.symlink(os.path.join(suite, name), os.path.join(made, name))
    world = os.path.join(out, "scenario", "world")
    if not os.path.islink(world):
        os.symlink(os.path.join(suite, "..", "scenario", "world"), world)
    shutil.copy(os.path.join(here, "known.dev"), os.path.join(made, "deviations/cpython.dev"))
    return os.path.join(made, "cases/exhaust/sequences.case")


def main() -> int:
    parser = argparse.ArgumentParser(usage="explore.py [--length K] [--jobs N] CONFORM OUTDIR")
    parser.add_argument("--length", type=int, default=3)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("conform", metavar="CONFORM")
    parser.add_argument("out", metavar="OUTDIR")
    args = parser.parse_args()
    here = os.path.dirname(os.path.realpath(__file__))
    suite = os.path.dirname(here)
    conform = [args.conform, "run", "--suite", suite, "--impl", "membio", "--oracle", "none",
               "--weather", "calm", "--timeout", "20", "--jobs", args.jobs]
    if args.length < 1 or not os.access(args.conform, os.X_OK):
        print("explore.py: a length above 0 and a membio-conform are wanted", file=sys.stderr)
        return 2
    os.makedirs(args.out, exist_ok=True)
    path = make_suite(args.out, here, suite)
    texts: List[str] = []
    for start in STARTS:
        found = explore(conform, args.out, start, args.length)
        texts += found.cases
        print(f"{start.name}: {sum(len(LETTERS) ** n for n in range(args.length + 1))} sequences "
              f"of up to {args.length} letters, {len(found.cases)} of them played, "
              f"{found.states} states")
    with open(path, "w", encoding="ascii") as file:
        file.write("\n".join(texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
