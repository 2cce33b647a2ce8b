# SPDX-License-Identifier: Apache-2.0
# needs: file
def load_cert_chain(end, cert, key=None, password="", by=None):
    def callback():
        if by == "error":
            raise ValueError("the password callback failed")
        return password
    end.context.load_cert_chain(file(f"{cert}.pem"), file(f"{key or cert}.key.pem"),
                                callback if by else password)
