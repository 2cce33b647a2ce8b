# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154 # ci/fuzz has the variables
#
# fuzz-build.sh: what ci/fuzz builds, each for its use in a folder of $build. AFL++'s fuzzers
# differ in what is compiled in; its module for mutation must not be instrumented itself.

: "${top:?} ${build:?}"
packages_fuzz='clang llvm libclang-rt-14-dev python3 util-linux'
openssl_flag=

# One campaign at a time in a folder. A build that is still ending keeps the lock a little.
hold_lock() {
    exec 9>"$into/lock"
    flock -w 60 9 || die "another campaign runs in $into"
}

# need PROGRAM...
need() {
    for program in "$@"; do
        command -v "$program" >/dev/null || {
            echo "ci/fuzz: no $program here: $engine cannot be had" >&2
            exit 77
        }
    done
}

# build_part NAME PROGRAMS FLAG...: a part whose build was killed is built anew, as half an
# object looks like a whole one to make.
build_part() {
    part=$build/$1 programs=$2
    shift 2
    test ! -e "$part.unfinished" || rm -rf "$part"
    mkdir -p "$part"
    : >"$part.unfinished"
    # shellcheck disable=SC2086 # a list of words
    configure_in "$part" --disable-shared "$@" $openssl_flag $flags
    # shellcheck disable=SC2086
    step "make in $(basename "$part")" make -C "$part" -j "$jobs" $programs
    rm "$part.unfinished"
}

# with_openssl VARIANT: the flag for a part, when OpenSSL is to be the instrumented one.
with_openssl() {
    test -n "$instrumented" || return 0
    folder=$("$top/ci/instrumented-openssl" "$@" | tail -n 1) && test -d "$folder" || exit 77
    openssl_flag=--with-openssl-static=$folder
}

# programs_of PREFIX: fuzz/fuzz_NAME of each target, with what a part builds besides.
programs_of() {
    for each in $targets; do
        printf 'fuzz/fuzz_%s%s ' "$each" "$1"
    done
}

build_aflpp() {
    need afl-clang-fast afl-fuzz
    export AFL_QUIET=1 AFL_LLVM_DENYLIST="$top/fuzz/aflpp.denylist"
    build_part plain fuzz/membio-mutator.la --enable-shared CC=clang
    set -- CC=afl-clang-fast --with-fuzzing-engine=afl
    with_openssl --afl
    build_part aflpp "$(programs_of -fuzzer)" "$@"
    if [ "$workers" -ge 2 ]; then
        build_part asan "$(programs_of -fuzzer)" "$@" --enable-sanitizers=address,undefined
    fi
    if [ "$workers" -ge 3 ]; then
        export AFL_LLVM_CMPLOG=1
        build_part cmplog "$(programs_of -fuzzer)" "$@"
        unset AFL_LLVM_CMPLOG
    fi
    openssl_flag=
}

build_coverage() {
    with_openssl --coverage
    openssl_coverage=${openssl_flag#*=}
    build_part coverage "$(programs_of '')" CC=clang --enable-coverage=llvm 'CFLAGS=-O1'
    openssl_flag=
}

# libFuzzer's are built in any case: they merge, and judge what was found.
build_fuzzers() {
    trap 'rm -f "$build"/*.unfinished' 0
    # shellcheck disable=SC2086 # lists of words
    if [ "$engine" = aflpp ]; then
        install_packages $packages_build $packages_fuzz afl++
    else
        install_packages $packages_build $packages_fuzz
    fi
    need clang llvm-symbolizer llvm-cov setpriv flock
    with_openssl --sanitizers
    build_part libfuzzer "fuzz/scn $(programs_of '') $(programs_of -fuzzer)" CC=clang \
        --enable-sanitizers=address,undefined
    openssl_flag=
    test "$engine" = libfuzzer || build_aflpp
    test -z "$html" || build_coverage
    "$build/libfuzzer/fuzz/scn" dict --out "$into/membio.dict"
}
