# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# Dovecot: LMTP into a Maildir for each recipient, and submission, which
# passes mail on to the keeper; alone here it offers BINARYMIME. Its IMAP is
# started by the tests that want it, without a login.

PACKAGES="dovecot-core dovecot-imapd dovecot-lmtpd dovecot-submissiond \
libgsasl18"
PORTS='LMTP SUBMISSION SMTPS RELAY'
GREETS='LMTP SUBMISSION RELAY'

info() {
    echo "TOKEN=$(oauth_token)"
    echo "LMTP_SOCKET=$here/lmtp.sock"
}

configure() {
    LOGINS+=' external'
    mkdir -p /etc/dovecot
    {
        dovecot_logins
        write_submission "8bitmime binarymime chunking dsn \
enhancedstatuscodes pipelining size vrfy"
        write_lmtp
    } >/etc/dovecot/dovecot.conf
}

# write_submission EXTENSIONS, those that the relay is trusted to have.
write_submission() {
    cat <<END
listen = 127.0.0.1
hostname = mx.lab.test
mail_location = maildir:~/Maildir
ssl = yes
ssl_cert = <$CERTS/$CERT.pem
ssl_key = <$CERTS/$CERT.key
submission_relay_host = 127.0.0.1
submission_relay_port = $PORT_RELAY
submission_backend_capabilities = $1
submission_max_mail_size = $(option size 50M)
service submission-login {
  inet_listener submission {
    port = $PORT_SUBMISSION
  }
  inet_listener submissions {
    port = $PORT_SMTPS
    ssl = yes
  }
}
END
}

write_lmtp() {
    cat <<END
protocols = lmtp submission
postmaster_address = postmaster@lab.test
ssl_ca = <$CERTS/ca.pem
ssl_verify_client_cert = yes
ssl_require_crl = no
auth_ssl_username_from_cert = yes
ssl_cert_username_field = commonName
mail_save_crlf = yes
lda_mailbox_autocreate = yes
lmtp_save_to_detail_mailbox = no
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $PORT_LMTP
  }
  unix_listener $here/lmtp.sock {
    mode = 0666
  }
}
END
}

start() {
    dovecot
    start_relay
}

# The keeper under the port that Dovecot's submission knows.
start_relay() {
    PORT_SMTP=$PORT_RELAY
    unset PORT_SUBMISSION PORT_SMTPS PORT_LMTP
    OPTIONS=announce=PIPELINING,8BITMIME,ENHANCEDSTATUSCODES,DSN,CHUNKING
    OPTIONS+=,BINARYMIME,SIZE_52428800,VRFY
    export_environment
    exec /usr/bin/python3 -B "$lab/keeper.py"
}
