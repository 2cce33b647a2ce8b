# SPDX-License-Identifier: Apache-2.0
# needs: file
def certificate(name):
    """NAME, or NAME.1, the second one of that file: in DER, as hex."""
    name, _, number = name.partition(".")
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    block = FILES[f"{name}.pem"].split(begin)[1 + int(number or 0)].split(end)[0]
    return ssl.PEM_cert_to_DER_cert(begin + block + end).hex()
