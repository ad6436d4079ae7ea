# SPDX-License-Identifier: MIT
"""What every server is sent, and what has to become of it: each message that
the command composes, by every way in, arrives as it was written, and the
report says what happened. A script beside this file is one server; it tells
what that server is like, and adds what is its own.

C092, C095, C096, C106, C110, C113, C151, T01, T05, T15
"""

import dataclasses
import json
import os

from laboratory import start

import harness
from composing import parse
from harness import Suite, check, read, same, write

SENDER, RECIPIENT = "ada@example.test", "grace@lab.test"
WHO = ["-f", "Ada Example <%s>" % SENDER, "-t", RECIPIENT]

# Ways in: the port, the options beside it, and whether one logs in.
WAYS = {"in clear": ("SMTP", ["--tls", "off"], False),
        "by STARTTLS and login": ("SUBMISSION", [], True),
        "by TLS from the start": ("SMTPS", [], True),
        "by LMTP": ("LMTP", ["--tls", "off"], False)}
ALL_WAYS = tuple(WAYS)

# What is offered, and what is done as if it were not.
WITHOUT = ("", "CHUNKING", "CHUNKING,PIPELINING")

# Addresses that servers refuse, and what the report says of them.
REFUSED = {"reject@lab.test": ("permanent", 550),
           "defer@lab.test": ("temporary", 450),
           "full@lab.test": ("temporary", 452)}

DOTS = ".\r\n..\r\n.dot\r\n...\r\n\r\n.\r\nend\r\n.\r\n"
ALL_OCTETS = bytes(range(256))

# Bodies, parts and how they are encoded: files, and arguments.
MESSAGES = {
    "text": ({}, ["-m", "Hello."]),
    "UTF-8 in 7 bit": ({}, ["-m", "Übersicht für Grace — 日本語"]),
    "8 bit": ({"t": "Grüße\r\nФрагмент\r\n"},
              ["--text", "t", "--transport", "8bit"]),
    "dots": ({"t": DOTS}, ["--text", "t"]),
    "dots in 8 bit": ({"t": DOTS + "é\r\n"},
                      ["--text", "t", "--transport", "8bit"]),
    "lines as long as they may be": (
        {"t": "x" * 998 + "\r\n." + "y" * 997 + "\r\n"},
        ["--text", "t", "--encoding", "7bit"]),
    "lines that are longer": ({"t": "word " * 4000 + "\r\n"}, ["--text", "t"]),
    "lines for mailboxes": ({"t": "From here\r\n>From there\r\n\r\n\r\n"},
                            ["--text", "t"]),
    "nothing in the body": ({"t": ""}, ["--text", "t"]),
    "attachments": ({"a.bin": ALL_OCTETS * 4000, "b.txt": DOTS},
                    ["-m", "Two files.", "-a", "a.bin", "-a", "b.txt"]),
    "HTML and an image": ({"h": "<p>Grüße</p>\n", "i.png": ALL_OCTETS},
                          ["-m", "Grüße", "--html", "h", "-i", "i.png",
                           "--type", "image/png"]),
}


@dataclasses.dataclass
class Nature:
    """What a server is like."""
    name: str
    offers: frozenset
    ways: tuple = ("in clear", "by STARTTLS and login",
                   "by TLS from the start")
    login: str = "SCRAM-SHA-256"  # the best that it has
    queue_id: bool = True
    refuses: tuple = tuple(REFUSED)
    copies: bool = True           # one for each recipient

    def way_in(self):
        """The plainest."""
        return self.ways[0]

    def tests(self):
        """What is tested once, by that way."""
        yield from EVERYWHERE
        if self.refuses:
            yield from WHERE_SOME_ARE_REFUSED
        if "SIZE" in self.offers:
            yield what_is_too_big_is_refused_before_it_is_sent
        if "CHUNKING" in self.offers:
            yield chunks_of_any_size_make_one_message


def prepare(folder, message):
    """The files of MESSAGE in FOLDER; the arguments that compose it."""
    files, args = MESSAGES[message]
    for name, content in files.items():
        write(folder, name, content)
    return [*WHO, "-s", "Test: " + message, *args]


def reach(nature, way):
    """The server, and the options and environment that go to it by WAY."""
    server = start(nature.name)
    port, args, logs_in = WAYS[way]
    args = ["--server", server.url(port), "--ca-file", server.ca_file, *args]
    env = None
    if logs_in:
        args += ["--user", server.user]
        env = {"MIMEWRIGHT_PASSWORD": server.password}
    return server, args, env


def submit(nature, way, folder, args, status=0):
    """The server and the reports of a run, each a line of JSON."""
    server, way_args, env = reach(nature, way)
    command, *args = args
    result = harness.run(
        [command, "--json", "--transcript", "dialogue", *way_args, *args],
        folder, env=env)
    check(result.status == status, "not %d: %s" % (status, result))
    reports = [json.loads(line) for line in result.out.splitlines()]
    same(max(report["exit"] for report in reports), status, "the exit told")
    return server, reports


