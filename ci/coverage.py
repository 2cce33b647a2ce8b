# SPDX-License-Identifier: Apache-2.0
"""coverage.py: lines and branches of lib/ that were executed, and the list of the rest.

    coverage.py TOP FILE.gcda...

For ci/coverage. A source may be in several objects: a line is executed when it is in one.
TOP/tests/uncovered.tsv has a row for each line that is not: file, function, the text of the
line, and why. A row stands for all lines of its function with that text.
"""

import json
import os
import subprocess
import sys
from typing import Dict, List, NamedTuple, Set, Tuple

LINES_MIN = 95.0  # per cent

Row = Tuple[str, str, str]  # file, function, text


class Line:
    """What was seen of one line of a source."""

    def __init__(self, function: str) -> None:
        self.function = function
        self.count = 0
        self.branches: List[int] = []

    def add(self, seen: dict) -> None:
        self.count += seen["count"]
        counts = [branch["count"] for branch in seen["branches"]]
        if len(counts) == len(self.branches):
            self.branches = [a + b for a, b in zip(self.branches, counts)]
        else:
            self.branches = counts


class Share(NamedTuple):
    """So many of so many."""

    done: int
    all: int

    @property
    def percent(self) -> float:
        return 100.0 * self.done / self.all if self.all else 100.0

    def __str__(self) -> str:
        return "%4d of %4d %5.1f %%" % (self.done, self.all, self.percent)


def gather(top: str, counters: List[str]) -> Dict[str, Dict[int, Line]]:
    """The lines of each file of lib/ by number."""
    files: Dict[str, Dict[int, Line]] = {}
    for counter in counters:
        out = subprocess.run(
            ["gcov", "--json-format", "--stdout", "--branch-probabilities", counter],
            stdout=subprocess.PIPE, check=True, cwd=os.path.dirname(counter)).stdout
        data = json.loads(out)
        for source in data["files"]:
            path = os.path.join(data["current_working_directory"], source["file"])
            name = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
            if os.path.dirname(name) != "lib":
                continue
            lines = files.setdefault(name, {})
            for seen in source["lines"]:
                function = seen.get("function_name", "")
                lines.setdefault(seen["line_number"], Line(function)).add(seen)
    return files


def uncovered(top: str, files: Dict[str, Dict[int, Line]]) -> Dict[Row, List[int]]:
    """The lines that nothing executed, with their numbers for people."""
    rows: Dict[Row, List[int]] = {}
    for name, lines in files.items():
        with open(os.path.join(top, name), encoding="utf-8") as source:
            texts = source.read().split("\n")
        for number, line in sorted(lines.items()):
            if line.count == 0:
                row = (name, line.function, texts[number - 1].strip())
                rows.setdefault(row, []).append(number)
    return rows


def excused(path: str) -> Set[Row]:
    """The rows of the list; each must have a reason."""
    rows: Set[Row] = set()
    with open(path, encoding="utf-8") as table:
        for text in table:
            if text.startswith("#"):
                continue
            words = text.rstrip("\n").split("\t")
            if len(words) != 4 or not all(words) or tuple(words[:3]) in rows:
                sys.exit("coverage.py: %s: a bad or double row: %s" % (path, text))
            rows.add((words[0], words[1], words[2]))
    return rows


def share(lines: List[Line]) -> Tuple[Share, Share]:
    branches = [count for line in lines for count in line.branches]
    return (Share(sum(line.count > 0 for line in lines), len(lines)),
            Share(sum(count > 0 for count in branches), len(branches)))


def main(argv: List[str]) -> int:
    if len(argv) < 3:
        sys.exit(__doc__)
    top = argv[1]
    files = gather(top, argv[2:])
    seen = uncovered(top, files)
    known = excused(os.path.join(top, "tests", "uncovered.tsv"))
    wrong = 0

    for name, lines in sorted(files.items()):
        print("%-26s lines %s   branches %s" % ((name,) + share(list(lines.values()))))
    for row in sorted(set(seen) - known):
        print("not executed, not in tests/uncovered.tsv, line %s:\n%s" %
              (", ".join(map(str, seen[row])), "\t".join(row)))
        wrong += 1
    for row in sorted(known - set(seen)):
        print("in tests/uncovered.tsv, but executed or gone:\n%s" % "\t".join(row))
        wrong += 1
    lines, branches = share([line for each in files.values() for line in each.values()])
    if lines.percent < LINES_MIN:
        print("less than %.0f %% of the lines" % LINES_MIN)
        wrong += 1
    print("lines %.1f %% of %d, branches %.1f %% of %d" %
          (lines.percent, lines.all, branches.percent, branches.all))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
