# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154 # ci/fuzz has the variables
#
# fuzz-corpus.sh: what fuzzers begin with and what they leave. A folder is made beside the old
# one and takes its place when it is whole, so that a kill leaves one of them.

: "${top:?}"

# take_place FOLDER: FOLDER.new becomes FOLDER.
take_place() {
    rm -rf "$1.old"
    test ! -d "$1" || mv "$1" "$1.old"
    mv "$1.new" "$1"
    rm -rf "$1.old"
}

# After a kill between the two moves above.
recover_corpus() {
    for folder in seeds merged html; do
        test -d "$home/$folder" || test ! -d "$home/$folder.old" ||
            mv "$home/$folder.old" "$home/$folder"
        rm -rf "$home/$folder.old" "$home/$folder.new"
    done
}

# The suite's cases, and what was found before, as this target sees them. The canary has to be
# found from nothing.
make_seeds() {
    replay=$build/libfuzzer/fuzz/fuzz_$target
    test ! "$home/seeds" -nt "$replay" || return 0
    mkdir "$home/seeds.new"
    set -- "$top/conformance/cases" "$top/corpus/regress"
    test ! -d "$top/corpus/found/$target" || set -- "$@" "$top/corpus/found/$target"
    if [ "$target" = canary ]; then
        echo nothing >"$home/seeds.new/nothing"
    else
        step "seeds for fuzz_$target" "$replay" --bytes "$home/seeds.new" "$@"
    fi
    take_place "$home/seeds"
}

# merged/: the fewest files that reach what all reach together.
merge_corpus() {
    test -z "$stopped" || return 0
    set -- "$home/corpus" "$home/seeds"
    for queue in "$home"/aflpp/*/queue; do
        test ! -d "$queue" || set -- "$@" "$queue"
    done
    fuzzer=$build/libfuzzer/fuzz/fuzz_$target-fuzzer
    how=-merge=1
    ! "$fuzzer" -help=1 2>&1 | grep -q set_cover_merge || how=-set_cover_merge=1
    mkdir "$home/merged.new"
    step "merge of fuzz_$target" "$fuzzer" "$how" -rss_limit_mb=4096 \
        -max_len="$(target_field "$target" max_len)" -timeout="$(target_seconds "$target")" \
        -artifact_prefix="$home/findings/" "$home/merged.new" "$@"
    take_place "$home/merged"
    echo "fuzz_$target: $(count_files "$home/merged") files reach what $(count_files "$@") reach"
}

# keep_corpus: what merged/ has besides the seeds, as cases in corpus/found/TARGET. An input whose
# bytes are no scenario has no text, and stays behind.
keep_corpus() {
    into_tree=$top/corpus/found/$target
    mkdir -p "$into_tree"
    find "$home/seeds" -type f -exec sha1sum {} + | cut -c 1-40 >"$home/log/seeds"
    find "$home/merged" -type f -exec sha1sum {} + | grep -vFf "$home/log/seeds" \
        >"$home/log/new" || :
    written=0 refused=0
    while read -r sum file; do
        name=reaches-$(echo "$sum" | cut -c 1-12)
        if [ -f "$into_tree/$name.case" ]; then
            continue
        elif "$build/libfuzzer/fuzz/scn" import "$file" --as-is --name "$name" \
            --into "$into_tree" --why 'reaches what no other reaches' \
            >"$home/log/keep" 2>&1 </dev/null 9>&-; then
            written=$((written + 1))
        else
            refused=$((refused + 1))
        fi
    done <"$home/log/new"
    echo "fuzz_$target: $written cases written to $into_tree, $refused inputs have no text"
}

plot() {
    python3 "$top/ci/fuzz-plot.py" "fuzz_$target" "$home/history.tsv" >"$home/coverage.svg.new"
    mv "$home/coverage.svg.new" "$home/coverage.svg"
}

# show_source NAME FOLDER: which lines below a folder the corpus executes, as html/NAME/.
show_source() {
    llvm-cov show "$program" -instr-profile="$home/html.new/profile" -format=html \
        -output-dir="$home/html.new/$1" "$2" >/dev/null &&
        llvm-cov report "$program" -instr-profile="$home/html.new/profile" "$2" |
        awk -v what="$1" -v where="$home/html/$1/index.html" '
            $1 == "TOTAL" { printf "%s: %s of the lines: %s\n", what, $10, where }'
}

# A folder of its own for each time: a profile that lies about would be counted, too. ssl/ is
# shown when it is in the program.
show_lines() {
    program=$build/coverage/fuzz/fuzz_$target
    mkdir "$home/html.new"
    step "lines of fuzz_$target" env LLVM_PROFILE_FILE="$home/html.new/raw" "$program" --some \
        "$home/merged" "$home/corpus"
    llvm-profdata merge -sparse -o "$home/html.new/profile" "$home/html.new/raw"
    show_source lib "$top/lib"
    test -z "$instrumented" || show_source ssl "$(readlink -f "$openssl_coverage/source")/ssl"
    take_place "$home/html"
}
