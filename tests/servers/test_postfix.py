# SPDX-License-Identifier: MIT
"""What arrives at Postfix, and the report of success that it makes."""

import sys

from arrival import Nature, suite_of
from success_report import add_report_of_success

NATURE = Nature("postfix", frozenset((
    "PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8", "CHUNKING", "DSN")))

suite = suite_of(NATURE)
add_report_of_success(suite, NATURE)

if __name__ == "__main__":
    sys.exit(suite.main())
