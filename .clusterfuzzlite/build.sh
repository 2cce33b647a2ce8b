#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
#
# build.sh: what ClusterFuzzLite builds is what OSS-Fuzz builds.
exec bash "$SRC/libmembio/ci/oss-fuzz/build.sh"
