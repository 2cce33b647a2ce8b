#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# autogen.sh: makes ./configure in a fresh clone. Wants autoconf, automake, libtool and
# pkg-config.
set -eu
cd "$(dirname "$0")"
exec autoreconf -fi
