# SPDX-License-Identifier: Apache-2.0
# needs: wire
def cut(way, keep):
    del collect(way)[keep:]
    return len(wire[way])


def flip(way, byte, bit):
    collect(way)[byte] ^= 1 << bit
    return len(wire[way])


def insert(way, data, at=None):
    size = len(collect(way))
    where = size if at is None else at
    wire[way][where:where] = data
    return len(wire[way])
