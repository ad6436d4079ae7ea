# SPDX-License-Identifier: MIT
"""What arrives at aiosmtpd, which takes one command at a time."""

import sys

from arrival import ALL_WAYS, Nature, suite_of

suite = suite_of(Nature(
    "aiosmtpd", frozenset(("SIZE", "8BITMIME", "SMTPUTF8")), ways=ALL_WAYS,
    login="PLAIN", queue_id=False, copies=False))

if __name__ == "__main__":
    sys.exit(suite.main())
