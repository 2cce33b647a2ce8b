#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
#
# build.sh: what OSS-Fuzz and ClusterFuzzLite run in their builder, and ci/oss-fuzz-check
# without one. From $SRC/openssl and $SRC/libmembio, with $CC, $CXX, their flags and
# $LIB_FUZZING_ENGINE, it makes in $OUT:
#
#     fuzz_NAME  fuzz_NAME.options  fuzz_NAME.dict  fuzz_NAME_seed_corpus.zip
#
# for each NAME of fuzz/targets.tsv that is for a service, and the folder world, with the test
# certificates, which a target finds beside itself wherever it is. An OpenSSL that is in
# $WORK/openssl already is taken as it is.
: "${SRC:?} ${OUT:?} ${WORK:?} ${CC:?} ${CXX:?} ${CFLAGS?} ${CXXFLAGS?} ${LIB_FUZZING_ENGINE:?}"
project=$SRC/libmembio
openssl=$WORK/openssl
build=$WORK/libmembio
jobs=$(nproc)
top=$project
# shellcheck source=../fuzz-table.sh
. "$top/ci/fuzz-table.sh"

# Seeds are written here, where nobody traces: no leak checks. A coverage build leaves no
# profile of that behind.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export LLVM_PROFILE_FILE=/dev/null

# What shows in TLS is as Debian has it; nothing is loaded or read at run time. Flags are
# arguments: Configure takes none from the environment beside them. It calls functions by
# other types than their own, and reads where it is not aligned, which x86 allows.
build_openssl() {
    local options='no-shared no-module no-tests no-idea no-mdc2 no-rc5 no-zlib no-ssl3
        no-ssl3-method -DPEDANTIC -DOPENSSL_TLS_SECURITY_LEVEL=2'
    case $CFLAGS in
    *sanitize=memory*) options="$options no-asm" ;; # it sees not what assembler writes
    esac
    mkdir -p "$WORK/openssl-build"
    # shellcheck disable=SC2086 # lists of words
    (cd "$WORK/openssl-build" &&
        env -u CFLAGS -u CXXFLAGS -u CPPFLAGS -u LDFLAGS "$SRC/openssl/config" \
            --prefix="$openssl" --libdir=lib --openssldir=/nonexistent \
            $options $CFLAGS -fno-sanitize=alignment,function &&
        make -j "$jobs" build_libs && make install_dev)
}

# The engine is C++, and so is who links with it. What is static is all there is to find.
build_targets() {
    local goals=()
    for name in "$@"; do
        goals+=("fuzz/fuzz_$name" "fuzz/fuzz_$name-fuzzer")
    done
    test -x "$project/configure" || "$project/autogen.sh"
    mkdir -p "$build"
    (cd "$build" &&
        PKG_CONFIG_PATH=$openssl/lib/pkgconfig PKG_CONFIG='pkg-config --static' \
            "$project/configure" --disable-shared --without-libidn &&
        make -j "$jobs" CCLD="$CXX $CXXFLAGS" fuzz/scn "${goals[@]}")
}

# write_seeds NAME DIR: the cases, as this target lives them, in bytes.
write_seeds() {
    local folders=()
    for folder in conformance/cases corpus/regress "corpus/found/$1"; do
        test ! -d "$project/$folder" || folders+=("$project/$folder")
    done
    "$build/fuzz/fuzz_$1" --bytes "$2" "${folders[@]}"
    test "$1" != ctx || "$build/fuzz/scn" world --into "$2"
}

install_target() {
    local target=fuzz_$1 seeds=$WORK/seeds/$1
    cp "$build/fuzz/$target-fuzzer" "$OUT/$target"
    target_options "$1" >"$OUT/$target.options"
    "$build/fuzz/scn" dict --out "$OUT/$target.dict"
    rm -rf "$seeds" "$OUT/${target}_seed_corpus.zip" && mkdir -p "$seeds"
    write_seeds "$1" "$seeds"
    (cd "$seeds" && zip -q -X -r "$OUT/${target}_seed_corpus.zip" .)
}

test -f "$openssl/lib/libssl.a" || build_openssl
mapfile -t names < <(service_targets)
build_targets "${names[@]}"
rm -rf "$OUT/world" && mkdir -p "$OUT/world"
cp -r "$project"/scenario/world/*.pem "$project/scenario/world/hashed" "$OUT/world/"
for name in "${names[@]}"; do
    install_target "$name"
done
