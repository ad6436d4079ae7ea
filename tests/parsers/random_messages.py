# SPDX-License-Identifier: MIT
"""Random messages: arguments, the files they name, and what they mean.

Each comes from a seed alone, so that a message that fails can be made again.
"""

import hashlib
import random
import re

# Words of many scripts; some want quotes, some look like what they are not.
WORDS = {
    "latin": "Hello world report meeting of the year invoice annual a I",
    "marks": "Grüße Ärger façade naïve Łódź čeština Ñandú garçon øre straße",
    "cyrillic": "Привет мир отчёт за третий квартал съешь булок Ёлка",
    "greek": "Καλημέρα κόσμε αναφορά συνάντηση ώρα",
    "han": "关于召开会议的通知 请查收附件 你好 世界 二〇二六年",
    "kana": "日本語 こんにちは テスト ソフトウェア 表示 能力",
    "hangul": "안녕하세요 세계 테스트 메시지 회의",
    "thai": "สวัสดีชาวโลก ทดสอบ ภาษาไทย",
    "rtl": "שלום עולם مرحبا بالعالم تقرير",
    "emoji": "🎉 👍🏽 👨‍👩‍👧 🇩🇪 party 🍕",
    "odd": "=?utf-8?q?x?= a=b (c) \"q\" <x@y> [d] a,b c;d e:f 100% x_y -- a/b",
}

# The charsets that hold what a script has, beside UTF-8.
CHARSETS = ("us-ascii,utf-8", "utf-8", "us-ascii,iso-8859-1,utf-8",
            "us-ascii,koi8-r,utf-8", "us-ascii,gb2312,utf-8",
            "us-ascii,windows-1252,gb18030", "us-ascii,euc-jp,utf-8",
            "us-ascii,iso-8859-15,windows-1251,utf-8")

DOMAINS = ("example.test", "mail.example.test", "bücher.example.test",
           "почта.example.test", "[192.0.2.1]", "xn--bcher-kva.example.test")

LOCALS = ("a", "john.smith", "user+tag", "o'brien", '"john smith"', "x_y-z",
          '"a@b"', "no-reply", '"very.(),:;<>[]"', "!#$%&*+-/=?^_`{|}~")

# Of lines: both that count, and a CR that is data.
ENDS = ("\n",) * 20 + ("\r\n",) * 10 + ("\r\r\n", "\r-\n")

ENDINGS = (".txt", ".pdf", ".bin", ".csv", ".png", "", ".tar.gz", ".docx")


