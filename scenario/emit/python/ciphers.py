# SPDX-License-Identifier: Apache-2.0
# needs: listed
def ciphers(values):
    return None if values is None else listed(map(joined, values))


def cipher_dicts(values):
    keys = "id name protocol strength_bits alg_bits aead symmetric digest kea auth".split()
    return listed(joined(value[key] for key in keys) for value in values)
