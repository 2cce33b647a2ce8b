#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# reason.sh [INCLUDE_DIR...]: prints lib/reason.inc, the table of OpenSSL's library and reason
# names, from the headers of the installed OpenSSL and of another, newer one (the folders
# that it wants together; the table in git was made with those of 3.0.19 and 3.6.5). The table
# is in git so that names do not depend on the OpenSSL that a build happens to find (LIB-06);
# numbers only ever grow, so the newest headers hold all older ones too.
set -eu

case "${1-}" in
-*)
    echo "usage: lib/reason.sh [INCLUDE_DIR...] > lib/reason.inc" >&2
    exit 2
    ;;
esac

cc=${CC:-cc}

defines() {
    for header in asn1err bioerr bnerr buffererr cmperr cmserr comperr conferr crmferr \
        cryptoerr cterr dherr dsaerr ecerr encodererr decodererr engineerr esserr evperr \
        httperr objectserr ocsperr pemerr pkcs12err pkcs7err proverr randerr rsaerr sslerr \
        storeerr tserr uierr x509err x509v3err; do
        echo "#if __has_include(<openssl/$header.h>)"
        echo "#include <openssl/$header.h>"
        echo "#endif"
    done | cat - /dev/null | "$cc" -E -dM -include openssl/err.h "$@" -
}

{
    defines
    if [ $# -gt 0 ]; then
        for dir in "$@"; do
            set -- "$@" "-I$dir"
            shift
        done
        defines "$@"
    fi
} | awk '
    $2 ~ /^ERR_LIB_[A-Z0-9_]+$/ && $2 !~ /_(MASK|OFFSET|NONE|USER)$/ && $3 ~ /^[0-9]+$/ {
        lib[substr($2, 9)] = $3
    }
    $2 ~ /^[A-Z0-9_]+_R_[A-Z0-9_]+$/ && $2 !~ /^ERR_R_/ && $3 ~ /^[1-9][0-9]*$/ {
        cut = index($2, "_R_")
        reason[substr($2, 1, cut - 1) " " substr($2, cut + 3)] = $3
    }
    END {
        for (l in lib) printf "L %d %s\n", lib[l], l
        for (r in reason) {
            split(r, part, " ")
            if (part[1] in lib) printf "R %d %d %s\n", lib[part[1]], reason[r], part[2]
        }
    }' | LC_ALL=C sort -k1,1 -k2,2n -k3,3n -k4,4 | awk '
    # One name for a number: the first in the alphabet.
    $1 == "L" { print "LIBRARY(" $2 ", \"" $3 "\")" }
    $1 == "R" && !(($2, $3) in seen) {
        seen[$2, $3] = 1
        print "REASON(" $2 ", " $3 ", \"" $4 "\")"
    }'
