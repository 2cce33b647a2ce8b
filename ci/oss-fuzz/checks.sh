# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # the other half is in ci/oss-fuzz-check
#
# checks.sh: what must hold of a fuzz target before OSS-Fuzz takes it: equal in what they ask to
# its bad_build_check, and some that would show only on its machines. ci/oss-fuzz-check
# sources it.
#
# check_NAME OUT TARGET says why it fails, and returns 1. $engine and $sanitizer are those of
# the build; $scratch is a folder for what a check writes.

# What a target may load at run time: the C library, and what the compiler's engine wants.
allowed='^(ld-linux.*|libc|libm|libdl|libpthread|librt|libresolv|libgcc_s|libstdc\+\+)\.so'
edges_min=100 runs=4 seeds_min=100 afl_seconds=35
# Calls of a sanitizer's run time: a build with it has more, one without it fewer.
asan_min=1000 ubsan_min=168 ubsan_max=200

# run OUT TARGET ARGUMENT...: as run_fuzzer does: in its folder, without knowing of it.
run() {
    local out=$1 target=$2
    shift 2
    (cd "$out" && env -u OUT -u SRC -u WORK -u MEMBIO_WORLD \
        timeout 120 "$out/$target" -timeout=25 -rss_limit_mb=2560 "$@" </dev/null 2>&1)
}

# first OUT TARGET ARGUMENT...: its first few inputs.
first() {
    run "$@" -seed=1337 -runs=$runs -artifact_prefix="$scratch/"
}

is_done() {
    grep -q "^Done $runs runs" <<<"$1" && return
    tail -n 5 <<<"$1"
    return 1
}

check_options() {
    local options=$1/$2.options
    test -f "$options" || { echo 'no options'; return 1; }
    awk '/^\[.*\]$/ { section = $0; next } /^$|^#/ { next }
        !/^[a-z_]+ *= *[^ ]+$/ { print FILENAME ":" FNR ": not KEY = VALUE"; bad = 1 }
        section == "[libfuzzer]" && /^max_len *= *[0-9]+$/ { found = 1 }
        END { if (!found) { print FILENAME ": no max_len of libfuzzer" } exit bad || !found }' \
        "$options"
}

check_dict() {
    local said
    test -s "$1/$2.dict" || { echo 'no dictionary'; return 1; }
    test "$engine" = libfuzzer || return 0
    said=$(first "$1" "$2" -dict="$1/$2.dict") && grep -q '^Dictionary: [1-9]' <<<"$said" &&
        return
    tail -n 3 <<<"$said"
    return 1
}

check_linked() {
    readelf -d "$1/$2" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vE "$allowed" |
        sed 's/^/loads /' >"$scratch/loads"
    cat "$scratch/loads"
    test ! -s "$scratch/loads"
}

check_instrumented() {
    local said edges
    test "$engine" = libfuzzer || return 0
    said=$(first "$1" "$2") || :
    if grep -q 'no interesting inputs were found' <<<"$said"; then
        echo 'is not instrumented'
        return 1
    fi
    edges=$(sed -nE 's/^INFO: Loaded [0-9]+ modules? .*\(.*(counters|guards)\): ([0-9]+) .*/\2/p' <<<"$said")
    test -n "$edges" || return 0 # it says nothing at all: whether it starts is the next question
    test "$edges" -ge $edges_min || { echo "has $edges edges of $edges_min"; return 1; }
}

check_starts() {
    test "$engine" = libfuzzer || return 0
    is_done "$(first "$1" "$2")"
}

# Another folder, and another name by which it is called.
check_elsewhere() {
    local said away=$1.away
    test "$engine" = libfuzzer || return 0
    mv "$1" "$away"
    said=$(cd / && exec -a /nowhere/target "$away/$2" -seed=1337 -runs=$runs \
        -artifact_prefix="$scratch/" </dev/null 2>&1)
    mv "$away" "$1"
    is_done "$said"
}

