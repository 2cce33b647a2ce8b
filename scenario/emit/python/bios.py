# SPDX-License-Identifier: Apache-2.0
# needs: wire
def new_bios(end):
    end.incoming, end.outgoing, end.object = ssl.MemoryBIO(), ssl.MemoryBIO(), None
    wire["c>s" if end is c else "s>c"].clear()
