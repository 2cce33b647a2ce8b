# SPDX-License-Identifier: Apache-2.0
# needs:
def fits(answer, expected):
    """Has the answer this status and value, and these fields?"""
    def parts(text):
        words = text.split()
        fields = dict(w.split("=", 1) for w in words if "=" in w)
        return words[0], [w for w in words[1:] if "=" not in w], fields
    (status, value, fields), (want, values, some) = parts(answer), parts(expected)
    return (status == want and values in ([], value) and
            all(fields.get(name, "none") == text for name, text in some.items()))
