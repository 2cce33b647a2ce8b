# SPDX-License-Identifier: Apache-2.0
# needs: wire
def begin():
    """Two new ends, and nothing on the wire."""
    global c, s
    c, s = End(), End()
    for way in wire:
        wire[way].clear()
    globals().get("remembered", {}).clear()