# Nothing can be written: every mount is read-only, in a name space of its own. The files that
# are tried first must fail, or nothing was shown.
check_readonly() {
    local said
    test "$engine" = libfuzzer || return 0
    # shellcheck disable=SC2016 # $1 and $2 are of the shell inside
    said=$(unshare --mount --map-root-user sh -c '
        while read -r _ _ _ _ place _; do
            mount -o remount,bind,ro "$place" 2>/dev/null || :
        done </proc/self/mountinfo
        cd "$1" || exit 1
        for file in "$1/written" /tmp/written "$HOME/written"; do
            if (: >"$file") 2>/dev/null; then
                echo "$file could be written: nothing is shown"
                exit 1
            fi
        done
        exec "$1/$2" -seed=1337 -runs="$3" </dev/null' sh "$1" "$2" $runs 2>&1)
    is_done "$said"
}

check_seeds() {
    local zip=$1/$2_seed_corpus.zip count said folder=$scratch/seeds
    test -f "$zip" || { echo 'no seeds'; return 1; }
    rm -rf "$folder" && mkdir -p "$folder"
    unzip -q -o -d "$folder" "$zip" >"$scratch/unzip" 2>&1 || { head -n 3 "$scratch/unzip"; return 1; }
    count=$(find "$folder" -type f | wc -l)
    test "$count" -ge $seeds_min || { echo "$count seeds of $seeds_min"; return 1; }
    test "$engine" = libfuzzer || return 0
    said=$(run "$1" "$2" -runs=0 -artifact_prefix="$scratch/" "$folder") || {
        tail -n 5 <<<"$said"
        return 1
    }
    grep -q "INFO: seed corpus: files: $count " <<<"$said" || { echo 'not all were read'; return 1; }
}

calls_of() {
    grep -cE "call[q]? +[0-9a-f]+ <$1" "$scratch/code" || :
}

check_sanitizer() {
    local asan ubsan
    objdump -d --no-show-raw-insn "$1/$2" >"$scratch/code"
    asan=$(calls_of __asan) ubsan=$(calls_of __ubsan)
    rm "$scratch/code"
    echo "$asan calls of ASan, $ubsan of UBSan"
    case $engine-$sanitizer in
    *-address) test "$asan" -ge $asan_min && test "$ubsan" -le $ubsan_max ;;
    libfuzzer-undefined) test "$asan" -eq 0 && test "$ubsan" -ge $ubsan_min ;;
    *) test "$asan" -lt $asan_min ;;
    esac
}

# It is stopped two seconds after it is up. AFL++ before 4.05 wants to be told of a large map.
check_afl() {
    local said out=$scratch/afl size options=detect_leaks=0:abort_on_error=1:symbolize=0
    test "$engine" = afl || return 0
    rm -rf "$out" && mkdir -p "$out/in" && echo input >"$out/in/input"
    size=$(cd "$1" && ASAN_OPTIONS=$options AFL_DUMP_MAP_SIZE=1 timeout "$afl_seconds" "./$2" </dev/null) || size=65536
    said=$(cd "$1" && env ASAN_OPTIONS=$options UBSAN_OPTIONS=symbolize=0 AFL_MAP_SIZE="$size" \
        AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 \
        AFL_FAST_CAL=1 AFL_CMPLOG_ONLY_NEW=1 AFL_FORKSRV_INIT_TMOUT=30000 AFL_NO_UI=1 \
        timeout -s INT "$afl_seconds" afl-fuzz -m none -t 5000+ -V 2 -i "$out/in" -o "$out/out" \
        -x "$1/$2.dict" -- "./$2" 2>&1) || :
    grep -q 'All set and ready to roll' <<<"$said" &&
        ! grep -qE 'target binary (crashed|terminated)' <<<"$said" && return
    tail -n 8 <<<"$said"
    return 1
}

# In this order: a later one would fail of what an earlier one finds.
checks='options linked instrumented starts dict elsewhere readonly seeds sanitizer afl'
