# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# common.sh: what the scripts of ci/ share; they source it. Sets $top, the source tree, and
# $build, where things are built: $MEMBIO_BUILD, or build/ in the source tree. Each step
# says what it does and how long it took; what it prints is kept in $build/log.

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=${MEMBIO_BUILD:-$top/build}
jobs=$(nproc 2>/dev/null || echo 2)
test "$jobs" -le 64 || jobs=64 # the most that membio-conform takes

# Where ci/matrix keeps other suites.
matrix_cache=${MEMBIO_CACHE:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/membio/matrix}
case $matrix_cache in
/*) ;;
*) matrix_cache=$PWD/$matrix_cache ;;
esac

# What a build needs, what a run needs, and what --enable-strict wants besides.
packages_build='autoconf automake libtool make gcc libc6-dev pkg-config libssl-dev libjansson-dev'
packages_run='python3'
packages_strict='check libidn-dev clang libclang-rt-14-dev afl++ libpython3-dev g++ mandoc libxml2-utils zsh'

packages_lint='gcc libc6-dev libssl-dev libjansson-dev libidn-dev libpython3-dev pkg-config shellcheck pyflakes3 yamllint clang-format clang-tidy cppcheck'

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

usage_error() {
    echo "$(basename "$0"): $*; see --help" >&2
    exit 2
}

# Runs a command quietly under a title; shows the end of what it said if it fails, or dies.
step() {
    title=$1
    shift
    printf '== %s ... ' "$title"
    begin=$(date +%s)
    mkdir -p "$build/log"
    log=$build/log/$(echo "$title" | tr -c 'a-z0-9\n' '-').log
    if ("$@") >"$log" 2>&1; then
        echo "$(($(date +%s) - begin)) s"
    else
        echo "failed"
        tail -n 40 "$log" >&2
        die "$title failed; all of its output is in $log"
    fi
}

# The packages of a list that are not installed.
missing_packages() {
    for package in "$@"; do
        case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
        'install ok installed') ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

# With a word list of packages: installs those that are missing. On other systems than
# Debian and its children nothing is installed, and configure says what it misses.
install_packages() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || {
        echo '== no apt-get here: nothing is installed'
        return 0
    }
    missing=$(missing_packages "$@")
    test -n "$missing" || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "not root and no sudo; as root: apt-get install --no-install-recommends $missing"
        as_root=sudo
    fi
    step 'apt-get update' $as_root apt-get -q update
    # shellcheck disable=SC2086 # lists of words
    step "install $missing" $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qy install --no-install-recommends $missing
}

# In a clone, not in a release, configure is made first.
make_configure() {
    test -x "$top/configure" && test "$top/configure" -nt "$top/configure.ac" && return 0
    step 'autoreconf' "$top/autogen.sh"
}

# configure_in DIR [CONFIGURE FLAGS]: configures when the flags are new.
configure_in() {
    dir=$1
    shift
    mkdir -p "$dir"
    make_configure
    if [ ! -f "$dir/Makefile" ] || [ "$(cat "$dir/flags" 2>/dev/null)" != "$*" ]; then
        step "configure $(basename "$dir") $*" \
            sh -c 'cd "$1" && shift && exec "$@"' sh "$dir" "$top/configure" "$@"
        echo "$*" >"$dir/flags"
    fi
}

# build_in DIR [CONFIGURE FLAGS]: configures, and makes everything.
build_in() {
    configure_in "$@"
    step "make in $(basename "$dir")" make -C "$dir" -j "$jobs"
}
