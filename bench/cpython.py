#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The measures of bench/ on CPython's ssl: a peer (bench/peer.h).

Reads the name of a measure from each line, answers with nanoseconds for one unit; 0 for a name
that it does not know. The argument is the folder of test certificates.
"""
from __future__ import annotations

import ssl
import sys
import time
from typing import Callable, Dict

WORLD = sys.argv[1] if len(sys.argv) > 1 else "."


def timed(units: int, work: Callable[[], None]) -> float:
    begin = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begin) / units


def pingpong(size: int, times: int) -> float:
    bio, data = ssl.MemoryBIO(), bytes(size)
    write, read = bio.write, bio.read

    def work() -> None:
        for _ in range(times):
            write(data)
            read(size)
    return timed(times, work)


class Pair:
    """Two ends over four BIOs, with contexts that are made once."""
    contexts: Dict[str, ssl.SSLContext] = {}

    @classmethod
    def context(cls, side: str, version: ssl.TLSVersion) -> ssl.SSLContext:
        key = f"{side}{version}"
        if key not in cls.contexts:
            server = side == "server"
            c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
            c.minimum_version = c.maximum_version = version
            if server:
                c.load_cert_chain(f"{WORLD}/p256.pem", f"{WORLD}/p256.key.pem")
            else:
                c.load_verify_locations(f"{WORLD}/ca-p256.pem")
            cls.contexts[key] = c
        return cls.contexts[key]

    def __init__(self, version: ssl.TLSVersion, session: object = None) -> None:
        self.c_in, self.c_out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.s_in, self.s_out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.client = self.context("client", version).wrap_bio(
            self.c_in, self.c_out, server_hostname="localhost", session=session)
        self.server = self.context("server", version).wrap_bio(
            self.s_in, self.s_out, server_side=True)

    def carry(self) -> None:
        if self.c_out.pending:
            self.s_in.write(self.c_out.read())
        if self.s_out.pending:
            self.c_in.write(self.s_out.read())

    def handshake(self) -> None:
        done = set()
        while len(done) < 2:
            for end in (self.client, self.server):
                try:
                    end.do_handshake()
                    done.add(end)
                except ssl.SSLWantReadError:
                    pass
                self.carry()
        self.take(self.client, 0)  # the tickets

    def take(self, end: ssl.SSLObject, size: int) -> None:
        got = 0
        while True:
            try:
                got += len(end.read(65536))
            except ssl.SSLWantReadError:
                assert got == size, (got, size)
                return


def handshakes(version: ssl.TLSVersion, times: int, resumed: bool) -> float:
    session = None
    if resumed:
        first = Pair(version)
        first.handshake()
        session = first.client.session

    def work() -> None:
        nonlocal session
        for _ in range(times):
            pair = Pair(version, session)
            pair.handshake()
            assert pair.client.session_reused == resumed
            if resumed:
                session = pair.client.session
    return timed(times, work)


OPEN: list = []


def roundtrip(size: int, times: int) -> float:
    if not OPEN:
        OPEN.append(Pair(ssl.TLSVersion.TLSv1_3))
        OPEN[0].handshake()
    pair, data = OPEN[0], bytes(size)

    def work() -> None:
        for _ in range(times):
            for sender, receiver in ((pair.client, pair.server), (pair.server, pair.client)):
                sender.write(data)
                pair.carry()
                pair.take(receiver, size)
    return timed(times, work)


V12, V13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
MEASURES: Dict[str, Callable[[], float]] = {
    "pingpong/16": lambda: pingpong(16, 100000),
    "handshake/1.3": lambda: handshakes(V13, 20, False),
    "handshake/1.3-resumed": lambda: handshakes(V13, 20, True),
    "handshake/1.2": lambda: handshakes(V12, 20, False),
    "handshake/1.2-resumed": lambda: handshakes(V12, 40, True),
    "roundtrip/64": lambda: roundtrip(64, 2000),
    "roundtrip/16KiB": lambda: roundtrip(16384, 500),
    "roundtrip/1MiB": lambda: roundtrip(1 << 20, 10),
}

if __name__ == "__main__":
    for line in sys.stdin:
        print(MEASURES.get(line.strip(), lambda: 0.0)(), flush=True)
