# SPDX-License-Identifier: Apache-2.0
#
# doc/: documents and man pages.

EXTRA_DIST += doc/failing.md doc/protocol.md doc/scenario.md
