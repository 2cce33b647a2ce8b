# SPDX-License-Identifier: Apache-2.0
# needs:
def wrap_bio(end, outgoing=None, session=False, **given):
    out = end.incoming if outgoing == "incoming" else end.outgoing
    end.object = end.context.wrap_bio(end.incoming, out,
                                      session=end.kept if session else None, **given)
    end.outgoing = out
