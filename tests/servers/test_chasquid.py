# SPDX-License-Identifier: MIT
"""What arrives at chasquid."""

import sys

from arrival import Nature, suite_of

suite = suite_of(Nature(
    "chasquid", frozenset(("PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8")),
    login="PLAIN", queue_id=False, refuses=()))

if __name__ == "__main__":
    sys.exit(suite.main())
