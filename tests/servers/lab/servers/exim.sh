# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# Exim, into a Maildir; Dovecot knows who may log in. PRDR is its own.

PACKAGES='exim4-daemon-heavy exim4-base exim4-config dovecot-core'
PORTS='SMTP SUBMISSION SMTPS'
GREETS='SMTP SUBMISSION'

info() {
    echo "TOKEN=$(oauth_token)"
}

configure() {
    local folder
    add_user Debian-exim
    for folder in /var/spool/exim4 /run/exim4 "$here/exim"; do
        mkdir -p "$folder"
        chown Debian-exim: "$folder"
    done
    mkdir -p /etc/exim4
    cp "$CERTS/$CERT.pem" /etc/exim4/cert.pem
    cp "$CERTS/$CERT.key" /etc/exim4/key.pem
    cp "$CERTS/ca.pem" /etc/exim4/ca.pem
    {
        write_main
        write_rules
        write_delivery_rules
        write_authenticators
    } >/etc/exim4/exim4.conf
    dovecot_for_another '  unix_listener auth-client {
    mode = 0666
  }'
}

write_main() {
    cat <<END
primary_hostname = mx.lab.test
exim_user = Debian-exim
exim_group = Debian-exim
log_file_path = $here/exim/%slog.log
keep_environment =
local_interfaces = 127.0.0.1 $(! has_ipv6 || echo ': ::::1')
daemon_smtp_ports = $PORT_SMTP : $PORT_SUBMISSION : $PORT_SMTPS
tls_on_connect_ports = $PORT_SMTPS
tls_advertise_hosts = *
tls_certificate = /etc/exim4/cert.pem
tls_privatekey = /etc/exim4/key.pem
tls_verify_certificates = /etc/exim4/ca.pem
tls_try_verify_hosts = *
auth_advertise_hosts = \${if eq {\$received_port}{$PORT_SMTP}{}{*}}
smtputf8_advertise_hosts = *
chunking_advertise_hosts = *
dsn_advertise_hosts = *
pipelining_connect_advertise_hosts = *
prdr_enable = true
message_size_limit = $(option size 50M)
accept_8bitmime = true
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
acl_smtp_data_prdr = accept
never_users =
qualify_domain = lab.test
host_lookup =
rfc1413_hosts =
smtp_accept_max = 200
smtp_accept_queue_per_connection = 0
smtp_enforce_sync = true
END
}

write_rules() {
    cat <<END
begin acl
rcpt:
  deny    recipients = reject@lab.test
          message    = 550 5.1.1 no such user here
  defer   recipients = defer@lab.test
          message    = 450 4.2.1 mailbox busy, try later
  defer   recipients = full@lab.test
          message    = 452 4.2.2 mailbox full
  accept  condition  = \${if eq {\$received_port}{$PORT_SMTP}}
  deny    !encrypted = *
          message    = 530 5.7.0 Must issue a STARTTLS command first
  accept  authenticated = *
  deny    message    = 530 5.7.0 Authentication required
END
}

write_delivery_rules() {
    cat <<END
begin routers
all:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = $MAIL/inbox
  create_directory
  maildir_format
  user = labmail
  group = labmail
  envelope_to_add
  return_path_add
begin retry
* * F,1h,5m
END
}

write_authenticators() {
    local mechanism
    echo 'begin authenticators'
    for mechanism in $(option auth "$LOGINS" | tr , ' '); do
        # shellcheck disable=SC2016 # Exim's own variable
        printf '%s:\n  driver = dovecot\n  public_name = %s\n%s\n%s\n' \
            "${mechanism//-/_}" "${mechanism^^}" \
            '  server_socket = /run/dovecot/auth-client' \
            '  server_set_id = $auth1'
    done
    cat <<'END'
external:
  driver = external
  public_name = EXTERNAL
  server_advertise_condition = ${if eq{$tls_in_certificate_verified}{1}}
  server_param2 = ${certextract {subject,CN}{$tls_in_peercert}}
  server_condition = ${if eqi{$auth1}{$auth2}}
  server_set_id = $auth1
END
}

start() {
    dovecot
    exec exim4 -bdf -q5m -v
}
