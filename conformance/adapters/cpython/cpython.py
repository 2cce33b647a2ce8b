#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The adapter around Python's own ssl module: the oracle. mbap.py has the protocol."""
from __future__ import annotations

import ctypes
import os
import ssl
import sys
import warnings
from operator import attrgetter
from typing import Any, Dict, Tuple

sys.dont_write_bytecode = True  # no __pycache__ in the suite
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
import callbacks
import mbap
import context
import peer
import python
from mbap import Op, one_of


class Endpoint(mbap.Endpoint):
    def __init__(self) -> None:
        self.incoming = ssl.MemoryBIO()
        self.outgoing = ssl.MemoryBIO()

    def state(self) -> str:
        incoming, outgoing = self.incoming, self.outgoing
        return (f" incoming={incoming.pending}{',eof' if incoming.eof else ''}"
                f" outgoing={outgoing.pending}{',eof' if outgoing.eof else ''}")


# ---- Types.

PROTOCOLS = {"client": ssl.PROTOCOL_TLS_CLIENT, "server": ssl.PROTOCOL_TLS_SERVER,
             "tls": ssl.PROTOCOL_TLS}
VERSIONS = {"TLSv1": ssl.TLSVersion.TLSv1, "TLSv1.1": ssl.TLSVersion.TLSv1_1,
            "TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3,
            "min": ssl.TLSVersion.MINIMUM_SUPPORTED,
            "max": ssl.TLSVersion.MAXIMUM_SUPPORTED}
MODES = {mode.name: mode for mode in ssl.VerifyMode}
STATS = ("number", "connect", "connect_good", "connect_renegotiate", "accept",
         "accept_good", "accept_renegotiate", "hits", "misses", "timeouts", "cache_full")
NAMES = {value: name for table in (VERSIONS, MODES) for name, value in table.items()}
mbap.TYPES.update(protocol=context.or_number(PROTOCOLS),
                  version=context.or_number(VERSIONS), mode=context.or_number(MODES),
                  bio=one_of({"incoming": "incoming"}))


def named(value: Any) -> Any:
    if isinstance(value, (ssl.TLSVersion, ssl.VerifyMode)):
        return NAMES.get(value) or value.name
    return value


# ---- The calls.

def attribute(name: str, kind: str, capability: str = "") -> Op:
    def get_or_set(e: Endpoint, **given: Any) -> Any:
        if given:
            setattr(e.context, name, given["value"])
        return named(getattr(e.context, name))
    return Op(get_or_set, f"value:{kind}?", capability=capability)


def new_context(e: Endpoint, protocol: Any) -> None:
    e.context = ssl.SSLContext(protocol)


def set_alpn_protocols(e: Endpoint, protocols: str) -> None:
    e.context.set_alpn_protocols(protocols.split(",") if protocols else [])


def wrap_bio(e: Endpoint, outgoing: str = "outgoing", session: bool = False,
             **given: Any) -> None:
    out, kept = getattr(e, outgoing), e.kept if session else None
    e.object = e.context.wrap_bio(e.incoming, out, session=kept, **given)
    e.outgoing = out
    mbap.ALIVE.add(e.object)


def getpeercert(e: Endpoint, binary_form: bool = True) -> Any:
    cert = e.object.getpeercert(binary_form)
    return peer.cert_dict(cert) if isinstance(cert, dict) else cert


def show_session(session: Any) -> Any:
    return session and (len(session.id), session.has_ticket,
                        session.ticket_lifetime_hint, session.timeout)


def keep_session(e: Endpoint) -> Any:
    e.kept = e.object.session
    return show_session(e.kept)


def set_session(e: Endpoint) -> None:
    e.object.session = e.kept


def new_bios(e: Endpoint) -> None:
    e.__dict__.pop("object", None)
    Endpoint.__init__(e)


def bio_ops(bio: str) -> Dict[str, Op]:
    get = attrgetter(bio)
    return {
        f"{bio}.write": Op(lambda e, buf: get(e).write(buf), "buf:hex"),
        f"{bio}.write_eof": Op(lambda e: get(e).write_eof()),
        f"{bio}.read": Op(lambda e, **n: get(e).read(*n.values()), "n:int?"),
        f"{bio}.pending": Op(lambda e: get(e).pending),
        f"{bio}.eof": Op(lambda e: get(e).eof),
    }


