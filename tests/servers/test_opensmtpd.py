# SPDX-License-Identifier: MIT
"""What arrives at OpenSMTPD; and that nothing is sent in clear where TLS is
offered and fails, as Debian 12's does with every client.

C132, T09
"""

import sys

from arrival import Nature, WHO, suite_of

from laboratory import start

import harness
from harness import check, read, same

suite = suite_of(Nature(
    "opensmtpd", frozenset(("SIZE", "8BITMIME", "DSN")), ways=("in clear",),
    refuses=("reject@lab.test",)))


@suite.test
def what_fails_in_TLS_is_not_sent_in_clear(folder):
    server = start("opensmtpd")
    server.forget()
    for port in ("SMTP", "SUBMISSION", "SMTPS"):
        result = harness.run(
            ["compose", "--submit", *WHO, "-m", "Hello.", "--transcript",
             "dialogue", "--user", server.user, "--server", server.url(port),
             "--ca-file", server.ca_file], folder,
            env={"MIMEWRIGHT_PASSWORD": server.password})
        same(result.status, 82, "the status of %s" % result)
        dialogue = read(folder + "/dialogue")
        for verb in (b"C: AUTH", b"C: MAIL", b"message"):
            check(verb not in dialogue, "%r went out: %r" % (verb, dialogue))
    same(server.paths(), [], "what arrived")


if __name__ == "__main__":
    sys.exit(suite.main())
