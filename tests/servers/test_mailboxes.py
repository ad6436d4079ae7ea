# SPDX-License-Identifier: MIT
"""Dovecot, over IMAP, reads the mailboxes that messages are filed in: as many
messages as there are, and of a Maildir the very octets.
"""

import os
import re
import shutil
import subprocess
import sys

from laboratory import start, state

from composing import WHO, compose
from harness import Suite, check, same, write

suite = Suite()

TEXTS = ("From me\n>From you", "Gr\u00fc\u00dfe", "the end")


def filed(folder):
    """The messages that both kinds of mailbox in FOLDER are filled with."""
    octets = write(folder, "octets.bin", bytes(range(256)) * 20)
    messages = []
    for i, text in enumerate(TEXTS):
        args = [*WHO, "-s", str(i), "-m", text, "-a", octets, "--seed", str(i)]
        messages.append(compose(folder, *args))
        compose(folder, *args, "-o", "mbox:box", "-o", "maildir:dir")
    return messages


def inside(server):
    """The process that is the first of SERVER's namespaces."""
    with open(os.path.join(state(), server.name, "pid"),
              encoding="ascii") as file:
        outer = file.read().strip()
    return subprocess.run(["pgrep", "-P", outer], capture_output=True,
                          text=True, check=True).stdout.split()[0]


def imap(server, location, commands):
    """What Dovecot's IMAP, which takes its mail from LOCATION, answers."""
    result = subprocess.run(
        ["nsenter", "-t", inside(server), "-m", "-p",
         "/usr/lib/dovecot/imap", "-o", "mail_location=" + location,
         "-u", "labmail"],
        input=b"".join(b"a %s\r\n" % one for one in commands),
        capture_output=True, timeout=60, check=False)
    check(b"a BAD" not in result.stdout and b"a NO" not in result.stdout,
          "%r %r" % (result.stdout[-600:], result.stderr[-600:]))
    return result.stdout


def fetch(folder, location):
    """The messages of the INBOX at LOCATION, in which %s is FOLDER, in order.
    Dovecot sees a copy where its user may go."""
    server = start("dovecot")
    place = os.path.join(state(), "mailboxes")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    subprocess.run(["chmod", "-R", "a+rwX", place], check=True)
    answer = imap(server, location.replace("%s", place),
                  [b"EXAMINE INBOX", b"FETCH 1:* (BODY.PEEK[])", b"LOGOUT"])
    messages = []
    for found in re.finditer(rb"BODY\[\] \{(\d+)\}\r\n", answer):
        messages.append(answer[found.end():found.end() + int(found[1])])
    check(messages, repr(answer[-600:]))
    return messages


@suite.test
def dovecot_reads_a_maildir(folder):
    messages = filed(folder)
    same(sorted(fetch(folder, "maildir:%s/dir")), sorted(messages),
         "what IMAP gives")


@suite.test
def dovecot_reads_an_mbox(folder):
    messages = [re.sub(rb"(?m)^(>*From )", rb">\1", message)
                for message in filed(folder)]
    same(fetch(folder, "mbox:%s/mail:INBOX=%s/box"), messages,
         "what IMAP gives")


if __name__ == "__main__":
    sys.exit(suite.main())
