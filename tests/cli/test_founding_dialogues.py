# SPDX-License-Identifier: MIT
"""Whole dialogues as the texts print them that this project grew from: a
server that lists its keywords after HELO and logs in by AUTH LOGIN, one whose
greeting list has its last line in the middle, and the textbook's. Names and
passwords are examples.

Each goes through "compose --submit" and through "send".
"""

import base64
import json
import re
import sys
import threading

import harness
import smtp_driver
from composing import compose
from harness import Suite, check, run, same, write

suite = Suite()
test = suite.test

USER, SECRET = "ada@example.test", "s3cr3t-Pa55!"
FROM, TO = "ada@example.test", ["bob@example.test"]
END = '354 Enter mail, end with "." on a line by itself\r\n'
PROTOCOL, PARTIAL = 76, 80


def coded(text):
    return base64.b64encode(text.encode()).decode()


def lines(*texts):
    return "".join(text + "\r\n" for text in texts)


def listed(*texts):
    """A reply of 250 with a line for each of TEXTS."""
    return lines(*["250-" + text for text in texts[:-1]], "250 " + texts[-1])


def exact(line):
    return {"expect": "^" + re.escape(line) + "$"}


def answered(line, reply):
    return [exact(line), {"send": lines(reply)}]


def logged_in(first, second):
    """AUTH LOGIN, with these prompts."""
    return (answered("AUTH LOGIN", "334 " + first)
            + answered(coded(USER), "334 " + second)
            + answered(coded(SECRET), "235 2.7.0 Authentication successful."))


def sent(steps, folder, *options, to=TO):
    """Hands a message to a server that plays STEPS, composed and as a file;
    each result, the report and the lines that the server read."""
    who = ["-f", FROM]
    for address in to:
        who += ["-t", address]
    message = who + ["-s", "Greetings", "-m", "Hello."]
    path = write(folder, "message.eml", compose(folder, *message))
    for args in (message + ["--submit"], ["send", path]):
        server = smtp_driver.server_of({"steps": steps, "client": {}}, folder,
                                       folder)
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        result = run([*args, "--server",
                      "smtp://127.0.0.1:%d" % server.port, "--json",
                      "--timeout", "5", *options], folder,
                     env={"MIMEWRIGHT_PASSWORD": SECRET})
        server.stop = True
        thread.join(20)
        check(server.state != "failed" and not server.violations,
              "%s %r %s" % (server.reason, server.violations, result))
        yield result, json.loads(result.out), server


def all_sent(steps, folder, *options, status=0, to=TO):
    """The same, where all ends with STATUS and the last step is played."""
    reports = []
    for result, report, server in sent(steps, folder, *options, to=to):
        same((result.status, server.state), (status, "complete"),
             str(result))
        same(len(server.data), 1, "messages")
        reports.append(report)
    return reports


LOGS_IN = ["--tls", "off", "--user", USER, "--allow-cleartext-password"]

# ------------------------------------------------- keywords in a reply to HELO

COREMAIL = [
    {"send": lines("220 163.com Anti-spam GT for Coremail System "
                   "(163com[20141201])")},
    {"expect": r"^EHLO \S+$"}, {"send": lines("502 Error: not implemented")},
    {"expect": r"^HELO \S+$"},
    {"send": listed("mail", "PIPELINING", "AUTH LOGIN PLAIN",
                    "AUTH=LOGIN PLAIN", "coremail 1Uxr2xKj7kG0xkI17xGrU7I0s8",
                    "STARTTLS", "8BITMIME")},
]
COREMAIL_MAIL = (
    answered("MAIL FROM:<%s>" % FROM, "250 Mail OK")
    + answered("RCPT TO:<%s>" % TO[0], "250 Mail OK")
    + answered("DATA", "354 End data with <CR><LF>.<CR><LF>")
    + [{"data": {"contains": ["Subject: Greetings\r\n", "Hello.\r\n"]}},
       {"send": lines("250 Mail OK queued as smtp7,C8CowACHkzr0wv5U,1 "
                      "1425983221")}]
    + answered("QUIT", "221 Bye"))
