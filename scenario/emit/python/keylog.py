# SPDX-License-Identifier: Apache-2.0
# needs: listed
def keylog_filename(end, value=None):
    if value == "file" and not hasattr(end, "log"):
        end.log = tempfile.TemporaryFile()
    if value:
        end.context.keylog_filename = (
            f"/dev/fd/{end.log.fileno()}" if value == "file" else
            {"none": None, "full": "/dev/full", "missing": "/no-such-folder/keylog"}[value])
    name = end.context.keylog_filename
    return name and ("full" if name == "/dev/full" else "file")


def keylog_lines(end, words=None):
    if not hasattr(end, "log"):
        return "[]"
    end.log.seek(0)
    lines = end.log.read().decode("ascii").splitlines()
    return listed(line.split()[0] if words else line for line in lines)
