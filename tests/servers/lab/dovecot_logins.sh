# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# Dovecot's logins: its own, and what Postfix and Exim ask.

LOGINS='plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256'
LOGINS+=' xoauth2 oauthbearer'

# Prints that part of Dovecot's configuration, and writes what it refers to.
dovecot_logins() {
    local keys=/etc/dovecot/keys/default/HS256
    add_user dovecot
    add_user dovenull
    mkdir -p "$keys"
    cp "$CERTS/jwt.secret" "$keys/default"
    printf '%s:{PLAIN.b64}%s::::::\n' \
        "$LAB_USER" "$(printf %s "$LAB_PASS" | base64 -w 0)" \
        "$LAB_USER2" "$(printf %s "$LAB_PASS2" | base64 -w 0)" \
        >/etc/dovecot/lab-users
    cat >/etc/dovecot/oauth2.conf <<'END'
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=/etc/dovecot/keys/
username_attribute = sub
issuers = lab.test
END
    chmod -R a+rX /etc/dovecot
    cat <<END
base_dir = /run/dovecot
log_path = $here/dovecot.log
auth_mechanisms = $(option auth "$LOGINS" | tr , ' ')
auth_verbose = yes
disable_plaintext_auth = no
first_valid_uid = 1
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = oauth2
  args = /etc/dovecot/oauth2.conf
  mechanisms = xoauth2 oauthbearer
}
passdb {
  driver = static
  args = nopassword=y
  mechanisms = external
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u /etc/dovecot/lab-users
}
userdb {
  driver = static
  args = uid=labmail gid=labmail home=$MAIL/%n allow_all_users=yes
}
END
}

# The configuration where Dovecot does nothing but ask who it is: of a server
# that reaches it by the LISTENER given.
dovecot_for_another() {
    mkdir -p /etc/dovecot
    {
        dovecot_logins
        printf 'protocols =\nssl = no\nservice auth {\n%s\n}\n' "$1"
    } >/etc/dovecot/dovecot.conf
}

base64url() {
    openssl base64 -A | tr '+/' '-_' | tr -d =
}

# A JWT for the first user, good for a day.
oauth_token() {
    local now head payload key
    now=$(date +%s)
    head=$(printf '{"alg":"HS256","typ":"JWT"}' | base64url)
    payload=$(printf '{"iss":"%s","sub":"%s","iat":%d,"nbf":%d,"exp":%d}' \
        lab.test "$LAB_USER" $((now - 60)) $((now - 60)) $((now + 86400)) |
        base64url)
    key=$(base64 -d "$CERTS/jwt.secret" | od -An -tx1 | tr -d ' \n')
    printf '%s.%s.%s' "$head" "$payload" "$(printf %s "$head.$payload" |
        openssl dgst -sha256 -binary -mac HMAC -macopt "hexkey:$key" |
        base64url)"
}
