#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""reproduce.py RUN.json FOLDER: do the programs of FOLDER, one for each case, say what the
adapter gave in RUN.json? FOLDER/ID.out is what a program printed, and its last line the exit
status. A case whose program could not be written has FOLDER/ID.why.

A line is compared with the trace's row: the call, the status, value and fields, and what the
four BIOs hold. `~32` of a trace is any value of 32 bytes, and `+` any size.
"""
from __future__ import annotations

import json
import os
import re
import sys
from typing import Any, Dict, List, Optional, Tuple

LINE = re.compile(r"^([cs] \S+.*?|(?:move|cut|flip|drop|dup|swap|insert|eof|drip|pump)\b.*?)"
                  r" -> (.*) \[(.*)\]$")
Row = Tuple[str, str, str]


def rows_of_trace(trace: List[Any]) -> List[Row]:
    rows, bios = [], "0 0 0 0"
    for row in trace:
        bios = row.get("bios", bios)
        rows.append((row["request"], row["answer"], bios))
    return rows


def rows_of_output(text: str) -> List[Row]:
    """Of a sweep the first value's: the play before it only finds the values."""
    runs = re.split(r"^\w+ = \d+$", text, flags=re.M)
    found = [LINE.match(line) for line in runs[min(1, len(runs) - 1)].splitlines()]
    # How many calls an `incoming.drip` took is not in a trace.
    return [(match[1], re.sub(r" calls=\d+$", "", match[2]), match[3])
            for match in found if match]


def word_fits(want: str, got: str) -> bool:
    """Words that are cut, random, or of a size that varies."""
    if want == "+" or want.endswith("+") and got[:1].isdigit():
        return got != "0" or want == "+"
    if want == "~":  # bytes, in a size that varies
        return re.fullmatch("([0-9a-f]{2})+", got) is not None
    if want == "~0":
        return got == "-"
    if want.startswith("~"):
        return want[1:].isdigit() and len(got) == 2 * int(want[1:])
    if "~" in want:
        head, _, rest = want.partition("~")
        return got.startswith(head) and len(got) == 2 * int(rest.split(":")[0])
    name, eof, _ = want.partition(",")
    return want == got or name == "+" and got.endswith(eof)


def same(want: str, got: str) -> bool:
    wanted, words = want.split(), got.split()
    if wanted[1:2] == ["+"] and wanted[0][0].isalpha() and len(words) > 2:  # runs of statuses, as long as they like
        words[1:] = ["+"] + [word for word in words[1:] if "=" in word]
    return len(wanted) == len(words) and all(map(word_fits, wanted, words))


def difference(trace: List[Row], output: List[Row]) -> Optional[str]:
    for number, (want, got) in enumerate(zip(trace, output)):
        for w, g in zip(want, got):
            if not same(w, g) and not w[:60] == g[:60]:
                return f"row {number}: {' | '.join(want)}, not {' | '.join(got)}"
    if len(trace) != len(output):
        return f"{len(trace)} rows, not {len(output)}"
    return None


def check(result: Dict[str, Any], folder: str) -> Optional[str]:
    path = os.path.join(folder, result["case"] + ".out")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    status = int(text.splitlines()[-1])
    if status == 77:
        return None if result["verdict"] == "NA" else "it cannot be done here"
    want = 0 if result["verdict"] in ("PASS", "THIN") else 1
    trace = rows_of_trace(result.get("about", {}).get("trace") or result.get("trace") or [])
    wrong = difference(trace, rows_of_output(text))
    if wrong is None and status != want and result["verdict"] != "DEVIATION":
        wrong = f"exit status {status}, not {want}"
    return wrong


def main() -> int:
    checked, unsaid, wrong = 0, 0, 0
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    for result in lines:
        if result["type"] != "result" or result["verdict"] == "NA":
            continue
        name = os.path.join(sys.argv[2], result["case"])
        if os.path.exists(name + ".why"):
            unsaid += 1
            continue
        why = check(result, sys.argv[2])
        checked += 1
        wrong += why is not None
        if why is not None:
            print(f"{result['case']}: {why}")
    print(f"{checked} programs give what the adapter gave, but for {wrong}; {unsaid} not written")
    return 1 if wrong or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
