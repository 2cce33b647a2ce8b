# SPDX-License-Identifier: Apache-2.0
# needs: notes
def msg_callback(end, value):
    def callback(_, direction, version, content_type, msg_type, data):
        whole = (content_type == 22 and len(data) >= 4 and
                 len(data) - 4 == int.from_bytes(data[1:4], "big"))
        numbers = joined((version, content_type, msg_type))
        note(end, "messages", f"{direction}:{numbers}:{'whole' if whole else len(data)}")
    end.context._msg_callback = callback if value else None
