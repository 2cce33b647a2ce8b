# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154 # ci/fuzz has the variables
#
# fuzz-triage.sh: what engines wrote when they found something, each thing once: as the shortest
# case, with a program in Python beside it.
#
# Two are the same when a key is: of ours the oracle, its clause, its rule and the op that it
# objects to, as the stack of a judge is always the same; of a sanitizer what it calls it, and
# the three nearest functions of the project. triaged.tsv has a row for each: digest, key, file.

: "${top:?}"

# Every file that an engine wrote of something found.
artefacts() {
    find "$home/findings" "$home"/aflpp/*/crashes "$home"/aflpp/*/hangs -maxdepth 1 -type f \
        ! -name README.txt 2>/dev/null | sort
}

# play_again FILE: what it says, in $home/log/played; its exit status.
play_again() {
    ASAN_OPTIONS=symbolize=1 UBSAN_OPTIONS=print_stacktrace=1 ASAN_SYMBOLIZER_PATH=$symbolizer \
        timeout "$((3 * $(target_seconds "$target")))" "$replay" "$1" \
        >"$home/log/played" 2>&1 9>&-
}

# finding_key STATUS: of what was said, in one line.
finding_key() {
    awk -v status="$1" '
        function frames(    text, i)
        {
            for (i = 1; i <= n && i <= 3; i++) { text = text " " frame[i] }
            return text
        }
        /^MEMBIO-FUZZ / && !ours {
            ours = $2 " " $3
            sub(/clause=/, "", ours)
            rule = match($0, /rule="[^"]*"/) ? substr($0, RSTART + 6, RLENGTH - 7) : ""
        }
        /^# >/ { op = " " ($3 ~ /^[cs]$/ ? $4 : $3) }
        /^SUMMARY: / && what == "" { what = $3 }
        / runtime error: / && what == "" { what = "undefined behaviour" }
        /^ *#[0-9]+ 0x/ && !past && $0 ~ "/(lib|scenario|fuzz)/[a-z0-9_]+\\.c:" { frame[++n] = $4 }
        /^$/ && n > 0 { past = 1 }
        END {
            if (ours != "") { print ours " " rule op }
            else if (what != "") { print "O1 " what frames() }
            else if (status == 124) { print "O12 hang" }
            else { print "O1 status " status frames() }
        }' "$home/log/played"
}

# finding_name KEY: for a file; the digits keep keys apart that words do not.
finding_name() {
    words=$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9' '-' | cut -c 1-48)
    echo "${words%-}-$(printf '%s' "$1" | sha1sum | cut -c 1-6)"
}

# import FILE NAME KEY: a case; where it cannot be said as one, the fewest bytes.
import() {
    # shellcheck disable=SC2016 # $1 is of the shell that scn starts
    if "$build/libfuzzer/fuzz/scn" import "$1" --name "$2" --into "$home/cases" \
        --why "fuzz_$target: $3" --with "'$replay' \"\$1\"" >"$home/log/import" 2>&1 9>&-; then
        tail -n 1 "$home/log/import"
        "$replay" --text "$home/cases/$2.case" >"$home/log/$2.case" 2>/dev/null &&
            "$build/libfuzzer/fuzz/scn" python --out "$home/cases/$2.py" "$home/log/$2.case" ||
            echo "ci/fuzz: $2.case cannot be said in Python" >&2
    else
        cp "$1" "$home/cases/$2.bytes"
        "$build/libfuzzer/fuzz/fuzz_$target-fuzzer" -minimize_crash=1 -max_total_time=60 \
            -exact_artifact_path="$home/cases/$2.bytes" "$1" >"$home/log/minimise" 2>&1 9>&- || :
        echo "$home/cases/$2.bytes"
    fi
}

# take_finding FILE
take_finding() {
    digest=$(sha1sum <"$1" | cut -c 1-40)
    ! grep -q "^$digest" "$home/triaged.tsv" 2>/dev/null || return 0
    status=0 key='-'
    play_again "$1" || status=$?
    test "$status" -eq 0 || key=$(finding_key "$status")
    if [ "$key" != '-' ] && ! cut -f 2 "$home/triaged.tsv" 2>/dev/null | grep -qxF "$key"; then
        import "$1" "$(finding_name "$key")" "$key" >"$home/log/imported"
    fi
    printf '%s\t%s\t%s\n' "$digest" "$key" "$1" >>"$home/triaged.tsv"
}

# What is open: a case that still fails. One that does not any more is said, too.
tell_open() {
    for open in "$home"/cases/*.case "$home"/cases/*.bytes; do
        test -f "$open" || continue
        if play_again "$open"; then
            echo "fixed: $open plays now; corpus/regress is its place"
        else
            found=1
            echo "found: $open: $(finding_key $?)"
        fi
    done
}

triage() {
    replay=$build/libfuzzer/fuzz/fuzz_$target
    symbolizer=$(command -v llvm-symbolizer)
    artefacts >"$home/log/artefacts"
    while read -r artefact; do
        take_finding "$artefact" </dev/null
    done <"$home/log/artefacts"
    tell_open
}
