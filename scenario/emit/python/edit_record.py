# SPDX-License-Identifier: Apache-2.0
# needs: record
def drop(way, number):
    start, end = record(way, number)
    del wire[way][start:end]
    return len(wire[way])


def dup(way, number):
    start, end = record(way, number)
    wire[way][end:end] = wire[way][start:end]
    return len(wire[way])


def swap(way, number):
    (start, middle), (_, end) = record(way, number), record(way, number + 1)
    wire[way][start:end] = wire[way][middle:end] + wire[way][start:middle]
    return len(wire[way])
