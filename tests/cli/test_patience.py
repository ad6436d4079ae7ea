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
    as long as the client stays; ENDED if he stayed for all of it."""

    def __init__(self, first, rest):
        self.first, self.rest = first, rest
        self.ended = False
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(1)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with self.listener, self.listener.accept()[0] as peer:
            peer.settimeout(PAUSE)
            try:
                peer.sendall(self.first)
                self.ended = all(self.drips_on(peer) for _ in range(TIMES))
            except OSError:
                pass

    def drips_on(self, peer):
        """Drips once; whether the client is still there a while later."""
        peer.sendall(self.rest)
        try:
            while peer.recv(1000):
                pass
        except TimeoutError:
            return True
        return False


def gives_up(folder, first, rest, *options):
    """The command leaves such a server, and says that it may try again."""
    server = Dripping(first, rest)
    result = run([*PLAIN, "--submit", "--server",
                  "smtp://127.0.0.1:%d" % server.port, "--tls", "off",
                  *options], folder)
    same(result.status, TEMPORARY, str(result))
    check(not server.ended, "it waited to the end")


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
