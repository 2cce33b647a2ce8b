# SPDX-License-Identifier: Apache-2.0
# needs: wire
def record(way, number=0):
    """Where a TLS record on the wire begins, and where it ends."""
    start, data = 0, collect(way)
    while True:
        size = len(data) - start
        if size >= 5:
            size = min(size, 5 + int.from_bytes(data[start + 3:start + 5], "big"))
        if number == 0 or start >= len(data):
            return start, start + size
        start, number = start + size, number - 1
