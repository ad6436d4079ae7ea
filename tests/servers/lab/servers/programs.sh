# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# No server but programs that send mail, in a sandbox in which the command is
# /usr/sbin/sendmail; their mail goes to the option server=URL. MIMEWRIGHT is
# the command, LD_LIBRARY_PATH where its libraries are.

PACKAGES='cron git git-email libmailtools-perl mdadm php-cli'

configure() {
    install_sendmail
    mkdir -p /etc/mimewright
    printf '%s\n' "server = $(option server)" 'default-domain = lab.test' \
        'aliases = /etc/aliases' >/etc/mimewright/config
    echo 'root: admin@lab.test' >/etc/aliases
    # shellcheck disable=SC2016 # cron expands it, nothing else
    echo '* * * * * root echo "A job of $LOGNAME: grüße"' >/etc/cron.d/job
    chmod 644 /etc/cron.d/job
}

# Programs begin with an environment of their own, cron with none.
install_sendmail() {
    if [ -n "${LD_LIBRARY_PATH-}" ]; then
        echo "$LD_LIBRARY_PATH" | tr : '\n' >/etc/ld.so.conf.d/mimewright.conf
        ldconfig
    fi
    unset LD_LIBRARY_PATH MIMEWRIGHT_SERVER MIMEWRIGHT_CONFIG
    ln -sf "$(readlink -f "$MIMEWRIGHT")" /usr/sbin/sendmail
    ln -sf /usr/sbin/sendmail /usr/lib/sendmail
    export HOME=/root
    unset XDG_CONFIG_HOME
}

start() {
    say git send_by_git
    say php send_by_php
    say mdadm mdadm --monitor --test --oneshot --mail root /dev/md/none
    exec cron -f
}

# say NAME COMMAND...: leaves its status and what it said in the log.
say() {
    local name=$1 status=0
    shift
    "$@" </dev/null || status=$?
    echo "$name ended with $status"
}

send_by_git() {
    git send-email --quiet --suppress-cc=all --confirm=never \
        --from 'Ada Löwe <ada@lab.test>' --to bob@lab.test --to root \
        --envelope-sender=auto "$lab/programs.patch"
}

send_by_php() {
    local php
    php=$(command -v php || compgen -G '/usr/bin/php[0-9]*' | head -n 1)
    "$php" -r 'exit(mail("bob@lab.test, root", "From PHP",
        "Hello.\n.\nThe end.\n", "From: ada@lab.test\r\nBcc: carol@lab.test",
        "-fbounces@lab.test") ? 0 : 1);'
}
