# SPDX-License-Identifier: MIT
"""What arrives at Dovecot by LMTP: a reply, and a copy, for each recipient.

C136
"""

import json
import os
import sys

from arrival import RECIPIENT, Nature, WHO, check_arrived, suite_of

from laboratory import start

import harness
from harness import check, read, same

NATURE = Nature(
    "dovecot", frozenset(("PIPELINING", "8BITMIME", "CHUNKING")),
    ways=("by LMTP",), queue_id=False, refuses=())

suite = suite_of(NATURE)


@suite.test
def each_recipient_has_a_reply_at_a_socket_of_unix(folder):
    server = start("dovecot")
    server.forget()
    result = harness.run(
        ["compose", "--submit", "--json", "-o", "sent.eml", *WHO, "-m", "Hei.",
         "-c", "linus@lab.test", "--tls", "off",
         "--server", "lmtp+unix:" + server.settings["LMTP_SOCKET"]], folder)
    check(result.status == 0, str(result))
    for one in json.loads(result.out)["recipients"]:
        same((one["status"], one["code"]), ("accepted", 250), "the state")
        check(one["text"].startswith("<%s> " % one["address"]),
              "the reply of another: %r" % one)
    arrived = check_arrived(
        NATURE, server, [read(os.path.join(folder, "sent.eml"))], 2)
    same({message.path.split("/")[-4] for message in arrived},
         {RECIPIENT.split("@")[0], "linus"}, "who has a copy")


if __name__ == "__main__":
    sys.exit(suite.main())
