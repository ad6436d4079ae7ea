# SPDX-License-Identifier: MIT
"""How far a submission goes, whom it tells, and what it asks for first."""

import base64
import json
import os
import socket
import sys
import threading
import time

import harness
from composing import PLAIN
from harness import Suite, check, read, refuse, same, write
from submitting import GREET, LOGIN, MAIL, PLAIN_SESSION, Served, submit

suite = Suite()
test = suite.test

QUIT = [{"quit": True}]
EHLO = [{"ehlo": ["AUTH PLAIN"]}]
AUTH = [{"expect": LOGIN}, {"send": "235 ok\r\n"}]

# What the client has to have said when it stops, up to its QUIT.
STOPS = (
    ("connect", GREET),
    ("ehlo", GREET + EHLO),
    ("auth", GREET + EHLO + AUTH),
    ("mail", GREET + EHLO + AUTH + MAIL[:2]),
    ("rcpt", GREET + EHLO + AUTH + MAIL[:4]),
)


@test
def it_stops_politely_where_it_is_told(folder):
    for phase, steps in STOPS:
        with Served(folder, steps + QUIT) as served:
            result = submit(
                folder, served, "--json", "--quit-after", phase, "--user",
                "ada", "--allow-cleartext-password",
                env={"MIMEWRIGHT_PASSWORD": "s3cr3t-Pa55!"})
        report = json.loads(result.out)
        same((report["result"], report["exit"], report["phase"],
              report["error"]), ("stopped", 0, phase, None),
             "the report after " + phase)
        same([(r["status"], r["code"], r["why"])
              for r in report["recipients"]],
             [("not-tried", 250, "would be accepted") if phase == "rcpt"
              else ("not-tried", 0, None)], "the recipients after " + phase)


@test
def a_stop_is_told_and_is_no_sending(folder):
    for phase, steps in STOPS:
        with Served(folder, steps + QUIT) as served:
            err = submit(
                folder, served, "-v", "--quit-after", phase, "--user", "ada",
                "--allow-cleartext-password",
                env={"MIMEWRIGHT_PASSWORD": "s3cr3t-Pa55!"}).err
        check(b"nothing was sent" in err and b" took " not in err,
              "%s: %r" % (phase, err))
        same(b"<b@example.test>: would be accepted: 250\n" in err,
             phase == "rcpt", "the recipient after %s: %r" % (phase, err))


@test
def what_is_written_beside_a_message_and_fails_is_named(folder):
    if not os.path.exists("/dev/full"):
        raise harness.Skip("no /dev/full here")
    for option in ("--log", "--transcript"):
        with Served(folder, PLAIN_SESSION) as served:
            result = harness.run(
                [*PLAIN, "--submit", "--server", served.url, "--tls", "off",
                 "--timeout", "60", option, "/dev/full"], folder)
        same(result.status, 83, "the status, with %r" % result.err)
        same(result.err.count(b"\n"), 2, "lines of %r" % result.err)
        for part in (option.encode() + b": /dev/full: ", b"sent"):
            check(part in result.err, "%r is not in %r" % (part, result.err))


@test
def json_says_of_what_cannot_be_written_what_the_status_does(folder):
    if not os.path.exists("/dev/full"):
        raise harness.Skip("no /dev/full here")
    refused = GREET + EHLO + MAIL[:3] + [
        {"send": "550 5.1.1 no such user\r\n"}] + QUIT
    for option in ("--log", "--transcript"):
        for steps, args, status, result, became in (
                (PLAIN_SESSION, [], 83, "copy-failed", ["accepted"]),
                (refused, [], 74, "io", ["permanent"]),
                (PLAIN_SESSION, ["--log", "log"], 83, "copy-failed",
                 ["accepted"])):
            if option in args:
                continue
            with Served(folder, steps) as served:
                run = harness.run(
                    [*PLAIN, "--submit", "--json", "--server", served.url,
                     "--tls", "off", "--timeout", "60", option, "/dev/full",
                     *args], folder)
            report = json.loads(run.out)
            same((run.status, report["exit"], report["result"]),
                 (status, status, result), "the statuses, with %r" % run.err)
            same((report["error"]["what"], report["error"]["retry_safe"],
                  [r["status"] for r in report["recipients"]]),
                 (option, False, became), "the report")
    check(b" exit=83 " in read(os.path.join(folder, "log")), "what is logged")