COREMAIL_LOGIN = logged_in("dXNlcm5hbWU6", "UGFzc3dvcmQ6")


@test
def keywords_after_HELO_are_used(folder):
    # C093: HELO comes after "not recognized" alone.
    for report in all_sent(COREMAIL + COREMAIL_LOGIN + COREMAIL_MAIL, folder,
                           *LOGS_IN, "--auth", "login"):
        same((report["result"], report["auth"]), ("ok", "LOGIN"),
             "the result")


@test
def a_login_after_HELO_without_keywords_has_to_be_asked_for(folder):
    bare = COREMAIL[:-1] + [{"send": lines("250 OK")}]
    all_sent(bare + COREMAIL_LOGIN + COREMAIL_MAIL, folder, *LOGS_IN,
             "--auth", "login")
    for result, _, server in sent(bare + [{"quit": True}], folder, *LOGS_IN):
        same(result.status, 77, str(result))
        same(server.data, [], "messages")


# ------------------------------------------------------ a list that ends twice

LISTED = ["smtp18.example.test Hello 192.0.2.5", "SIZE 20971520", "8BITMIME",
          "PIPELINING", "CHUNKING", "ENHANCEDSTATUSCODES", "DSN",
          "X-RCPTLIMIT 25", "AUTH = LOGIN", "AUTH LOGIN", "STARTTLS", "HELP"]
GREETS = [{"send": lines("220 smtp18.example.test ESMTP ready")},
          {"expect": r"^EHLO \S+$"}]
QUEUED = ([{"send": lines("250 2.0.0 Ok: queued on smtp18.example.test as "
                          "1425983221-x3SkKpQxZL-E1K4YXrb")}]
          + answered("QUIT", "221 2.0.0 Closing connection."))
OFFERS_ALL = logged_in("VXNlcm5hbWU6", "UGFzc3dvcmQ6") + [
    {"expect": "^MAIL FROM:<ada@example[.]test> SIZE="},
    exact("RCPT TO:<%s>" % TO[0]),
]
ACCEPTS = [{"send": lines("250 2.1.0 <ada@example.test> ok",
                          "250 2.1.5 <bob@example.test> recipient ok")}]


def without_chunking(texts):
    return [text for text in texts if text != "CHUNKING"]


def ended_twice(texts):
    """The reply as it is printed: its parts before and after "250 DSN"."""
    at = texts.index("DSN") + 1
    return [listed(*texts[:at]), listed(*texts[at:])]


@test
def the_list_put_right_works_by_DATA(folder):
    data = [exact("DATA"), *ACCEPTS, {"send": END},
            {"data": {"contains": ["Hello.\r\n"]}}]
    for texts, options in ((without_chunking(LISTED), []),
                           (LISTED, ["--no-extension", "CHUNKING"])):
        for report in all_sent(
                GREETS + [{"send": listed(*texts)}] + OFFERS_ALL + data
                + QUEUED, folder, *LOGS_IN, *options):
            same(report["result"], "ok", "the result")


@test
def the_list_put_right_works_by_BDAT(folder):
    # C115: the chunk comes after the replies to MAIL and RCPT.
    chunk = [{"quiet": 100},
             *ACCEPTS, {"bdat": {"last": True, "contains": ["Hello.\r\n"]}}]
    for report in all_sent(GREETS + [{"send": listed(*LISTED)}] + OFFERS_ALL
                           + chunk + QUEUED, folder, *LOGS_IN):
        same(report["result"], "ok", "the result")


