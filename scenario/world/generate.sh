#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Regenerate the fixed test PKI of the scenario "world".
#
# Why the files are in git: every scenario must see the same certificates on
# every machine, without running the openssl tool and without waiting for key
# generation, and a recorded result must be comparable with the next one.
#
# How to regenerate:  ./generate.sh           (writes next to this script)
#                     ./generate.sh OUTDIR    (writes into OUTDIR)
#                     ./generate.sh --only rich [OUTDIR]
#                                             (only "rich" and its root; so with
#                                             "revocation")
# Then commit all changed files together; they only fit each other.
#
# Names, serial numbers, dates and extensions are fixed here; the keys are new
# in each run, so all of the *.pem files change. The private keys of the
# roots and intermediates are thrown away at the end of the run: a new
# certificate therefore means a new run, not an addition to the old files,
# unless it has its own root, as "rich" and "revocation" have.
#
# THE PRIVATE KEYS ARE PUBLIC TEST KEYS. They protect nothing. Never use them
# or trust these roots outside of tests.
#
# Needs the openssl command line tool, 3.0 or newer.

set -eu

usage() {
    cat <<'END'
usage: generate.sh [--only rich|revocation] [OUTDIR]

Generate the test certificates and keys (public test keys, never for real
use), and index.tsv. OUTDIR defaults to the directory of this script.
Nothing is written to OUTDIR until all files are made and checked.

  --only rich        make only the certificate with every field, and its root
  --only revocation  make only the root that has a CRL, what it signed, the
                     folder `hashed`, and the DH parameters
                     (the other files stay, and index.tsv gets new lines)
  -h, --help         show this help
END
}

bad_usage() {
    printf 'generate.sh: %s (try --help)\n' "$1" >&2
    exit 2
}

only=
while [ $# -gt 0 ]; do
    case $1 in
        --only)
            case ${2-} in
                rich | revocation) only=$2 ;;
                *) bad_usage "--only knows: rich, revocation" ;;
            esac
            shift 2 ;;
        -h | --help) usage; exit 0 ;;
        --) shift; break ;;
        -*) bad_usage "unknown option: $1" ;;
        *) break ;;
    esac
