# SPDX-License-Identifier: MIT
"""What arrives at nodemailer's server."""

import sys

from arrival import ALL_WAYS, Nature, suite_of

suite = suite_of(Nature(
    "nodemailer", frozenset(("PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8",
                             "DSN")),
    ways=ALL_WAYS, login="CRAM-MD5", queue_id=False, copies=False))

if __name__ == "__main__":
    sys.exit(suite.main())
