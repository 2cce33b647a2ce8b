# SPDX-License-Identifier: Apache-2.0
# needs:
def put(thing, name, value):
    """Sets an attribute, and reads it again."""
    setattr(thing, name, value)
    return getattr(thing, name)
