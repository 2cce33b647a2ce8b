# SPDX-License-Identifier: Apache-2.0
# needs: record
def move_record(way):
    return deliver(way, record(way)[1])
