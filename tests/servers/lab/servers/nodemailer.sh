# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# nodemailer's smtp-server, which keeps exact octets and the envelope; alone
# here it offers REQUIRETLS.

NPM='smtp-server@3.19.5'
PORTS='SMTP SUBMISSION SMTPS LMTP'
GREETS='SMTP SUBMISSION LMTP'

info() {
    echo TOKEN=lab-access-token
}

configure() {
    :
}

start() {
    export_environment
    export NODE_PATH=$here/npm/node_modules
    exec node "$lab/nodemailer_server.js"
}
