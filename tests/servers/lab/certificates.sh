# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # lab.sh has the rest
#
# An authority, a good certificate, and bad ones of each kind:
#     good       for localhost, mx.lab.test, 127.0.0.1 and ::1
#     ec         the same, with a key on an elliptic curve
#     chain      the same, signed by an intermediate, which is in the file
#     nochain    the same, with the intermediate left out
#     expired    ended in 2020          notyet      begins in 2090
#     wronghost  for other.example      wildcard    for *.lab.test
#     cnonly     has its name in the subject alone
#     otherca    signed by an authority that is not in ca.pem
#     selfsigned signed by itself
#     client     the client's, for alice@lab.test
# All but ec have one key, which takes the longest to make.

make_certificates() {
    [ ! -e "$CERTS/made" ] || return 0
    (
        flock 9
        [ ! -e "$CERTS/made" ] || exit 0
        rm -rf "$CERTS"
        mkdir -p "$CERTS"
        cd "$CERTS"
        make_all
        chmod 644 ./*
        touch made
    ) 9>"$LAB_STATE/certificates.lock" >"$LAB_STATE/certificates.log" 2>&1 ||
        true
    [ -e "$CERTS/made" ] || {
        cat "$LAB_STATE/certificates.log" >&2
        die 'certificates could not be made'
    }
}

make_all() {
    local kind good='DNS:localhost,DNS:mx.lab.test,IP:127.0.0.1,IP:::1'
    openssl genrsa -out all.key 2048
    openssl ecparam -name prime256v1 -genkey -noout -out ec.key
    for kind in good chain nochain expired notyet wronghost cnonly otherca \
        selfsigned wildcard client; do
        cp all.key "$kind.key"
    done
    make_authority ca 'Lab Authority'
    make_authority other 'Other Authority'
    make_intermediate
    sign good ca "$good"
    sign ec ca "$good"
    sign nochain intermediate "$good"
    cat nochain.pem intermediate.pem >chain.pem
    sign expired ca "$good" 20190101000000Z 20200101000000Z
    sign notyet ca "$good" 20900101000000Z 20910101000000Z
    sign wronghost ca DNS:other.example
    sign wildcard ca 'DNS:*.lab.test'
    sign cnonly ca ''
    sign otherca other "$good"
    sign client ca email:alice@lab.test
    openssl req -x509 -key all.key -out selfsigned.pem -days 3650 \
        -subj /CN=mx.lab.test -addext "subjectAltName=$good"
    openssl rand -base64 32 | tr -d '\n' >jwt.secret
}

make_authority() {
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" \
        -days 3650 -subj "/CN=$2" -addext keyUsage=critical,keyCertSign,cRLSign
}

make_intermediate() {
    openssl req -new -newkey rsa:2048 -nodes -keyout intermediate.key \
        -subj '/CN=Lab Intermediate' -out intermediate.csr
    printf '%s\n' basicConstraints=critical,CA:TRUE \
        keyUsage=critical,keyCertSign,cRLSign >intermediate.ext
    openssl x509 -req -in intermediate.csr -CA ca.pem -CAkey ca.key \
        -CAcreateserial -days 3650 -extfile intermediate.ext \
        -out intermediate.pem
}

# sign KIND AUTHORITY ALTERNATIVE-NAMES [BEGIN END]
sign() {
    local subject=mx.lab.test usage=serverAuth
    case $1 in
    wronghost) subject=other.example ;;
    client) subject=alice@lab.test usage=clientAuth ;;
    esac
    openssl req -new -key "$1.key" -subj "/CN=$subject" -out "$1.csr"
    {
        printf '%s\n' basicConstraints=CA:FALSE "extendedKeyUsage=$usage"
        [ -z "$3" ] || echo "subjectAltName=$3"
    } >"$1.ext"
    rm -rf issued
    mkdir issued
    : >issued/index
    cat >issued/settings <<'END'
[ca]
default_ca = lab
[lab]
database = issued/index
new_certs_dir = issued
rand_serial = yes
default_md = sha256
email_in_dn = no
policy = names
[names]
commonName = supplied
END
    openssl ca -batch -notext -config issued/settings -in "$1.csr" \
        -out "$1.pem" -cert "$2.pem" -keyfile "$2.key" -extfile "$1.ext" \
        -startdate "${4:-$(date -u -d '-1 day' +%Y%m%d%H%M%SZ)}" \
        -enddate "${5:-$(date -u -d '+3650 days' +%Y%m%d%H%M%SZ)}"
}
