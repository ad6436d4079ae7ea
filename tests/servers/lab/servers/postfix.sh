# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# Postfix, into a Maildir; Dovecot knows who may log in. What a success
# report says arrives in the same mailbox.

PACKAGES='postfix dovecot-core'
PORTS='LOGINS SMTP SUBMISSION SMTPS'
GREETS='SMTP SUBMISSION'

info() {
    echo "TOKEN=$(oauth_token)"
}

configure() {
    add_user postfix
    getent group postdrop >/dev/null || groupadd -r postdrop
    mkdir -p /var/spool/postfix /var/lib/postfix /etc/postfix
    chown postfix: /var/lib/postfix
    chgrp postdrop /usr/sbin/postdrop /usr/sbin/postqueue
    chmod 2755 /usr/sbin/postdrop /usr/sbin/postqueue
    cp /usr/share/postfix/postfix-files* /etc/postfix/ 2>/dev/null || true
    write_main >/etc/postfix/main.cf
    write_master >/etc/postfix/master.cf
    dovecot_for_another "  inet_listener {
    address = 127.0.0.1
    port = $PORT_LOGINS
  }"
}

# Mail for every address ends in one Maildir, and nothing leaves the machine.
write_main() {
    cat <<END
compatibility_level = 3.6
maillog_file = /dev/stdout
myhostname = mx.lab.test
mydestination =
mynetworks = 127.0.0.0/8 [::1]/128
inet_protocols = all
alias_maps =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:inbox/
virtual_mailbox_base = $MAIL
virtual_minimum_uid = 1
virtual_uid_maps = static:$(id -u labmail)
virtual_gid_maps = static:$(id -g labmail)
default_transport = virtual
virtual_mailbox_limit = 0
message_size_limit = $(option size 52428800)
smtputf8_enable = yes
smtpd_tls_security_level = may
smtpd_tls_chain_files = $CERTS/$CERT.key $CERTS/$CERT.pem
smtpd_tls_CAfile = $CERTS/ca.pem
smtpd_tls_session_cache_database =
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:$PORT_LOGINS
smtpd_sasl_security_options = noanonymous
smtpd_tls_auth_only = $(option tls_auth_only no)
smtpd_discard_ehlo_keywords = $(option discard)
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
smtpd_recipient_restrictions = check_recipient_access inline:{
  { reject@lab.test = 550 5.1.1 no such user here },
  { defer@lab.test = 450 4.2.1 mailbox busy, try later },
  { full@lab.test = 452 4.2.2 mailbox full } }, permit_mynetworks, reject
smtpd_sender_restrictions = check_sender_access inline:{
  { banned@lab.test = 554 5.7.1 sender refused } }
END
}

write_master() {
    local name listener='inet n - n - - smtpd'
    echo "127.0.0.1:$PORT_SMTP $listener"
    ! has_ipv6 || echo "[::1]:$PORT_SMTP $listener"
    cat <<END
127.0.0.1:$PORT_SUBMISSION $listener -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_ask_ccert=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
127.0.0.1:$PORT_SMTPS $listener -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_ask_ccert=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
postlog unix-dgram n - n - 1 postlogd
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
virtual unix - n n - - virtual
END
    for name in bounce defer trace; do
        echo "$name unix - - n - 0 bounce"
    done
    for name in anvil error scache proxymap; do
        echo "$name unix - - n - - $name"
    done
}

start() {
    dovecot
    exec postfix start-fg
}
