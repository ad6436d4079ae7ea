# SPDX-License-Identifier: MIT
"""The mail of programs that know nothing but /usr/sbin/sendmail, which is the
command here: they are Debian's, and so is the way in which they call it.
"""

import email
import email.policy
import functools
import sys
import time

import laboratory
from harness import Suite, check, same
from recording_server import Recorder

# Seconds in which cron begins a job of every minute, and its mail is there.
CRON = 100

suite = Suite()
test = suite.test


@functools.lru_cache(None)
def programs():
    """The sandbox they run in, and the server that their mail goes to."""
    recorder = Recorder("8BITMIME").__enter__()
    return laboratory.start("programs", server=recorder.url), recorder


def sent(word, seconds=30):
    """The one letter with WORD in its octets, and it as a message."""
    sandbox, recorder = programs()
    check(recorder.wait_for(lambda letter: word in letter.octets, seconds),
          "nothing with %r came: %s" % (word, sandbox.log()))
    found = [one for one in recorder.letters if word in one.octets]
    return found[0], email.message_from_bytes(found[0].octets,
                                              policy=email.policy.default)


def text_of(message):
    return message.get_content().replace("\r\n", "\n")


def check_ended(name, seconds=30):
    """That the program NAME succeeds, which it can after its mail came."""
    sandbox, _ = programs()
    end = time.monotonic() + seconds
    while name + " ended with " not in sandbox.log():
        check(time.monotonic() < end, "no end of %s: %s" % (name,
                                                            sandbox.log()))
        time.sleep(0.05)
    check(name + " ended with 0" in sandbox.log(), sandbox.log())


@test
def git_send_email_sends_a_patch(folder):
    letter, message = sent(b"Greet in other words")
    same((letter.sender, sorted(letter.recipients)),
         ("ada@lab.test", ["admin@lab.test", "bob@lab.test"]), "the envelope")
    same(message["From"].addresses[0].display_name, "Ada L\u00f6we", "From")
    check("root@lab.test" in message["To"], message["To"])
    check("+Gr\u00fc\u00dfe.\n+.\n From here" in text_of(message),
          "the patch is not whole")
    check_ended("git")


@test
def php_sends_by_mail(folder):
    letter, message = sent(b"From PHP")
    same((letter.sender, sorted(letter.recipients)),
         ("bounces@lab.test", ["admin@lab.test", "bob@lab.test",
                               "carol@lab.test"]), "the envelope")
    same((message["From"], message["Bcc"]), ("ada@lab.test", None), "fields")
    same(text_of(message).rstrip("\n"), "Hello.\n.\nThe end.", "the text")
    check_ended("php")


@test
def mdadm_sends_a_test_message(folder):
    letter, message = sent(b"TestMessage")
    same(letter.recipients, ["admin@lab.test"], "the recipients")
    same(message["To"], "root@lab.test", "To")
    same(letter.sender, message["From"].addresses[0].addr_spec, "the sender")
    check_ended("mdadm")


@test
def cron_sends_what_a_job_prints(folder):
    letter, message = sent(b"A job of", CRON)
    same((letter.sender, letter.recipients),
         ("root@lab.test", ["admin@lab.test"]), "the envelope")
    same((message["To"], message["From"].addresses[0].addr_spec),
         ("root@lab.test", "root@lab.test"), "fields")
    same(text_of(message), "A job of root: gr\u00fc\u00dfe\n", "the text")


if __name__ == "__main__":
    sys.exit(suite.main())