@test
def the_list_as_it_is_printed_ends_with_nothing_sent(folder):
    # T11: the surplus is named.
    for texts in (LISTED, without_chunking(LISTED)):
        steps = GREETS + [{"send": "".join(ended_twice(texts))},
                          {"quit": True}]
        for options in (LOGS_IN, ["--tls", "off"],
                        ["--tls", "required"]):
            for result, report, server in sent(steps, folder, *options):
                same(result.status, PROTOCOL, str(result))
                same(len(server.lines), 1, "lines of the client")
                for text in ("250-X-RCPTLIMIT 25", "250-AUTH LOGIN",
                             "250 HELP"):
                    check(text.encode() in result.err, "no %s in %s" % (
                        text, result))
                same(report["recipients"][0]["status"], "not-tried",
                     "the status")


def surplus_late(texts, *steps):
    """The rest of the list comes when the client has gone on."""
    first, rest = ended_twice(texts)
    return GREETS + [{"send": first}, *steps, {"send": rest}]


@test
def late_surplus_ends_the_login_with_nothing_sent(folder):
    # The mechanism was in the list's first part here, so that login begins.
    for texts in (LISTED, without_chunking(LISTED)):
        at = texts.index("DSN")
        early = texts[:at] + ["AUTH LOGIN"] + texts[at:]
        steps = surplus_late(early, exact("AUTH LOGIN")) + [{"quit": True}]
        for result, report, server in sent(steps, folder, *LOGS_IN):
            same(result.status, PROTOCOL, str(result))
            check(not any(coded(USER) in line for line in server.lines),
                  "it logged in: %r" % server.lines)
            same(report["recipients"][0]["status"], "not-tried",
                 "the status")


@test
def late_surplus_ends_a_group_with_no_message_sent(folder):
    # The replies are each read as another's: 250 is none to DATA.
    texts = without_chunking(LISTED)
    steps = surplus_late(texts, {"expect": "^MAIL "}, {"expect": "^RCPT "},
                         exact("DATA")) + ACCEPTS + [{"send": END},
                                                     {"drain": 500}]
    for result, report, server in sent(steps, folder, "--tls", "off"):
        same(result.status, PROTOCOL, str(result))
        same(server.lines[-1], "DATA", "the last line")


@test
def late_surplus_ends_a_group_before_the_first_chunk(folder):
    steps = surplus_late(LISTED, {"expect": "^MAIL "},
                         {"expect": "^RCPT "}) + ACCEPTS + [{"drain": 500}]
    for result, report, server in sent(steps, folder, "--tls", "off"):
        same(result.status, PROTOCOL, str(result))
        check(not any(line.startswith("BDAT") for line in server.lines),
              "it sent: %r" % server.lines)
        same(report["recipients"][0]["status"], "not-tried", "the status")


# --------------------------------------------------------------- the textbook

@test
def the_textbook_server_takes_two_of_three(folder):
    # RFC 5321, appendix D.1
    names = ["jones@example.test", "green@example.test", "brown@example.test"]
    steps = (
        [{"send": lines("220 foo.example.test Simple Mail Transfer Service "
                        "Ready")},
         {"expect": r"^EHLO \S+$"},
         {"send": listed("foo.example.test greets bar.example.test",
                         "8BITMIME", "SIZE", "DSN", "HELP")},
         {"expect": r"^MAIL FROM:<ada@example\.test>( SIZE=\d+)?$"},
         {"send": lines("250 OK")}]
        + answered("RCPT TO:<%s>" % names[0], "250 OK")
        + answered("RCPT TO:<%s>" % names[1], "550 No such user here")
        + answered("RCPT TO:<%s>" % names[2], "250 OK")
        + answered("DATA", "354 Start mail input; end with <CRLF>.<CRLF>")
        + [{"data": {"contains": ["Hello.\r\n"]}}, {"send": lines("250 OK")}]
        + answered("QUIT", "221 foo.example.test Service closing "
                   "transmission channel"))
    for report in all_sent(steps, folder, "--tls", "off", status=PARTIAL,
                           to=names):
        same([r["status"] for r in report["recipients"]],
             ["accepted", "permanent", "accepted"], "the recipients")


if __name__ == "__main__":
    sys.exit(suite.main())
