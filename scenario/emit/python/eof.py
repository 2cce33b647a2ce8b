# SPDX-License-Identifier: Apache-2.0
# needs: wire
def eof(way):
    ends(way)[1].incoming.write_eof()
