# SPDX-License-Identifier: Apache-2.0
"""The op `python`: Python itself, for what only Python can see: types, attributes, texts.

A line is an expression, whose value is the answer, or statements. `e` is the endpoint, with
incoming, outgoing, context and object; what is assigned stays until `reset`.
"""
from __future__ import annotations

import array
import copy
import ctypes
import decimal
import gc
import io
import mmap
import os
import pickle
import ssl
import sys
import threading
import types
import warnings
import weakref
from typing import Any, Callable, Dict, List, Optional

from mbap import Op

MODULES = (array, copy, ctypes, decimal, gc, io, mmap, os, pickle, ssl, sys, threading,
           types, warnings, weakref)


def raised(call: Callable[[], Any]) -> Optional[BaseException]:
    try:
        call()
    except BaseException as error:
        return error.with_traceback(None)
    return None


def kind(call: Callable[[], Any]) -> str:
    """The name of the exception's type."""
    return type(raised(call)).__name__


def text(call: Callable[[], Any]) -> str:
    return str(raised(call))


def warned(call: Callable[[], Any]) -> List[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [warning.category.__name__ for warning in caught]


def unraisable(call: Callable[[], Any]) -> List[str]:
    """The types of what the hook was told while the call ran."""
    told: List[str] = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda u: told.append(u.exc_type.__name__)
    try:
        raised(call)
    finally:
        sys.unraisablehook = hook
    return told


def buffer_types() -> Dict[str, Any]:
    """What is no bytes and holds b"abcd"."""
    anonymous = mmap.mmap(-1, 4)
    anonymous[:] = b"abcd"
    return {"bytearray": bytearray(b"abcd"), "memoryview": memoryview(b"abcd"),
            "array": array.array("B", b"abcd"), "mmap": anonymous,
            "ctypes": (ctypes.c_char * 4)(*b"abcd"), "getbuffer": io.BytesIO(b"abcd").getbuffer(),
            "subclass": type("Sub", (bytes,), {})(b"abcd")}


class Index:
    def __index__(self) -> int:
        return 1


class OnlyInt:
    def __int__(self) -> int:
        return 1


class NoTruth:
    def __bool__(self) -> bool:
        raise KeyError("no truth")


HELPERS = (raised, kind, text, warned, unraisable, buffer_types, Index, OnlyInt, NoTruth)
NAMES: Dict[str, Any] = {x.__name__: x for x in (*MODULES, *HELPERS)}


def shown(value: Any) -> Any:
    if isinstance(value, (bytes, str)) or value is None:
        return value
    return int(value) if isinstance(value, (bool, int)) else repr(value)


def python(e: Any, code: str) -> Any:
    scope = e.__dict__.setdefault("scope", {**NAMES, "e": weakref.proxy(e)})
    try:
        compiled = compile(code, "python", "eval")
    except SyntaxError:
        exec(compile(code, "python", "exec"), scope)
        return None
    return shown(eval(compiled, scope))


OPS = {"python": Op(python, "code:rest", capability="python", none=True)}
