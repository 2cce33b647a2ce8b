# SPDX-License-Identifier: Apache-2.0
# needs: listed
def getpeercert(end, binary_form=True):
    """The dict as words: subject.0:commonName:localhost version:3"""
    cert = end.object.getpeercert(binary_form)
    if not isinstance(cert, dict):
        return cert
    words = []
    for key, value in cert.items():
        if key in ("subject", "issuer"):
            words += [joined((f"{key}.{i}", *pair)) for i, rdn in enumerate(value)
                      for pair in rdn]
        elif key == "subjectAltName":
            for i, (kind, name) in enumerate(value):
                words += ([joined((f"{key}.{i}:{kind}.{k}", *pair))
                           for k, rdn in enumerate(name) for pair in rdn]
                          if kind == "DirName" else [f"{key}.{i}:{kind}:{name}"])
        elif isinstance(value, tuple):
            words += [f"{key}.{i}:{text}" for i, text in enumerate(value)]
        else:
            words.append(f"{key}:{value}")
    return tuple(words) or "{}"
