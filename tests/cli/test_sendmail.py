# SPDX-License-Identifier: MIT
"""`mimewright sendmail`: what the letters of sendmail(8) do to the envelope,
to the message, and to the exit status; and the options beside it that
complete and replace addresses, for `send` and `compose` too.
"""

import email
import email.policy
import os
import pwd
import socket
import subprocess
import sys

import harness
from harness import Suite, check, field, refuse, run, same, write
from recording_server import Recorder

suite = Suite()
test = suite.test

DATED = (b"Date: Mon, 02 Feb 2026 10:00:00 +0000\n"
         b"Message-ID: <1@example.test>\n")
WHOLE = (b"From: a@example.test\nTo: b@example.test\nSubject: Test\n" + DATED
         + b"\nHello.\n")
ANONYMOUS = b"Subject: Test\n\nHello.\n"
USER = pwd.getpwuid(os.getuid()).pw_name
HOST = socket.gethostname()


def crlf(octets):
    return octets.replace(b"\n", b"\r\n")


def at(server, **more):
    """The environment of a program whose mail goes to SERVER."""
    return {"MIMEWRIGHT_SERVER": server.url, **more}


def take(folder, *args, fed=WHOLE, offers=(), said=b"", env=None, **how):
    """The one letter that arrives when `sendmail ARGS` is fed FED."""
    with Recorder(*offers) as server:
        result = run(["sendmail", *args], folder, stdin=fed,
                     env=at(server, **(env or {})), **how)
    check(result.status == 0, str(result))
    check(said in result.err if said else not result.err,
          "says %r: %s" % (said, result))
    same((result.out, len(server.letters)), (b"", 1), "output and letters")
    return server.letters[0]


def recipients(folder, *args, **how):
    return take(folder, *args, **how).recipients


@test
def a_whole_message_arrives_octet_by_octet(folder):
    for args in (["b@example.test"], ["-i", "b@example.test"],
                 ["-i", "--", "b@example.test"], ["-bm", "b@example.test"]):
        letter = take(folder, *args)
        same(letter.octets, crlf(WHOLE), "the message")
        same((letter.sender, letter.recipients),
             ("a@example.test", ["b@example.test"]), "the envelope")


@test
def letters_stand_alone_glued_or_clustered(folder):
    for args in (["-f", "c@example.test", "-i"], ["-fc@example.test", "-i"],
                 ["-if", "c@example.test"], ["-ifc@example.test"],
                 ["-r", "c@example.test"], ["-rc@example.test", "-oi"],
                 ["-vi", "-o", "i", "-f", "c@example.test", "-v"],
                 ["-f", "x@example.test", "-f", "c@example.test"]):
        letter = take(folder, *args, "b@example.test",
                      said=b"sent" if "v" in "".join(args) else b"")
        same(letter.sender, "c@example.test", "the sender by %s" % args)
        same(field(letter.octets, "From"), "a@example.test", "From")


@test
def what_cron_git_php_and_mailers_say_is_understood(folder):
    for args in (["-FCronDaemon", "-i", "-B8BITMIME", "-oem"],
                 ["-FCronDaemon", "-odi", "-oem", "-oi"],
                 ["-oem", "-oi", "-f", "a@example.test", "--"],
                 ["-i", "-B", "8BITMIME"], ["-G", "-i", "-em", "-ee", "-U"],
                 ["-oMrESMTP", "-odb", "-om", "-h", "5", "-p", "ESMTP"],
                 ["-Am", "-O", "DeliveryMode=b", "-Lcron", "-X", "log", "-m"],
                 ["-d8.1", "-n"]):
        letter = take(folder, *args, "b@example.test")
        same((letter.sender, letter.recipients, letter.octets),
             ("a@example.test", ["b@example.test"], crlf(WHOLE)),
             "what came by %s" % args)
    check(not os.path.exists(os.path.join(folder, "log")), "a log")


@test
def recipients_come_from_the_header_and_from_arguments(folder):
    fed = WHOLE.replace(b"Subject", b"Cc: c@example.test,\n d@example.test\n"
                                    b"Bcc: e@example.test\nSubject")
    everybody = ["%c@example.test" % c for c in "bcde"]
    for args in (["-t"], ["-ti"], ["-it"], ["-t", "-oi"]):
        letter = take(folder, *args, fed=fed)
        same(sorted(letter.recipients), everybody, "by %s" % args)
        check(b"e@example.test" not in letter.octets, "Bcc is shown")
        check(b"d@example.test" in letter.octets, "Cc is not shown")
    same(sorted(recipients(folder, "-t", "f@example.test", "b@example.test",
                           fed=fed)),
         everybody + ["f@example.test"], "joined")
    letter = take(folder, "f@example.test, g@example.test", fed=fed)
    same(sorted(letter.recipients), ["f@example.test", "g@example.test"],
         "arguments alone")
    check(b"e@example.test" not in letter.octets, "Bcc is shown")


