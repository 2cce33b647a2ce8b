# SPDX-License-Identifier: Apache-2.0
# needs:
def listed(values):
    return None if values is None else tuple(values) or "[]"


def joined(values):
    return ":".join("none" if v is None else v if isinstance(v, str) else str(int(v))
                    for v in values)
