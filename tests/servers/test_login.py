# SPDX-License-Identifier: MIT
"""Every mechanism of every server: what is let in, what is not, and what
nobody else gets to see.

C125, C126, C127, C128, C129, C130, T09, T13
"""

import sys

from laboratory import start
from sending import (by_password, check_arrived, refuse, send, spellings,
                     succeed)

from harness import Suite, check, same, write

suite = Suite()
test = suite.test

PASSWORDS = ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")
BOUND = ("SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS")
TOKENS = ("XOAUTH2", "OAUTHBEARER")
PORTS = ("SUBMISSION", "SMTPS")
WRONG = "wonder-land-2"

# What each server offers under TLS, as far as mimewright has it.
OFFERS = {
    "aiosmtpd": ("PLAIN", "LOGIN"),
    "chasquid": ("PLAIN",),
    "dovecot": PASSWORDS + TOKENS + ("EXTERNAL",),
    "exim": PASSWORDS + TOKENS + ("EXTERNAL",),
    "keeper": PASSWORDS + BOUND + ("EXTERNAL",),
    "nodemailer": ("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"),
    "postfix": PASSWORDS + TOKENS,
    "sendmail": PASSWORDS + ("EXTERNAL",),
}

# What is taken of those where nobody asks for one.
STRONGEST = {
    "aiosmtpd": "PLAIN", "chasquid": "PLAIN", "dovecot": "SCRAM-SHA-256",
    "exim": "SCRAM-SHA-256", "keeper": "SCRAM-SHA-256-PLUS",
    "nodemailer": "CRAM-MD5", "postfix": "SCRAM-SHA-256",
    "sendmail": "SCRAM-SHA-256",
}

# How servers write down who came in, and by what.
RECORDS = {
    "chasquid": lambda mechanism, user: "auth succeeded for " + user,
    "dovecot": lambda mechanism, user: "user=<%s>, method=%s" % (
        user, mechanism),
    "exim": lambda mechanism, user: "A=%s:%s" % (
        mechanism.lower().replace("-", "_"), user),
    "postfix": lambda mechanism, user: "sasl_method=%s, sasl_username=%s" % (
        mechanism, user),
}


def credentials(folder, server, mechanism, second=False):
    """The user, and the options by which MECHANISM lets him in."""
    if mechanism in TOKENS:
        write(folder, "token", server.token + "\n")
        return server.user, ["--user", server.user,
                             "--token-command", "cat '%s/token'" % folder]
    if mechanism == "EXTERNAL":
        return server.user, ["--user", server.user, "--cert",
                             server.client_cert, "--key", server.client_key]
    if second:
        return server.user2, by_password(folder, server.user2,
                                         server.password2)
    return server.user, by_password(folder, server.user, server.password)


def offered(result):
    """The mechanisms that the server's last reply to EHLO has."""
    words = [keyword.upper().split()
             for keyword in result.report["offers"]["in_force"]]
    return {name for word in words if word[0] == "AUTH" for name in word[1:]}


def check_recorded(server, came_in):
    """That SERVER knows of each (mechanism, user) that CAME_IN."""
    kept = [message.envelope for message in server.mail()]
    log = server.log()
    for mechanism, user in came_in:
        if server.name in RECORDS:
            record = RECORDS[server.name](mechanism, user)
            check(record in log, "no %r in %s" % (record, log[-3000:]))
        elif kept[0]:
            check(any(user == one["user"]
                      and mechanism == one.get("mechanism", mechanism)
                      for one in kept), "no %s by %s" % (user, mechanism))


def lets_in(name):
    """By each mechanism at each port: the second user at the second."""
    def run(folder):
        server, came_in = start(name), []
        server.forget()
        for port in PORTS:
            for mechanism in OFFERS[name]:
                user, args = credentials(folder, server, mechanism,
                                         port == "SMTPS")
                result = send(folder, server, port, "--auth", mechanism, *args)
                succeed(result, mechanism)
                came_in.append((mechanism, user))
                known = set().union(*OFFERS.values(), ("GSSAPI",))
                same(offered(result) & known, set(OFFERS[name])
                     - ({"EXTERNAL"} - offered(result)), "what is offered")
        check_arrived(server, len(came_in))
        check_recorded(server, came_in)
    return run


def keeps_out(name):
    """Whoever has the wrong secret, by each mechanism that has one."""
    def run(folder):
        server = start(name)
        server.forget()
        for mechanism in OFFERS[name]:
            if mechanism == "EXTERNAL":
                continue
            args = by_password(folder, server.user, WRONG)
            if mechanism in TOKENS:
                args = ["--user", server.user, "--token-command",
                        "echo " + WRONG]
            result = send(folder, server, "SUBMISSION", "--auth", mechanism,
                          *args)
            refuse(result, 77, "refused the login", "535", "hint: ")
            same(result.report["auth"], None, "the mechanism told")
            shown = result.err + result.out + result.dialogue
            check(not any(one in shown for one in spellings(WRONG)),
                  "shows the secret: %s" % result)
        check_arrived(server, 0)
    return run


