# SPDX-License-Identifier: MIT
"""T12: what a server does to be waited for does not keep the command waiting.

How long it takes is not asserted: the server would go on for much longer, and
sees the command leave.
"""

import socket
import sys
import threading

from composing import PLAIN
from harness import Suite, check, run, same

# How often a server drips, and the seconds between.
TIMES, PAUSE = 600, 0.1
TEMPORARY = 75

suite = Suite()


class Dripping:
    """A server that says FIRST, and then REST again and again for a minute,
    as long as the client stays."""

    def __init__(self, first, rest):
        self.first, self.rest = first, rest
        self.left_at = None
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(1)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        peer = self.listener.accept()[0]
        peer.sendall(self.first)
        peer.settimeout(PAUSE)
        for number in range(TIMES):
            try:
                peer.sendall(self.rest)
                while peer.recv(1000):
                    pass
                self.left_at = number
                break
            except TimeoutError:
                pass
            except OSError:
                self.left_at = number
                break
        peer.close()
        self.listener.close()


def gives_up(folder, first, rest, *options):
    """The command leaves such a server, and says that it may try again."""
    server = Dripping(first, rest)
    result = run([*PLAIN, "--submit", "--server",
                  "smtp://127.0.0.1:%d" % server.port, "--tls", "off",
                  *options], folder)
    server.thread.join(TIMES * PAUSE)
    same(result.status, TEMPORARY, str(result))
    check(server.left_at is not None, "it waited to the end")


@suite.test
def octets_that_drip_do_not_put_off_a_timeout(folder):
    gives_up(folder, b"220 mail", b"x", "--timeout", "1")


@suite.test
def lines_that_drip_do_not_put_off_a_timeout(folder):
    gives_up(folder, b"", b"220-wait\r\n", "--timeout", "1")


@suite.test
def a_deadline_bounds_the_whole(folder):
    gives_up(folder, b"220 mail", b"x", "--timeout", "50", "--deadline", "1")
    gives_up(folder, b"220 mail", b"", "--timeout", "50", "--deadline", "1")


if __name__ == "__main__":
    sys.exit(suite.main())
