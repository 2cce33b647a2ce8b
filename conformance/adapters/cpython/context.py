# SPDX-License-Identifier: Apache-2.0
"""The adapter's ops of SSLContext that not every program needs."""
from __future__ import annotations

import os
import ssl
import tempfile
from typing import Any, Callable, Dict, Optional

import mbap
import peer
from mbap import Bad, Convert, Op, check


def or_number(table: Dict[str, Any]) -> Convert:
    """A word of the table, or else a number as it is."""
    words = mbap.one_of(table)

    def convert(word: str) -> Any:
        try:
            return words(word)
        except Bad:
            return mbap.to_int(word)
    return convert


def folder(e: mbap.Endpoint, name: str) -> str:
    path = f"{e.world}/{name}"
    check(e.world != "" and "/" not in name, name)
    check(name == "missing" or os.path.isdir(path), name)
    return path


# ---- Certificates.

def load_cert_chain(e: Any, cert: str, key: str = "", password: str = "",
                    by: str = "") -> None:
    def callback() -> str:
        if by == "error":
            raise ValueError("the password callback failed")
        return password
    # No password means an empty one, which is not what CPython does: before 3.15 OpenSSL
    # asks on the terminal, or else takes our next request for the password. For an
    # encrypted key this answers `ssl` where that ends in OSError 22 (api).
    check(by in ("", "callback", "error"), by)
    e.context.load_cert_chain(e.file(cert), e.file(f"{key or cert}.key"),
                              callback if by else password)


def pem_piece(e: Any, name: str) -> str:
    if name == "junk":
        return name
    path = e.file(name)
    check(os.path.isfile(path), name)
    with open(path, encoding="ascii") as file:
        return file.read()


def der_piece(e: Any, name: str) -> bytes:
    """NAME.1 is the second certificate of NAME.pem."""
    if name == "junk":
        return b"junk"
    name, _, number = name.partition(".")
    begin = "-----BEGIN CERTIFICATE-----"
    blocks = pem_piece(e, name).split(begin)[1:]
    check(number in ("", "1", "2") and len(blocks) > int(number or 0), number)
    text = begin + blocks[int(number or 0)]
    return ssl.PEM_cert_to_DER_cert(text[:text.index("-----END")] +
                                    "-----END CERTIFICATE-----")


def joined(e: Any, piece: Callable[[Any, str], Any], names: str, empty: Any) -> Any:
    return empty.join([piece(e, name) for name in names.split(",")]) if names else empty


def load_verify_locations(e: Any, cafile: Optional[str] = None,
                          capath: Optional[str] = None, pem: Optional[str] = None,
                          der: Optional[str] = None) -> None:
    given: Dict[str, Any] = {}
    check(pem is None or der is None, "pem and der")
    if cafile is not None:
        given["cafile"] = e.file(cafile)
    if capath is not None:
        given["capath"] = folder(e, capath)
    if pem is not None:
        given["cadata"] = joined(e, pem_piece, pem, "")
    if der is not None:
        given["cadata"] = joined(e, der_piece, der, b"")
    e.context.load_verify_locations(**given)


def load_memory(e: Any, what: str, data: bytes, key: Optional[bytes] = None,
                password: str = "") -> None:
    check(what in ("ca", "ca-der", "cert"), what)
    if what == "ca":  # what is not ASCII stays wrong
        e.context.load_verify_locations(cadata=data.decode("ascii", "surrogateescape"))
    elif what == "ca-der":
        e.context.load_verify_locations(cadata=data)
    else:
        with tempfile.NamedTemporaryFile() as cert, tempfile.NamedTemporaryFile() as keys:
            cert.write(data)
            cert.flush()
            keys.write(key or b"")
            keys.flush()
            e.context.load_cert_chain(cert.name, None if key is None else keys.name,
                                      password)


def cert_store_stats(e: Any) -> Any:
    stats = e.context.cert_store_stats()
    return stats["x509"], stats["crl"], stats["x509_ca"]


# ---- Numbers.