@test
def a_transcript_that_fails_is_told_where_nothing_is_sent(folder):
    if not os.path.exists("/dev/full"):
        raise harness.Skip("no /dev/full here")
    for args in (["probe"],
                 [*PLAIN, "--submit", "--quit-after", "ehlo", "--server"]):
        with Served(folder, GREET + EHLO + QUIT) as served:
            run = harness.run(
                [*args, served.url, "--json", "--tls", "off", "--timeout",
                 "60", "--transcript", "/dev/full"], folder)
        report = json.loads(run.out)
        same((run.status, report["exit"], report["result"]), (74, 74, "io"),
             "the statuses of %s, with %r" % (args[0], run.err))
        check(b"--transcript: /dev/full: " in run.err
              and b"do not send" not in run.err, "what is said: %r" % run.err)


@test
def no_secret_is_asked_for_where_it_stops_before_the_login(folder):
    for phase in ("connect", "ehlo", "tls"):
        steps = GREET + ([] if phase == "connect" else
                         [{"ehlo": ["AUTH PLAIN"]}]) + QUIT
        with Served(folder, steps) as served:
            result = harness.run(
                [*PLAIN, "--submit", "--server", served.url, "--tls", "off",
                 "--timeout", "60", "--user", "ada", "--quit-after", phase,
                 "--password-command", "touch asked; echo x"], folder,
                start_new_session=True)
        same(result.status, 0, "the status after %s, with %r" % (
            phase, result.err))
        check(not os.path.exists(os.path.join(folder, "asked")),
              "asked before " + phase)


@test
def it_stops_after_tls(folder):
    steps = GREET + [{"ehlo": ["STARTTLS"]}, {"expect": "^STARTTLS$"},
                     {"send": "220 go\r\n"}, {"tls": {}}] + EHLO + QUIT
    with Served(folder, steps) as served:
        result = harness.run(
            [*PLAIN, "--submit", "--json", "--server", served.url,
             "--insecure", "--timeout", "60", "--quit-after", "tls"], folder)
    same(result.status, 0, "the status, with %r" % result.err)
    report = json.loads(result.out)
    check(report["tls"] is not None, "no TLS")
    same((report["result"], report["phase"]), ("stopped", "tls"), "the report")


@test
def a_transcript_says_first_where_it_is_connected_to(folder):
    begin = [{"expect": "^STARTTLS$"}, {"send": "220 go\r\n"}, {"tls": {}}]
    offers = [{"ehlo": ["STARTTLS"]}]
    for scheme, steps, args, told in (
            ("smtp", GREET + EHLO, ["--tls", "off"], ["without TLS"]),
            ("smtp", GREET + offers + begin + EHLO, [],
             ["without TLS so far", "TLSv1"]),
            ("smtps", [{"tls": {}}] + GREET + EHLO, [],
             ["TLS from the start", "TLSv1"])):
        with Served(folder, steps + QUIT) as served:
            place = served.url.split("/")[-1]
            result = harness.run(
                ["probe", scheme + "://" + place, "--insecure", "--timeout",
                 "60", "--transcript", "dialogue", *args], folder)
        same(result.status, 0, "the status, with %r" % result.err)
        lines = read(os.path.join(folder, "dialogue")).decode().splitlines()
        notes = [line.split(" -- ")[1] for line in lines if " -- " in line]
        same(notes[0], "connected to %s, %s" % (place, told[0]), "the first")
        check(lines[0].endswith(notes[0]), "not first: %s" % lines)
        same([note[:len("TLSv1")] for note in notes[1:]], told[1:],
             "the others")


@test
def nothing_is_partly_sent_where_it_stops_before_the_message(folder):
    for code, status, name in ((550, 69, "permanent"),
                               (450, 75, "temporary")):
        steps = GREET + [{"ehlo": []}] + MAIL[:4] + [
            {"expect": "^RCPT TO:<c@example.test>"},
            {"send": "%d no\r\n" % code}] + QUIT
        with Served(folder, steps) as served:
            result = harness.run(
                [*PLAIN, "-c", "c@example.test", "--submit", "--json",
                 "--server", served.url, "--tls", "off", "--timeout", "60",
                 "--quit-after", "rcpt"], folder)
        report = json.loads(result.out)
        same((result.status, report["result"], report["phase"]),
             (status, name, "rcpt"), "the report of %d" % code)
        same([r["why"] for r in report["recipients"]],
             ["would be accepted", None], "why not")


