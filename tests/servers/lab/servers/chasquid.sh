# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# chasquid: PLAIN after TLS, SMTPUTF8; keeps what it hands to its delivery
# agent. It hangs up after three bad commands.

PACKAGES='chasquid'
PORTS='SMTP SUBMISSION SMTPS'
GREETS='SMTP SUBMISSION'

configure() {
    local c=/etc/chasquid
    rm -rf $c
    mkdir -p $c/certs/mx.lab.test $c/domains/lab.test /var/lib/chasquid
    cp "$CERTS/$CERT.pem" $c/certs/mx.lab.test/fullchain.pem
    cp "$CERTS/$CERT.key" $c/certs/mx.lab.test/privkey.pem
    write_delivery $c/deliver
    cat >$c/chasquid.conf <<END
hostname: "mx.lab.test"
max_data_size_mb: $(option size_mb 50)
smtp_address: "127.0.0.1:$PORT_SMTP"
submission_address: "127.0.0.1:$PORT_SUBMISSION"
submission_over_tls_address: "127.0.0.1:$PORT_SMTPS"
mail_delivery_agent_bin: "$c/deliver"
mail_delivery_agent_args: "%to%"
data_dir: "/var/lib/chasquid"
mail_log_path: "<stdout>"
END
    chasquid-util --configdir=$c user-add "$LAB_USER" --password="$LAB_PASS"
    chasquid-util --configdir=$c user-add "$LAB_USER2" --password="$LAB_PASS2"
    chasquid-util --configdir=$c user-add bob@lab.test --password=x
    echo '*: bob' >$c/domains/lab.test/aliases
}

start() {
    cd /
    exec chasquid --config_dir=/etc/chasquid
}
