# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154 # ci/fuzz has the variables
#
# fuzz-aflpp.sh: AFL++ for ci/fuzz: one that gathers, and others that each look in another way.

: "${top:?}"

# What each is besides the first: part of the build, options. As many as there are jobs; from
# the row of `fast` on it begins again. -P is of newer AFL++s, which have strategies of that name.
aflpp_ways() {
    strategies=
    afl-fuzz -h 2>&1 | grep -qE '^ +-P ' && strategies=yes
    cat <<END
main aflpp -F $home/corpus
asan asan -p fast
cmplog aflpp -c $build/cmplog/fuzz/fuzz_$target-fuzzer -l 2AT
explore aflpp -p explore ${strategies:+-P explore}
exploit aflpp -p exploit ${strategies:+-P exploit}
fast aflpp -p fast -Z
coe aflpp -p coe
rare aflpp -p rare
lin aflpp -p lin -L 0
quad aflpp -p quad
END
}

# aflpp_way NUMBER: the name, the part and the options of a fuzzer.
aflpp_way() {
    aflpp_ways | awk -v n="$1" '
        { row[NR] = $0 }
        END {
            at = n <= NR ? n : 6 + (n - 6) % (NR - 5)
            if (n > NR) { sub(/^[a-z]+/, "&" n, row[at]) }
            print row[at]
        }'
}

# What holds for all: no file is written anew in place (trim), nothing of this machine is asked for.
begin_aflpp() {
    export AFL_NO_UI=1 AFL_AUTORESUME=1 AFL_DISABLE_TRIM=1 AFL_IMPORT_FIRST=1 \
        AFL_SKIP_CPUFREQ=1 AFL_FORKSRV_INIT_TMOUT=120000 AFL_FINAL_SYNC=1 AFL_TRY_AFFINITY=1 \
        AFL_CMPLOG_ONLY_NEW=1 AFL_NO_CRASH_README=1 \
        AFL_CUSTOM_MUTATOR_LIBRARY="$build/plain/fuzz/.libs/membio-mutator.so"
    test "$workers" -lt "$(nproc)" || export AFL_NO_AFFINITY=1
    ! grep -q '^|' /proc/sys/kernel/core_pattern || export AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
    test "$target" != canary || export AFL_BENCH_UNTIL_CRASH=1
    mkdir -p "$home/aflpp"
    each_worker start_aflpp
}

# As many as its map has; the number differs with the sanitizers.
map_size() {
    AFL_DUMP_MAP_SIZE=1 "$1" 2>/dev/null </dev/null | tail -n 1 |
        awk '{ size = $1 } END { print (size > 65536 ? size + 1024 : 65536) }'
}

start_aflpp() {
    # shellcheck disable=SC2046 # a list of words
    set -- "$1" $(aflpp_way "$1")
    number=$1 name=$2 program=$build/$3/fuzz/fuzz_$target-fuzzer role=-S
    shift 3
    test "$name" != main || role=-M
    from=$home/merged
    test "$(count_files "$from")" -gt 0 || from=$home/seeds
    AFL_MAP_SIZE=$(map_size "$program")
    export AFL_MAP_SIZE
    start_worker "$number" afl-fuzz -i "$from" -o "$home/aflpp" "$role" "$name" "$@" \
        -t "$(($(target_seconds "$target") * 1000))+" -m none \
        -G "$(target_field "$target" max_len)" -x "$into/membio.dict" -- "$program"
}

# It goes on after what it finds: an end is a failure. But the canary is found only once.
restart_aflpp() {
    test "$target,$2" = canary,0 || worker_fails "$1" "$2"
}

# plot_data has a row every 5 seconds: ..., runs a second, runs, edges.
measure_aflpp() {
    for plotted in "$home"/aflpp/*/plot_data; do
        set -- "$(tail -n 1 "$plotted" 2>/dev/null | awk -F ', *' '
            $1 ~ /^[0-9]/ { printf "%d %d\n", $(11), $(13) }')"
        # shellcheck disable=SC2086 # two numbers
        set -- $1
        runs=$((runs + ${1:-0}))
        test "${2:-0}" -le "$edges" || edges=$2
    done
    kept=$(count_files "$home"/aflpp/*/queue)
}
