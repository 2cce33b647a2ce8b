# SPDX-License-Identifier: Apache-2.0
# needs:
def slot_of(end, context):
    return ("own" if context is end.context else
            "kept" if context is getattr(end, "kept_context", None) else "other")


def keep_context(end):
    end.kept_context = end.context


def object_context(end, value=None):
    if value:
        end.object.context = end.kept_context if value == "kept" else end.context
    return slot_of(end, end.object.context)