def takes_the_strongest(name):
    def run(folder):
        server = start(name)
        server.forget()
        args = by_password(folder, server.user, server.password)
        succeed(send(folder, server, "SUBMISSION", *args), STRONGEST[name])
        check_arrived(server, 1)
    return run


for server_name in OFFERS:
    suite.add("%s lets in by every mechanism" % server_name,
              lets_in(server_name))
    suite.add("%s keeps out by every mechanism" % server_name,
              keeps_out(server_name))
    suite.add("of what %s has the strongest is taken" % server_name,
              takes_the_strongest(server_name))


@test
def with_a_token_the_mechanism_of_the_rfc_is_taken(folder):
    for name, mechanism in (("exim", "OAUTHBEARER"),
                            ("nodemailer", "XOAUTH2")):
        server = start(name)
        _, args = credentials(folder, server, mechanism)
        succeed(send(folder, server, "SUBMISSION", *args), mechanism)


@test
def a_list_of_mechanisms_is_kept_to_in_its_order_and_any_case(folder):
    server = start("exim")
    _, certificate = credentials(folder, server, "EXTERNAL")
    password = by_password(folder, server.user, server.password)
    for mechanism, named, args in (
            ("LOGIN", "login,plain", password),
            ("PLAIN", "SCRAM-SHA-256-PLUS,plain,login", password),
            ("EXTERNAL", "gssapi,external", certificate)):
        succeed(send(folder, server, "SUBMISSION", "--auth", named, *args),
                mechanism)


# A binding is there and the server offers no -PLUS, as where somebody took it
# out of the list: "y" says so, and GNU SASL's server then lets nobody in.
@test
def who_takes_the_binding_out_of_the_list_is_found_out(folder):
    server = start("keeper", mechanisms="SCRAM-SHA-256,PLAIN")
    args = by_password(folder, server.user, server.password)
    refuse(send(folder, server, "SUBMISSION", *args), 77, "535")
    check_arrived(server, 0)


# With TLS 1.3 that server knows of no binding: the same "y" is the truth.
@test
def a_server_that_cannot_bind_is_told_that_we_could(folder):
    server = start("keeper", max_tls="1.3")
    args = by_password(folder, server.user, server.password)
    succeed(send(folder, server, "SUBMISSION", *args), "SCRAM-SHA-256")


@test
def no_secret_goes_over_a_connection_in_clear(folder):
    for name in ("keeper", "nodemailer", "exim"):
        server = start(name)
        server.forget()
        args = by_password(folder, server.user, server.password)
        result = send(folder, server, "SUBMISSION", "--tls", "off", *args)
        refuse(result, 77, "not encrypted", "--allow-cleartext-password")
        check(b"C: AUTH" not in result.dialogue, "it logs in: %s" % result)
        check_arrived(server, 0)


@test
def a_secret_goes_in_clear_where_the_user_says_so(folder):
    clear = ["--tls", "off", "--auth", "PLAIN", "--allow-cleartext-password"]
    for name in ("keeper", "sendmail"):
        server = start(name)
        server.forget()
        args = by_password(folder, server.user, server.password)
        result = send(folder, server, "SUBMISSION", *clear, *args)
        check(result.status == 0, str(result))
        same(result.report["auth"], "PLAIN", "the mechanism told")
        check_arrived(server, 1)
    server = start("nodemailer")
    args = by_password(folder, server.user, server.password)
    refuse(send(folder, server, "SUBMISSION", *clear, *args), 77, "538",
           "the server wants TLS", "--tls required")


def by_ticket(folder, port, *args, **env):
    """Sends to the server of the realm with the ticket that is there."""
    server = start("kerberos")
    tickets = {name: server.settings[name]
               for name in ("KRB5_CONFIG", "KRB5CCNAME")}
    url = server.url(port).replace("127.0.0.1", "localhost")
    return server, send(folder, server, port, *args, url=url,
                        env=dict(tickets, **env))


@test
def a_ticket_of_kerberos_logs_in(folder):
    start("kerberos").forget()
    for args in (["--user", "alice"], []):
        for port in PORTS:
            server, result = by_ticket(folder, port, "--auth", "GSSAPI", *args)
            succeed(result, "GSSAPI")
    check_arrived(server, 4)
    check("method=GSSAPI" in server.log(), server.log()[-2000:])


@test
def a_ticket_lets_in_nobody_else(folder):
    start("kerberos").forget()
    server, result = by_ticket(folder, "SUBMISSION", "--auth", "GSSAPI",
                               "--user", "zoe")
    refuse(result, 77, "refused the login", "535")
    check_arrived(server, 0)


@test
def without_a_ticket_nothing_is_said_to_the_server(folder):
    start("kerberos").forget()
    server, result = by_ticket(folder, "SUBMISSION", "--auth", "GSSAPI",
                               KRB5CCNAME="FILE:%s/none" % folder)
    refuse(result, 77, "no ticket for smtp/localhost", "kinit")
    check(b"C: AUTH" not in result.dialogue, "it logs in: %s" % result)
    check_arrived(server, 0)


if __name__ == "__main__":
    sys.exit(suite.main())
