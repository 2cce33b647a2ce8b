# SPDX-License-Identifier: Apache-2.0
"""What adapters around Python libraries share: MBAP/1, doc/protocol.md.

A request takes three steps: its words become arguments (what does not fit is Bad), one
call is made (what it raises is a status), its result becomes words. Only the call stands
under `except Exception`: a mistake of an adapter elsewhere is a traceback, not a status.

An adapter is Adapter(OPS, Endpoint, failure, impl="cpython/3.13.0", lib="OpenSSL_3.0.19",
capabilities={"alpn": True, "peer": False}).main(sys.argv), in a folder beside this file:
- OPS: {"read": Op(lambda e, len: e.object.read(len), "len:int"), ...}. A parameter is
  NAME:TYPE, with a ? if it is optional; the call gets those that are given, by name. It
  returns bytes, text, a number or a tuple of them; None is a value only if none=True.
- Endpoint: a subclass that makes the BIOs, and a state() that shows them.
- failure(error): the status and {field: value}, without `class` and `native`.
"""
from __future__ import annotations

import gc
import os
import sys
import weakref
from typing import Any, Callable, Dict, List, Tuple

PROTOCOL = "1.0"
Convert = Callable[[str], Any]
ALIVE: weakref.WeakSet[Any] = weakref.WeakSet()  # an op adds the TLS object it makes


class Bad(Exception):
    """The request makes no sense."""


def check(good: bool, word: str) -> None:
    if not good:
        raise Bad(word)


class Endpoint:
    world = ""  # the folder of test certificates, from `hello`

    def __getattr__(self, name: str) -> Any:  # these are not there until an op makes them
        raise Bad(name) if name in ("context", "object", "kept") else AttributeError(name)

    def file(self, name: str) -> str:
        path = f"{self.world}/{name}.pem"
        check(self.world != "" and "/" not in name, name)
        check(os.path.isfile(path) or name in ("missing", "missing.key"), name)
        return path


def to_bytes(word: str) -> bytes:
    try:
        value = b"" if word == "-" else bytes.fromhex(word)
    except ValueError:
        raise Bad(word)
    check((value.hex() or "-") == word, word)  # fromhex also takes upper case and blanks
    return value


def to_int(word: str) -> int:
    digits = word[1:] if word[:1] == "-" else word  # int() also takes "+1" and "1_0"
    check(digits.isdigit() and len(digits) < 20 and -2**63 <= int(word) < 2**63, word)
    return int(word)


def to_text(word: str) -> str:
    check(word != "" and "=" not in word and word.isprintable(), word)
    head, *escapes = ("" if word == "-" else word).split("%")
    check(all([len(e) > 1 for e in escapes]), word)
    raw = head.encode() + b"".join([to_bytes(e[:2]) + e[2:].encode() for e in escapes])
    return raw.decode("utf-8", "surrogateescape")  # not UTF-8: the call refuses it


def one_of(table: Dict[str, Any], read: Convert = to_text) -> Convert:
    def convert(word: str) -> Any:
        name = read(word)
        check(name in table, word)
        return table[name]
    return convert


# "rest" is the rest of the line as it stands, of an op that takes nothing else.
TYPES: Dict[str, Convert] = {"hex": to_bytes, "int": to_int, "text": to_text, "rest": str,
                             "bool": one_of({"0": False, "1": True}, str)}


class Op:
    def __init__(self, call: Callable[..., Any], *params: str, capability: str = "",
                 none: bool = False) -> None:
        self.call, self.capability, self.none_is_value = call, capability, none
        pairs = [param.split(":") for param in params]
        self.types = {name: TYPES[kind.rstrip("?")] for name, kind in pairs}
        self.needed = {name for name, kind in pairs if not kind.endswith("?")}

    def arguments(self, words: List[str]) -> Dict[str, Any]:
        values: Dict[str, Any] = {}
        places = iter(self.types)
        if str in self.types.values():
            check(words != [], "too few words")
            return {next(places): " ".join(words)}
        for word in words:
            if "=" in word:
                name, _, word = word.partition("=")
                check(name not in self.needed, word)
            else:
                name = next(places, "")
            check(name in self.types and name not in values, word)
            values[name] = self.types[name](word)
        check(values.keys() >= self.needed, "too few words")
        return values


QUOTED = {b: f"%{b:02x}" for b in range(256) if not 0x20 < b < 0x7f or b in b"%="}


def quote(value: str) -> str:
    if value in ("", "-", "none"):
        return {"": "-", "-": "%2d", "none": "%6eone"}[value]
    return value.encode("utf-8", "backslashreplace").decode("latin-1").translate(QUOTED)


