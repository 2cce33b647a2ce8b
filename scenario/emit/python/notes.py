# SPDX-License-Identifier: Apache-2.0
# needs: listed
def notes(end, kind):
    """What a callback was given, since it was last asked."""
    return listed(end.__dict__.pop(kind, ()))


def note(end, kind, what):
    end.__dict__.setdefault(kind, []).append(what)
