# SPDX-License-Identifier: Apache-2.0
"""How the adapter says what Python tells about the peer: lists and dicts as words."""
from __future__ import annotations

import ssl
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

Words = Union[str, Tuple[Any, ...]]

# The keys of get_ciphers that are no text for people, as the documentation orders them.
CIPHER_KEYS = ("id", "name", "protocol", "strength_bits", "alg_bits", "aead", "symmetric",
               "digest", "kea", "auth")


def has(method: str, openssl: Tuple[int, int]) -> bool:
    """The method is there, and this OpenSSL can answer it."""
    return hasattr(ssl.SSLObject, method) and ssl.OPENSSL_VERSION_INFO[:2] >= openssl


def listed(values: Iterable[Any]) -> Words:
    return tuple(values) or "[]"


def joined(values: Iterable[Any]) -> str:
    return ":".join("none" if value is None else value if isinstance(value, str)
                    else str(int(value)) for value in values)


def ciphers(values: Optional[List[Tuple[str, str, int]]]) -> Optional[Words]:
    return None if values is None else listed(map(joined, values))


def cipher_dicts(values: List[Dict[str, Any]]) -> Words:
    return listed(joined(cipher[key] for key in CIPHER_KEYS) for cipher in values)


def names(key: str, rdns: Any) -> List[str]:
    return [joined((f"{key}.{i}", name, value))
            for i, rdn in enumerate(rdns) for name, value in rdn]


def cert_dict(cert: Dict[str, Any]) -> Words:
    """{"subject": ((("commonName", "x"),),), "OCSP": ("http://y",), "version": 3}:
    subject.0:commonName:x OCSP.0:http://y version:3"""
    words: List[str] = []
    for key, value in cert.items():
        if key in ("subject", "issuer"):
            words += names(key, value)
        elif key == "subjectAltName":
            for i, (kind, name) in enumerate(value):
                entry = f"{key}.{i}:{kind}"
                words += names(entry, name) if kind == "DirName" else [f"{entry}:{name}"]
        elif isinstance(value, tuple):
            words += [f"{key}.{i}:{text}" for i, text in enumerate(value)]
        else:
            words.append(f"{key}:{value}")
    return tuple(words) or "{}"