def compose(nature, way, folder, args, status=0):
    """The same of a message composed on the way, and a copy of it."""
    server, (report,) = submit(
        nature, way, folder,
        ["compose", "--submit", "-o", "sent.eml", *args], status)
    return server, report, os.path.join(folder, "sent.eml")


def check_arrived(nature, server, sent, copies=1):
    """The octets of each of SENT, COPIES times, and nothing beside."""
    copies = copies if nature.copies else 1
    arrived = server.mail(len(sent) * copies)
    same(len(arrived), len(sent) * copies, "messages that arrived")
    for octets in sent:
        found = [message for message in arrived
                 if message.is_what_was_sent(octets)]
        check(len(found) == copies, "%d of %d arrived as sent:\n%r\n%r" % (
            len(found), copies, octets[:2000],
            [message.octets[:2000] for message in arrived]))
    return arrived


def check_report(nature, way, report, size, without=""):
    """A message that all recipients got."""
    _, options, logs_in = WAYS[way]
    same((report["result"], report["phase"], report["error"]),
         ("ok", "quit", None), "the result")
    same({(one["status"], one["code"]) for one in report["recipients"]},
         {("accepted", 250)}, "the recipients")
    same(report["size"], size, "the size")
    same(bool(report["queue_id"]), nature.queue_id, "that it has a queue id")
    same(report["auth"], nature.login if logs_in else None, "the login")
    if options == ["--tls", "off"]:
        same(report["tls"], None, "TLS")
    else:
        same(report["tls"]["verified"], True, "that TLS is verified")
    for keyword in ("PIPELINING", "CHUNKING"):
        same(keyword in report["extensions"],
             keyword in nature.offers and keyword not in without,
             "that %s was used" % keyword)


def each_message_arrives(nature, way, folder):
    sent = []
    for number, message in enumerate(MESSAGES):
        inner = os.path.join(folder, str(number))
        os.mkdir(inner, 0o755)
        args = prepare(inner, message)
        server, report, path = compose(nature, way, inner, args)
        sent.append(read(path))
        check_report(nature, way, report, len(sent[-1]))
        same("8BITMIME" in report["extensions"], "8bit" in args,
             "that 8BITMIME was used")
    check_arrived(nature, server, sent)


def one_connection_takes_them_all(nature, way, folder):
    """C104, C115: and so it does without what servers may not have."""
    names = []
    for number, message in enumerate(MESSAGES):
        names.append("%d.eml" % number)
        harness.succeed(["compose", *prepare(folder, message),
                         "-o", names[-1]], folder)
    sent = [read(os.path.join(folder, name)) for name in names]
    for without in WITHOUT:
        args = ["--no-extension", without] if without else []
        server, reports = submit(nature, way, folder, ["send", *args, *names])
        for report, octets in zip(reports, sent, strict=True):
            check_report(nature, way, report, len(octets), without)
        check_arrived(nature, server, sent)
        server.forget()
        dialogue = read(os.path.join(folder, "dialogue"))
        same(dialogue.count(b" C: QUIT"), 1, "connections")
        same(dialogue.count(b" C: BDAT ") > 0,
             "CHUNKING" in nature.offers - set(without.split(",")),
             "that BDAT was used")


def chunks_of_any_size_make_one_message(nature, folder):
    args = prepare(folder, "attachments") + ["--chunk-size", "100000"]
    server, _, path = compose(nature, nature.way_in(), folder, args)
    dialogue = read(os.path.join(folder, "dialogue"))
    check(dialogue.count(b" C: BDAT 100000\n") > 5, "no chunks")
    check_arrived(nature, server, [read(path)])


def those_who_are_refused_are_told_apart(nature, folder):
    args = [*WHO, "-m", "Hello."]
    for address in nature.refuses:
        args += ["-c", address]
    server, report, path = compose(
        nature, nature.way_in(), folder, [*args, "-t", "more@lab.test"], 80)
    wanted = {RECIPIENT: ("accepted", 250), "more@lab.test": ("accepted", 250)}
    wanted.update((address, REFUSED[address]) for address in nature.refuses)
    same({one["address"]: (one["status"], one["code"])
          for one in report["recipients"]}, wanted, "the recipients")
    same(report["result"], "partial", "the result")
    check_arrived(nature, server, [read(path)], 2)


def who_is_refused_alone_gets_nothing(nature, folder):
    for number, address in enumerate(nature.refuses):
        inner = os.path.join(folder, str(number))
        os.mkdir(inner, 0o755)
        state, code = REFUSED[address]
        server, report, _ = compose(
            nature, nature.way_in(), inner,
            ["-f", SENDER, "-t", address, "-m", "Hello."],
            {"permanent": 69, "temporary": 75}[state])
        same((report["result"], [(one["status"], one["code"])
                                 for one in report["recipients"]]),
             (state, [(state, code)]), "the report")
        same(server.paths(), [], "what arrived")


def all_or_none_sends_none(nature, folder):
    server, report, _ = compose(
        nature, nature.way_in(), folder,
        [*WHO, "-t", "reject@lab.test", "-m", "Hello.", "--all-or-none"], 69)
    same({one["address"]: one["status"] for one in report["recipients"]},
         {RECIPIENT: "not-tried", "reject@lab.test": "permanent"},
         "the recipients")
    same(server.paths(), [], "what arrived")


