# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# apt.sh: an apt beside the system's, for scripts that look at other packages than those that
# are installed, or at sources; they source it after common.sh. It reads the archives that this
# machine's apt reads, verifies with the installed archive keyring, needs no root, and changes
# nothing of the system's.

# unavailable WHY...: what the script is for cannot be had here.
unavailable() {
    echo "$(basename "$0"): $*" >&2
    exit 77
}

# Why a command failed: the first thing that it complained about.
reason_of() {
    grep '^[EW]: ' "$1" | sed -n '1s/^.: *//p' | cut -c 1-200
}

# Sets $keyring.
check_apt() {
    for tool in apt-get apt-cache apt-config dpkg dpkg-deb flock; do
        command -v "$tool" >/dev/null || unavailable "no $tool here: wants Debian"
    done
    keyring=
    for file in /usr/share/keyrings/debian-archive-keyring.pgp \
        /usr/share/keyrings/debian-archive-keyring.gpg; do
        if [ -r "$file" ]; then
            keyring=$file
            break
        fi
    done
    test -n "$keyring" || unavailable 'no Debian archive keyring here'
}

# own_archives: this machine's own release with its updates, as "[signed-by=...] URI SUITE main".
# A third party's archive of that name drops out later: the keyring does not fit.
own_archives() {
    # shellcheck disable=SC1091
    own=$(. /etc/os-release && echo "${VERSION_CODENAME:-sid}")
    apt-get update --print-uris 2>/dev/null |
        sed -nE "s#^'([^']*)/dists/($own(-updates|-security)?)/InRelease'.*#[signed-by=$keyring] \1 \2 main#p"
}

# configure_apt DIR SOURCES: everything apt reads or writes is in DIR. $APT_CONFIG is read
# before the system's files, and points away from them; only the proxy is taken over.
configure_apt() {
    apt=$1
    rm -rf "$apt"
    mkdir -p "$apt/etc/apt.conf.d" "$apt/etc/sources.list.d" "$apt/etc/preferences.d" \
        "$apt/etc/trusted.gpg.d" "$apt/state/lists/partial" "$apt/cache/archives/partial" \
        "$apt/log"
    : >"$apt/status"
    cp "$2" "$apt/etc/sources.list"
    arch=$(dpkg --print-architecture)
    (
        umask 077 # a proxy may have a password
        {
            apt-config dump |
                grep -E '^Acquire::https?::[Pp]roxy(-Auto-Detect)?[ :]' || :
            cat <<END
Dir::Etc "$apt/etc";
Dir::Etc::sourcelist "$apt/etc/sources.list";
Dir::Etc::sourceparts "$apt/etc/sources.list.d";
Dir::Etc::main "$apt/etc/apt.conf";
Dir::Etc::parts "$apt/etc/apt.conf.d";
Dir::Etc::preferences "$apt/etc/preferences";
Dir::Etc::preferencesparts "$apt/etc/preferences.d";
Dir::Etc::trusted "$apt/etc/trusted.gpg";
Dir::Etc::trustedparts "$apt/etc/trusted.gpg.d";
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Log "$apt/log";
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::Retries "1";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
END
        } >"$apt/apt.conf"
    )
}

# private COMMAND...: with that apt.
private() {
    APT_CONFIG=$apt/apt.conf "$@"
}
