# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# Inside a server's namespaces: /usr, /etc and /var are the machine's, with
# the server's image over them and a private layer on top; /run is empty.

run_inside() {
    load "$1"
    read_environment
    mount --make-rprivate /
    lay_over
    mount -t tmpfs tmpfs /run
    mkdir -p /run/lock
    hostname mx.lab.test
    printf '%s localhost mx.lab.test lab.test\n' 127.0.0.1 ::1 >/etc/hosts
    printf '%s: files\n' hosts passwd group shadow >/etc/nsswitch.conf
    echo mx.lab.test >/etc/mailname
    : >/etc/resolv.conf
    ldconfig
    add_user labmail
    chown labmail: "$here/mail"
    configure
    start
}

# The image is copied, since the cache may lie in what it is laid over, and a
# layer may not lie in another. A container's own overlay cannot hold one.
lay_over() {
    local folder layers=$here/layers image=$LAB_CACHE/$server
    mkdir -p "$layers"
    case $(stat -f -c %T "$here") in
    overlayfs) mount -t tmpfs tmpfs "$layers" ;;
    esac
    if [ -d "$image/npm" ]; then
        cp -a "$image/npm" "$here/npm"
    fi
    for folder in usr etc var; do
        mkdir -p "$layers/$folder/upper" "$layers/$folder/work"
        cp -a "$image/$folder" "$layers/$folder/image"
        mount -t overlay overlay -o "lowerdir=$layers/$folder/image:/$folder" \
            -o "upperdir=$layers/$folder/upper,workdir=$layers/$folder/work" \
            "/$folder"
    done
}

add_user() {
    getent group "$1" >/dev/null || groupadd -r "$1"
    getent passwd "$1" >/dev/null ||
        useradd -r -g "$1" -M -d /nonexistent -s /usr/sbin/nologin "$1"
}

has_ipv6() {
    grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null
}

# What a server not of the shell has to know.
export_environment() {
    # PORT_SMTP and its like, of which each server has some.
    export "${!PORT_@}" CERTS CERT OPTIONS MAIL LAB_USER LAB_PASS LAB_USER2 \
        LAB_PASS2
}

# A script that keeps what it is fed as a file of its own.
write_delivery() {
    cat >"$1" <<END
#!/bin/sh
file=$MAIL/\$(date +%s%N)-\$\$
cat >\$file.new && mv \$file.new \$file.eml
END
    chmod +x "$1"
}