@test
def a_message_sent_again_goes_to_its_new_recipients(folder):
    fed = (b"Resent-From: c@example.test\nResent-To: d@example.test\n"
           b"Received: from x by y; Mon, 02 Feb 2026 10:00:00 +0000\n" + WHOLE)
    letter = take(folder, "-t", fed=fed)
    same((letter.sender, letter.recipients),
         ("c@example.test", ["d@example.test"]), "the envelope")


@test
def a_lone_dot_ends_the_input_unless_told_otherwise(folder):
    for end in (b".\nnever\n", b".\r\nnever\n", b".", b".\n", b".\r", b""):
        same(take(folder, "b@example.test", fed=WHOLE + end).octets,
             crlf(WHOLE), "what came before %r" % end)
    for line in (b"..\n", b". \n", b".x\n", b" .\n"):
        same(take(folder, "b@example.test", fed=WHOLE + line).octets,
             crlf(WHOLE + line), "a line %r" % line)
    for letter in ("-i", "-oi", "-OIgnoreDots"):
        same(take(folder, letter, "b@example.test",
                  fed=WHOLE + b".\nmore\n").octets,
             crlf(WHOLE + b".\nmore\n"), "the text by " + letter)


@test
def who_ends_with_a_dot_need_not_close(folder):
    with Recorder() as server:
        process = harness.start(["sendmail", "b@example.test"], folder,
                                env=at(server), stdin=subprocess.PIPE,
                                stderr=subprocess.PIPE)
        process.stdin.write(WHOLE + b".\n")
        process.stdin.flush()
        try:
            check(server.wait_for(lambda letter: True, 100), "nothing came")
        finally:
            process.stdin.close()
        same(process.wait(100), 0, "the status")
        process.stderr.close()