OPS = {
    **bio_ops("incoming"), **bio_ops("outgoing"), **context.OPS, **python.OPS,
    "context": Op(new_context, "protocol:protocol"),
    "context.minimum_version": attribute("minimum_version", "version"),
    "context.maximum_version": attribute("maximum_version", "version"),
    "context.verify_mode": attribute("verify_mode", "mode"),
    "context.check_hostname": attribute("check_hostname", "bool"),
    "context.set_ciphers": Op(lambda e, ciphers: e.context.set_ciphers(ciphers),
                              "ciphers:text"),
    "context.set_alpn_protocols": Op(set_alpn_protocols, "protocols:text",
                                     capability="alpn"),
    "context.num_tickets": attribute("num_tickets", "int", "tickets"),
    "context.options": attribute("options", "int", "options"),
    "context.post_handshake_auth": attribute("post_handshake_auth", "bool", "pha"),
    "context.load_verify_locations": Op(
        lambda e, ca: e.context.load_verify_locations(e.file(ca)), "ca:text"),

    "wrap_bio": Op(wrap_bio, "server_side:bool?", "server_hostname:text?",
                   "outgoing:bio?", "session:bool?"),
    "do_handshake": Op(lambda e: e.object.do_handshake()),
    "read": Op(lambda e, len: e.object.read(len), "len:int"),
    "write": Op(lambda e, data: e.object.write(data), "data:hex"),
    "unwrap": Op(lambda e: e.object.unwrap()),
    "pending": Op(lambda e: e.object.pending()),
    "version": Op(lambda e: e.object.version(), none=True),
    "cipher": Op(lambda e: e.object.cipher(), capability="cipher", none=True),
    "selected_alpn_protocol": Op(lambda e: e.object.selected_alpn_protocol(),
                                 capability="alpn", none=True),
    "getpeercert": Op(getpeercert, "binary_form:bool?", capability="peer", none=True),
    "get_channel_binding": Op(lambda e, **kind: e.object.get_channel_binding(**kind),
                              "cb_type:text?", capability="binding", none=True),
    "compression": Op(lambda e: e.object.compression(), capability="compression",
                      none=True),
    "shared_ciphers": Op(lambda e: peer.ciphers(e.object.shared_ciphers()),
                         capability="shared", none=True),
    "context.get_ciphers": Op(lambda e: peer.cipher_dicts(e.context.get_ciphers()),
                              capability="ciphers"),
    "get_verified_chain": Op(lambda e: peer.listed(e.object.get_verified_chain()),
                             capability="chain"),
    "get_unverified_chain": Op(lambda e: peer.listed(e.object.get_unverified_chain()),
                               capability="chain"),
    **{name: Op(lambda e, name=name: getattr(e.object, name)(), capability=capability,
                none=True)
       for name, capability in (("group", "group"), ("client_sigalg", "sigalg"),
                                ("server_sigalg", "sigalg"))},
    "verify_client_post_handshake": Op(lambda e: e.object.verify_client_post_handshake(),
                                       capability="pha"),
    "server_side": Op(lambda e: e.object.server_side),
    "server_hostname": Op(lambda e: e.object.server_hostname, none=True),

    "session": Op(lambda e: show_session(e.object.session), capability="session",
                  none=True),
    "session.keep": Op(keep_session, capability="session", none=True),
    "session.set": Op(set_session, capability="session"),
    "session.equal": Op(lambda e: e.object.session == e.kept, capability="session"),
    "session_reused": Op(lambda e: e.object.session_reused, capability="session"),
    "context.session_stats": Op(
        lambda e: tuple(map(e.context.session_stats().get, STATS)), capability="session"),
    "bios": Op(new_bios, capability="session"),
    **callbacks.ops(lambda error: failure(error)[0]),
}
FROZEN_SEED = getattr(ctypes.CDLL(None), "membio_frozen_seed", None)
if FROZEN_SEED:
    OPS["seed"] = Op(lambda e, n: FROZEN_SEED(ctypes.c_uint64(n)) and None, "n:int",
                     capability="seed")
CAPABILITIES = {**context.CAPABILITIES, "alpn": ssl.HAS_ALPN, "binding": "tls-unique" in ssl.CHANNEL_BINDING_TYPES,
                "chain": hasattr(ssl.SSLObject, "get_verified_chain"), "cipher": True,
                "ciphers": True, "compression": True, "dict": True, "drip": True,
                "group": peer.has("group", (3, 2)), "options": True, "peer": True,
                "pha": hasattr(ssl.SSLContext, "post_handshake_auth") and ssl.HAS_TLSv1_3,
                "session": hasattr(ssl.SSLObject, "session"),
                "python": True, "seed": FROZEN_SEED is not None,
                "shared": True, "sigalg": peer.has("client_sigalg", (3, 5)),
                "tickets": hasattr(ssl.SSLContext, "num_tickets"),
                "tls1.2": ssl.HAS_TLSv1_2, "tls1.3": ssl.HAS_TLSv1_3,
                **callbacks.CAPABILITIES}

# The first that fits counts: SSLError is a base of those before it.
STATUSES = (
    (ssl.SSLWantReadError, "want_read"), (ssl.SSLWantWriteError, "want_write"),
    (ssl.SSLZeroReturnError, "zero_return"), (ssl.SSLEOFError, "eof"),
    (ssl.SSLSyscallError, "syscall"), (ssl.SSLCertVerificationError, "cert_verify"),
    (ssl.SSLError, "ssl"), (MemoryError, "nomem"), (Exception, "api"),
)


def failure(error: Exception) -> Tuple[str, Dict[str, Any]]:
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    fields = {"errno": getattr(error, "errno", None)}
    if isinstance(error, ssl.SSLError):  # a UnicodeError's `reason` is no name
        fields.update(lib=getattr(error, "library", None),
                      reason=getattr(error, "reason", None))
    if status == "cert_verify":
        fields.update(verify_code=getattr(error, "verify_code", None),
                      verify_message=getattr(error, "verify_message", None))
    return status, fields


def adapter() -> mbap.Adapter:
    warnings.simplefilter("ignore", DeprecationWarning)
    version = ".".join(map(str, sys.implementation.version[:3]))
    # "OpenSSL 3.0.19 27 Jan 2026", "OpenSSL 1.1.1 (compatible; AWS-LC 1.34.0)"
    library = ssl.OPENSSL_VERSION.split("compatible;")[-1].strip(" )").split()[:2]
    impl, lib = f"{sys.implementation.name}/{version}", "_".join(library)
    return mbap.Adapter(OPS, Endpoint, failure, impl=impl, lib=lib,
                        capabilities=CAPABILITIES)


if __name__ == "__main__":
    sys.exit(adapter().main(sys.argv))
