# SPDX-License-Identifier: Apache-2.0
# needs: notes slots
def sni_callback(end, policy, alert=None):
    def some(value):
        return None if value is None else "some"

    def look(obj):
        try:
            obj.getpeercert(True)
            cert = "ok"
        except ValueError as error:
            cert = raised(error).split()[0]
        return (obj.version(), (obj.cipher() or [None])[0],
                some(obj.selected_alpn_protocol()), some(obj.shared_ciphers()),
                some(obj.get_channel_binding()), cert, obj.pending())

    def callback(obj, name, context):
        seen = f"{name or 'none'}:{int(obj is end.object)}:{slot_of(end, context)}"
        end.inside = look(obj)
        if policy == "switch":
            obj.context = end.kept_context
        if policy in ("read", "unwrap"):
            seen += ":" + outcome(lambda: obj.read(1) if policy == "read" else
                                  obj.unwrap()).split()[0]
        note(end, "sni", seen)
        if policy == "raise":
            raise RuntimeError("canned")
        return alert if policy == "alert" else "wrong" if policy == "wrong" else None
    end.context.sni_callback = None if policy == "none" else callback


def inside(end):
    return end.__dict__.pop("inside", "[]")
