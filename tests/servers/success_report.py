# SPDX-License-Identifier: MIT
"""The report of success that a real server makes of what it was asked for.

C146
"""

from laboratory import start

from arrival import RECIPIENT, compose, read
from harness import check

# Where every server delivers to.
SENDER = "ada@lab.test"


def add_report_of_success(suite, nature):
    @suite.test
    def a_success_is_reported_as_it_was_asked_for(folder):
        start(nature.name).forget()
        server, _, path = compose(
            nature, nature.way_in(), folder,
            ["-f", SENDER, "-t", RECIPIENT, "-m", "Hello.",
             "--notify", "success", "--ret", "hdrs", "--envid", "Q1-2"])
        sent = read(path)
        (about,) = [message.octets for message in server.mail(2)
                    if not message.is_what_was_sent(sent)]
        for words in (SENDER, "Action: delivered",
                      "Original-Envelope-Id: Q1-2",
                      "Original-Recipient: rfc822;" + RECIPIENT,
                      "text/rfc822-headers"):
            check(words.lower() in about.decode().lower(),
                  "no %r in %s" % (words, about.decode()))
