#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""examples.py: clients of doc/examples/poll for examples.test: CPython's ssl over sockets.

    examples.py PORT CA SIZE CLIENT...

All clients run at once. A CLIENT is what it does: "echo" sends SIZE bytes, reads them back
slower than they come, and closes; "cut" goes away in the middle; "noise" does not speak TLS;
"distrust" refuses the server's certificate.
"""
import select
import socket
import ssl
import sys
import threading
from typing import Callable, Dict, List

PIECE = 16384
SLOW = 7000


def connect(port: int) -> socket.socket:
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.settimeout(60)
    plain.connect(("127.0.0.1", port))
    return plain


def secure(port: int, ca: str) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=ca)
    return context.wrap_socket(connect(port), server_hostname="localhost",
                               suppress_ragged_eofs=False)


def send_some(tls: ssl.SSLSocket, data: bytes, sent: int) -> int:
    """Sends until nothing more fits anywhere between the ends."""
    try:
        while sent < len(data):
            sent += tls.send(data[sent:sent + PIECE])
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        pass
    return sent


def echo(port: int, ca: str, data: bytes) -> None:
    """Always tries to send before it reads a little: both directions are full."""
    tls = secure(port, ca)
    tls.setblocking(False)
    got = bytearray()
    sent = 0
    while len(got) < len(data):
        sent = send_some(tls, data, sent)
        if tls.pending() == 0:
            assert select.select([tls], [], [], 60)[0], "nothing comes back"
        try:
            some = tls.recv(SLOW)
            assert some, "closed early"
            got += some
        except ssl.SSLWantReadError:
            pass
    assert got == data, "other bytes came back"
    tls.settimeout(60)
    tls.unwrap().close()


def cut(port: int, ca: str, data: bytes) -> None:
    tls = secure(port, ca)
    tls.sendall(data[:1000])
    assert len(tls.recv(1000)) == 1000, "closed early"
    tls.close()


def noise(port: int, ca: str, data: bytes) -> None:
    with connect(port) as plain:
        plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
        plain.recv(100)  # an alert or nothing: OpenSSL versions differ


def distrust(port: int, ca: str, data: bytes) -> None:
    context = ssl.create_default_context(cadata=None)
    try:
        context.wrap_socket(connect(port), server_hostname="localhost")
    except ssl.SSLCertVerificationError:
        return
    raise AssertionError("a server that nobody knows was trusted")


CLIENTS: Dict[str, Callable[[int, str, bytes], None]] = {
    "echo": echo, "cut": cut, "noise": noise, "distrust": distrust,
}


def run(errors: List[str], name: str, port: int, ca: str, data: bytes) -> None:
    try:
        CLIENTS[name](port, ca, data)
    except (OSError, AssertionError) as e:
        errors.append(f"{name}: {e!r}")


def main(arguments: List[str]) -> int:
    port, ca, size = int(arguments[0]), arguments[1], int(arguments[2])
    errors: List[str] = []
    data = [bytes((i * 7 + j) % 251 for j in range(4099)) * (size // 4099 + 1)
            for i in range(len(arguments[3:]))]
    threads = [threading.Thread(target=run, args=(errors, name, port, ca, data[i][:size]))
               for i, name in enumerate(arguments[3:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
