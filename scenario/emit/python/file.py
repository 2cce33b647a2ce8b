# SPDX-License-Identifier: Apache-2.0
# needs:
folder = tempfile.TemporaryDirectory()


def file(name):
    """A file with a certificate or key of FILES; one that is not there, `missing`, is not."""
    path = os.path.join(folder.name, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if name in FILES:
        with open(path, "w", encoding="ascii") as out:
            out.write(FILES[name])
    return path