def verify_flags(e: Any, value: Optional[int] = None) -> int:
    if value is not None:
        e.context.verify_flags = value
    number = int(e.context.verify_flags)
    return number - 2**64 if number >= 2**63 else number  # as a word of 64 bits


def common_name(e: Any, value: Optional[bool] = None) -> bool:
    if value is not None:
        e.context.hostname_checks_common_name = value
    return e.context.hostname_checks_common_name


def method(name: str, parameter: str, capability: str) -> Op:
    return Op(lambda e, **given: getattr(e.context, name)(*given.values()),
              f"{parameter}:text", capability=capability)


OPS = {
    "context.load_cert_chain": Op(load_cert_chain, "cert:text", "key:text?",
                                  "password:text?", "by:text?"),
    "context.load_verify_locations.with": Op(
        load_verify_locations, "cafile:text?", "capath:text?", "pem:text?", "der:text?",
        capability="cadata"),
    "context.load_memory": Op(load_memory, "what:text", "data:hex", "key:hex?",
                              "password:text?", capability="memory"),
    "context.set_ciphersuites": method("set_ciphersuites", "ciphersuites",
                                       "ciphersuites"),
    "context.set_groups": method("set_groups", "groups", "groups"),
    "context.get_groups": Op(
        lambda e, **given: peer.listed(e.context.get_groups(**given)),
        "include_aliases:bool?", capability="get-groups"),
    "context.set_ecdh_curve": method("set_ecdh_curve", "name", "curve"),
    "context.set_client_sigalgs": method("set_client_sigalgs", "sigalgs", "sigalgs"),
    "context.set_server_sigalgs": method("set_server_sigalgs", "sigalgs", "sigalgs"),
    "get_sigalgs": Op(lambda e: peer.listed(getattr(ssl, "get_sigalgs")()),
                      capability="get-sigalgs"),
    "context.load_dh_params": Op(lambda e, name: e.context.load_dh_params(e.file(name)),
                                 "name:text", capability="dh"),
    "context.verify_flags": Op(verify_flags, "value:int?", capability="verify-flags"),
    "context.hostname_checks_common_name": Op(common_name, "value:bool?",
                                              capability="common-name"),
    "context.cert_store_stats": Op(cert_store_stats, capability="store"),
    "context.get_ca_certs": Op(lambda e: peer.listed(e.context.get_ca_certs(True)),
                               capability="store"),
    "context.load_default_certs": Op(lambda e: e.context.load_default_certs(),
                                     capability="default-certs"),
    "context.set_default_verify_paths": Op(
        lambda e: e.context.set_default_verify_paths(), capability="default-certs"),
    "context.security_level": Op(lambda e: e.context.security_level,
                                 capability="security-level"),
    "context.protocol": Op(lambda e: int(e.context.protocol), capability="protocol"),
    "has": Op(lambda e, feature: bool(getattr(ssl, feature, False)), "feature:text",
              capability="has"),
}


def has(name: str, openssl: Any = (1,)) -> bool:
    return hasattr(ssl.SSLContext, name) and ssl.OPENSSL_VERSION_INFO >= openssl


CAPABILITIES = {
    "cadata": True, "ciphersuites": has("set_ciphersuites"),
    "common-name": ssl.HAS_NEVER_CHECK_COMMON_NAME, "curve": has("set_ecdh_curve"),
    "default-certs": True, "dh": has("load_dh_params"),
    "get-groups": has("get_groups", (3, 5)),
    "get-sigalgs": hasattr(ssl, "get_sigalgs") and ssl.OPENSSL_VERSION_INFO >= (3, 4),
    "groups": has("set_groups"), "has": True, "has-pha": hasattr(ssl, "HAS_PHA"),
    "has-psk": hasattr(ssl, "HAS_PSK"), "has-psk-tls13": hasattr(ssl, "HAS_PSK_TLS13"),
    "idna": True, "memory": True, "protocol": True, "security-level": has("security_level"),
    "sigalgs": has("set_client_sigalgs"), "store": True, "verify-flags": True,
}
