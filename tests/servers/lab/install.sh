# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# A server's image: its packages, unpacked into the cache and not installed.
# They are fetched once; an image says of which packages it was made.

is_installed() {
    [ "$(cat "$LAB_CACHE/$server/.made-of" 2>/dev/null)" = "$PACKAGES$NPM" ]
}

lab_install() {
    local name
    for name in openssl unshare /usr/bin/python3; do
        command -v "$name" >/dev/null || die "there is no $name here"
    done
    mkdir -p "$LAB_CACHE"
    # shellcheck disable=SC2046 # names have no white space
    [ $# -gt 0 ] || set -- $(names)
    for name in "$@"; do
        load "$name"
        (
            # Another run may be at it.
            flock 8
            is_installed || install_image "$LAB_CACHE/$server"
        ) 8>"$LAB_CACHE/$name.lock"
    done
}

install_image() {
    rm -rf "$1"
    mkdir -p "$1/usr" "$1/etc" "$1/var"
    [ -z "$NPM" ] || fetch_npm "$1/npm"
    [ -z "$PACKAGES" ] || fetch_debian "$1"
    printf '%s' "$PACKAGES$NPM" >"$1/.made-of"
    echo "$server: installed, $(du -sm "$1" | cut -f 1) MB"
}

# A fixed date, so that the same dependencies are taken every time.
fetch_npm() {
    command -v npm >/dev/null || die 'there is no npm here'
    mkdir -p "$1"
    (
        cd "$1" || exit
        echo '{"private":true}' >package.json
        npm install --no-audit --no-fund --loglevel=error \
            --before=2026-09-01 "$NPM"
    )
}

# The packages named, though the machine may have them, and of what they need
# what it lacks.
fetch_debian() {
    local debs file folder
    debs=$(mktemp -d)
    mkdir "$debs/partial"
    download "$debs" >"$debs/log" 2>&1 ||
        { apt-get -q update && download "$debs"; } >>"$debs/log" 2>&1 || {
        cat "$debs/log" >&2
        rm -rf "$debs"
        die "the packages of '$server' could not be fetched"
    }
    for file in "$debs"/*.deb; do
        dpkg -x "$file" "$1"
    done
    rm -rf "$debs"
    for folder in lib bin sbin lib64; do
        if [ -d "$1/$folder" ]; then
            mkdir -p "$1/usr/$folder"
            cp -a "$1/$folder/." "$1/usr/$folder/"
            rm -rf "${1:?}/$folder"
        fi
    done
}

download() {
    # A list, to be split.
    # shellcheck disable=SC2086
    apt-get -q -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root \
        -o Dir::Cache::archives="$1" install -y -d --reinstall \
        --no-install-recommends $PACKAGES
}
