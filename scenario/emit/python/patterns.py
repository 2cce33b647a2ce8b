# SPDX-License-Identifier: Apache-2.0
# needs:
RELATIONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
             "!=": operator.ne}
remembered = {}


def number(text):
    """A number, or how many bytes it is, in hex."""
    return len(last) if isinstance(last, bytes) else int(text)


def value_fits(value, want):
    """A value, `*` (any), `$x` (remembered), `<= 5`, `@NAME` (a certificate)."""
    if want == ["*"]:
        return value != []
    if want[0][0] == "$":
        return remembered.setdefault(want[0], value) == value
    if want[0] in RELATIONS:
        return RELATIONS[want[0]](number(value[0]), int(want[1]))
    if want[0][0] == "@":
        return value == [certificate(name[1:]) for name in want]
    return value == want


def fits(answer, expected):
    """Is the answer one of `A | B why REASON`? Of each: `*`, a status or `!status`, a value,
    fields; or a list of statuses, `want_read*3 ok`."""
    words = answer.split()
    fields = dict(w.split("=", 1) for w in words if "=" in w)
    value = [w for w in words[1:] if "=" not in w]
    for part in expected.split(" why ")[0].split("|"):
        status, *rest = part.split()
        some = dict(w.split("=", 1) for w in rest if "=" in w and w not in RELATIONS)
        want = [w for w in rest if "=" not in w or w in RELATIONS]
        if status == "*" or value == [status, *want]:
            return True
        if "*" in status:
            continue
        if ((words[0] == status.lstrip("!")) != status.startswith("!") and
                all(fields.get(name, "none") == text for name, text in some.items()) and
                (not want or value_fits(value, want))):
            return True
    return False
