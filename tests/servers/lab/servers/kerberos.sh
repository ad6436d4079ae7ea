# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# Dovecot's submission with GSSAPI, and the realm LAB.TEST that it takes, with
# a ticket for alice. A client connects to localhost, with KRB5_CONFIG and
# KRB5CCNAME in its environment.

# shellcheck source=/dev/null
. "$lab/servers/dovecot.sh"

PACKAGES='dovecot-core dovecot-submissiond dovecot-gssapi krb5-kdc
    krb5-admin-server krb5-user libsasl2-modules-gssapi-mit libgsasl18'
PORTS='KDC SUBMISSION SMTPS RELAY'
GREETS='SUBMISSION RELAY'

info() {
    echo "KRB5_CONFIG=$here/krb5.conf"
    echo "KRB5CCNAME=FILE:$here/alice.ccache"
}

configure() {
    make_realm
    LOGINS='gssapi plain'
    mkdir -p /etc/dovecot
    {
        dovecot_logins
        write_submission '8bitmime dsn enhancedstatuscodes pipelining size'
        cat <<'END'
protocols = submission
auth_gssapi_hostname = "$ALL"
auth_krb5_keytab = /etc/dovecot.keytab
auth_realms = LAB.TEST
service auth {
  user = root
}
END
    } >/etc/dovecot/dovecot.conf
}

make_realm() {
    cat >"$here/krb5.conf" <<END
[libdefaults]
  default_realm = LAB.TEST
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  udp_preference_limit = 1
[realms]
  LAB.TEST = {
    kdc = 127.0.0.1:$PORT_KDC
  }
[domain_realm]
  localhost = LAB.TEST
  mx.lab.test = LAB.TEST
END
    cp "$here/krb5.conf" /etc/krb5.conf
    mkdir -p /etc/krb5kdc /var/lib/krb5kdc
    cat >/etc/krb5kdc/kdc.conf <<END
[kdcdefaults]
  kdc_listen = 127.0.0.1:$PORT_KDC
  kdc_tcp_listen = 127.0.0.1:$PORT_KDC
[realms]
  LAB.TEST = {
    database_name = /var/lib/krb5kdc/principal
    key_stash_file = /etc/krb5kdc/stash
  }
END
    kdb5_util create -s -r LAB.TEST -P master
    kadmin.local -q "addprinc -pw $LAB_PASS alice"
    kadmin.local -q 'addprinc -randkey smtp/localhost'
    kadmin.local -q 'ktadd -k /etc/dovecot.keytab smtp/localhost'
}

start() {
    local tries
    krb5kdc -P /run/krb5kdc.pid
    for ((tries = 0; tries < 10; tries++)); do
        ! printf '%s\n' "$LAB_PASS" |
            kinit -c "FILE:$here/alice.ccache" alice || break
        sleep 0.2
    done
    chmod 644 "$here/alice.ccache"
    dovecot
    start_relay
}
