# SPDX-License-Identifier: Apache-2.0
# needs: certificate
def load_verify_locations(end, cafile=None, capath=None, pem=None, der=None):
    given = {}
    if cafile is not None:
        given["cafile"] = file(f"{cafile}.pem")
    if capath is not None:
        for name in FILES:
            file(name)
        given["capath"] = file(capath)
    if pem is not None:
        given["cadata"] = "".join(FILES.get(f"{n}.pem", n) for n in pem.split(",") if n)
    if der is not None:
        given["cadata"] = b"".join(b"junk" if n == "junk" else bytes.fromhex(certificate(n))
                                   for n in der.split(",") if n)
    end.context.load_verify_locations(**given)
