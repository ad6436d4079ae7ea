# SPDX-License-Identifier: MIT
"""Submitting beside the scripted cases: options that go together, where
secrets come from, the configuration, and what is written beside the message.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time

import harness
from composing import PLAIN
from harness import Suite, check, read, refuse, run, same, write
from submitting import (GREET, LOGIN, LOGIN_SESSION, MAIL, PLAIN_SESSION,
                        SECRET, Served, submit)

suite = Suite()
test = suite.test

@test
def what_was_submitted_is_silent(folder):
    with Served(folder, PLAIN_SESSION) as served:
        result = submit(folder, served)
    same((result.out, result.err), (b"", b""), "what was said")


@test
def the_line_of_json_says_who_took_it(folder):
    with Served(folder, PLAIN_SESSION) as served:
        report = json.loads(submit(folder, served, "--json").out)
    same((report["result"], report["exit"], report["phase"]),
         ("ok", 0, "quit"), "the result")
    same([(r["address"], r["status"], r["code"])
          for r in report["recipients"]],
         [("b@example.test", "accepted", 250)], "the recipients")
    same(report["error"], None, "the error")


@test
def an_output_holds_what_was_submitted(folder):
    with Served(folder, PLAIN_SESSION) as served:
        submit(folder, served, "-o", "copy.eml")
    check(b"Subject: Test\r\n" in read(os.path.join(folder, "copy.eml")),
          "no copy")


@test
def transport_options_want_submit(folder):
    refuse(64, [*PLAIN, "--server", "smtp://localhost"], folder, "--submit")
    refuse(64, [*PLAIN, "--submit"], folder, "--server")
    refuse(64, [*PLAIN, "--submit", "--server", "smtp://localhost", "--eol",
                "lf"], folder, "--eol")


@test
def a_password_in_an_argument_is_refused(folder):
    result = refuse(64, [*PLAIN, "--submit", "--server",
                         "smtp://ada:%s@localhost" % SECRET], folder)
    check(SECRET.encode() not in result.err, "it is shown")


@test
def a_password_comes_from_where_it_is_kept(folder):
    secret = write(folder, "secret", SECRET + "\n")
    netrc = write(folder, "netrc", "machine 127.0.0.1 login ada password "
                  + SECRET + "\n")
    os.chmod(netrc, 0o600)
    for args, env in (
            (["--password-file", secret], {}),
            (["--password-command", "cat secret"], {}),
            (["--netrc=" + netrc], {}),
            ([], {"MIMEWRIGHT_PASSWORD": SECRET})):
        with Served(folder, LOGIN_SESSION) as served:
            result = submit(folder, served, "--user", "ada",
                            "--allow-cleartext-password", "--transcript",
                            "dialogue", *args, env=env)
        said = read(os.path.join(folder, "dialogue")) + result.err
        check(LOGIN[12:].encode() not in said, "the transcript has it")
        check(b" C: AUTH PLAIN" in said, "no transcript: %r" % said)


@test
def a_user_in_a_url_is_found_by_the_name_it_stands_for(folder):
    netrc = write(folder, "netrc", "machine 127.0.0.1 login a@b%c password "
                  + SECRET + "\n")
    os.chmod(netrc, 0o600)
    login = base64.b64encode(b"\0a@b%c\0" + SECRET.encode()).decode()
    with Served(folder, GREET + [
            {"ehlo": ["AUTH PLAIN"]}, {"expect": "^AUTH PLAIN " + login},
            {"send": "235 ok\r\n"}] + MAIL) as served:
        url = served.url.replace("//", "//a%40b%25c@")
        result = run([*PLAIN, "--submit", "--server", url, "--tls", "off",
                      "--netrc=" + netrc, "--allow-cleartext-password"],
                     folder)
    same((result.status, result.err), (0, b""), "status and errors")


@test
def an_account_with_a_secret_takes_none_of_the_default(folder):
    os.mkdir(os.path.join(folder, "mimewright"))
    secret = write(folder, "secret", SECRET + "\n")
    for default in ("password-command = echo wrong",
                    "token-command = echo wrong", "netrc = missing",
                    "password-file = missing"):
        for user, kept in (("ada", "password-file = " + secret),
                           ("ada:" + SECRET, "helo = x.test")):
            with Served(folder, LOGIN_SESSION) as served:
                path = write(
                    folder, "mimewright/config", "[default]\n%s\n[account b]\n"
                    "server = %s\n%s\n" % (default, served.url.replace(
                        "//", "//%s@" % user), kept))
                os.chmod(path, 0o600)
                result = run([*PLAIN, "--submit", "--account", "b", "--tls",
                              "off", "--allow-cleartext-password"], folder)
            same((result.status, result.err), (0, b""), default)


def submit_elsewhere(folder, served, text, *args, **env):
    """What is said where the configuration TEXT is of 127.0.0.1, and another
    name for it is asked for; it goes without a terminal."""
    os.makedirs(os.path.join(folder, "mimewright"), exist_ok=True)
    path = write(folder, "mimewright/config", text.replace("URL", served.url))
    os.chmod(path, 0o600)
    env = {name: value.replace("OTHER", served.url.replace(
        "127.0.0.1", "LocalHost")) for name, value in env.items()}
    return run([*PLAIN, "--submit", "--json", "--tls", "off", "--timeout",
                "60", "--allow-cleartext-password", *args], folder, env=env,
               start_new_session=True)


@test
def a_secret_of_the_configuration_goes_to_no_other_host(folder):
    with Served(folder, []) as served:
        other = served.url.replace("127.0.0.1", "localhost")
        for text, line in (("server = URL\npassword-file = secret\n", 2),
                           ("server = URL\npassword-command = cat x\n", 2),
                           ("server = URL\ntoken-command = cat x\n", 2),
                           ("server = %s\n" % served.url.replace(
                               "//", "//ada:x@"), 1),
                           ("[account b]\nfrom = a@example.test\nserver = URL"
                            "\n[default]\npassword-file = secret\n", 5)):
            for args, env in (
                    (["--server", other, "--user", "ada"], {}),
                    (["--user", "ada"], {"MIMEWRIGHT_SERVER": "OTHER"})):
                result = submit_elsewhere(folder, served, text, *args, **env)
                report = json.loads(result.out)
                same((result.status, report["error"]["retry_safe"]),
                     (77, False), "the status with %r" % result.err)
                for part in ("there is no password", "--password-file",
                             "config:%d says is for 127.0.0.1;" % line):
                    check(part in result.err.decode(), repr(result.err))
        served.server.state = "complete"


@test
def a_secret_of_the_default_goes_to_its_own_server(folder):
    """An account that names another gets none, and says where it is."""
    write(folder, "secret", SECRET + "\n")
    with Served(folder, []) as served:
        url = served.url.replace("//", "//ada@")
        for place, server in (("password-file = secret", "smtp://other.test"),
                              ("password-command = cat secret",
                               "lmtp+unix:/nowhere"),
                              ("token-command = cat secret",
                               "smtps://ada:x@localhost")):
            result = submit_elsewhere(
                folder, served, "[default]\nuser = eve\n%s\nserver = %s\n"
                "[account b]\nserver = %s\n" % (place, server, url),
                "--account", "b")
            same(result.status, 77, "the status with %r" % result.err)
            host = server.split("@")[-1].split("//")[-1].encode()
            for part in (b"ada at 127.0.0.1", b"there is no password",
                         b"config:3 says is for " + host + b";"):
                check(part in result.err, repr(result.err))
        served.server.state = "complete"


@test
def a_user_of_the_default_is_of_its_own_server(folder):
    steps = GREET + [{"ehlo": ["AUTH PLAIN"]}] + MAIL
    with Served(folder, steps) as served:
        result = submit_elsewhere(
            folder, served, "[account b]\nserver = URL\n[default]\n"
            "server = smtp://other.test\nuser = ada\n"
            "password-file = missing\n", "--account", "b")
    same((result.status, result.err), (0, b""), "status and errors")


@test
def a_secret_of_the_default_goes_to_the_account_at_its_host(folder):
    write(folder, "secret", SECRET + "\n")
    default = "[default]\nuser = ada\npassword-file = secret\n"
    for text in (default + "[account b]\nserver = URL\n",
                 default + "server = smtps://127.0.0.1:1\n[account b]\n"
                 "server = URL\n",
                 default + "server = URL\n[account b]\nhelo = x.test\n"):
        with Served(folder, LOGIN_SESSION) as served:
            result = submit_elsewhere(folder, served, text, "--account", "b")
        same((result.status, result.err), (0, b""), text)


@test
def a_netrc_of_the_default_knows_its_hosts(folder):
    write(folder, "netrc", "machine 127.0.0.1 login ada password " + SECRET)
    os.chmod(os.path.join(folder, "netrc"), 0o600)
    with Served(folder, LOGIN_SESSION) as served:
        result = submit_elsewhere(
            folder, served, "[default]\nserver = smtp://other.test\n"
            "netrc = netrc\n[account b]\nserver = %s\n"
            % served.url.replace("//", "//ada@"), "--account", "b")
    same((result.status, result.err), (0, b""), "status and errors")


@test
def a_user_of_the_configuration_is_of_its_host(folder):
    steps = GREET + [{"ehlo": ["AUTH PLAIN"]}] + MAIL
    with Served(folder, steps) as served:
        result = submit_elsewhere(
            folder, served, "server = URL\nuser = ada\n"
            "password-file = missing\n", MIMEWRIGHT_SERVER="OTHER")
    same((result.status, result.err), (0, b""), "status and errors")


@test
def a_password_of_nobody_that_is_not_meant_is_left_alone(folder):
    default = "[default]\npassword-command = touch asked\n"
    account = "[account b]\nserver = URL\n"
    for text, args, env in (
            (default + account, ["--account", "b"], {}),
            (default, ["--server", "URL"], {}),
            (default + "server = URL\n", [], {"MIMEWRIGHT_SERVER": "OTHER"}),
            (account, ["--account", "b"], {"MIMEWRIGHT_PASSWORD": "x"}),
            (account + default + "token-command = touch asked\n",
             ["--account", "b"], {})):
        with Served(folder, PLAIN_SESSION) as served:
            result = submit_elsewhere(
                folder, served, text,
                *(arg.replace("URL", served.url) for arg in args), **env)
        same((result.status, result.err), (0, b""), text)
    check(not os.path.exists(os.path.join(folder, "asked")), "it was run")


@test
def an_account_may_lack_the_user_of_its_own_password(folder):
    with Served(folder, []) as served:
        for text, line in (
                ("[account b]\nserver = URL\npassword-file = x\n", 3),
                ("[default]\nserver = URL\n[account b]\n"
                 "password-file = x\n", 4),
                ("[default]\nserver = URL\npassword-file = x\n"
                 "[account b]\nhelo = x.test\n", 3)):
            result = submit_elsewhere(folder, served, text, "--account", "b")
            same(result.status, 78, "the status with %r" % result.err)
            check("config:%d: password-file: nobody" % line
                  in result.err.decode(), repr(result.err))
        served.server.state = "complete"


@test
def a_token_needs_no_user_beside_it(folder):
    steps = GREET + [{"ehlo": ["AUTH XOAUTH2 OAUTHBEARER"]},
                     {"expect": "^AUTH OAUTHBEARER "},
                     {"send": "235 ok\r\n"}] + MAIL
    for args in (["--token-command", "echo x"],
                 ["--token-command", "echo x", "--auth", "oauthbearer"]):
        with Served(folder, steps) as served:
            submit(folder, served, "--allow-cleartext-password", *args)
    with Served(folder, steps) as served:
        result = submit_elsewhere(
            folder, served, "server = URL\ntoken-command = echo x\n")
    same((result.status, result.err), (0, b""), "status and errors")


@test
def a_mechanism_that_needs_no_user_is_not_asked_for_one(folder):
    steps = GREET + [{"ehlo": ["AUTH EXTERNAL"]},
                     {"expect": "^AUTH EXTERNAL =$"},
                     {"send": "235 ok\r\n"}] + MAIL
    with Served(folder, steps) as served:
        submit(folder, served, "--allow-cleartext-password", "--auth",
               "Plain,external", "--password-command", "touch asked")
    check(not os.path.exists(os.path.join(folder, "asked")), "it was run")


@test
def a_secret_of_the_configuration_goes_to_its_host_at_any_port(folder):
    write(folder, "secret", SECRET + "\n")
    for text in ("server = smtps://x@127.0.0.1:1/\nuser = ada\n",
                 "user = ada\n"):
        with Served(folder, LOGIN_SESSION) as served:
            result = submit_elsewhere(
                folder, served, text + "password-file = secret\n",
                "--server", served.url)
        same((result.status, result.err), (0, b""), text)


@test
def the_password_of_the_environment_is_for_its_server(folder):
    with Served(folder, []) as served:
        result = submit_elsewhere(
            folder, served, "server = URL\nuser = ada\n",
            MIMEWRIGHT_PASSWORD=SECRET)
        served.server.state = "complete"
    same(result.status, 77, "the status with %r" % result.err)
    check(b"$MIMEWRIGHT_PASSWORD counts only for --server or "
          b"$MIMEWRIGHT_SERVER" in result.err, repr(result.err))
    check(b"--user" not in result.err, repr(result.err))


@test
def a_refused_login_is_told_by_what_it_went_by(folder):
    for name, word, args in (
            ("EXTERNAL", b"certificate", ["--auth", "EXTERNAL"]),
            ("XOAUTH2", b"token", ["--token-command", "echo x"]),
            ("OAUTHBEARER", b"token", ["--token-command", "echo x"]),
            ("PLAIN", b"password", ["--password-command", "echo x"])):
        steps = GREET + [{"ehlo": ["AUTH " + name]},
                         {"expect": "^AUTH " + name},
                         {"send": "535 5.7.8 no\r\n"}, {"quit": True}]
        with Served(folder, steps) as served:
            result = run([*PLAIN, "--submit", "--server", served.url, "--tls",
                          "off", "--timeout", "60", "--user", "ada",
                          "--allow-cleartext-password", *args], folder)
        same(result.status, 77, "the status with %r" % result.err)
        check(result.err.count(word) == 2 and
              (b"password" in result.err) == (name == "PLAIN"),
              "%s: %r" % (name, result.err))


@test
def a_password_that_cannot_be_had_is_a_failed_login(folder):
    for args in (["--password-command", "exit 3"],
                 ["--password-command", "true"],
                 ["--password-file", "missing"],
                 ["--password-file", "/dev/null"]):
        refuse(77, [*PLAIN, "--submit", "--server", "smtp://localhost",
                    "--user", "ada", *args], folder, args[0])


@test
def a_mechanism_without_a_password_asks_for_none_in_any_case(folder):
    session = GREET + [{"ehlo": ["AUTH EXTERNAL"]},
                       {"expect": "^AUTH EXTERNAL YWRh$"},
                       {"send": "235 ok\r\n"}] + MAIL
    for named in ("EXTERNAL", "external", "Gssapi,External"):
        with Served(folder, session) as served:
            submit(folder, served, "--user", "ada", "--auth", named,
                   "--allow-cleartext-password")


@test
def an_account_is_found_by_its_sender(folder):
    os.mkdir(os.path.join(folder, "mimewright"))
    with Served(folder, PLAIN_SESSION) as served:
        write(folder, "mimewright/config", "[default]\ntls = off\n"
              "server = smtp://127.0.0.1:1\n[account work]\n"
              "from = a@example.test\nserver = %s\n" % served.url)
        result = run([*PLAIN, "--submit"], folder)
        check(result.status == 0, str(result))


@test
def a_wrong_configuration_names_its_line(folder):
    for text, named in (("tsl = off\n", "config:1: tsl: "),
                        ("\n[acount x]\n", "config:2: "),
                        ("insecure = perhaps\n", "insecure"),
                        ("server = smtp://a:b@localhost\n", "password"),
                        ("helo = a\nhelo = b\n", "twice")):
        write(folder, "config", text)
        refuse(78, [*PLAIN, "--submit", "--config", "config"], folder, named)
    refuse(78, [*PLAIN, "--submit", "--config", "missing"], folder)


@test
def a_log_gets_one_line(folder):
    for _ in range(2):
        with Served(folder, PLAIN_SESSION) as served:
            submit(folder, served, "--log", "log")
    lines = read(os.path.join(folder, "log")).decode().splitlines()
    same(len(lines), 2, "the lines")
    for text in ('from="a@example.test"', 'to="b@example.test"',
                 "status=accepted", "exit=0", "message-id="):
        check(text in lines[1], "no %s in %s" % (text, lines[1]))


@test
def the_next_file_is_sent_though_one_is_missing(folder):
    message = write(folder, "m.eml", "From: a@example.test\nTo: b@example.test"
                    "\nDate: Mon, 02 Feb 2026 10:00:00 +0000\n"
                    "Message-ID: <1@example.test>\n\nHello.\n")
    with Served(folder, PLAIN_SESSION) as served:
        result = run(["send", "-q", "--server", served.url, "--tls", "off",
                      "missing.eml", message], folder)
    same(result.status, 66, "the status")
    check(b"missing.eml" in result.err, str(result))


@test
def an_interrupt_in_doubt_says_so_by_its_status(folder):
    steps = GREET + [{"ehlo": []}] + MAIL[:6] + [
        {"data": {}}, {"mark": "sent"}, {"drain": 60000}]
    served = Served(folder, steps)
    thread = threading.Thread(target=served.server.serve, daemon=True)
    thread.start()
    process = harness.start(
        [*PLAIN, "--submit", "--json", "--server", served.url, "--tls", "off"],
        folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while "sent" not in served.server.marks and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = harness.finish(process)
    served.server.stop = True
    same(process.returncode, 81, "the status, with %r" % err)
    same(json.loads(out)["result"], "in-doubt", "the result")


@test
def the_envelope_goes_by_its_own_file(folder):
    harness.succeed([*PLAIN, "-o", "m.eml", "--envelope-file", "e.json"],
                    folder)
    with Served(folder, PLAIN_SESSION) as served:
        args = ["send", "--server", served.url, "--tls", "off",
                "--envelope-file", "e.json", "m.eml"]
        check(run(args, folder).status == 0, "not sent")
    for text in ("", "{}", '{"from": "a@x"}', '{"from": "a@x", "to": []}',
                 '{"from": "a@x", "to": ["b@x"]} x',
                 '{"from": "a@x", "to": ["b@x"], "cc": []}',
                 '{"from": "\\ud800", "to": ["b@x"]}'):
        write(folder, "e.json", text)
        refuse(65, args, folder, "e.json")


@test
def a_probe_shows_what_is_offered(folder):
    with Served(folder, GREET + [{"ehlo": ["SIZE 1000", "8BITMIME"]},
                                 {"quit": True}]) as served:
        result = run(["probe", "--tls", "off", served.url], folder)
    same(result.status, 0, "the status")
    check(b"SIZE 1000" in result.out and b"8BITMIME" in result.out,
          str(result.out))


if __name__ == "__main__":
    sys.exit(suite.main())