def what_is_too_big_is_refused_before_it_is_sent(nature, folder):
    """C111: the size is known before the content is read."""
    with open(os.path.join(folder, "big"), "wb") as file:
        file.truncate(60 << 20)
    server, report, _ = compose(nature, nature.way_in(), folder,
                                [*WHO, "-m", "Big.", "-a", "big"], 69)
    check("52428800" in report["error"]["what"], repr(report["error"]))
    same([one["status"] for one in report["recipients"]], ["permanent"],
         "the recipients")
    check(b" C: MAIL" not in read(os.path.join(folder, "dialogue")),
          "MAIL was sent")
    same(server.paths(), [], "what arrived")


def addresses_in_UTF_8_are_for_who_takes_them(nature, folder):
    """C123"""
    args = ["-f", SENDER, "-t", "jürgen@lab.test", "-s", "Grüße", "-m", "Hei.",
            "--utf8-headers"]
    offered = "SMTPUTF8" in nature.offers
    server, report, path = compose(nature, nature.way_in(), folder, args,
                                   0 if offered else 65)
    if not offered:
        same(server.paths(), [], "what arrived")
        return
    check("SMTPUTF8" in report["extensions"], "no SMTPUTF8")
    sent = read(path)
    check("Subject: Grüße\r\n".encode() in sent, "not as it was given")
    arrived = check_arrived(nature, server, [sent])
    if arrived[0].envelope:
        same(arrived[0].envelope["to"], ["jürgen@lab.test"], "the envelope")


def reports_are_asked_of_who_makes_them(nature, folder):
    """C146"""
    args = [*WHO, "-m", "Hello.", "--notify", "failure,delay", "--ret", "hdrs",
            "--envid", "Q+1=2"]
    offered = "DSN" in nature.offers
    server, report, path = compose(nature, nature.way_in(), folder, args,
                                   0 if offered else 69)
    if not offered:
        check(b" C: MAIL" not in read(os.path.join(folder, "dialogue")),
              "MAIL was sent")
        same(server.paths(), [], "what arrived")
        return
    check("DSN" in report["extensions"], "no DSN")
    (arrived, *_) = check_arrived(nature, server, [read(path)])
    if arrived.envelope:
        for wish in ("HDRS", "FAILURE", "DELAY"):
            check(wish in json.dumps(arrived.envelope).upper(),
                  "no %s in %r" % (wish, arrived.envelope))


def binary_is_made_to_fit(nature, folder):
    """C112, C116: it goes as it is by BINARYMIME, and else encoded."""
    # Of LF alone Dovecot makes CRLF as it passes it on.
    content = ALL_OCTETS.replace(b"\n", b"") * 40
    write(folder, "a.bin", content)
    args = [*WHO, "-m", "Hello.", "-a", "a.bin", "--transport", "binary"]
    server, report, path = compose(nature, nature.way_in(), folder, args)
    offered = "BINARYMIME" in nature.offers
    same("BINARYMIME" in report["extensions"], offered,
         "that BINARYMIME was used")
    if offered:
        check(content in read(path), "the copy is encoded")
        check_arrived(nature, server, [read(path)])
        return
    (message,) = server.mail(1)
    same(parse(message.octets).get_payload(1).get_payload(decode=True),
         content, "the attachment")


def Bcc_stays_out_of_the_message(nature, folder):
    harness.succeed(["compose", *WHO, "-s", "Test", "-m", "Hello.",
                     "--bcc", "secret@lab.test", "--keep-bcc",
                     "-o", "m.eml"], folder)
    server, (report,) = submit(nature, nature.way_in(), folder,
                               ["send", "m.eml"])
    same([one["address"] for one in report["recipients"]],
         [RECIPIENT, "secret@lab.test"], "the recipients")
    check(report["changed"], "nothing is said of what was changed")
    sent = read(os.path.join(folder, "m.eml")).replace(
        b"Bcc: secret@lab.test\r\n", b"")
    check(b"secret" not in sent, "no Bcc was there")
    check_arrived(nature, server, [sent], 2)


EVERYWHERE = (addresses_in_UTF_8_are_for_who_takes_them,
              reports_are_asked_of_who_makes_them, binary_is_made_to_fit,
              Bcc_stays_out_of_the_message)
WHERE_SOME_ARE_REFUSED = (those_who_are_refused_are_told_apart,
                          who_is_refused_alone_gets_nothing,
                          all_or_none_sends_none)


def suite_of(nature):
    """The tests of the server with that NATURE."""
    suite = Suite()

    def add(function, *args):
        name = function.__name__.replace("_", " ")

        def test(folder):
            start(nature.name).forget()
            function(nature, *args, folder)

        suite.add(", ".join([name, *args]), test)

    for way in nature.ways:
        add(each_message_arrives, way)
        add(one_connection_takes_them_all, way)
    for function in nature.tests():
        add(function)
    return suite
