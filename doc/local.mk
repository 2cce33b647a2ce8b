# SPDX-License-Identifier: Apache-2.0
#
# doc/: documents and man pages.

EXTRA_DIST += doc/protocol.md doc/report.md doc/report.schema.json doc/scenario.md

# Man pages.
dist_man1_MANS = doc/man/membio-conform.1
