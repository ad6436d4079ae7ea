# SPDX-License-Identifier: MIT
"""Turns the abstract cases in testdata/cases/compose*.jsonl into commands.

What a case says (headers, bodies, attachments, options by abstract names) is
written down in testdata/cases/README.md; what the command calls it is known
here. Files are made in a scratch folder, in which the command is then run.
"""

import base64
import json
import os
import socket

import harness

# Fields that have an option of their own; all others go by -H.
FIELD_OPTIONS = {
    "from": "-f", "to": "-t", "cc": "-c", "bcc": "-b",
    "reply-to": "--reply-to", "sender": "--sender", "subject": "-s",
    "date": "--date", "message-id": "--message-id",
    "in-reply-to": "--in-reply-to", "references": "--references",
}

# Abstract options that stand for the body of a field.
FIELD_OF = {
    "subject": "Subject", "in-reply-to": "In-Reply-To",
    "references": "References", "message-id": "Message-ID", "date": "Date",
    "from": "From", "to": "To", "cc": "Cc", "bcc": "Bcc",
    "reply-to": "Reply-To", "sender": "Sender", "user-agent": "User-Agent",
}

# Abstract options that give a mailbox another display name.
NAME_OF = {"from-name": "From", "to-name": "To", "cc-name": "Cc",
           "sender-name": "Sender", "reply-to-name": "Reply-To"}

# Abstract options that are modifiers of the last part.
MODIFIERS = {"filename": "--name", "media-type": "--type",
             "content-id": "--cid", "description": "--description",
             "disposition": "--disposition", "encoding": "--encoding"}

# Abstract options that are options of the whole.
WHOLE = {"boundary": "--boundary", "list-unsubscribe": "--unsubscribe",
         "envelope-to": "--envelope-to", "envelope-from": "--envelope-from",
         "transport": "--transport", "charset": "--charset",
         "language": "--language", "priority": "--priority",
         "auto-submitted": "--auto-submitted", "max-size": "--max-size",
         "filename-style": "--filename-style", "seed": "--seed",
         "unfit-text": "--unfit-text"}

# Abstract options that are options of the whole, without a value.
FLAGS = {"eai": "--utf8-headers", "flowed": "--flowed",
         "strip-ansi": "--strip-ansi", "text-from-html": "--text-from-html",
         "embed": "--embed=."}

# What changes how the command is run, not what it is told; and what is told
# together with another.
ELSEWHERE = {"epoch", "run_twice_identical", "header-name", "header-value"}

# What belongs to the submitter.
SUBMITTER = {"helo"}

# The kernel takes no longer word (Linux: MAX_ARG_STRLEN), nor one with NUL.
LONGEST_WORD = 100000