class Message:
    """What one seed makes: args, files and meant."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.args, self.files = [], {}
        self.meant = {"leaves": []}
        self.utf8 = self.dice.random() < 0.15
        self.add_people()
        self.add_subject()
        self.add_fields()
        self.add_content()
        self.add_settings(seed)

    # -- words

    def words(self, most, separators=(" ",)):
        """Words of one script, or of several."""
        text = ""
        mixed = self.dice.random() < 0.3
        script = self.dice.choice(list(WORDS))
        for _ in range(self.dice.randint(1, most)):
            if mixed:
                script = self.dice.choice(list(WORDS))
            word = self.dice.choice(WORDS[script].split(" "))
            text += (self.dice.choice(separators) if text else "") + word
        return text

    # -- the header

    def mailbox(self):
        """A mailbox as it is typed, and as it is meant."""
        address = "%s@%s" % (self.dice.choice(LOCALS),
                             self.dice.choice(DOMAINS))
        if self.dice.random() < 0.3:
            return address, ["", address]
        name = self.words(5)
        typed = '"%s"' % re.sub(r'([\\"])', r"\\\1", name)
        return "%s <%s>" % (typed, address), [name, address]

    def address_list(self, most):
        typed, meant = [], []
        for _ in range(self.dice.randint(1, most)):
            one = self.mailbox()
            typed.append(one[0])
            meant.append(one[1])
        if self.dice.random() < 0.15:
            members = [self.mailbox() for _ in range(self.dice.randint(0, 3))]
            name = self.dice.choice(("Team", "Büro", "会议"))
            typed.append("%s: %s;" % (name, ", ".join(m[0] for m in members)))
            meant.append({"group": name, "members": [m[1] for m in members]})
        return ", ".join(typed), meant

    def add_people(self):
        typed, meant = self.mailbox()
        self.args += ["-f", typed]
        self.meant["from"] = [[meant]]
        for option, name, share in (("-t", "to", 1), ("-c", "cc", 0.3),
                                    ("--reply-to", "reply-to", 0.2)):
            if self.dice.random() < share:
                typed, meant = self.address_list(6)
                self.args += [option, typed]
                self.meant[name] = [meant]

    def add_subject(self):
        text = self.words(25, (" ", " ", " ", "  "))
        self.args += ["-s", text]
        self.meant["subject"] = [text]

    def add_fields(self):
        if self.dice.random() < 0.3:
            text = self.words(40)
            self.args += ["-H", "X-Note: " + text]
            self.meant["fields"] = {"X-Note": text}

    # -- the content

    def text(self):
        lines = []
        for _ in range(self.dice.randint(0, 30)):
            line = self.words(15, (" ", " ", "  ", "\t"))
            line += self.dice.choice(("", "", "", " ", "\t", "=", "." * 90))
            line = self.dice.choice(("", "", "", "", ".", "From ", "--",
                                     " ")) + line
            lines.append(line + self.dice.choice(ENDS))
        if lines and self.dice.random() < 0.1:
            lines.insert(0, "x" * self.dice.randint(900, 1100) + "\n")
        if lines and self.dice.random() < 0.2:
            lines[-1] = lines[-1].rstrip("\r\n")
        return "".join(lines)

    def add_file(self, name, octets):
        self.files[name] = octets
        return name

    def add_text(self, kind, text):
        # Of a name that no attachment has.
        self.args += ["--" + kind, self.add_file("body." + kind,
                                                 text.encode())]
        self.meant["leaves"].append({"text": text, "disposition": None})

    def add_content(self):
        shape = self.dice.choice(("text", "text", "html", "both", "none"))
        if shape in ("text", "both"):
            self.add_text("text", self.text())
        if shape in ("html", "both"):
            self.add_text("html", "<p>%s</p>\n" % self.text())
            if self.dice.random() < 0.4:
                self.add_part("-i", "inline")
        if shape == "none":
            self.args.append("--no-text")
            self.add_part("-a", "attachment")
        while self.dice.random() < 0.4:
            self.add_part("-a", "attachment")

    def add_part(self, option, disposition):
        size = self.dice.choice((0, 1, 2, 3, 56, 57, 58, 1000, 4096, 5000))
        octets = (bytes(self.dice.getrandbits(8) for _ in range(size))
                  if self.dice.random() < 0.7 else self.text().encode())
        name = "%d %s" % (len(self.files), self.file_name())
        self.args += [option, self.add_file(name, octets)]
        self.meant["leaves"].append({
            "filename": name, "disposition": disposition, "name": name,
            "sha256": hashlib.sha256(octets).hexdigest()})

    def file_name(self):
        name = self.words(8).replace("/", "-")
        while len((name + ".tar.gz").encode()) > 240:
            name = name[:-1]
        return name + self.dice.choice(ENDINGS)

    # -- how

    def add_settings(self, seed):
        settings = ["--seed", str(seed)]
        if self.utf8:
            settings.append("--utf8-headers")
        if self.dice.random() < 0.5:
            settings += ["--charset", self.dice.choice(CHARSETS)]
        if self.dice.random() < 0.25:
            settings += ["--transport", "8bit"]
        if self.dice.random() < 0.3:
            settings += ["--filename-style",
                         self.dice.choice(("rfc2231", "both"))]
        self.args = settings + self.args