done
[ $# -le 1 ] || bad_usage "too many arguments"
if [ $# -eq 1 ]; then
    [ -n "$1" ] || bad_usage "empty OUTDIR"
    outdir=$1
else
    outdir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
fi
case $outdir in
    -*) outdir=./$outdir ;;
esac

LC_ALL=C
export LC_ALL
umask 022

tmp=$(mktemp -d "${TMPDIR:-/tmp}/membio-world.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

work=$tmp/work
out=$tmp/out
mkdir "$work" "$work/new" "$out"
: >"$work/index.txt"

# Only this file configures openssl, not the one of the machine.
OPENSSL_CONF=$work/openssl.cnf
export OPENSSL_CONF
cat >"$OPENSSL_CONF" <<END
[req]
distinguished_name = req_dn
string_mask = utf8only
prompt = no
[req_dn]

[ca]
default_ca = world
[world]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work/new
default_md = sha256
crlnumber = $work/crlnumber
policy = any_cn
unique_subject = no
email_in_dn = no
copy_extensions = none
[any_cn]
commonName = supplied
[rich_dn]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied

[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always

[intermediate]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always

[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
subjectAltName = @localhost

[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always

[wrong_name]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
subjectAltName = DNS:other.test

[no_san]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always

[wrong_purpose]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
subjectAltName = @localhost

[lax]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = none
authorityKeyIdentifier = none
subjectAltName = @localhost

[crl]
authorityKeyIdentifier = keyid:always

[rich]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
subjectAltName = @rich_names
authorityInfoAccess = @rich_access
crlDistributionPoints = rich_crl_1, rich_crl_2
[rich_names]
DNS.1 = localhost
DNS.2 = *.example.test
IP.1 = 127.0.0.1
IP.2 = ::1
IP.3 = 2001:db8::ff00:42:8329
email.1 = tls@example.test
URI.1 = https://example.test/a?b=c
RID.1 = 1.2.3.4.5
dirName.1 = rich_directory
[rich_directory]
C = DE
O = membio
CN = directory
[rich_access]
OCSP;URI.1 = http://ocsp.example.test/
OCSP;URI.2 = http://ocsp2.example.test/
caIssuers;URI.1 = http://example.test/ca.der
[rich_crl_1]
fullname = URI:http://example.test/1.crl, URI:ldap://example.test/1
[rich_crl_2]
fullname = URI:http://example.test/2.crl

[localhost]
DNS.1 = localhost
DNS.2 = *.example.test
IP.1 = 127.0.0.1
IP.2 = ::1
END

# run COMMAND...: quiet, unless it fails.
run() {
    if ! "$@" >"$work/log" 2>&1 </dev/null; then
        cat "$work/log" >&2
        printf 'generate.sh: failed: %s\n' "$*" >&2
        exit 1
    fi
}

# new_key TYPE FILE: a private key, PKCS#8, not encrypted.
new_key() {
    case $1 in
        ed25519)
            run openssl genpkey -algorithm ED25519 -out "$2" ;;
        rsa2048)
            run openssl genpkey -algorithm RSA \
                -pkeyopt rsa_keygen_bits:2048 -out "$2" ;;
        p256)
            run openssl genpkey -algorithm EC \
                -pkeyopt ec_paramgen_curve:P-256 \
                -pkeyopt ec_param_enc:named_curve -out "$2" ;;
        *)
            printf 'generate.sh: no such key type: %s\n' "$1" >&2
            exit 1 ;;
    esac
}

always_from=20200101000000Z
always_to=20991231235959Z

# new_cert NAME TYPE ISSUER SERIAL SECTION CN [FROM TO]
# Makes work/NAME.key and work/NAME.crt. ISSUER is a NAME made before, or
# "self". SERIAL is two hexadecimal digits; each number is used only once.
new_cert() {
    nc_name=$1 nc_type=$2 nc_issuer=$3 nc_serial=$4 nc_section=$5 nc_cn=$6
    nc_from=${7:-$always_from} nc_to=${8:-$always_to}

    new_key "$nc_type" "$work/$nc_name.key"
    run openssl req -new -sha256 -key "$work/$nc_name.key" \
        -subj "/CN=$nc_cn" -out "$work/$nc_name.csr"
    printf '%s\n' "$nc_serial" >"$work/serial"
    if [ "$nc_issuer" = self ]; then
        set -- -selfsign -keyfile "$work/$nc_name.key"
    else
        set -- -cert "$work/$nc_issuer.crt" -keyfile "$work/$nc_issuer.key"
    fi
    run openssl ca -batch -notext "$@" -extensions "$nc_section" \
        -startdate "$nc_from" -enddate "$nc_to" \
        -in "$work/$nc_name.csr" -out "$work/$nc_name.crt"
}

# publish NAME [INTERMEDIATE]: NAME.pem (leaf first) and NAME.key.pem.
publish() {
    cat "$work/$1.crt" ${2:+"$work/$2.crt"} >"$out/$1.pem"
    cat "$work/$1.key" >"$out/$1.key.pem"
}

# row NAME CHAIN KEY CA WHAT: one line of index.tsv.
row() {
    printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"$out/index.tsv"
}

# credential NAME CA WHAT: the line of a published certificate.
credential() {
    row "$1" "$1.pem" "$1.key.pem" "$2" "$3"
}

# check NAME CA WANTED [OPTION...]: verify NAME.pem as the tests will.
# WANTED is "ok" or the number of the first error.
check() {
    ck_name=$1 ck_ca=$2 ck_wanted=$3
    shift 3
    ck_got=ok
    openssl verify -x509_strict -no-CApath -no-CAstore "$@" \
        -CAfile "$out/$ck_ca" -untrusted "$out/$ck_name.pem" \
        "$out/$ck_name.pem" >"$work/log" 2>&1 </dev/null ||
        ck_got=$(sed -n 's/^error \([0-9]*\) at .*/\1/p' "$work/log" |
            head -n 1)
    if [ "$ck_got" != "$ck_wanted" ]; then
        cat "$work/log" >&2
        printf 'generate.sh: %s under %s: wanted %s, got %s\n' \
            "$ck_name" "$ck_ca" "$ck_wanted" "$ck_got" >&2
        exit 1
    fi
}

# The certificate with every field that getpeercert tells, under its own root.
make_rich() {
    new_cert ca-rich ed25519 self 61 root "membio test ca rich"
    new_key ed25519 "$work/rich.key"
    run openssl req -new -utf8 -key "$work/rich.key" -out "$work/rich.csr" \
        -subj "/C=DE/O=Größe+OU=one/OU=two/CN=localhost"
    echo 6ABCDEF0123456789ABCDEF001 >"$work/serial"
    run openssl ca -batch -notext -policy rich_dn -preserveDN -extensions rich \
        -cert "$work/ca-rich.crt" -keyfile "$work/ca-rich.key" \
        -startdate "$always_from" -enddate "$always_to" \
        -in "$work/rich.csr" -out "$work/rich.crt"
    cat "$work/ca-rich.crt" >"$out/ca-rich.pem"
    publish rich
    row ca-rich - - ca-rich.pem "root of rich, ed25519"
    credential rich ca-rich.pem \
        "good server and client with every kind of name, OCSP, issuer and CRL addresses"
    check rich ca-rich.pem ok -purpose sslserver -verify_hostname localhost
    check rich ca-rich.pem ok -purpose sslclient
}

# A root that says which of its certificates are revoked, and what is looked up in folders.
make_revocation() {
    rv_ca='ca-revocation.pem'
    new_cert ca-revocation ed25519 self 71 root "membio test ca revocation"
    new_cert revoked ed25519 ca-revocation 72 server localhost
    new_cert unrevoked ed25519 ca-revocation 73 server localhost
    new_cert lax ed25519 ca-revocation 74 lax localhost
    set -- -cert "$work/ca-revocation.crt" -keyfile "$work/ca-revocation.key"
    echo 01 >"$work/crlnumber"
    run openssl ca "$@" -revoke "$work/revoked.crt"
    run openssl ca "$@" -gencrl -crlexts crl -crl_lastupdate "$always_from" \
        -crl_nextupdate "$always_to" -out "$out/crl-revocation.pem"
    cat "$work/ca-revocation.crt" >"$out/$rv_ca"
    publish revoked
    publish unrevoked
    publish lax
    rv_hash=$(openssl x509 -in "$out/$rv_ca" -noout -subject_hash)
    mkdir "$out/hashed"
    cat "$out/$rv_ca" >"$out/hashed/$rv_hash.0"
    cat "$out/crl-revocation.pem" >"$out/hashed/$rv_hash.r0"
    run openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 \
        -out "$out/dh-ffdhe2048.pem"
    row ca-revocation - - $rv_ca "root with a CRL, ed25519"
    row crl-revocation - - - "the CRL of ca-revocation: revoked is in it"
    credential revoked $rv_ca "server, revoked by crl-revocation"
    credential unrevoked $rv_ca "good server under a root with a CRL"
    credential lax $rv_ca "server without key identifiers, which X509_STRICT refuses"
    row hashed - - - "folder: ca-revocation and its CRL by their hash"
    row dh-ffdhe2048 - - - "Diffie-Hellman parameters, RFC 7919"
    check unrevoked $rv_ca ok -purpose sslserver -verify_hostname localhost \
        -crl_check -CRLfile "$out/crl-revocation.pem"
    check revoked $rv_ca 23 -crl_check -CRLfile "$out/crl-revocation.pem"
    check unrevoked $rv_ca 3 -crl_check
    check lax $rv_ca 85
}

# hand_out: each key must be the key of its certificate, then all may go.
hand_out() {
    for key in "$out"/*.key.pem; do
        run openssl pkey -in "$key" -passin pass:secret -pubout \
            -out "$work/key.pub"
        run openssl x509 -in "${key%.key.pem}.pem" -noout -pubkey \
            -out "$work/cert.pub"
        run cmp "$work/key.pub" "$work/cert.pub"
    done
    chmod -R u=rwX,go=rX "$out"
    mkdir -p "$outdir"
    cp -R "$out"/. "$outdir"/
}

if [ -n "$only" ]; then
    case $only in
        rich) mine='(ca-)?rich' ;;
        *) mine='c(a|rl)-revocation|(un)?revoked|lax|hashed|dh-ffdhe2048' ;;
    esac
    if [ -f "$outdir/index.tsv" ]; then
        grep -Ev "^($mine)	" "$outdir/index.tsv" >"$out/index.tsv"
    fi
    "make_$only"
    hand_out
    exit 0
fi

row name chain key ca what

# One family per key type. The first hexadecimal digit of the serial number
# is the family: 1 ed25519, 2 rsa2048, 3 p256, 4 other root, 5 self-signed.
family=0
for kt in ed25519 rsa2048 p256; do
    family=$((family + 1))
    new_cert "ca-$kt" "$kt" self "${family}1" root "membio test ca $kt"
    new_cert "int-$kt" "$kt" "ca-$kt" "${family}2" intermediate \
        "membio test intermediate $kt"
    new_cert "$kt" "$kt" "int-$kt" "${family}3" server localhost
    new_cert "client-$kt" "$kt" "int-$kt" "${family}4" client client
    cat "$work/ca-$kt.crt" >"$out/ca-$kt.pem"
    publish "$kt" "int-$kt"
    publish "client-$kt" "int-$kt"
    row "ca-$kt" - - "ca-$kt.pem" "root, $kt"
    credential "$kt" "ca-$kt.pem" "good server, $kt"
    credential "client-$kt" "ca-$kt.pem" "good client, $kt"
done

# Leaves with one fault each, all from the ed25519 intermediate.
int="int-ed25519"
new_cert expired ed25519 $int 15 server localhost \
    20200101000000Z 20210101000000Z
new_cert notyet ed25519 $int 16 server localhost \
    20980101000000Z 20991231235959Z
new_cert wrong-name ed25519 $int 17 wrong_name other.test
new_cert no-san ed25519 $int 18 no_san localhost
new_cert wrong-purpose ed25519 $int 19 wrong_purpose localhost
for name in expired notyet wrong-name no-san wrong-purpose; do
    publish "$name" "$int"
done
ca="ca-ed25519.pem"
credential expired $ca "server, ended 2021-01-01"
credential notyet $ca "server, begins 2098-01-01"
credential wrong-name $ca "server, only for other.test"
credential no-san $ca "server, localhost in the CN only, no SAN"
credential wrong-purpose $ca "for clients only (EKU clientAuth), offered by a server"

# A good chain under a root that the others do not know.
new_cert ca-other ed25519 self 41 root "membio test ca other"
new_cert int-other ed25519 ca-other 42 intermediate \
    "membio test intermediate other"
new_cert other ed25519 int-other 43 server localhost
cat "$work/ca-other.crt" >"$out/ca-other.pem"
publish other int-other
row ca-other - - ca-other.pem "another root, ed25519"
credential other ca-other.pem "good server, but under another root"

# No CA at all; only the certificate itself can be trusted.
new_cert selfsigned ed25519 self 51 server localhost
publish selfsigned
credential selfsigned selfsigned.pem "server, self-signed leaf"

# The certificate of ed25519 with its key under a password.
cat "$out/ed25519.pem" >"$out/encrypted.pem"
run openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret \
    -in "$work/ed25519.key" -out "$out/encrypted.key.pem"
credential encrypted ca-ed25519.pem "as ed25519, key encrypted with password \"secret\""

# Each file must do what the index says before it is handed out.
for kt in ed25519 rsa2048 p256; do
    for sn in localhost a.example.test; do
        check "$kt" "ca-$kt.pem" ok -purpose sslserver -verify_hostname $sn
    done
    for ip in 127.0.0.1 ::1; do
        check "$kt" "ca-$kt.pem" ok -purpose sslserver -verify_ip $ip
    done
    check "$kt" "ca-$kt.pem" 62 -verify_hostname other.test
    check "$kt" "ca-$kt.pem" 64 -verify_ip 127.0.0.2
    check "client-$kt" "ca-$kt.pem" ok -purpose sslclient
    check "client-$kt" "ca-$kt.pem" 26 -purpose sslserver
done
check expired $ca 10 -purpose sslserver -verify_hostname localhost
check expired $ca ok -purpose sslserver -attime 1600000000
check notyet $ca 9 -purpose sslserver -verify_hostname localhost
check notyet $ca ok -purpose sslserver -attime 4070908800
check wrong-name $ca ok -purpose sslserver -verify_hostname other.test
check wrong-name $ca 62 -purpose sslserver -verify_hostname localhost
# Without a SAN OpenSSL looks at the CN, unless the verifier sets
# X509_CHECK_FLAG_NEVER_CHECK_SUBJECT (not possible here; error 62 then).
check no-san $ca ok -purpose sslserver -verify_hostname localhost
check wrong-purpose $ca 26 -purpose sslserver
check wrong-purpose $ca ok -purpose sslclient -verify_hostname localhost
check other ca-other.pem ok -purpose sslserver -verify_hostname localhost
check other $ca 20 -purpose sslserver
check selfsigned $ca 18 -purpose sslserver
check selfsigned selfsigned.pem ok -purpose sslserver -verify_hostname localhost
check encrypted $ca ok -purpose sslserver -verify_hostname localhost

make_rich
make_revocation
hand_out