def load(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def octets(spec, key):
    """What KEY, KEY_base64 or KEY_gen of SPEC stands for; None if none."""
    if key in spec:
        return spec[key].encode("utf-8", "surrogatepass")
    if key + "_base64" in spec:
        return base64.b64decode(spec[key + "_base64"])
    if key + "_gen" in spec:
        return b"".join(base64.b64decode(unit) * count
                        for unit, count in spec[key + "_gen"])
    return None


def renamed(body, name):
    """The mailbox BODY with the display name NAME instead of its own."""
    address = body[body.rfind("<") + 1:].rstrip("> ")
    return '"%s" <%s>' % (name, address)


def fields(spec):
    """The fields of SPEC as (name, octets), abstract options included."""
    found = [(name, body) for name, body in spec.get("headers", [])]
    options = spec.get("options", {})
    for option, body in options.items():
        if option in FIELD_OF:
            name = FIELD_OF[option]
            found = [f for f in found if f[0].lower() != name.lower()]
            found.append((name, body))
        elif option in NAME_OF:
            found = [(n, renamed(b, body) if n == NAME_OF[option] else b)
                     for n, b in found]
    if "header-name" in options or "header-value" in options:
        found.append((options.get("header-name", "X-Case"),
                      options.get("header-value", "x")))
    return ([(n, b.encode("utf-8", "surrogatepass")) for n, b in found]
            + [(n, base64.b64decode(b))
               for n, b in spec.get("header_bytes", [])])


class Command:
    """The command line of one case, and all that is around it."""

    def __init__(self, case, folder):
        self.spec = case["input"]
        self.options = self.spec.get("options", {})
        self.home = os.path.join(folder, "home")
        self.scratch = os.path.join(folder, "a", "b", "scratch")
        os.mkdir(self.home)
        os.makedirs(self.scratch)
        self.args, self.env, self.how = [], {}, {"stdin": b""}
        self.kinds = set()
        self.size = 0
        self.add_fields()
        self.add_bodies()
        for attachment in self.spec.get("attachments", []):
            self.add_attachment(attachment)
        self.add_options()

    def is_parted(self):
        return bool(self.spec.get("attachments"))

    # -- fields

    def add_fields(self):
        given, by_file = set(), b""
        for name, body in fields(self.spec):
            self.size += len(body)
            if b"\0" in body or len(body) > LONGEST_WORD:
                by_file += name.encode() + b": " + body + b"\n"
            else:
                self.add_field(name, body, name.lower() in given)
            given.add(name.lower())
        if by_file:
            self.args += ["--header-file",
                          harness.write(self.home, "fields", by_file)]
        if "bcc" in given:
            self.args += ["--envelope-file", os.path.join(self.home, "env")]

    def add_field(self, name, body, again):
        option = FIELD_OPTIONS.get(name.lower())
        if option and not again:
            self.args += [option, body]
        elif body or name.lower() in FIELD_OPTIONS:
            self.args += ["-H", name.encode("utf-8") + b": " + body]
        else:
            self.args += ["-H", name + ";"]

    # -- bodies

    def add_bodies(self):
        for kind in ("text", "amp", "html", "calendar"):
            body = octets(self.spec, kind)
            if body is not None:
                self.size += len(body)
                self.args += ["--" + kind,
                              harness.write(self.home, kind, body)]
                self.add_input_charset()
        parted = self.is_parted() or "--calendar" in self.args
        if parted and not {"--text", "--html"} & set(self.args):
            self.args += ["--no-text"]

    def add_input_charset(self):
        """Of the file alone where the arguments are in UTF-8."""
        charset = self.spec.get("input_charset")
        if charset and any(b > 127 for _, body in fields(self.spec)
                           for b in body):
            self.args += ["--from-charset", charset]

    # -- attachments

    def add_attachment(self, spec):
        kind = spec.get("kind", "file")
        self.kinds.add(kind)
        content = octets(spec, "bytes") or b""
        self.size += len(content)
        if kind == "stdin":
            self.how["stdin"] = content
            self.args += ["-a", "-", "--name", spec["name"]]
        elif kind == "dev_zero":
            self.args += ["-a", "/dev/zero"]
        elif kind == "beside":
            self.make(spec, "file", content)
        elif kind == "message":
            self.args += ["--attach-message", self.make(spec, "file", content)]
        else:
            inline = spec.get("cid") or spec.get("disposition") == "inline"
            attached = spec.get("disposition") == "attachment"
            self.args += ["-i" if inline and not attached else "-a",
                          self.make(spec, kind, content)]
        for key, option in (("type", "--type"), ("cid", "--cid"),
                            ("disposition", "--disposition"),
                            ("show_as", "--name")):
            if key in spec:
                self.args += [option, spec[key]]

    def make(self, spec, kind, content):
        """Makes the file as KIND; its name as the command is to see it."""
        name = (base64.b64decode(spec["name_base64"])
                if "name_base64" in spec else os.fsencode(spec["name"]))
        path = os.path.join(os.fsencode(self.scratch), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        maker = getattr(self, "make_" + kind, None)
        if maker is None:
            raise harness.Skip("no way to make a %s" % kind)
        try:
            maker(path, content)
        except OSError as error:
            if kind != "file":
                raise
            raise harness.Skip("no such file name here: %s" % error.strerror)
        return name

    def make_file(self, path, content):
        with open(path, "wb") as file:
            file.write(content)

    make_output_full = make_stdout_closed = make_file

    def make_missing(self, path, content):
        pass

    def make_dir(self, path, content):
        os.mkdir(path)

    def make_unreadable(self, path, content):
        self.make_file(path, content)
        os.chmod(path, 0)
        self.how["nobody"] = os.geteuid() == 0

    def make_fifo(self, path, content):
        os.mkfifo(path)

    def make_socket(self, path, content):
        here = os.getcwd()
        os.chdir(os.path.dirname(path))
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind(os.path.basename(path))
        os.chdir(here)

    def make_dangling(self, path, content):
        os.symlink(b"nowhere", path)

    def make_symlink(self, path, content):
        target = os.path.join(os.fsencode(self.home), b"target")
        self.make_file(target, content)
        os.symlink(target, path)

    def make_read_error(self, path, content):
        """Reading address 0 of a process is an error that stat hides."""
        if not os.path.exists("/proc/self/mem"):
            raise harness.Skip("no file here whose reading fails")
        os.symlink(b"/proc/self/mem", path)

    def make_grow(self, path, content):
        """Large, so that the command is still reading it when it changes."""
        self.make_file(path, (content or b"x") * (1 << 20))

    make_shrink = make_grow

    # -- options

    def add_options(self):
        # Modifiers follow the part they are for; the rest comes first.
        whole = []
        if "charset" in self.spec:
            whole += ["--charset", self.spec["charset"]]
        if "input_charset" in self.spec and "--from-charset" not in self.args:
            whole += ["--input-charset", self.spec["input_charset"]]
        if "epoch" in self.options:
            self.env["SOURCE_DATE_EPOCH"] = str(self.options["epoch"])
            whole += ["--reproducible"]
        for option, value in self.options.items():
            if option in WHOLE:
                for one in value if isinstance(value, list) else [value]:
                    whole += [WHOLE[option], one]
            elif option in FLAGS:
                whole += [FLAGS[option]] if value else []
            elif option in MODIFIERS:
                self.args += [MODIFIERS[option], value]
            elif option in SUBMITTER:
                raise harness.Skip("%s belongs to the submitter" % option)
            elif (option not in ELSEWHERE and option not in FIELD_OF
                  and option not in NAME_OF):
                raise harness.Skip("no such option: %s" % option)
        self.args = whole + self.args

    # -- running

    def run(self, *more, **how):
        settings = dict(self.how, env=self.env, **how)
        args = [w if isinstance(w, bytes) else os.fsencode(w)
                for w in list(more) + self.args]
        return harness.run(["compose"] + args, self.scratch, **settings)

