#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Real mail servers on loopback, for the tests of the submitter.
#
#     lab.sh install [NAME...]     unpacks their packages into the cache
#     lab.sh list                  the servers: up, down, or not installed
#     lab.sh up NAME [KEY=VALUE]   starts one; prints KEY=VALUE lines
#     lab.sh down NAME...|all      stops it and forgets what it kept
#     lab.sh log NAME              what it said
#
# Each server's packages are laid over /usr, /etc and /var in namespaces of
# its own: mail servers that exclude one another stand side by side, the
# machine gets none of them, and with the first process of a sandbox goes all
# that was started in it. Only the network is shared; everything listens on
# loopback, on free high ports. It takes Debian, root, and overlayfs.
#
# LAB_CACHE (/var/cache/mimewright-lab) keeps the packages. LAB_STATE is the
# folder of what runs; without it `up` makes one and names it. Where LAB_OWNER
# is the id of a process, the servers go with it, whatever ends it.

set -euo pipefail

lab=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
LAB_CACHE=${LAB_CACHE:-/var/cache/mimewright-lab}

# Every server takes mail for any address of lab.test. The second password
# has UTF-8 and the octets that mechanisms treat specially.
LAB_USER=alice@lab.test LAB_PASS=wonder-land-1
LAB_USER2=zoe@lab.test LAB_PASS2='p=ä,ß:w%rd'

for part in certificates dovecot_logins install sandbox; do
    # shellcheck source=/dev/null
    . "$lab/$part.sh"
done

die() {
    echo "lab: $*" >&2
    exit 1
}

names() {
    local file
    for file in "$lab"/servers/*.sh; do
        basename "$file" .sh
    done
}

# load NAME: what servers/NAME.sh says. It sets
#     PACKAGES  Debian packages, or NPM: packages of npm
#     PORTS     names of ports, each of which becomes PORT_name
#     GREETS    those of them that speak first, in clear text
# and defines configure and start, which are run in the sandbox and of which
# the latter does not return; and info, if it has more lines to print.
load() {
    [ -f "$lab/servers/$1.sh" ] || die "no server '$1'"
    server=$1 here=$LAB_STATE/$1
    # shellcheck disable=SC2034 # the parts look at them
    PACKAGES='' NPM='' PORTS='' GREETS=''
    info() { :; }
    # shellcheck source=/dev/null
    . "$lab/servers/$1.sh"
}

is_up() {
    local process
    process=$(cat "$LAB_STATE/$1/pid" 2>/dev/null) &&
        kill -0 "$process" 2>/dev/null
}

# The option KEY of `up`, or else DEFAULT.
option() {
    local pair
    for pair in $OPTIONS; do
        case $pair in
        "$1"=*)
            echo "${pair#*=}"
            return
            ;;
        esac
    done
    echo "${2-}"
}

# Sets port to one that nobody listens on, below those of outgoing connections.
# Owners choose among different ones: two that start servers at once would not
# see each other's, on which nobody listens yet.
free_port() {
    local first=$((12000 + ${LAB_OWNER:-$$} % 250 * 72))
    while :; do
        port=$((first + RANDOM % 72))
        case " $taken " in
        *" $port "*) ;;
        *) answers "$port" || break ;;
        esac
    done
    taken+=" $port"
}

answers() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

greets() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1"
        IFS= read -r -t 3 line <&3
        case $line in
        2*) printf 'QUIT\r\n' >&3 ;;
        *) exit 1 ;;
        esac
    ) 2>/dev/null
}

# The environment of a server, which is also what `up` prints.
write_environment() {
    local name port taken=''
    {
        printf '%s=%s\n' NAME "$server" STATE "$LAB_STATE" HOST 127.0.0.1 \
            USER "$LAB_USER" PASS "$LAB_PASS" \
            USER2 "$LAB_USER2" PASS2 "$LAB_PASS2" \
            CERTS "$CERTS" CERT "$CERT" CA_FILE "$CERTS/ca.pem" \
            CLIENT_CERT "$CERTS/client.pem" CLIENT_KEY "$CERTS/client.key" \
            MAIL "$here/mail" LOG "$here/log" OPTIONS "$OPTIONS"
        for name in $PORTS; do
            free_port
            echo "PORT_$name=$port"
        done
    } >"$here/env"
    read_environment
    info >>"$here/env"
}

read_environment() {
    local key value
    while IFS='=' read -r key value; do
        printf -v "$key" %s "$value"
    done <"$here/env"
}

# Servers run as users of their own, who have to get at their folders.
check_access() {
    local folder=$LAB_STATE
    while folder=$(dirname "$folder") && [ "$folder" != / ]; do
        case $(stat -c %A "$folder") in
        *[xt]) ;;
        *) die "LAB_STATE is in $folder, which others may not enter" ;;
        esac
    done
}

wait_for() {
    local name=$1 variable=PORT_$1 answer=answers tries
    case " $GREETS " in
    *" $name "*) answer=greets ;;
    esac
    for ((tries = 0; tries < 2000; tries++)); do
        ! "$answer" "${!variable}" || return 0
        is_up "$server" || break
        sleep 0.05
    done
    tail -n 30 "$here/log" >&2
    lab_down "$server"
    die "'$server' does not answer on port $name"
}

lab_up() {
    local name
    load "$1"
    shift
    is_installed || die "'$server' is not installed: lab.sh install $server"
    ! is_up "$server" || die "'$server' is already up"
    OPTIONS=$*
    CERT=$(option cert good)
    check_access
    mkdir -p "$LAB_STATE"
    make_certificates
    [ -f "$CERTS/$CERT.pem" ] || die "no certificate '$CERT'"
    rm -rf "$here"
    mkdir -p "$here/mail"
    chmod 755 "$LAB_STATE" "$here"
    chmod 1777 "$here/mail"
    write_environment
    setsid unshare --mount --pid --fork --uts --ipc --kill-child --mount-proc \
        bash "$lab/lab.sh" inside "$server" >"$here/log" 2>&1 </dev/null &
    echo $! >"$here/pid"
    if [ -n "${LAB_OWNER-}" ]; then
        outlive_owner >/dev/null 2>&1 </dev/null &
    fi
    for name in $PORTS; do
        wait_for "$name"
    done
    cat "$here/env"
}

# The last to go takes the folder of all with it.
outlive_owner() {
    while kill -0 "$LAB_OWNER" 2>/dev/null; do
        is_up "$server" || return 0
        sleep 1
    done
    lab_down "$server"
    compgen -G "$LAB_STATE/*/pid" || rm -rf "$LAB_STATE"
}

