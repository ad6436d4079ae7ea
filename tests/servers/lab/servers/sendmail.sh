# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# Sendmail: logins by Cyrus SASL, and by a client's certificate; DELIVERBY is
# its own.

PACKAGES='sendmail-bin sendmail-base sendmail-cf libsasl2-modules
    libsasl2-modules-db sasl2-bin m4'
PORTS='SMTP SUBMISSION SMTPS'
GREETS='SMTP SUBMISSION'

configure() {
    local folder
    add_user smmta
    add_user smmsp
    mkdir -p /etc/mail/tls /var/spool/mqueue /run/sendmail/mta
    chmod 700 /var/spool/mqueue
    chmod 755 /etc/mail
    cp "$CERTS/$CERT.pem" /etc/mail/tls/cert.pem
    install -m 600 "$CERTS/$CERT.key" /etc/mail/tls/key.pem
    cp "$CERTS/ca.pem" /etc/mail/tls/ca.pem
    add_login alice lab.test "$LAB_PASS"
    add_login alice mx.lab.test "$LAB_PASS"
    add_login zoe lab.test "$LAB_PASS2"
    mechanisms=$(option auth "PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 \
SCRAM-SHA-256 EXTERNAL" | tr , ' ')
    for folder in /usr/lib/sasl2 /etc/mail/sasl /etc/sasl2; do
        mkdir -p $folder
        printf '%s\n' 'pwcheck_method: auxprop' 'auxprop_plugin: sasldb' \
            "mech_list: $mechanisms" >$folder/Sendmail.conf
        cp $folder/Sendmail.conf $folder/Sendmail.conf.2
    done
    write_delivery /etc/mail/deliver
    write_mc >/etc/mail/sendmail.mc
    (cd /usr/share/sendmail/cf && m4 /etc/mail/sendmail.mc) \
        >/etc/mail/sendmail.cf
    printf 'To:%s\tERROR:%s\n' \
        reject@lab.test '5.1.1:550 no such user here' \
        defer@lab.test '4.2.1:450 mailbox busy, try later' \
        full@lab.test '4.2.2:452 mailbox full' |
        /usr/libexec/sendmail/makemap hash /etc/mail/access
    touch /etc/mail/aliases /etc/mail/local-host-names \
        /etc/mail/trusted-users /etc/mail/relay-domains
    /usr/libexec/sendmail/sendmail -bi -C/etc/mail/sendmail.cf >/dev/null
}

add_login() {
    printf %s "$3" | saslpasswd2 -p -c -u "$2" "$1"
}

write_mc() {
    cat <<END
include(\`/usr/share/sendmail/cf/m4/cf.m4')
OSTYPE(\`debian')
DOMAIN(\`debian-mta')
undefine(\`confHOST_STATUS_DIRECTORY')
define(\`confDOMAIN_NAME', \`mx.lab.test')
define(\`confAUTH_MECHANISMS', \`$mechanisms')
TRUST_AUTH_MECH(\`$mechanisms')
define(\`confAUTH_REALM', \`lab.test')
define(\`confCACERT', \`/etc/mail/tls/ca.pem')
define(\`confCACERT_PATH', \`/etc/mail/tls')
define(\`confSERVER_CERT', \`/etc/mail/tls/cert.pem')
define(\`confSERVER_KEY', \`/etc/mail/tls/key.pem')
define(\`confMAX_MESSAGE_SIZE', \`$(option size 52428800)')
define(\`confDELIVER_BY_MIN', \`60')
define(\`confPRIVACY_FLAGS', \`')
define(\`confTO_IDENT', \`0s')
define(\`confQUEUE_LA', \`1000')
define(\`confREFUSE_LA', \`1000')
define(\`confDELAY_LA', \`0')
define(\`confBAD_RCPT_THROTTLE', \`0')
define(\`LOCAL_MAILER_PATH', \`/etc/mail/deliver')
define(\`LOCAL_MAILER_ARGS', \`deliver \$u')
define(\`LOCAL_MAILER_FLAGS', \`SPhn')
MODIFY_MAILER_FLAGS(\`LOCAL', \`-w')
FEATURE(\`no_default_msa')
FEATURE(\`nocanonify')
FEATURE(\`access_db', \`hash /etc/mail/access')
FEATURE(\`blocklist_recipients')
FEATURE(\`accept_unresolvable_domains')
FEATURE(\`accept_unqualified_senders')
FEATURE(\`promiscuous_relay')
DAEMON_OPTIONS(\`Name=MTA, Family=inet, Addr=127.0.0.1, Port=$PORT_SMTP, M=A')
DAEMON_OPTIONS(\`Name=MSA, Family=inet, Addr=127.0.0.1, Port=$PORT_SUBMISSION, M=Ea')
DAEMON_OPTIONS(\`Name=TLSMSA, Family=inet, Addr=127.0.0.1, Port=$PORT_SMTPS, M=Eas')
MAILER(\`local')
MAILER(\`smtp')
LOCAL_CONFIG
Cwlab.test
END
}

start() {
    exec /usr/libexec/sendmail/sendmail -bD -q1m -X "$here/session.log"
}
