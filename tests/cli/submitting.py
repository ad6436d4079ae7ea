# SPDX-License-Identifier: MIT
"""What the tests of submitting share: servers that play a script once."""

import base64
import threading

import smtp_driver
from composing import PLAIN
from harness import check, run

GREET = [{"send": "220 mail.example.test ESMTP\r\n"}]
MAIL = [{"expect": "^MAIL FROM:<a@example.test>"}, {"send": "250 ok\r\n"},
        {"expect": "^RCPT TO:<b@example.test>"}, {"send": "250 ok\r\n"},
        {"expect": "^DATA$"}, {"send": "354 go\r\n"}, {"data": {}},
        {"send": "250 2.0.0 queued as 4F2A\r\n"}, {"quit": True}]
PLAIN_SESSION = GREET + [{"ehlo": []}] + MAIL
SECRET = "s3cr3t-Pa55!"
LOGIN = "^AUTH PLAIN " + base64.b64encode(
    b"\0ada\0" + SECRET.encode()).decode()
LOGIN_SESSION = (GREET + [{"ehlo": ["AUTH PLAIN"]}, {"expect": LOGIN},
                          {"send": "235 ok\r\n"}] + MAIL)


class Served:
    """A server that plays STEPS once, while the block runs."""

    def __init__(self, folder, steps):
        self.server = smtp_driver.server_of(
            {"steps": steps, "client": {}}, folder, folder)
        self.url = "smtp://127.0.0.1:%d" % self.server.port

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *unused):
        self.server.stop = True
        self.thread.join(100)
        if unused[0] is None:
            check(self.server.state == "complete", "%s %s %r" % (
                self.server.state, self.server.reason, self.server.lines))


def submit(folder, served, *args, **how):
    result = run([*PLAIN, "--submit", "--server", served.url, "--tls", "off",
                  "--timeout", "60", *args], folder, **how)
    check(result.status == 0, str(result))
    return result