def show(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex() or "-"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, tuple):
        return " ".join(map(show, value))
    return "none" if value is None else str(int(value))


def show_failure(error: Exception, status: str, fields: Dict[str, Any]) -> str:
    if status == "api":
        fields["class"] = type(error).__name__
    if status not in ("want_read", "want_write"):  # those say no more, and are frequent
        fields["native"] = f"{type(error).__name__}: {error}"[:200]
    return status + "".join([f" {name}={show(value)}" for name, value in fields.items()
                             if value is not None])


class Adapter:
    def __init__(self, ops: Dict[str, Op], endpoint: Callable[[], Endpoint],
                 failure: Callable[[Exception], Tuple[str, Dict[str, Any]]], *,
                 impl: str, lib: str, capabilities: Dict[str, bool]) -> None:
        self.ops = {k: v for k, v in ops.items() if capabilities.get(v.capability, True)}
        self.endpoint, self.failure = endpoint, failure
        self.drips = capabilities.get("drip", False)
        caps = ",".join(name for name, have in sorted(capabilities.items()) if have)
        self.facts = f"impl={quote(impl)} lib={quote(lib)} caps={caps}"
        self.reset()

    def hello(self, major: str = "", *words: str) -> str:
        check(major == "1" and all(word.find("=") > 0 for word in words), major)
        Endpoint.world = to_text(dict(w.split("=", 1) for w in words).get("world", "-"))
        return f"ok proto={PROTOCOL} {self.facts}"

    def reset(self) -> str:
        self.endpoints = {"c": self.endpoint(), "s": self.endpoint()}
        if ALIVE:
            gc.collect()
        return f"ok {len(ALIVE)}"

    def answer(self, request: str) -> str:
        verb, *words = request.split(" ")
        check(request.isascii() and verb != "" and words[:1] != [""], request)
        if verb == "hello":
            return self.hello(*words)
        if verb in ("reset", "bye"):
            check(not words, request)
            return self.reset() if verb == "reset" else "ok"
        pieces = []
        if words[:1] == ["incoming.drip"] and self.drips:
            check(len(words) > 3 and words[3] != words[0], request)
            words, pieces = words[3:], self.pieces(*words[1:3])
        if not words or words[0] not in self.ops:
            check(request not in ("c", "s"), request)
            return "unsupported"
        check(verb in self.endpoints, verb)
        endpoint, op = self.endpoints[verb], self.ops[words[0]]
        values = op.arguments(words[1:])
        line = (self.drip(pieces, endpoint, op, values) if pieces else
                self.perform(endpoint, op, values))
        return line + endpoint.state()

    def perform(self, endpoint: Endpoint, op: Op, values: Dict[str, Any]) -> str:
        try:
            result = op.call(endpoint, **values)
        except Bad:
            raise
        except Exception as error:
            return show_failure(error, *self.failure(error))
        return "ok" if result is None and not op.none_is_value else f"ok {show(result)}"

    def pieces(self, buf: str, step: str) -> List[bytes]:
        data, size = to_bytes(buf), to_int(step)
        check(data != b"" and size > 0, step)
        return [data[at:at + size] for at in range(0, len(data), size)]

    def drip(self, pieces: List[bytes], *call: Any) -> str:
        """A piece into the incoming BIO, a call, until one does not want to read."""
        line = ""
        for count, piece in enumerate(pieces, 1):
            line = self.perform(call[0], self.ops["incoming.write"], {"buf": piece})
            line = self.perform(*call) if line.startswith("ok") else line
            if not line.startswith("want_read"):
                break
        return f"{line} calls={count}"

    def main(self, argv: List[str]) -> int:
        name = os.path.basename(os.path.realpath(argv[0]))
        texts = {"--version": f"{name}: {self.facts} protocol={PROTOCOL}",
                 "--help": f"usage: {name} [--help | --version]\n"
                           "Speaks MBAP/1 on stdin and stdout; see doc/protocol.md."}
        if len(argv) == 2 and argv[1] in texts:
            print(texts[argv[1]])
            return 0
        if argv[1:]:
            print(f"{name}: unknown argument {argv[-1]!r}; see --help", file=sys.stderr)
            return 2
        out = sys.stdout.buffer
        for line in sys.stdin.buffer:
            request = line.rstrip(b"\n").decode("latin-1")  # not ASCII is Bad, not a crash
            try:
                out.write(self.answer(request).encode("ascii") + b"\n")
            except Bad:
                out.write(b"bad\n")
            out.flush()
            if request == "bye":
                break
        return 0
