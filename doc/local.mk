# SPDX-License-Identifier: Apache-2.0
#
# doc/: documents and man pages.

EXTRA_DIST += doc/protocol.md doc/scenario.md doc/scenario.md