# The first process of the sandbox is killed itself: servers that change their
# user lose the signal of --kill-child.
lab_down() {
    local outside inside='' process folder=$LAB_STATE/$1
    if outside=$(cat "$folder/pid" 2>/dev/null) &&
        kill -0 "$outside" 2>/dev/null; then
        read -r inside <"/proc/$outside/task/$outside/children" || true
        # Either may be gone, or not there yet.
        # shellcheck disable=SC2086
        kill -KILL $inside "$outside" 2>/dev/null || true
        for process in $inside $outside; do
            while [ -d "/proc/$process" ] &&
                ! grep -q '^State:.Z' "/proc/$process/status" 2>/dev/null; do
                sleep 0.02
            done
        done
    fi
    rm -rf "$folder" 2>/dev/null || {
        sleep 0.5
        rm -rf "$folder"
    }
}

lab_list() {
    local name
    for name in $(names); do
        (
            load "$name"
            state=down
            is_installed || state='not installed'
            ! is_up "$name" || state=up
            printf '%-12s %s\n' "$name" "$state"
        )
    done
}

command=${1-}
[ $# -eq 0 ] || shift
case $command in
install | up | down)
    [ "$(id -u)" = 0 ] || die 'this needs root'
    ;;
esac
if [ "$command" = up ] && [ -z "${LAB_STATE-}" ]; then
    LAB_STATE=$(mktemp -d /tmp/mimewright-lab.XXXXXX)
fi
LAB_STATE=${LAB_STATE:-/nonexistent} CERTS=$LAB_STATE/certificates
case $command in
install) lab_install "$@" ;;
list) lab_list ;;
up) lab_up "$@" ;;
down)
    # shellcheck disable=SC2046 # names have no white space
    [ "$1" != all ] || set -- $(names)
    for name in "$@"; do
        lab_down "$name"
    done
    ;;
log) cat "$LAB_STATE/$1"/*log ;;
inside) run_inside "$1" ;;
*)
    sed -n '4,20s/^# \{0,1\}//p' "$0"
    exit 64
    ;;
esac
