#!/bin/sh
# SPDX-License-Identifier: MIT
#
# From a checkout to a program.
#
#     ./autogen.sh               makes configure
#     ./autogen.sh run ARGS...   installs what is missing, builds in build/ and
#                                runs the command with ARGS; without ARGS it
#                                composes the demonstration
#     ./autogen.sh check         the same with what the tests need, and make
#                                check
#
# What is there already is not made or installed again. All that this script
# says goes to standard error, so that the command's output is the command's.

set -eu

root=$(cd "$(dirname "$0")" && pwd)
build=$root/build

say() {
    printf 'autogen.sh: %s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

# What is needed: for what, how it is looked for (a command, a header, a module
# of Python or of pkg-config), what it does, and its package under each package
# manager. A dash is what the system itself brings.
needs() {
    cat <<'TABLE'
build|command cc|compiles C|gcc libc6-dev|gcc|gcc musl-dev|gcc|-|-
build|command make|runs the build|make|make|make|make|-|-
build|command autoconf|makes configure|autoconf|autoconf|autoconf|autoconf|autoconf|autoconf
build|command automake|makes Makefile.in|automake|automake|automake|automake|automake|automake
build|command libtoolize glibtoolize|builds shared libraries|libtool|libtool|libtool|libtool|libtool|libtool
build|header magic.h|tells media types of files|libmagic-dev|file-devel|file-dev|file|libmagic|-
build|header idn2.h|converts domain names|libidn2-dev|libidn2-devel|libidn2-dev|libidn2|libidn2|libidn2
build|header gumbo.h|reads HTML pages|libgumbo-dev|gumbo-parser-devel|gumbo-parser-dev|gumbo-parser|gumbo-parser|gumbo
build|header openssl/ssl.h|speaks TLS|libssl-dev|openssl-devel|openssl-dev|openssl|openssl@3|-
build|header gsasl.h|logs in to servers|libgsasl-dev|libgsasl-devel|gsasl-dev|gsasl|gsasl|gsasl
check|header cmocka.h|runs unit tests|libcmocka-dev|libcmocka-devel|cmocka-dev|cmocka|cmocka|cmocka
check|command c++ g++ clang++|checks that the headers are C++ too|g++|gcc-c++|g++|gcc|-|-
check|command readelf|looks at the program's hardening|binutils|binutils|binutils|binutils|-|binutils
check|command python3|runs the tests of the command|python3|python3|python3|python|python3|python3
check|python html5lib|reads pages with another HTML parser|python3-html5lib|python3-html5lib|py3-html5lib|python-html5lib|-|py311-html5lib
check|module gmime-3.0|reads the messages with another mail library|pkg-config libgmime-3.0-dev|pkgconf gmime30-devel|pkgconf gmime-dev|pkgconf gmime3|pkgconf gmime|pkgconf gmime30
TABLE
}

has_command() {
    for has_name in "$@"; do
        command -v "$has_name" >/dev/null 2>&1 && return 0
    done
    return 1
}

has_header() {
    # cmocka.h wants these before it; cc itself may be what is missing.
    # The flags are a list, to be split.
    # shellcheck disable=SC2086
    printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <%s>\n' "$1" |
        ${CC:-cc} ${CPPFLAGS-} -x c -E - >/dev/null 2>&1
}

has_module() {
    pkg-config --exists "$1" >/dev/null 2>&1
}

# The package is for the system's Python, which need not be the first in PATH.
has_python() {
    python3 -c "import $1" >/dev/null 2>&1 ||
        /usr/bin/python3 -c "import $1" >/dev/null 2>&1
}

# has KIND NAME...
has() {
    has_kind=$1
    shift
    "has_$has_kind" "$@"
}

# The column of the package manager, and the command that installs.
find_manager() {
    if has_command apt-get; then
        column=4 manager='env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends'
    elif has_command dnf; then
        column=5 manager='dnf install -y'
    elif has_command apk; then
        column=6 manager='apk add'
    elif has_command pacman; then
        column=7 manager='pacman -S --needed --noconfirm'
    elif has_command brew; then
        column=8 manager='brew install'
    elif has_command pkg; then
        column=9 manager='pkg install -y'
    else
        die "no package manager that this script knows; install what it named"
    fi
    sudo=
    if [ "$column" != 8 ] && [ "$(id -u)" != 0 ]; then
        has_command sudo || die "become root, or install sudo, for: $manager"
        sudo=sudo
    fi
}

# Names what PURPOSES (an extended regular expression) miss, one need a line.
missing() {
    needs | while IFS='|' read -r purpose probe rest; do
        if printf '%s\n' "$purpose" | grep -Eqx "$1"; then
            # The probe is a kind and names, to be split.
            # shellcheck disable=SC2086
            has $probe || printf '%s|%s|%s\n' "$purpose" "$probe" "$rest"
        fi
    done
}

# install_missing PURPOSES: true where something was installed.
install_missing() {
    lacking=$(missing "$1" </dev/null)
    [ -n "$lacking" ] || return 1
    printf '%s\n' "$lacking" | while IFS='|' read -r _ probe does _; do
        say "missing: ${probe#* } ($does)"
    done
    find_manager
    packages=
    while IFS= read -r line; do
        names=$(printf '%s\n' "$line" | cut -d '|' -f "$column")
        does=$(printf '%s\n' "$line" | cut -d '|' -f 3)
        [ "$names" != - ] || continue
        say "installing $names: $does"
        packages="$packages $names"
    done <<LACKING
$lacking
LACKING
    if [ "$column" = 4 ]; then
        $sudo apt-get update >&2 </dev/null ||
            say "apt-get update failed; trying with the lists that are there"
    fi
    # The packages are a list, to be split.
    # shellcheck disable=SC2086
    $sudo $manager $packages >&2 </dev/null || die "could not install$packages"
    still=$(missing "$1" </dev/null | cut -d '|' -f 2)
    [ -z "$still" ] || say "still missing: $still"
}

make_configure() {
    cd "$root"
    build-aux/list-sources
    [ -x configure ] || autoreconf -fi >&2 </dev/null
}

# make_build PURPOSES: installs, configures where that was not done, builds.
make_build() {
    fresh=no
    if install_missing "$1"; then
        fresh=yes
    fi
    make_configure
    mkdir -p "$build"
    cd "$build"
    # What was just installed has to be found.
    if [ ! -f Makefile ] || [ "$fresh" = yes ]; then
        rm -f config.cache
        ../configure --quiet >&2 </dev/null
    fi
    make -s -j "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" \
        >&2 </dev/null
}

demonstrate() {
    demo=$root/testdata/demo
    "$build/mimewright" decode base64 "$demo/logo.png.base64" \
        >"$build/logo.png"
    "$build/mimewright" compose \
        -f 'Ada Example <ada@example.org>' \
        -t 'Grace Example <grace@example.net>' \
        -s 'Übersicht für Grace: the figures of this quarter' \
        --text "$demo/letter.txt" --html "$demo/letter.html" \
        -i "$build/logo.png" --cid logo@example.org \
        -a "$demo/report.csv" \
        -a "$demo/overview.pdf" --name 'Übersicht 2026.pdf' \
        "$@"
}

case ${1-} in
'')
    cd "$root"
    build-aux/list-sources
    autoreconf -fi >&2
    say "made configure; now ./configure && make, or ./autogen.sh run"
    ;;
run)
    shift
    here=$(pwd)
    make_build build
    if [ $# -gt 0 ]; then
        cd "$here"
        exec "$build/mimewright" "$@"
    fi
    demonstrate -o "$build/demo.eml"
    demonstrate --dry-run
    say "the message is in build/demo.eml, ready to submit"
    say "open it with any mail program, or read it: less build/demo.eml"
    ;;
check)
    make_build 'build|check'
    if grep -q "^TESTS_MISSING = ." "$build/Makefile"; then
        (cd "$build" && ../configure --quiet) >&2 </dev/null
    fi
    exec make -C "$build" -j "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" check </dev/null
    ;;
*)
    die "usage: ./autogen.sh [run [ARGS...] | check]"
    ;;
esac
