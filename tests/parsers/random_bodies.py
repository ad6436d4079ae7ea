# SPDX-License-Identifier: MIT
"""Random messages whose bodies are made by the composer: flowed, with AMP,
with the pictures of the page, with a text from the page, with an invitation;
and messages attached to messages.
"""

import hashlib
import re
from urllib.parse import unquote

from composing import INVITATION, joined, parse
from harness import check, same
from random_messages import Message

PICTURE = b"\x89PNG\r\n\x1a\n"

OLD = """From: =?utf-8?q?J=C3=B6rg?= <old@example.test>
To: b@example.test
Subject: Old
Date: Fri, 02 Jan 2026 10:00:00 +0000
Message-ID: <old@example.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

"""


def octets_of(part):
    return part.get_payload(decode=True)


def text_of(part):
    """The text of PART, with LF and without its last line end."""
    text = octets_of(part).decode(part.get_content_charset() or "us-ascii")
    return text.replace("\r\n", "\n").removesuffix("\n")


def parts_of(message, kind):
    """The parts of the type KIND, but not those of attached messages."""
    if message.get_content_type() == kind:
        return [message]
    if message.get_content_maintype() != "multipart":
        return []
    return [part for child in message.iter_parts()
            for part in parts_of(child, kind)]


class Composed(Message):
    """What one seed makes: args, files, meant, and checks of what came."""

    def add_content(self):
        self.checks = []
        shape = self.dice.choice(("flowed", "page", "both", "from-page"))
        if shape in ("flowed", "both"):
            self.add_flowed()
        if shape == "from-page":
            self.args.append("--text-from-html")
            self.meant["leaves"].append({"type": "text/plain"})
        if self.dice.random() < 0.3 and shape != "flowed":
            self.add_text("amp", "<!doctype html><html amp4email>%s\n"
                          % self.words(8))
        if shape != "flowed":
            self.add_page(shape == "from-page")
        invited = self.dice.random() < 0.3
        if invited:
            self.add_invitation()
        while self.dice.random() < 0.5:
            self.add_message()
        if invited:
            self.meant["leaves"].append({
                "type": "application/ics", "filename": "invite.ics",
                "sha256": hashlib.sha256(self.files["invite.ics"])
                .hexdigest()})

    def add_flowed(self):
        lines = []
        for _ in range(self.dice.randint(1, 12)):
            line = self.words(40) if self.dice.random() < 0.8 else ""
            quoted = line and self.dice.random() < 0.3
            lines.append((1, line) if quoted else (0, line))
        typed = "".join("> " * depth + line + "\n" for depth, line in lines)
        self.args += ["--flowed", "--text",
                      self.add_file("body.text", typed.encode())]
        self.meant["leaves"].append({"type": "text/plain",
                                     "disposition": None})
        self.checks.append(lambda message: self.check_flowed(message, lines))

    def check_flowed(self, message, lines):
        part = parts_of(message, "text/plain")[0]
        same(part.get_param("format"), "flowed", "format")
        delsp = part.get_param("delsp") == "yes"
        same(joined(text_of(part) + "\n", delsp), lines, "the flowed text")

    def add_page(self, read):
        pictures = ["p%d.png" % n for n in range(self.dice.randint(0, 4))]
        for name in pictures:
            self.add_file(name, PICTURE + name.encode() * 50)
        used = [self.dice.choice(pictures) for _ in pictures]
        said = [self.words(12) for _ in range(len(used) + 1)]
        said = [re.sub("[<>&]", "", text) for text in said]
        page = "<p>%s</p>\n" % said[0] + "".join(
            '<p><img src="%s"> %s</p>\n' % pair
            for pair in zip(used, said[1:]))
        self.args += ["--embed", "--html",
                      self.add_file("body.html", page.encode())]
        self.meant["leaves"].append({"type": "text/html"})
        for name in dict.fromkeys(used):
            self.meant["leaves"].append({
                "type": "image/png", "filename": name,
                "disposition": "inline",
                "sha256": hashlib.sha256(self.files[name]).hexdigest()})
        self.checks.append(lambda message: self.check_page(message, page))
        if read:
            self.checks.append(lambda message: self.check_read(message, said))

    def check_page(self, message, page):
        """Once the references are turned back, the page is as it was."""
        names = {part["content-id"].strip().strip("<>"): part.get_filename()
                 for part in parts_of(message, "image/png")}
        sent = text_of(parts_of(message, "text/html")[0])
        # A Content-ID is escaped in a URL (RFC 2392).
        same(re.sub('cid:([^"]*)', lambda cid: names[unquote(cid.group(1))],
                    sent),
             page.removesuffix("\n"), "the page")

    def check_read(self, message, said):
        """The words of the page stand in the text, in their order."""
        part = parts_of(message, "text/plain")[0]
        got = "".join(text_of(part).split())
        for text in said:
            at = got.find("".join(text.split()))
            check(at >= 0, "%r is not in %r" % (text, got[:400]))
            got = got[at:]

    def add_invitation(self):
        text = INVITATION.replace("Tea", self.words(10).replace(",", "\\,"))
        self.args += ["--calendar", self.add_file("invite.ics",
                                                  text.encode())]
        self.meant["leaves"].append({"type": "text/calendar", "text": text,
                                     "method": "REQUEST"})

    def add_message(self):
        text = "\n".join(self.words(12) for _ in range(
            self.dice.randint(1, 5)))
        old = (OLD + text + "\n").encode()
        if self.dice.random() < 0.5:
            old = old.replace(b"\n", b"\r\n")
        number = len(self.files)
        name = "old %d.eml" % number
        self.args += ["--attach-message", self.add_file(name, old)]
        self.meant["leaves"].append({"type": "message/rfc822",
                                     "filename": name})
        self.checks.append(lambda message: self.check_old(message, name,
                                                          text))

    def check_old(self, message, name, text):
        found = [part for part in parts_of(message, "message/rfc822")
                 if part.get_filename() == name]
        same(len(found), 1, "the messages called " + name)
        old = found[0].get_payload()[0]
        same((str(old["subject"]), str(old["from"]), str(old["message-id"])),
             ("Old", "Jörg <old@example.test>", "<old@example.test>"),
             "the header of " + name)
        same(text_of(old), text, "the text of " + name)

    def check(self, octets):
        message = parse(octets)
        for one in self.checks:
            one(message)
