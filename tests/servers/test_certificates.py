# SPDX-License-Identifier: MIT
"""Certificates of each kind, good and bad, at servers with different TLS: who
is talked to, who is not and why, and that nothing goes to him.

C131, C132, C133, C134, T07, T08, T09
"""

import hashlib
import subprocess
import sys

from laboratory import start
from sending import by_password, check_arrived, refuse, send

from harness import Suite, check, same

suite = Suite()

PORTS = ("SUBMISSION", "SMTPS")

# What is wrong with a certificate, and what helps; None where nothing is.
UNKNOWN = ("no authority that is trusted here", "--ca-file")
KINDS = {
    "good": None,
    "ec": None,
    "chain": None,
    "nochain": UNKNOWN,
    "otherca": UNKNOWN,
    "expired": ("expired at 2020-01-01 00:00 UTC", "clock"),
    "notyet": ("not valid before 2090-01-01 00:00 UTC", "clock"),
    "wronghost": ("not for 127.0.0.1, but for other.example", "--tls-name"),
    "wildcard": ("not for 127.0.0.1, but for *.lab.test", "--tls-name"),
    "cnonly": ("no name in its subjectAltName", "--tls-name"),
    "selfsigned": ("signed by itself", "--ca-file"),
}

# A start takes seconds: each of these servers has one kind or two (and a good
# one wherever it logs people in), and the keeper, which starts at once, has
# them all.
ELSEWHERE = {
    "aiosmtpd": ("cnonly",),
    "chasquid": ("chain", "wronghost"),
    "dovecot": ("nochain",),
    "exim": ("notyet",),
    "nodemailer": ("otherca", "wildcard"),
    "postfix": ("selfsigned",),
    "sendmail": ("expired",),
}


def attempt(folder, server, port, *args, **how):
    """Sends with a login, which has to be kept from a wrong server."""
    return send(folder, server, port, *args,
                *by_password(folder, server.user, server.password), **how)


def check_kept_back(result):
    """That the server heard no more than EHLO and STARTTLS."""
    said = [line.split(b" C: ")[1].split(b" ")[0]
            for line in result.dialogue.splitlines() if b" C: " in line]
    check(set(said) <= {b"EHLO", b"STARTTLS", b"QUIT"},
          "says more: %s" % result.dialogue)


def is_judged(name, kind):
    """By STARTTLS and from the start."""
    def run(folder):
        server = start(name, cert=kind)
        server.forget()
        for port in PORTS:
            result = attempt(folder, server, port)
            if KINDS[kind]:
                refuse(result, 82, *KINDS[kind])
                check_kept_back(result)
            else:
                check(result.status == 0, str(result))
                check(result.report["tls"]["verified"], "not verified")
        check_arrived(server, 0 if KINDS[kind] else len(PORTS))
    return run


# Tests of the keeper with a kind of certificate: they run where it has that.
beside = {kind: [] for kind in KINDS}


def keeper_with(kind):
    def add(function):
        def run(folder):
            server = start("keeper", cert=kind)
            server.forget()
            function(folder, server)

        beside[kind].append((function.__name__.replace("_", " "), run))
        return function
    return add


def key_of(server):
    """The hash of the key that SERVER has, as --pin takes it."""
    path = "%s/%s.key" % (server.settings["CERTS"], server.settings["CERT"])
    key = subprocess.run(["openssl", "pkey", "-in", path, "-pubout",
                          "-outform", "DER"], check=True, capture_output=True)
    return "sha256:" + hashlib.sha256(key.stdout).hexdigest()


@keeper_with("wildcard")
def a_wildcard_stands_for_one_label(folder, server):
    result = attempt(folder, server, "SMTPS", "--tls-name", "mx.lab.test")
    check(result.status == 0, str(result))
    same(result.report["tls"]["peer"], "mx.lab.test", "the peer told")
    for name in ("lab.test", "a.mx.lab.test", "mx.lab.test.example"):
        refuse(attempt(folder, server, "SMTPS", "--tls-name", name), 82,
               "not for " + name)
    check_arrived(server, 1)


