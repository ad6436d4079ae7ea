# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# aiosmtpd, which keeps exact octets and the envelope.

PACKAGES='python3-aiosmtpd python3-attr'
PORTS='SMTP SUBMISSION SMTPS LMTP'
GREETS='SMTP SUBMISSION LMTP'

configure() {
    :
}

start() {
    export_environment
    exec /usr/bin/python3 -B "$lab/aiosmtpd_server.py"
}
