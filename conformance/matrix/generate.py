#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The state matrix as cases: every state, every operation, both sides, TLS 1.2 and 1.3.

    generate.py [--check] [OUTDIR]

Writes one case file per version and side to OUTDIR (conformance/cases/matrix). The states and
what each operation gives there, at its first, second and third call, are the tables below:
section 2 of the contract, with the LIB-* clauses where libmembio is deliberately better. The
bytes that a call puts out are not stated but compared with the oracle, like all states of the
BIOs. --check writes nothing and fails when OUTDIR holds anything else.

An id is MB-nnnn = 2000 + 40 * number of the state + 4 * number of the operation + 2 * side +
version. Numbers are in the tables and are never used again.
"""
from __future__ import annotations

import os
import re
import sys
from typing import Callable, Dict, List, NamedTuple, Union

BASE = 2000
SIDES = {"client": "c", "server": "s"}
VERSIONS = ("tls1.2", "tls1.3")
CIPHERS = {"tls1.2": "ECDHE-ECDSA-AES256-GCM-SHA384 TLSv1.2 256",
           "tls1.3": "TLS_AES_256_GCM_SHA384 TLSv1.3 256"}


class Cell(NamedTuple):
    side: str
    version: str

    @property
    def client(self) -> bool:
        return self.side == "client"

    @property
    def both(self) -> str:  # "1.3c": what the contract writes
        return self.version[3:] + self.side[0]


# What a call gives, by the contract's abbreviations.
GIVES = {
    "WR": "want_read",
    "ZR": "zero_return",
    "EOF+": "eof errno=8 lib=SSL reason=UNEXPECTED_EOF_WHILE_READING",
    "EOF-": "eof errno=8 lib=none reason=none",
    "SWII": "ssl errno=1 lib=SSL reason=SHUTDOWN_WHILE_IN_INIT",
    "PIS": "ssl errno=1 lib=SSL reason=PROTOCOL_IS_SHUTDOWN",
    "ADACN": "ssl errno=1 lib=SSL reason=APPLICATION_DATA_AFTER_CLOSE_NOTIFY",
    "MAC": "ssl errno=1 lib=SSL reason=DECRYPTION_FAILED_OR_BAD_RECORD_MAC"
           " | ssl errno=1 lib=SSL reason=RECORD_LAYER_FAILURE why openssl-3.5-record-layer",
    "AL20": "ssl errno=1 lib=SSL reason=SSLV3_ALERT_BAD_RECORD_MAC",
    "None": "ok", "0": "ok 0", "1": "ok 1", "b''": "ok -",
}


def expectation(word: str) -> str:
    if word.startswith("b'") and len(word) > 3:
        return "ok " + word[2:-1].encode().hex()
    return GIVES[word]


Row = Union[str, Callable[[Cell], str]]


class State(NamedTuple):
    number: int
    clause: str  # SM-<clause>-<operation>
    why: str
    build: str   # X is the side that is looked at, Y its peer
    do_handshake: Row
    read: Row
    write: Row
    write_empty: Row
    unwrap: Row
    attributes: str


OPERATIONS = {  # name: (number, request, clause)
    "do_handshake": (0, "do_handshake", "DO-HANDSHAKE"),
    "read": (1, "read 4", "READ"),
    "write": (2, "write 78", "WRITE"),
    "write_empty": (3, "write -", "WRITE-EMPTY"),
    "unwrap": (4, "unwrap", "UNWRAP"),
}
ATTRIBUTES = 5
POST_HANDSHAKE = 6
CERT_DICT = 7
BINDING = 8
SHARED = 9

# Attributes are looked at with ALPN, and then without tickets: with ALPN their size varies
# from OpenSSL 3.5 on, and sizes are compared.
WITH_ALPN = " alpn=h2 tickets=0"

# An empty dict is what a client that verifies nothing gets.
UNVERIFIED = " verify=CERT_NONE check_hostname=0"

# Ways to get there. A line that begins with c: or s: is for that side only.
SETUP = "setup {version}{options}"
EST = "pair {version}{options}\nX read 1 = want_read"
TEN = "Y write 30313233343536373839 = ok 10"
REC = f"{EST}\n{TEN}\nmove Y>X"
CN = "Y unwrap = want_read\nmove Y>X"
FLIGHT2 = (f"{SETUP}\nc do_handshake = want_read\nmove c>s\ns do_handshake = want_read\n"
           "c:move s>c")
SENT = f"{EST}\nX unwrap = want_read"
ANSWERED = f"{SENT}\nmove X>Y\nY read 1 = ok -\nY unwrap = ok\nmove Y>X"
EOF = "eof Y>X"
GARBAGE = f"{EST}\n{TEN}\nflip Y>X -1 0\nmove Y>X"
ALERT = f"{EST}\nX write 3031 = ok 2\nflip X>Y -1 0\nmove X>Y\nY read 1 = ssl\nmove Y>X"

SWII = "SWII"
DATA = "b'0123' ; b'4567' ; b'89'"
REST = "b'3456' ; b'789'"


def start(cell: Cell) -> str:
    return "WR"


def flight2(ok: str) -> Callable[[Cell], str]:
    return lambda cell: ok if cell.both == "1.3c" else "WR"


def flight2_eof(ok: str) -> Callable[[Cell], str]:
    return lambda cell: ok if cell.both == "1.3c" else "EOF+ ; EOF-"


def failed(client: str, server: str) -> Callable[[Cell], str]:
    return lambda cell: client if cell.client else server


def calls(handshake: Row, read: Row, write: Row, empty: Row, unwrap: Row) -> Dict[str, Row]:
    return {"do_handshake": handshake, "read": read, "write": write, "write_empty": empty,
            "unwrap": unwrap}


DEAD = calls("EOF-", "EOF-", "EOF-", "EOF-", SWII)
CUT = calls("EOF+ ; EOF-", "EOF+ ; EOF-", "EOF+ ; EOF-", "EOF+ ; EOF-", SWII)
WAITING = calls("WR", "WR", "WR", "WR", SWII)
OPEN = calls("None", "WR", "1", "0", "WR")
UNREAD = calls("None", DATA, "1", "0", "ADACN ; SWII")
CLOSED_BY_PEER = calls("None", "b''", "1", "0", "None")
HUNG_UP = calls("None", "EOF+ ; EOF-", "1", "0", "EOF+ ; SWII")
SENT_CALLS = calls("None", DATA, "PIS", "PIS", "ADACN ; SWII")
BOTH = calls("None", "ZR", "PIS", "PIS", "None")

STATES: List[State] = [
    State(0, "FRESH", "nothing was called", SETUP, **WAITING, attributes="before"),
    State(1, "FRESH-EOF", "the stream ended before anything was called", f"{SETUP}\n{EOF}",
          **CUT, attributes="before"),
    State(2, "HS-STARTED", "the handshake has begun", f"{SETUP}\nX do_handshake = want_read",
          **WAITING, attributes="before"),
    State(3, "HS-STARTED-EOF", "the stream ended when the handshake had begun",
          f"{SETUP}\nX do_handshake = want_read\n{EOF}", **CUT, attributes="before"),
    State(4, "HS-FLIGHT2", "the server's flight waits, or the client's last one is missing",
          FLIGHT2, **calls(flight2("None"), "WR", flight2("1"), flight2("0"), SWII),
          attributes="flight2"),
    State(5, "HS-FLIGHT2-EOF", "the stream ended behind the server's flight",
          f"{FLIGHT2}\n{EOF}",
          **calls(flight2_eof("None"), "EOF+ ; EOF-", flight2_eof("1"), flight2_eof("0"),
                  SWII), attributes="flight2"),
    State(6, "DONE-TICKETS-UNREAD", "the handshake is done, tickets may wait",
          "pair {version}{options}", **OPEN, attributes="est"),
    State(7, "EST", "the connection is open and idle", EST, **OPEN, attributes="est"),
    State(8, "EST-HALFREC", "a part of a record waits", f"{EST}\n{TEN}\nmove Y>X 9", **OPEN,
          attributes="est"),
    State(9, "EST-REC", "a record waits", REC, **UNREAD, attributes="est"),
    State(10, "EST-PENDING", "a part of a record was read", f"{REC}\nX read 3 = ok 303132",
          **calls("None", f"{REST} ; WR", "1", "0", "ADACN ; SWII"), attributes="est"),
    State(11, "EST-OUTFULL", "bytes wait to be sent", f"{EST}\nX write 3031 = ok 2", **OPEN,
          attributes="est"),
    State(12, "CN-UNREAD", "the peer has closed, unread", f"{EST}\n{CN}", **CLOSED_BY_PEER,
          attributes="est"),
    State(13, "CN-READ", "the peer has closed", f"{EST}\n{CN}\nX read 1 = ok -",
          **CLOSED_BY_PEER, attributes="est"),
    State(14, "CN-READ-EOF", "the peer has closed and the stream has ended",
          f"{EST}\n{CN}\nX read 1 = ok -\n{EOF}", **CLOSED_BY_PEER, attributes="est"),
    State(15, "DATA-CN", "data and the peer's close wait", f"{EST}\n{TEN}\n{CN}", **UNREAD,
          attributes="est"),
    State(16, "PENDING-CN", "the rest of a record and the peer's close wait",
          f"{EST}\n{TEN}\n{CN}\nX read 3 = ok 303132",
          **calls("None", f"{REST} ; b''", "1", "0", "ADACN ; SWII"), attributes="est"),
    State(17, "UNWRAP-SENT", "our close is out", SENT,
          **calls("None", "WR", "PIS", "PIS", "WR"), attributes="est"),
    State(18, "UNWRAP-SENT-REC", "our close is out, data came late",
          f"{SENT}\n{TEN}\nmove Y>X", **SENT_CALLS, attributes="est"),
    State(19, "UNWRAP-SENT-REC-CN", "our close is out, data and the peer's close came",
          f"{SENT}\n{TEN}\nmove X>Y\nY read 1 = ok -\nY unwrap = ok\nmove Y>X", **SENT_CALLS,
          attributes="est"),
    State(20, "UNWRAP-SENT-CN", "our close is out, the peer's waits", ANSWERED, **BOTH,
          attributes="est"),
    State(21, "CLOSED-BOTH", "both have closed", f"{ANSWERED}\nX unwrap = ok", **BOTH,
          attributes="est"),
    State(22, "UNWRAP-SENT-EOF", "our close is out, the stream ended without the peer's",
          f"{SENT}\n{EOF}", **calls("None", "EOF+ ; EOF-", "PIS", "PIS", "EOF+ ; SWII"),
          attributes="est"),
    State(23, "EOF", "the stream ended without a close", f"{EST}\n{EOF}", **HUNG_UP,
          attributes="est"),
    State(24, "HALFREC-EOF", "the stream ended in a record",
          f"{EST}\n{TEN}\nmove Y>X 9\n{EOF}", **HUNG_UP, attributes="est"),
    State(25, "DATA-EOF", "the stream ended behind a record", f"{REC}\n{EOF}", **UNREAD,
          attributes="est"),
    State(26, "PENDING-EOF", "the stream ended behind a record that was read in part",
          f"{REC}\nX read 3 = ok 303132\n{EOF}",
          **calls("None", f"{REST} ; EOF+", "1", "0", "ADACN ; SWII"), attributes="est"),
    State(27, "EOF-SEEN", "the end without a close was reported",
          f"{EST}\n{EOF}\nX read 1 = eof", **DEAD, attributes="seen"),
    State(28, "GARBAGE", "a damaged record waits", GARBAGE,
          **calls("None", "MAC ; EOF-", "1", "0", "MAC ; SWII"), attributes="est"),
    State(29, "GARBAGE-SEEN", "a damaged record was reported",
          f"{GARBAGE}\nX read 1 = ssl", **DEAD, attributes="seen"),
    State(30, "FATAL-ALERT", "the peer's fatal alert waits", ALERT,
          **calls("None", "AL20 ; EOF-", "1", "0", "AL20 ; SWII"), attributes="est"),
    State(31, "FATAL-ALERT-SEEN", "the peer's fatal alert was reported",
          f"{ALERT}\nX read 1 = ssl", **calls("ZR", "EOF-", "ZR", "ZR", SWII),
          attributes="seen"),
    State(32, "HS-FAILED", "the client refused the server's certificate",
          "setup {version}{options} ca=other\npump = cert_verify",
          **calls(failed("EOF-", "ZR"), "EOF-", failed("EOF-", "ZR"), failed("EOF-", "ZR"),
                  SWII), attributes="failed"),
]


def build(state: State, cell: Cell, options: str) -> List[str]:
    side = SIDES[cell.side]
    peer = "s" if side == "c" else "c"
    lines = []
    for line in state.build.format(version=cell.version, options=options).split("\n"):
        only, _, rest = line.partition(":")
        if only in ("c", "s"):
            if only != side:
                continue
            line = rest
        lines.append(line.replace("X", side).replace("Y", peer))
    return lines


def three(row: Row, cell: Cell) -> List[str]:
    words = (row(cell) if callable(row) else row).split(" ; ")
    return [expectation(word) for word in (words + words[-1:] * 2)[:3]]


def attribute_lines(kind: str, cell: Cell) -> List[str]:
    x = SIDES[cell.side]
    tls13 = cell.version == "tls1.3"
    has_cipher = {"before": False, "flight2": cell.both == "1.3s", "est": True, "seen": True,
                  "failed": tls13}[kind]
    has_alpn = {"before": False, "flight2": not cell.client}.get(kind, True)
    peer = ("@ed25519" if cell.client else "none") if kind == "est" else ""
    return [
        f"{x} version = ok {'TLSv' + cell.version[3:] if kind == 'est' else 'none'}",
        f"{x} getpeercert = " + (f"ok {peer}" if peer else "api class=ValueError"),
        f"{x} cipher = ok {CIPHERS[cell.version] if has_cipher else 'none'}",
        f"{x} selected_alpn_protocol = ok {'h2' if has_alpn else 'none'}",
    ]


# Why verify_client_post_handshake is refused; no client of the matrix offers it.
REFUSED = {"WRONG_SSL_VERSION": 266, "NOT_SERVER": 284, "STILL_IN_INIT": 121,
           "EXTENSION_NOT_RECEIVED": 279}
# States of the register by the kind of their attributes; others have their own names.
ASKED_CLAUSE = {"HS-STARTED-EOF": "HS-STARTED", "HS-FLIGHT2-EOF": "HS-FLIGHT2",
                "HS-FAILED": "EOF-SEEN"}


def asked_lines(kind: str, cell: Cell) -> List[str]:
    if cell.version == "tls1.2" or kind == "before" or cell.client and kind == "flight2":
        reason = "WRONG_SSL_VERSION"
    elif cell.client:
        reason = "NOT_SERVER"
    else:
        reason = "EXTENSION_NOT_RECEIVED" if kind == "est" else "STILL_IN_INIT"
    return [f"{SIDES[cell.side]} verify_client_post_handshake = "
            f"ssl errno={REFUSED[reason]} lib=SSL reason={reason}"] * 3


def dict_lines(kind: str, cell: Cell) -> List[str]:
    gives = "api class=ValueError" if kind != "est" else "ok {}" if cell.client else "ok none"
    return [f"{SIDES[cell.side]} getpeercert 0 = {gives}"]


def binding_lines(kind: str, cell: Cell) -> List[str]:
    size = "12" if cell.version == "tls1.2" else "48"
    return [f"{SIDES[cell.side]} get_channel_binding = ok {gives}"
            for gives in (("none",) if kind in ("before", "flight2") else
                          (f">= {size}", f"<= {size}"))]


def shared_lines(kind: str, cell: Cell) -> List[str]:
    known = not cell.client and kind != "before"
    gives = "has " + ":".join(CIPHERS[cell.version].split(" ")) if known else "none"
    return [f"{SIDES[cell.side]} shared_ciphers = ok {gives}"]


# Cases of attributes: number, name, the end of the clause, lines.
ASKED = (
    (CERT_DICT, "getpeercert", "GETPEERCERT", dict_lines),
    (BINDING, "get_channel_binding", "TLS-UNIQUE", binding_lines),
    (SHARED, "shared_ciphers", "SHARED-CIPHERS", shared_lines),
)


# States of which the register has a fact of its own, and no other case shows it.
FRESH = ("FRESH", "FRESH-EOF", "HS-STARTED")
SEEN = ("EOF-SEEN", "GARBAGE-SEEN", "FATAL-ALERT-SEEN")
ASKED_STATES = {
    "GETPEERCERT": (*FRESH, "HS-STARTED-EOF", "HS-FLIGHT2", "HS-FLIGHT2-EOF", "EST", *SEEN,
                    "HS-FAILED"),
    "TLS-UNIQUE": (*FRESH, "HS-FLIGHT2", "EST", *SEEN),
    "SHARED-CIPHERS": ("FRESH-EOF",),
}


# What a case says of the stream: bytes that arrive, an end, how a pump ends.
STREAM = re.compile(r"[cs] (read [1-9]\d*|do_handshake) = (eof|zero_return|cert_verify|ssl)\b"
                    r"|[cs] unwrap = eof|[cs] read [1-9]\d* = ok|pump =")


def level(lines: List[str]) -> str:
    return "stream" if any(STREAM.match(line) for line in lines) else "signal"


def case(state: State, cell: Cell, name: str, number: int, clauses: str,
         lines: List[str]) -> str:
    identity = (BASE + 40 * state.number + 4 * number + 2 * (cell.side == "server")
                + (cell.version == "tls1.3"))
    title = f"{state.clause.lower()}-{name.replace('_', '-')}-{cell.side}-{cell.version}"
    options = {ATTRIBUTES: WITH_ALPN, CERT_DICT: UNVERIFIED}
    if state.clause == "HS-FAILED":  # without verification nothing fails
        del options[CERT_DICT]
    body = build(state, cell, options.get(number, "")) + lines
    needs = ["needs: dict"] if number == CERT_DICT else []
    return "\n".join([f"case: {title}", f"id: MB-{identity}", f"clauses: {clauses}",
                      f"level: {level(body)}", *needs, f"why: {state.why}", "--"] + body) + "\n"


def cases_of(cell: Cell) -> str:
    texts = []
    x = SIDES[cell.side]
    for state in STATES:
        for name, (number, request, clause) in OPERATIONS.items():
            lines = [f"{x} {request} = {gives}"
                     for gives in three(getattr(state, name), cell)]
            texts.append(case(state, cell, name, number, f"SM-{state.clause}-{clause}", lines))
        known = state.clause if state.attributes != "est" else "EST"
        clauses = " ".join(f"SM-{known}-{a}" for a in ("VERSION", "GETPEERCERT-DER", "CIPHER",
                                                       "ALPN"))
        texts.append(case(state, cell, "attributes", ATTRIBUTES, clauses,
                          attribute_lines(state.attributes, cell)))
        asked = ASKED_CLAUSE.get(known, known)
        texts.append(case(state, cell, "verify_client_post_handshake", POST_HANDSHAKE,
                          f"SM-{asked}-PHA", asked_lines(state.attributes, cell)))
        for number, name, clause, lines_of in ASKED:
            if state.clause in ASKED_STATES[clause]:
                texts.append(case(state, cell, name, number, f"SM-{state.clause}-{clause}",
                                  lines_of(state.attributes, cell)))
    head = "# Made by conformance/matrix/generate.py: section 2 of the contract.\n\n"
    return head + "\n".join(texts)


def main(argv: List[str]) -> int:
    args = argv[1:]
    check = args[:1] == ["--check"]
    args = args[1:] if check else args
    if len(args) > 1 or args[:1] and args[0].startswith("-"):
        print(f"generate.py: unknown argument: {args[-1]}", file=sys.stderr)
        return 2
    here = os.path.dirname(os.path.realpath(__file__))
    out = args[0] if args else os.path.join(here, "..", "cases", "matrix")
    for version in VERSIONS:
        for side in SIDES:
            path = os.path.join(out, f"{version}-{side}.case")
            text = cases_of(Cell(side, version))
            if check:
                with open(path, encoding="ascii") as file:
                    if file.read() != text:
                        print(f"{path}: not what generate.py makes", file=sys.stderr)
                        return 1
            else:
                os.makedirs(out, exist_ok=True)
                with open(path, "w", encoding="ascii") as file:
                    file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
