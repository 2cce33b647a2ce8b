# SPDX-License-Identifier: Apache-2.0
# needs:
def cert_store_stats(end):
    stats = end.context.cert_store_stats()
    return stats["x509"], stats["crl"], stats["x509_ca"]


def signed(number):
    """A number of 64 bits."""
    return int(number) - 2**64 if number >= 2**63 else int(number)