@test
def long_texts_pass_the_dot_unchanged(folder):
    for width in (1, 70, 4096, 65533, 65534, 65535, 65536):
        body = (b"x" * min(width, 900) + b"\n") * (1 + 70000 // (width + 1))
        same(take(folder, "b@example.test", fed=WHOLE + body + b".\n").octets,
             crlf(WHOLE + body), "lines of %d" % width)


@test
def a_text_without_header_becomes_a_message(folder):
    letter = take(folder, "b@example.test", fed=b"hi\nthere\n")
    check(letter.octets.endswith(b"\r\n\r\nhi\r\nthere\r\n"),
          repr(letter.octets))
    for name in ("From", "Date", "Message-ID"):
        check(field(letter.octets, name), "no " + name)


@test
def an_empty_message_is_a_message(folder):
    letter = take(folder, "b@example.test", fed=b"")
    check(letter.octets.endswith(b"\r\n\r\n"), repr(letter.octets))
    same(letter.sender, "%s@%s" % (USER, HOST), "the sender")


@test
def who_sends_it_is_added(folder):
    letter = take(folder, "b@example.test", fed=ANONYMOUS)
    same((letter.sender, field(letter.octets, "From")),
         ("%s@%s" % (USER, HOST),) * 2, "by the login")
    letter = take(folder, "--default-domain", "example.test",
                  "b@example.test", fed=ANONYMOUS)
    same(letter.sender, USER + "@example.test", "with a domain")
    letter = take(folder, "-f", "c@example.test", "b@example.test",
                  fed=ANONYMOUS)
    same((letter.sender, field(letter.octets, "From")),
         ("c@example.test",) * 2, "by -f")
    letter = take(folder, "-f", "carol", "--default-domain", "example.test",
                  "b@example.test", fed=ANONYMOUS)
    same(letter.sender, "carol@example.test", "by -f and a domain")
    same(take(folder, "-f", "carol", "b@example.test", fed=ANONYMOUS).sender,
         "carol@" + HOST, "by -f at this host")


@test
def a_full_name_is_quoted_or_encoded(folder):
    for name, wanted in (("CronDaemon", "CronDaemon"),
                         ("Ada \"the\" Example", 'Ada "the" Example'),
                         ("Example, Ada", "Example, Ada"),
                         ("back\\slash", "back\\slash"),
                         ("Ada L\u00f6we", "Ada L\u00f6we")):
        for args, env in ((["-F", name], {}), (["-F" + name], {"NAME": "x"}),
                          ([], {"NAME": name})):
            letter = take(folder, "-fa@example.test", *args, "b@example.test",
                          fed=ANONYMOUS, env=env)
            check(all(octet < 128 for octet in letter.octets), "not ASCII")
            shown = email.message_from_bytes(
                letter.octets, policy=email.policy.default)["From"]
            same([(a.display_name, a.addr_spec) for a in shown.addresses],
                 [(wanted, "a@example.test")], "From")
    letter = take(folder, "-fa@example.test", "-F", "a\nb: c",
                  "b@example.test", fed=ANONYMOUS, said=b"full name")
    same(field(letter.octets, "From"), "a@example.test", "From")
    check(b"b: c" not in letter.octets, "a field of somebody's making")


@test
def the_null_path_can_be_given(folder):
    for args in (["-f", ""], ["-f", "<>"], ["-f<>"]):
        letter = take(folder, *args, "b@example.test", fed=ANONYMOUS)
        same((letter.sender, field(letter.octets, "From")),
             ("", "%s@%s" % (USER, HOST)), "by %s" % args)


@test
def notifications_are_asked_for_where_they_can_be(folder):
    for args, wanted, wishes in (
            (["-N", "success,failure"], "", "NOTIFY=SUCCESS,FAILURE"),
            (["-N", "NEVER"], "", "NOTIFY=NEVER"),
            (["-R", "hdrs", "-V", "QQ 1"], "RET=HDRS ENVID=QQ+201", ""),
            (["-Rfull"], "RET=FULL", "")):
        letter = take(folder, *args, "b@example.test", offers=["DSN"])
        same((letter.parameters, letter.wishes[0].split(" ORCPT")[0]),
             (wanted, wishes), "by %s" % args)
        letter = take(folder, *args, "b@example.test", said=b"DSN")
        same((letter.parameters, letter.wishes), ("", [""]), "without DSN")


@test
def wishes_of_no_sense_are_dropped_with_a_note(folder):
    for args in (["-N", "sometimes"], ["-N", "never,success"], ["-N", ""],
                 ["-R", "nothing"], ["-V", "\u00e9"]):
        letter = take(folder, *args, "b@example.test", offers=["DSN"],
                      said=("left out: " + args[0]).encode())
        same((letter.parameters, letter.wishes), ("", [""]), str(args))


@test
def long_options_are_understood_before_letters(folder):
    with Recorder() as server:
        log = os.path.join(folder, "log")
        result = run(["sendmail", "--server", server.url, "--log", log, "-ti"],
                     folder, stdin=WHOLE)
        same((result.status, result.err), (0, b""), "status and error")
        check(b"b@example.test" in harness.read(log), "nothing in the log")
        same(len(server.letters), 1, "the letters")
        refuse(64, ["sendmail", "b@example.test", "--password-command=x@y"],
               folder, "--password-command", stdin=WHOLE, env=at(server))


@test
def what_is_no_message_is_refused(folder):
    for args, named in ((["-bs"], "-bs"), (["-bp"], "-bp"), (["-bi"], "-bi"),
                        (["-bd"], "-bd"), (["-bx"], "-bx"), (["-q"], "-q"),
                        (["-q15m"], "-q"), (["-qf"], "-q"),
                        (["-C", "x", "-t"], "-C"), (["-k"], "-k"),
                        (["-t", "-f"], "-f"), (["--no-such"], "--no-such"),
                        ([], "recipient"), (["-i"], "recipient")):
        refuse(64, ["sendmail", *args], folder, named, stdin=WHOLE,
               env={"MIMEWRIGHT_SERVER": "smtp://127.0.0.1:9"})
    refuse(64, ["sendmail", "-t"], folder, stdin=ANONYMOUS,
           env={"MIMEWRIGHT_SERVER": "smtp://127.0.0.1:9"})
    refuse(64, ["sendmail", "-t"], folder, "--server", stdin=WHOLE)


@test
def a_failure_is_never_silent(folder):
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    refuse(75, ["sendmail", "-t"], folder, stdin=WHOLE, env={
        "MIMEWRIGHT_SERVER": "smtp://127.0.0.1:%d" % closed.getsockname()[1]})
    closed.close()
    with Recorder(refused=["b@example.test"]) as server:
        for args, status in ((["-t"], 69), (["-t", "c@example.test"], 80)):
            result = run(["sendmail", *args], folder, stdin=WHOLE,
                         env=at(server))
            same(result.status, status, "the status of %s" % result)
            check(b"b@example.test" in result.err, str(result))
        refuse(64, ["sendmail", "no address@x"], folder, stdin=WHOLE,
               env=at(server))
        refuse(65, ["sendmail", "-t"], folder, stdin=b"To: x@\n\nHi\n",
               env=at(server))
        refuse(65, ["sendmail", "b@example.test"], folder,
               stdin=WHOLE + b"\0\n", env=at(server))
    same(len(server.letters), 1, "the letters")


@test
def it_is_found_by_its_name(folder):
    for name in ("sendmail", "mailq", "newaliases"):
        os.symlink(harness.PROGRAM, os.path.join(folder, name))
    with Recorder() as server:
        env = harness.environment(folder, at(server))
        for name, args, status in (("sendmail", ["-t"], 0), ("mailq", [], 64),
                                   ("newaliases", [], 64)):
            got = subprocess.run(
                harness.UNDER + [os.path.join(folder, name), *args],
                input=WHOLE, capture_output=True, env=env)
            same(got.returncode, status, "the status of %s: %r" % (
                name, got.stderr))
            check(not status or name.encode() in got.stderr, repr(got.stderr))
    same(len(server.letters), 1, "the letters")


ALIASES = b"""# who gets what
postmaster: root
root:   ada@example.test,
    # in the middle
\tgrace@example.test

"the boss" : "Big, Boss" <boss@example.test>
Loop: loop, root
"""


@test
def aliases_stand_for_addresses(folder):
    path = write(folder, "aliases", ALIASES)
    both = ["ada@example.test", "grace@example.test"]
    for name, wanted in (("root", both), ("ROOT", both), ("postmaster", both),
                         ('"the boss"', ["boss@example.test"]),
                         ("root, ada@example.test", both),
                         ("root@example.test", ["root@example.test"])):
        same(sorted(recipients(folder, "--aliases", path, name)), wanted,
             "who stands for " + name)
    same(sorted(recipients(folder, "--aliases", path, "--default-domain",
                           "example.test", "loop")),
         both + ["loop@example.test"], "a name in its own list")
    letter = take(folder, "--aliases", path, "--default-domain",
                  "example.test", "-t",
                  fed=WHOLE.replace(b"b@example.test", b"root"))
    same(sorted(letter.recipients), both, "of the header")
    same(field(letter.octets, "To"), "root@example.test", "To")
    same(recipients(folder, "--aliases", path, "--default-domain",
                    "example.test", "-n", "root"), ["root@example.test"],
         "with -n")


@test
def aliases_that_are_no_addresses_name_their_line(folder):
    for text, line in ((b"a: |cat", 1), (b"#\n\na: b@x,\n  \"|cat -n\"", 4),
                       (b"a: /var/mail/a", 1), (b"a: \"/var/mail/a\"", 1),
                       (b"a: b@x, :include:/etc/list", 1), (b"a:", 1),
                       (b"a", 1), (b" a: b@x", 1), (b"a@x: b@x", 1),
                       (b"\na: b@@x", 2), (b"a: \\a", 1), (b"a: b@x\0", None)):
        write(folder, "aliases", text)
        named = ["aliases:%d: " % line if line else "aliases"]
        refuse(78, ["sendmail", "--aliases", "aliases", "a"], folder, *named,
               stdin=WHOLE, env={"MIMEWRIGHT_SERVER": "smtp://127.0.0.1:9"})
    refuse(78, ["sendmail", "--aliases", "missing", "a"], folder, "missing",
           stdin=WHOLE, env={"MIMEWRIGHT_SERVER": "smtp://127.0.0.1:9"})


@test
def an_address_without_a_domain_needs_one(folder):
    cron = (b"From: root (Cron Daemon)\nTo: root\nSubject: Cron\n\nHi\n")
    with Recorder() as server:
        refuse(64, ["sendmail", "root"], folder, "--default-domain",
               stdin=WHOLE, env=at(server))
        refuse(65, ["sendmail", "-t"], folder, "--default-domain", stdin=cron,
               env=at(server))
    same(server.letters, [], "letters")
    letter = take(folder, "--default-domain", "example.test", "-ti", fed=cron)
    same((letter.sender, letter.recipients),
         ("root@example.test", ["root@example.test"]), "the envelope")
    check("root@example.test" in field(letter.octets, "From"), "From")


@test
def the_configuration_says_it_all(folder):
    write(folder, "aliases", "root: ada@example.test\n")
    with Recorder() as server:
        write(folder, "config", "server = %s\ndefault-domain = example.test\n"
              "aliases = ~/aliases\nforce-from = Us <us@example.test>\n"
              % server.url)
        result = run(["sendmail", "-FCronDaemon", "-i", "root"], folder,
                     stdin=ANONYMOUS, env={"MIMEWRIGHT_CONFIG": "config"})
    same((result.status, result.err), (0, b""), "status and error")
    letter = server.letters[0]
    same((letter.sender, letter.recipients),
         ("us@example.test", ["ada@example.test"]), "the envelope")
    same(field(letter.octets, "From"), "Us <us@example.test>", "From")


@test
def the_configuration_says_who_sends_where_nothing_else_does(folder):
    with Recorder() as server:
        write(folder, "config", "server = %s\nfrom = Us <us@example.test>\n"
              "envelope-from = bounces@example.test\n" % server.url)
        for args, fed, wanted in (
                ([], ANONYMOUS, ("bounces@example.test",
                                 "Us <us@example.test>")),
                ([], WHOLE, ("bounces@example.test", "a@example.test")),
                (["-f", "c@example.test"], ANONYMOUS,
                 ("c@example.test", "c@example.test")),
                (["-f", ""], ANONYMOUS, ("", "Us <us@example.test>"))):
            result = run(["sendmail", *args, "b@example.test"], folder,
                         stdin=fed, env={"MIMEWRIGHT_CONFIG": "config",
                                         "NAME": "Nobody" * (not args)})
            same((result.status, result.err), (0, b""), "of %s" % args)
            letter = server.letters.pop()
            same((letter.sender, field(letter.octets, "From")), wanted,
                 "who sends by %s" % args)


@test
def who_it_is_from_can_be_forced(folder):
    fed = b"Sender: c@example.test\n" + WHOLE
    for args in (["b@example.test"], ["-fd@example.test", "b@example.test"]):
        letter = take(folder, "--force-from", "Us <us@example.test>", *args,
                      fed=fed)
        same((letter.sender, field(letter.octets, "From"),
              field(letter.octets, "Sender")),
             ("us@example.test", "Us <us@example.test>", None), "who sends")
    same(take(folder, "--force-from", "us@example.test", "-f", "",
              "b@example.test", fed=fed).sender, "", "the null path")


@test
def send_completes_replaces_and_forces_too(folder):
    write(folder, "aliases", ALIASES)
    write(folder, "m.eml", WHOLE.replace(b"b@example.test", b"root, bob"))
    with Recorder() as server:
        result = run(["send", "-q", "--server", server.url, "--aliases",
                      "aliases", "--default-domain", "example.test",
                      "--force-from", "us@example.test", "m.eml"], folder)
    same((result.status, result.err), (0, b""), "status and error")
    letter = server.letters[0]
    same((letter.sender, sorted(letter.recipients)),
         ("us@example.test", ["ada@example.test", "bob@example.test",
                              "grace@example.test"]), "the envelope")
    same(field(letter.octets, "To"), "root@example.test, bob@example.test",
         "To")


@test
def compose_completes_replaces_and_forces_too(folder):
    write(folder, "aliases", ALIASES)
    with Recorder() as server:
        write(folder, "config", "server = %s\ndefault-domain = example.test\n"
              "aliases = aliases\nforce-from = us@example.test\n" % server.url)
        for args in (["-f", "a@example.test"], ["-f", "a"], [],
                     ["-H", "From: x@example.test", "--sender", "y"]):
            result = run(["compose", "--submit", "--config", "config", *args,
                          "-m", "Hi", "-t", "root", "-b", "bob"], folder)
            same((result.status, result.err), (0, b""), "of %s" % args)
            letter = server.letters.pop()
            same((letter.sender, sorted(letter.recipients)),
                 ("us@example.test", ["ada@example.test", "bob@example.test",
                                      "grace@example.test"]), "the envelope")
            same((field(letter.octets, "From"), field(letter.octets, "To"),
                  field(letter.octets, "Sender")),
                 ("us@example.test", "root@example.test", None), "fields")
    refuse(64, ["compose", "-f", "a", "-t", "b@example.test", "-m", "x"],
           folder)


if __name__ == "__main__":
    sys.exit(suite.main())
