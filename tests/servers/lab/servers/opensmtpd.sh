# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# OpenSMTPD, into a Maildir. Debian 12's cannot finish a handshake with
# OpenSSL 3: STARTTLS is offered, and fails.

PACKAGES='opensmtpd'
PORTS='SMTP SUBMISSION SMTPS'
GREETS='SMTP SUBMISSION'

configure() {
    add_user opensmtpd
    add_user opensmtpq
    mkdir -p /var/lib/opensmtpd/empty /var/empty
    chmod 755 /var/lib/opensmtpd/empty
    chgrp opensmtpq /usr/sbin/smtpctl
    chmod 2555 /usr/sbin/smtpctl
    install -m 600 "$CERTS/$CERT.key" /etc/smtpd.key
    install -m 644 "$CERTS/$CERT.pem" /etc/smtpd.pem
    printf '%s %s\n' "$LAB_USER" "$(smtpctl encrypt "$LAB_PASS")" \
        "$LAB_USER2" "$(smtpctl encrypt "$LAB_PASS2")" >/etc/smtpd-users
    echo '@ labmail' >/etc/smtpd-virtual
    cat >/etc/smtpd.conf <<END
pki mx.lab.test cert "/etc/smtpd.pem"
pki mx.lab.test key "/etc/smtpd.key"
table users file:/etc/smtpd-users
table everyone file:/etc/smtpd-virtual
smtp max-message-size "$(option size 50M)"
listen on 127.0.0.1 port $PORT_SMTP tls pki mx.lab.test hostname mx.lab.test
listen on 127.0.0.1 port $PORT_SUBMISSION tls-require pki mx.lab.test \\
    auth <users> hostname mx.lab.test
listen on 127.0.0.1 port $PORT_SMTPS smtps pki mx.lab.test \\
    auth <users> hostname mx.lab.test
action deliver maildir "$MAIL/inbox" virtual <everyone>
match from any for rcpt-to "reject@lab.test" reject
match from any for any action deliver
END
}

start() {
    exec smtpd -d
}