@keeper_with("wronghost")
def the_name_to_be_found_can_be_given(folder, server):
    result = attempt(folder, server, "SUBMISSION", "--tls-name",
                     "other.example")
    check(result.status == 0, str(result))
    refuse(attempt(folder, server, "SUBMISSION", "--tls-name", "mx.lab.test"),
           82, "not for mx.lab.test, but for other.example")
    check_arrived(server, 1)


@keeper_with("cnonly")
def the_subject_s_common_name_counts_for_nothing(folder, server):
    refuse(attempt(folder, server, "SMTPS", "--tls-name", "mx.lab.test"), 82,
           "no name in its subjectAltName")
    check_arrived(server, 0)


@keeper_with("selfsigned")
def a_certificate_of_its_own_is_trusted_by_name(folder, server):
    own = "%s/selfsigned.pem" % server.settings["CERTS"]
    result = attempt(folder, server, "SMTPS", "--ca-file", own, ca_file=False)
    check(result.status == 0, str(result))
    check_arrived(server, 1)


@keeper_with("good")
def the_system_s_authorities_do_not_know_this_one(folder, server):
    refuse(attempt(folder, server, "SMTPS", ca_file=False), 82, *UNKNOWN)
    check_arrived(server, 0)


@keeper_with("selfsigned")
def whoever_takes_any_certificate_is_warned(folder, server):
    result = attempt(folder, server, "SUBMISSION", "--insecure")
    check(result.status == 0, str(result))
    check(b"not verified" in result.err, "no warning: %s" % result)
    same(result.report["tls"]["verified"], False, "what is told")
    check_arrived(server, 1)


@keeper_with("ec")
def a_pinned_key_is_wanted_beside_all_else(folder, server):
    other = "sha256:" + "0" * 64
    check(attempt(folder, server, "SMTPS", "--pin", other,
                  "--pin", key_of(server)).status == 0, "not the pinned key")
    for args in ([], ["--insecure"]):
        result = attempt(folder, server, "SMTPS", "--pin", other, *args)
        refuse(result, 82, "its key is none of those that were pinned")
        check_kept_back(result)
    check_arrived(server, 1)


@keeper_with("expired")
def a_pinned_key_does_not_make_up_for_a_bad_certificate(folder, server):
    pin = ["--pin", key_of(server)]
    refuse(attempt(folder, server, "SMTPS", *pin), 82, "expired")
    result = attempt(folder, server, "SMTPS", "--insecure", *pin)
    check(result.status == 0, str(result))
    check_arrived(server, 1)


# TLS as it can be had, and no login where that is not verified.
@keeper_with("expired")
def where_tls_is_but_a_wish_a_bad_certificate_gets_no_login(folder, server):
    result = attempt(folder, server, "SUBMISSION", "--tls", "opportunistic")
    check(result.status == 77, str(result))
    check(b"certificate is not verified" in result.err, str(result))
    check(b"C: AUTH" not in result.dialogue, str(result.dialogue))
    check_arrived(server, 0)


for certificate in KINDS:
    suite.add("the keeper shows the certificate '%s'" % certificate,
              is_judged("keeper", certificate))
    for name, function in beside[certificate]:
        suite.add(name, function)
for server_name, kinds in ELSEWHERE.items():
    for certificate in kinds:
        suite.add("%s shows the certificate '%s'" % (server_name, certificate),
                  is_judged(server_name, certificate))


# This release cannot finish a handshake with OpenSSL 3: STARTTLS is announced
# and fails each time, and then nothing may go on in clear.
@suite.test
def a_handshake_that_fails_is_the_end(folder):
    server = start("opensmtpd")
    server.forget()
    for port in PORTS:
        result = attempt(folder, server, port)
        refuse(result, 82, "the TLS handshake failed")
        check_kept_back(result)
    check_arrived(server, 0)


if __name__ == "__main__":
    sys.exit(suite.main())
