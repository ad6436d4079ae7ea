# SPDX-License-Identifier: MIT
"""Sends one small message to a server, for the tests of logins and of
certificates: every run is written down, and shows no secret.
"""

import base64
import json

import harness
from harness import check, same, write

MESSAGE = (b"From: ada@lab.test\r\nTo: bob@lab.test\r\nSubject: hello\r\n"
           b"Date: Sat, 21 Nov 2026 23:06:00 +0000\r\n"
           b"Message-ID: <1@lab.test>\r\n\r\nHello.\r\n")


def spellings(secret):
    """SECRET plain and in base64, wherever its octets begin there."""
    octets = secret.encode()
    yield octets
    for before in range(3):
        first, last = -(-before * 8 // 6), (before + len(octets)) * 8 // 6
        yield base64.b64encode(b"\0" * before + octets)[first:last]


def check_keeps(result, secrets):
    """That nothing that RESULT shows has one of SECRETS."""
    shown = result.out + result.err + result.dialogue
    for secret in secrets:
        check(not any(text in shown for text in spellings(secret)),
              "shows %r: %s" % (secret, shown))


def send(folder, server, port, *args, ca_file=True, env=None, url=None):
    """Sends MESSAGE to the port of SERVER; how that ended, with `report`, the
    line of JSON, and `dialogue`, what was said.
    """
    write(folder, "message.eml", MESSAGE)
    trusted = ["--ca-file", server.ca_file] if ca_file else []
    result = harness.run(
        ["send", "--json", "--transcript", "dialogue", "--timeout", "20",
         "--server", url or server.url(port), *trusted, *args, "message.eml"],
        folder, env=env)
    check(result.out.count(b"\n") == 1, "no line of JSON: %s" % result)
    result.report = json.loads(result.out)
    result.dialogue = harness.read(folder + "/dialogue")
    same(result.report["exit"], result.status, "the exit told")
    secrets = [server.password, server.password2, server.token]
    check_keeps(result, filter(None, secrets))
    return result


def by_password(folder, user, password):
    """The options of a login."""
    return ["--user", user,
            "--password-file", write(folder, "password", password + "\n")]


def succeed(result, mechanism):
    """That the message went out, verified, after a login by MECHANISM."""
    check(result.status == 0, str(result))
    check(not result.err, "said beside it: %s" % result)
    same(result.report["auth"], mechanism, "the mechanism told")
    check(result.report["tls"]["verified"], "not verified: %s" % result)


def refuse(result, status, *named):
    """That it ended with STATUS, and the error names NAMED."""
    check(result.status == status, "not %d: %s" % (status, result))
    harness.check_error_lines(result, named)
    said = result.report["error"]["what"]
    check(said in result.err.decode(), "told otherwise: %r" % said)


def check_arrived(server, count):
    """That COUNT messages arrived at SERVER since it was asked to forget, and
    no more.
    """
    same(len(server.mail(count)), count, "messages at " + server.name)
