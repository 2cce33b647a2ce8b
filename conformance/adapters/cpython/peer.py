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
