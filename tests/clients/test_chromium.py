# SPDX-License-Identifier: MIT
"""Chromium shows a message as it shows the page that it was made of.

The page on disk and the message's HTML are both served on loopback, the
latter as a mail program would show it: in the charset of its part, with each
cid: leading to the part of that id. The two pictures have to be the same,
octet by octet.
"""

import concurrent.futures
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "cli"),
                os.path.join(HERE, "..", "parsers")]

from composing import WHO, compose, parts  # noqa: E402
from harness import Skip, Suite, check, write  # noqa: E402
from html_pages import (  # noqa: E402
    CHARSETS, make_pictures, octets_of, pages)

CHROMIUM = shutil.which("chromium")

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars",
         "--window-size=900,1600",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder, and what is in CONTENTS instead where it is there."""

    daemon_threads = True

    def __init__(self, folder):
        self.folder = folder
        self.contents = {}
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return "http://127.0.0.1:%d/%s" % (self.server_port, path)


class Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, request, address, server):
        super().__init__(request, address, server, directory=server.folder)

    def do_GET(self):
        found = self.server.contents.get(self.path)
        if found is None:
            super().do_GET()
            return
        kind, octets = found
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *words):
        pass


def serve_message(server, html, others):
    """Makes SERVER show the message; the URL of its page."""
    charset = html.get_content_charset()
    text = html.get_payload(decode=True).decode(charset)
    for part in others:
        name = part["Content-ID"].strip("<>")
        server.contents["/cid/" + name] = (part.get_content_type(),
                                           part.get_payload(decode=True))
        text = text.replace("cid:" + name, server.url("cid/" + name))
    server.contents["/message"] = ("text/html; charset=" + charset,
                                   text.encode(charset))
    return server.url("message")


def picture(url):
    """What Chromium shows at URL, as PNG."""
    with tempfile.TemporaryDirectory(prefix="mimewright-chromium.") as folder:
        path = os.path.join(folder, "picture.png")
        done = subprocess.run(
            [CHROMIUM, *FLAGS, "--user-data-dir=" + os.path.join(folder, "me"),
             "--screenshot=" + path, url], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        check(os.path.exists(path), done.stdout[-500:])
        with open(path, "rb") as file:
            return file.read()


def needs():
    if os.environ.get("MIMEWRIGHT_CLIENTS") != "1":
        raise Skip("MIMEWRIGHT_CLIENTS is not set")
    if os.environ.get("GUMBO") == "no":
        raise Skip("this build has no HTML parser")
    if CHROMIUM is None:
        raise Skip("needs chromium")


def shows_the_same(folder, page):
    needs()
    make_pictures(folder)
    path = write(folder, "page.html", octets_of(page))
    html, *others = parts(compose(folder, *WHO, "--html", path, "--embed",
                                  "-q"))
    with Server(folder) as server:
        # Not every page says its charset, and Chromium would guess.
        server.contents["/page.html"] = (
            "text/html; charset=" + CHARSETS.get(page, "utf-8"),
            octets_of(page))
        urls = [server.url("page.html"), serve_message(server, html, others)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            disk, message = pool.map(picture, urls)
        server.shutdown()
    check(disk == message, "the pictures differ")


def main():
    suite = Suite()
    for page in pages():
        suite.add("shows %s" % page,
                  lambda folder, p=page: shows_the_same(folder, p))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
