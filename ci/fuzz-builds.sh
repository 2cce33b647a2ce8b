# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# fuzz-builds.sh: builds of the fuzz targets over an instrumented OpenSSL, for scripts that
# measure them; they source it after common.sh. Sets $prefix and $plain_flags for them.
# shellcheck disable=SC2034 # they are used there

: "${top:?} ${jobs:?}"

# static_openssl [OPTION]: sets $prefix to that of ci/instrumented-openssl.
static_openssl() {
    status=0
    said=$("$top/ci/instrumented-openssl" "$@") || status=$?
    printf '%s\n' "$said" | grep '^==' || :
    test "$status" -eq 0 || exit "$status"
    prefix=$(printf '%s\n' "$said" | tail -n 1)
}

# make_fuzz DIR PROGRAMS [CONFIGURE FLAGS]: builds the programs, a list of words, with clang.
make_fuzz() {
    dir=$1
    programs=$2
    shift 2
    configure_in "$dir" --disable-shared CC=clang "$@"
    # shellcheck disable=SC2086 # a list of words
    step "make in $(basename "$dir")" make -C "$dir" -j "$jobs" $programs
}

# Builds that several scripts use must have the same flags everywhere, or they are made again.
plain_flags='--with-fuzzing-engine=-fsanitize=fuzzer'
