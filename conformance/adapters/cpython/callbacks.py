# SPDX-License-Identifier: Apache-2.0
"""Canned callbacks, and notes of what they were given, as words.

They hold their endpoint weakly: the collector cannot see a circle that goes through a
context and _ssl's objects.
"""
from __future__ import annotations

import ssl
import tempfile
import weakref
from typing import Any, Callable, Dict, List, Optional

import mbap
from mbap import Op, check, one_of

# What makes a call of the object inside its SNI callback. do_handshake and write are not
# here: they abort the process, or break the handshake.
INSIDE = {"read": lambda o: o.read(1), "unwrap": lambda o: o.unwrap()}
POLICIES = ("none", "ok", "alert", "wrong", "raise", "switch", *INSIDE)
LOGS = ("none", "file", "missing", "full")
HANDSHAKE = 22

CAPABILITIES = {"sni": ssl.HAS_SNI, "switch": True, "inside": True,
                "psk": getattr(ssl, "HAS_PSK", False),
                "keylog": hasattr(ssl.SSLContext, "keylog_filename"),
                "messages": hasattr(ssl.SSLContext, "_msg_callback")}

mbap.TYPES.update(policy=one_of({word: word for word in POLICIES}),
                  slot=one_of({word: word for word in ("own", "kept")}),
                  log=one_of({word: word for word in LOGS}))


def notes(e: Any, kind: str) -> List[Any]:
    return e.__dict__.setdefault(kind, [])


def take(kind: str) -> Callable[[Any], Any]:
    """The notes as words; they are forgotten then."""
    return lambda e: tuple(e.__dict__.pop(kind, ())) or "[]"


# ---- Contexts.

def slot_of(e: Any, context: ssl.SSLContext) -> str:
    return ("own" if context is e.context else
            "kept" if context is e.__dict__.get("kept_context") else "other")


def keep(e: Any) -> None:
    e.kept_context = e.context


def object_context(e: Any, value: Optional[str] = None) -> str:
    check(value != "kept" or "kept_context" in e.__dict__, "kept")
    if value:
        e.object.context = e.kept_context if value == "kept" else e.context
    return slot_of(e, e.object.context)


# ---- SNI.

def look_inside(obj: ssl.SSLObject, status: Callable[[Exception], str]) -> List[Any]:
    def some(value: Any) -> Optional[str]:
        return None if value is None else "some"
    try:
        obj.getpeercert(True)
        cert = "ok"
    except ValueError as error:
        cert = status(error)
    return [obj.version(), (obj.cipher() or [None])[0],
            some(obj.selected_alpn_protocol()), some(obj.shared_ciphers()),
            some(obj.get_channel_binding()), cert, obj.pending()]


def sni_callback(status: Callable[[Exception], str]) -> Callable[..., None]:
    def install(e: Any, policy: str, alert: Optional[int] = None) -> None:
        me = weakref.proxy(e)
        check((policy == "alert") == (alert is not None), policy)
        check(policy != "switch" or "kept_context" in e.__dict__, policy)

        def callback(obj: Any, name: Optional[str], context: ssl.SSLContext) -> Any:
            word = f"{name or 'none'}:{int(obj is me.object)}:{slot_of(me, context)}"
            me.inside = look_inside(obj, status)
            if policy == "switch":
                obj.context = me.kept_context
            if policy in INSIDE:
                try:
                    INSIDE[policy](obj)
                    word += ":ok"
                except Exception as error:
                    word += f":{status(error)}"
            notes(me, "sni").append(word)
            if policy == "raise":
                raise RuntimeError("canned")
            return alert if policy == "alert" else "wrong" if policy == "wrong" else None
        e.context.sni_callback = None if policy == "none" else callback
    return install


# ---- PSK.

def psk_client(e: Any, key: Optional[bytes] = None, identity: Optional[str] = None,
               **given: bool) -> None:
    me = weakref.proxy(e)

    def callback(hint: Optional[str]) -> Any:
        notes(me, "psk").append(hint)
        if given.get("raise"):
            raise RuntimeError("canned")
        return identity, key
    e.context.set_psk_client_callback(
        None if key is None and not given.get("raise") else callback)


def psk_server(e: Any, key: Optional[bytes] = None, identity_hint: Optional[str] = None,
               **given: bool) -> None:
    me = weakref.proxy(e)

    def callback(identity: Optional[str]) -> Any:
        notes(me, "psk").append(identity)
        if given.get("raise"):
            raise RuntimeError("canned")
        return key
    e.context.set_psk_server_callback(
        None if key is None and not given.get("raise") else callback, identity_hint)


# ---- The key log. Its file has no name but that of its descriptor: nothing stays behind.

def keylog_filename(e: Any, value: Optional[str] = None) -> Optional[str]:
    if value == "file" and "log" not in e.__dict__:
        e.log = tempfile.TemporaryFile()
    if value:
        e.context.keylog_filename = {
            "none": lambda: None, "full": lambda: "/dev/full",
            "file": lambda: f"/dev/fd/{e.log.fileno()}",
            "missing": lambda: f"{e.world}/no-such-folder/keylog"}[value]()
    name = e.context.keylog_filename
    return name and ("full" if name == "/dev/full" else "file")


def keylog_lines(e: Any) -> List[str]:
    if "log" not in e.__dict__:
        return []
    e.log.seek(0)
    return e.log.read().decode("ascii").splitlines()


# ---- Messages.

def msg_callback(e: Any, value: bool) -> None:
    me = weakref.proxy(e)

    def callback(conn: Any, direction: str, version: int, content_type: int,
                 msg_type: int, data: bytes) -> None:
        whole = (content_type == HANDSHAKE and len(data) >= 4
                 and len(data) - 4 == int.from_bytes(data[1:4], "big"))
        numbers = ":".join(str(int(n)) for n in (version, content_type, msg_type))
        notes(me, "messages").append(
            f"{direction}:{numbers}:{'whole' if whole else len(data)}")
    e.context._msg_callback = callback if value else None


def ops(status: Callable[[Exception], str]) -> Dict[str, Op]:
    return {
        "context.sni_callback": Op(sni_callback(status), "policy:policy", "alert:int?",
                                   capability="sni"),
        "context.keep": Op(keep, capability="switch"),
        "object.context": Op(object_context, "value:slot?", capability="switch"),
        "sni_callback.calls": Op(take("sni"), capability="sni"),
        "sni_callback.inside": Op(take("inside"), capability="inside"),
        "context.set_psk_client_callback": Op(psk_client, "key:hex?", "identity:text?",
                                              "raise:bool?", capability="psk"),
        "context.set_psk_server_callback": Op(psk_server, "key:hex?",
                                              "identity_hint:text?", "raise:bool?",
                                              capability="psk"),
        "psk_callback.calls": Op(take("psk"), capability="psk"),
        "context.keylog_filename": Op(keylog_filename, "value:log?", capability="keylog",
                                      none=True),
        "keylog.labels": Op(lambda e: tuple(line.split()[0] for line in keylog_lines(e))
                            or "[]", capability="keylog"),
        "keylog.lines": Op(lambda e: tuple(keylog_lines(e)) or "[]", capability="keylog"),
        "context._msg_callback": Op(msg_callback, "value:bool", capability="messages"),
        "_msg_callback.calls": Op(take("messages"), capability="messages"),
    }
