# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# fuzz-table.sh: fuzz/targets.tsv for scripts, which source it. Wants $top, the source tree.

: "${top:?}"
targets_table=$top/fuzz/targets.tsv

# target_names [ENGINE]: those of the table, in its order; that an engine runs.
target_names() {
    awk -F '\t' -v engine="${1-}" '
        /^#/ { next }
        heads++ && (engine == "" || "," $6 "," ~ "," engine ",") { print $1 }' "$targets_table"
}

# target_field NAME COLUMN
target_field() {
    awk -F '\t' -v name="$1" -v column="$2" '
        /^#/ { next }
        !heads++ { for (i = 1; i <= NF; i++) { at[$i] = i }; next }
        $1 == name { print $at[column]; found = 1 }
        END { exit !found || !(column in at) }' "$targets_table"
}

# service_targets: those for OSS-Fuzz and ClusterFuzzLite. The canary would be found every day,
# and no builder has CPython in it.
service_targets() {
    target_names libfuzzer | grep -vxE 'canary|diff'
}

# target_seconds NAME: after which one input is called a hang.
target_seconds() {
    case $(target_field "$1" profile) in
    slow) echo 30 ;;
    *) echo 10 ;;
    esac
}

# target_options NAME: what OSS-Fuzz and ClusterFuzzLite read beside a fuzzer.
target_options() {
    printf '[libfuzzer]\nmax_len = %s\nlen_control = 0\n' "$(target_field "$1" max_len)"
}
