# SPDX-License-Identifier: Apache-2.0
"""The Python half of engine_cpython.c: the ops of the conformance adapter, called in this
process, and contexts that scenarios share.

A context is a value of the calls that configured it, as in engine_membio_share.c: whoever
configures one as another did before is told what that one was told, and its object is made
from the same context. Such calls draw randomness by their place in the list, so that the
context is the same whoever makes it.
"""
from __future__ import annotations

import gc
import ssl
import sys
from typing import Any, Dict, List, Optional, Tuple

import cpython
import mbap

Answer = Tuple[str, Optional[bytes]]  # a line of doc/protocol.md; bytes that `ok` gives
RAW = (mbap.to_bytes, mbap.to_int, mbap.TYPES["bool"])  # these come as values, not as words
RECIPES_MAX = 4096  # a store that is full is emptied: most lists of calls come once
COLLECT_EVERY = 4096  # resets
UNEXPECTED_EOF = getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
# CPython's own; a distribution can configure Python to have OpenSSL's instead.
CIPHERS = ("@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES"
           ":!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM")


class Recipe:
    """What is known of one list of calls: what the last of them gave, and the context."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.context, self.number = answer, None, 0


class Engine:
    """`below` is the C half: place(n) draws randomness by a place, own() by the endpoint
    again; made() is the SSL_CTX of the newest context; donate(made) readies one for many, and
    renew(made) for its next object."""

    def __init__(self, below: Any, world: str) -> None:
        self.below, self.shares, self.resets = below, False, 0
        self.remedied = {"eof": 0, "defaults": 0}  # contexts
        self.recipes: Dict[str, Recipe] = {}
        sys.unraisablehook = lambda args: None  # what a callback raised shows in answers
        mbap.Endpoint.world = world
        adapter = cpython.adapter()
        self.hello = adapter.facts
        self.ops = {name: (op, list(op.types.items())) for name, op in adapter.ops.items()}
        self.reset()
        gc.collect()
        gc.freeze()
        gc.disable()

    def reset(self) -> int:
        """How many objects are still alive."""
        self.ends: List[Any] = [cpython.Endpoint(), cpython.Endpoint()]
        for e in self.ends:
            e.lines, e.calls, e.behind, e.made = "", [], False, 0
        self.resets += 1
        if mbap.ALIVE or self.resets % COLLECT_EVERY == 0:
            gc.collect()
        if len(self.recipes) > RECIPES_MAX:
            self.recipes.clear()
        return len(mbap.ALIVE)

    def call(self, who: int, name: str, *given: Any) -> Answer:
        """An op with its arguments by place: None where none is given, a word where the
        adapter knows what it means."""
        return self.with_state(who, self.perform(who, name, given))

    def with_state(self, who: int, answer: Answer) -> Answer:
        line, data = answer
        if line in ("bad", "unsupported"):
            return answer
        return line + self.ends[who].state(), data

    def perform(self, who: int, name: str, given: Tuple[Any, ...]) -> Answer:
        e, known = self.ends[who], self.ops.get(name)
        if known is None:
            return "unsupported", None
        op, types = known
        try:
            values = {parameter: value if convert in RAW else convert(value)
                      for (parameter, convert), value in zip(types, given)
                      if value is not None}
            mbap.check(values.keys() >= op.needed, "too few")
            if name == "wrap_bio" and self.shares:
                self.settle(who, e)
            result = op.call(e, **values)
        except mbap.Bad:
            return "bad", None
        except Exception as error:
            return mbap.show_failure(error, *cpython.failure(error)), None
        if name == "context":
            self.remedy(e)
        if type(result) is bytes:
            return "ok -", result
        none = result is None and not op.none_is_value
        return "ok" if none else f"ok {mbap.show(result)}", None

    def remedy(self, e: Any) -> None:
        """A new context: gh-95494, none takes a cut stream for a clean end unless it is asked
        to; and the defaults of the distribution give way to CPython's."""
        e.made, context = self.below.made(), e.context
        if context.options & UNEXPECTED_EOF:
            context.options &= ~UNEXPECTED_EOF
            self.remedied["eof"] += 1
        if (context.protocol in cpython.PROTOCOLS.values()
                and context.minimum_version == ssl.TLSVersion.MINIMUM_SUPPORTED):
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(CIPHERS)
            self.remedied["defaults"] += 1

    def configure(self, who: int, line: str, name: str, *given: Any) -> Answer:
        """The same, of a call that configures a context; `line` is all of it."""
        e = self.ends[who]
        if not self.shares or not (e.lines or name == "context"):
            return self.call(who, name, *given)
        return self.with_state(who, self.recall(who, e, line, name, given))

    def recall(self, who: int, e: Any, line: str, name: str, given: Any) -> Answer:
        e.behind = e.behind or not e.lines
        e.lines += line + "\n"
        recipe = self.recipes.get(e.lines)
        if recipe and e.behind:
            answer = recipe.answer
        else:
            if e.behind:
                self.catch_up(who)
            answer = self.make(who, len(e.calls), name, given)
        if not recipe:
            self.recipes[e.lines] = Recipe(answer)
        e.calls.append((name, given))
        return answer

    def make(self, who: int, place: int, name: str, given: Tuple[Any, ...]) -> Answer:
        self.below.place(place)
        answer = self.perform(who, name, given)
        self.below.own()
        return answer

    def catch_up(self, who: int) -> None:
        """Makes the calls whose answers were known."""
        e = self.ends[who]
        for place, (name, given) in enumerate(e.calls):
            self.make(who, place, name, given)
        e.behind = False

    def settle(self, who: int, e: Any) -> None:
        """An object is to be made."""
        recipe = self.recipes.get(e.lines)
        if recipe is None:
            return
        if recipe.context is None:
            if e.behind:
                self.catch_up(who)
            if "context" not in e.__dict__:
                return  # no call of the list made one
            recipe.context, recipe.number = e.context, e.made
            self.below.donate(recipe.number)
        else:
            e.context = recipe.context
        e.behind = False
        self.below.renew(recipe.number)
