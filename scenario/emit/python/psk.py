# SPDX-License-Identifier: Apache-2.0
# needs: notes
def psk_client(end, key=None, identity=None, raises=False):
    def callback(hint):
        note(end, "psk", hint)
        if raises:
            raise RuntimeError("canned")
        return identity, key
    end.context.set_psk_client_callback(callback if key is not None or raises else None)


def psk_server(end, key=None, identity_hint=None, raises=False):
    def callback(identity):
        note(end, "psk", identity)
        if raises:
            raise RuntimeError("canned")
        return key
    end.context.set_psk_server_callback(callback if key is not None or raises else None,
                                        identity_hint)
