# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# What no real server here offers, and the keeper of what Dovecot passes on:
# any keyword, BINARYMIME, and the logins of GNU SASL, channel bindings too.

PACKAGES='libgsasl18'
PORTS='SMTP SUBMISSION SMTPS LMTP'
GREETS='SMTP SUBMISSION LMTP'

configure() {
    :
}

start() {
    export_environment
    exec /usr/bin/python3 -B "$lab/keeper.py"
}
