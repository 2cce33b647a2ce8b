# SPDX-License-Identifier: Apache-2.0
# needs:
# What is on its way from one end to the other.
wire = {"c>s": bytearray(), "s>c": bytearray()}


def ends(way):
    return (c, s) if way == "c>s" else (s, c)


def collect(way):
    """Puts onto the wire what the sender's outgoing BIO holds."""
    sender, _ = ends(way)
    if sender.outgoing.pending:
        wire[way] += sender.outgoing.read()
    return wire[way]


def deliver(way, length):
    """Moves bytes from the wire into the receiver's incoming BIO."""
    _, receiver = ends(way)
    piece = bytes(wire[way][:length])
    del wire[way][:length]
    return receiver.incoming.write(piece) if piece else 0
