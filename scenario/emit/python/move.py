# SPDX-License-Identifier: Apache-2.0
# needs: wire
def move(way, length=None):
    return deliver(way, len(collect(way)) if length is None else min(length, len(collect(way))))
