# SPDX-License-Identifier: Apache-2.0
#
# corpus/: scenarios that fuzzing found. They are read where they are.

EXTRA_DIST += corpus/README.md corpus/found corpus/regress
