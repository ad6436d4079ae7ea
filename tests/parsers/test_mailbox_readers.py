# SPDX-License-Identifier: MIT
"""mutt, in batch mode, reads the mailboxes that messages are filed in: it
counts as many as were filed, and writes out what they hold.
"""

import mailbox
import os
import pty
import select
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))

from composing import WHO, compose  # noqa: E402
from harness import Skip, Suite, check, environment, same, write  # noqa: E402

suite = Suite()

TEXTS = {"one": "From me\n>From you\n\nFrom them",
         "two": "Gr\u00fc\u00dfe\n" + "long " * 300,
         "three": "no end"}


def fill(folder):
    """Both kinds of mailbox, with a message of each text."""
    octets = write(folder, "octets.bin", bytes(range(256)) * 20)
    for subject, text in TEXTS.items():
        compose(folder, *WHO, "-s", subject, "-m", text, "-a", octets,
                "-o", "mbox:box", "-o", "maildir:dir")
    return octets


def run_in_terminal(argv, folder):
    """Runs ARGV, which insists on a terminal, to its end; what it drew."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        argv, cwd=folder, env=environment(folder, {"TERM": "vt100"}),
        stdin=its, stdout=its, stderr=its, start_new_session=True)
    os.close(its)
    drawn = b""
    end = time.monotonic() + 60
    try:
        while time.monotonic() < end:
            if select.select([ours], [], [], 1)[0]:
                drawn += os.read(ours, 65536)
    except OSError:  # EIO: the other end is closed.
        pass
    process.kill()
    process.wait()
    os.close(ours)
    return drawn


def mutt(folder, place):
    """Has mutt copy all of PLACE into a Maildir; what it copied."""
    program = shutil.which("mutt")
    if program is None:
        raise Skip("needs mutt")
    write(folder, "muttrc", "set mbox_type=Maildir\nset folder=.\n"
          "set spoolfile=./box\nset record=''\nset copy=no\n"
          "set confirmappend=no\nset confirmcreate=no\nset delete=no\n"
          "set move=no\nset wait_key=no\n")
    drawn = run_in_terminal(
        [program, "-F", "muttrc", "-R", "-f", place, "-e",
         "push '<tag-pattern>~A<enter><tag-prefix><copy-message>./copied"
         "<enter><exit>'"], folder)
    path = os.path.join(folder, "copied")
    check(os.path.exists(path), "mutt made no copy: %r" % drawn[-2000:])
    return mailbox.Maildir(path, create=False)


def parts(mail):
    return [(part.get_content_type(), part.get_payload(decode=True))
            for part in mail.walk() if not part.is_multipart()]


def check_read_alike(folder, place, own):
    fill(folder)
    seen = mutt(folder, place)
    filed = {mail["Subject"]: parts(mail) for mail in own(folder)}
    same(sorted(filed), sorted(TEXTS), "the subjects that Python reads")
    same({mail["Subject"]: parts(mail) for mail in seen}, filed,
         "what mutt reads")


@suite.test
def mutt_reads_an_mbox(folder):
    check_read_alike(folder, "./box", lambda folder: mailbox.mbox(
        os.path.join(folder, "box"), create=False))


@suite.test
def mutt_reads_a_maildir(folder):
    check_read_alike(folder, "./dir", lambda folder: mailbox.Maildir(
        os.path.join(folder, "dir"), create=False))


if __name__ == "__main__":
    sys.exit(suite.main())
