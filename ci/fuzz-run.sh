# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154 # ci/fuzz has the variables
#
# fuzz-run.sh: starts fuzzers, starts them anew when they found something, and says how it goes.
#
# An engine is three functions, begin_ENGINE, restart_ENGINE and measure_ENGINE. A fuzzer is a
# child of this shell and dies with it: nothing goes on behind a campaign that was killed.

: "${top:?}"
findings_max=16 # of one turn: more of them say no more

# start_worker NUMBER COMMAND...: in the background, as an heir of neither the lock nor a terminal.
start_worker() {
    number=$1
    shift
    mv -f "$home/log/$engine-$number" "$home/log/$engine-$number.old" 2>/dev/null || :
    setpriv --pdeathsig KILL "$@" >"$home/log/$engine-$number" 2>&1 </dev/null 9>&- &
    eval "worker_$number=$!"
}

each_worker() {
    i=1
    while [ "$i" -le "$workers" ]; do
        "$1" "$i"
        i=$((i + 1))
    done
}

# worker_fails NUMBER STATUS: a fuzzer that does not run is no campaign.
worker_fails() {
    stop_workers
    tail -n 20 "$home/log/$engine-$1" >&2
    echo "ci/fuzz: fuzz_$target: $engine $1 ended with status $2" >&2
    exit 99
}

# watch_worker NUMBER: notices its end.
watch_worker() {
    eval "pid=\$worker_$1"
    test -n "$pid" || return 0
    if kill -0 "$pid" 2>/dev/null; then
        running=$((running + 1))
        return 0
    fi
    status=0
    wait "$pid" || status=$?
    eval "worker_$1="
    if [ -z "$stopped" ]; then
        "restart_$engine" "$1" "$status"
    fi
}

end_worker() {
    eval "pid=\${worker_$1-}"
    test -z "$pid" || kill "$pid" 2>/dev/null || :
}

# A fuzzer that does not end when it is told to writes nothing any more that counts.
reap_worker() {
    eval "pid=\${worker_$1-}"
    patience=30
    while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do
        test "$patience" -gt 0 || kill -KILL "$pid" 2>/dev/null || :
        patience=$((patience - 1))
        sleep 1
    done
    test -z "$pid" || wait "$pid" 2>/dev/null || :
    eval "worker_$1="
}

stop_workers() {
    each_worker end_worker
    each_worker reap_worker
}

clock() {
    awk -v s="$1" 'BEGIN { printf "%02d:%02d:%02d", s / 3600, s % 3600 / 60, s % 60 }'
}

count_files() {
    find "$@" -maxdepth 1 -type f 2>/dev/null | wc -l
}

# How it goes, in $runs (a second), $edges, $kept and $said.
measure() {
    kept=0 runs=0 edges=0
    "measure_$engine"
    hits=$(artefacts | wc -l)
    said="fuzz_$target $engine $(clock "$1"): $runs runs/s, $edges edges, $kept kept, $hits found"
}

# A line that changes on a terminal; else one a minute. What is plotted every 10 seconds.
tell() {
    measure "$1"
    if [ -t 1 ]; then
        printf '\r%s\033[K' "$said"
    elif [ "$1" -ge "$next_line" ]; then
        echo "$said"
        next_line=$((next_line + 60))
    fi
    if [ "$1" -ge "$next_row" ] && [ "$edges" -gt 0 ]; then
        printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$engine" $((before + $1)) "$runs" "$edges" "$kept" \
            "$hits" >>"$home/history.tsv"
        next_row=$((next_row + 10))
    fi
}

# run_fuzzers MINUTES: until then, or without a number until it is interrupted.
run_fuzzers() {
    seconds=$(awk -v m="$1" 'BEGIN { print m == "" ? "" : int(m * 60 + 0.5) }')
    before=$(awk -F '\t' -v e="$engine" '$1 == e { s = $2 } END { print s + 0 }' \
        "$home/history.tsv" 2>/dev/null) || before=0
    begun=$(date +%s) elapsed=0 next_line=10 next_row=5
    hits_before=$(artefacts | wc -l)
    "begin_$engine"
    while [ -z "$stopped" ] && { [ -z "$seconds" ] || [ "$elapsed" -lt "$seconds" ]; }; do
        sleep 1 || :
        elapsed=$(($(date +%s) - begun)) running=0
        each_worker watch_worker
        tell "$elapsed"
        test "$running" -gt 0 || break
    done
    stop_workers
    next_line=$elapsed next_row=$elapsed
    tell "$elapsed"
    test ! -t 1 || echo
}

# libFuzzer ------------------------------------------------------------------------------
#
# Several share a corpus and read what the others add. Each ends at what it finds.

begin_libfuzzer() {
    each_worker start_libfuzzer
}

start_libfuzzer() {
    set -- "$1" "$build/libfuzzer/fuzz/fuzz_$target-fuzzer" -len_control=0 \
        -max_len="$(target_field "$target" max_len)" -timeout="$(target_seconds "$target")" \
        -dict="$into/membio.dict" -artifact_prefix="$home/findings/" -rss_limit_mb=4096 \
        "$home/corpus" "$home/seeds"
    test ! -d "$home/aflpp/main/queue" || set -- "$@" "$home/aflpp/main/queue"
    start_worker "$@"
}

# 77 a crash, 70 a hang, 71 too much memory.
restart_libfuzzer() {
    case $2 in
    70 | 71 | 77) ;;
    *) worker_fails "$1" "$2" ;;
    esac
    test $(($(artefacts | wc -l) - hits_before)) -ge "$findings_max" && return
    start_libfuzzer "$1"
    running=$((running + 1))
}

measure_libfuzzer() {
    for log in "$home/log/libfuzzer-"*[0-9]; do
        set -- "$(grep -s ' cov: ' "$log" | tail -n 1 | awk '
            { for (i = 1; i < NF; i++) { of[$i] = $(i + 1) }; print of["exec/s:"], of["cov:"] }')"
        # shellcheck disable=SC2086 # two numbers
        set -- $1
        runs=$((runs + ${1:-0}))
        test "${2:-0}" -le "$edges" || edges=$2
    done
    kept=$(count_files "$home/corpus")
}