@test
def a_server_that_refuses_before_the_stop_is_told(folder):
    steps = GREET + [{"ehlo": []}, MAIL[0],
                     {"send": "550 5.7.1 not you\r\n"}] + QUIT
    with Served(folder, steps) as served:
        result = harness.run(
            [*PLAIN, "--submit", "--server", served.url, "--tls", "off",
             "--timeout", "60", "--quit-after", "mail"], folder)
    same(result.status, 69, "the status")
    check(b"not you" in result.err, "not told: %r" % result.err)


@test
def octets_of_a_server_are_escaped_wherever_they_are_shown(folder):
    evil = b"\x1b]0;x\x07 \x00 \xc2\x9b \x7f \xe2\x80\xae \xff end"
    steps = GREET + [{"ehlo": []}] + MAIL[:2] + [
        MAIL[2], {"send_b64": base64.b64encode(
            b"550 5.1.1 " + evil + b"\r\n").decode()}] + QUIT
    with Served(folder, steps) as served:
        result = harness.run(
            [*PLAIN, "--submit", "--json", "--server", served.url, "--tls",
             "off", "--timeout", "60", "--transcript", "t", "--log", "l"],
            folder)
    same(result.status, 69, "the status, with %r" % result.err)
    text = json.loads(result.out)["recipients"][0]["text"]
    check("\0" in text and text.endswith("end"), "cut: %r" % text)
    check("text_bytes" in json.loads(result.out)["recipients"][0], "no twin")
    for shown in (result.err, read(os.path.join(folder, "t")),
                  read(os.path.join(folder, "l"))):
        shown = shown.decode("utf-8")
        check(all(c.isprintable() or c == "\n" for c in shown),
              "unescaped: %r" % shown)
    check(b"end" in result.err, "cut for people: %r" % result.err)


@test
def a_name_outside_ascii_goes_out_in_a_labels(folder):
    listener = socket.create_server(("127.0.0.1", 0))
    said = []

    def serve():
        connection = listener.accept()[0]
        said.append(connection.recv(4096))
        connection.sendall(b"HTTP/1.1 502 no\r\n\r\n")
        connection.close()
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    result = harness.run(
        [*PLAIN, "--submit", "--server", "smtp://b\u00fccher.example.test",
         "--timeout", "60", "--proxy",
         "http://127.0.0.1:%d" % listener.getsockname()[1]], folder)
    if harness.LEFT_OUT.encode() in result.err:
        raise harness.Skip("no libidn2")
    thread.join(100)
    listener.close()
    check(said and said[0].startswith(
        b"CONNECT xn--bcher-kva.example.test:587 "), "asked for %r, %r"
          % (said, result.err))


@test
def a_proxy_that_leaves_may_be_asked_again(folder):
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with listener.accept()[0] as connection:
            connection.recv(4096)
    threading.Thread(target=serve, daemon=True).start()
    refuse(75, [*PLAIN, "--submit", "--server", "smtp://mx.example.test",
                "--timeout", "60", "--proxy",
                "http://127.0.0.1:%d" % listener.getsockname()[1]], folder,
           "the connection was closed instead of an answer")
    listener.close()


@test
def a_silent_host_is_given_up_in_time(folder):
    full = socket.socket()
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(full.getsockname())
        fillers.append(filler)
    began = time.monotonic()
    result = harness.run(
        [*PLAIN, "--submit", "--server", "smtp://127.0.0.1:%d"
         % full.getsockname()[1], "--tls", "off", "--connect-timeout", "1",
         "--timeout", "1"], folder)
    same(result.status, 75, "the status, with %r" % result.err)
    check(time.monotonic() - began < 60, "too long")
    for filler in fillers:
        filler.close()
    full.close()


@test
def a_source_that_shrinks_ends_without_the_end_of_the_data(folder):
    """The server sees no end of the data, so nobody is in doubt."""
    path = write(folder, "big", os.urandom(8 << 20))
    steps = GREET + [{"ehlo": []}] + MAIL[:5] + [
        {"call": lambda: os.truncate(path, 1 << 20)}, MAIL[5],
        {"data": {}}]
    with Served(folder, steps) as served:
        result = harness.run(
            [*PLAIN, "--submit", "--json", "--server", served.url, "--tls",
             "off", "--timeout", "60", "-a", path], folder)
        served.server.stop = True
        served.thread.join(100)
        same((served.server.state, served.server.data), ("client closed", []),
             "what the server saw")
        served.server.state = "complete"
    report = json.loads(result.out)
    same((result.status, report["result"]), (74, "io"),
         "status and result, with %r" % result.err)
    check(all(r["status"] != "accepted" for r in report["recipients"]),
          "accepted")


if __name__ == "__main__":
    sys.exit(suite.main())
