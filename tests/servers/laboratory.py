# SPDX-License-Identifier: MIT
"""Real mail servers for the tests beside this file: started when a test asks,
once for each script, and gone when it ends; see lab/lab.sh.

They run where MIMEWRIGHT_SERVERS is set, since they take minutes, and as root
with `lab/lab.sh install` done; elsewhere every test is skipped and says why.
"""

import atexit
import functools
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))

from harness import Skip, check  # noqa: E402

LAB = os.path.join(HERE, "lab", "lab.sh")

SCHEMES = {"SMTP": "smtp", "SUBMISSION": "smtp", "RELAY": "smtp",
           "SMTPS": "smtps", "LMTP": "lmtp"}

# Servers that keep nothing but the message, and those that put fields of
# their own on top; all others do that too, and keep LF for CRLF.
EXACT = ("aiosmtpd", "nodemailer", "keeper")
WITH_CRLF = ("dovecot", "kerberos")

# Seconds in which a message that was accepted has to be delivered.
DELIVERY = 100

# The servers that are up, by name.
running = {}


class Message:
    """A message that arrived."""

    def __init__(self, server, path):
        self.server, self.path = server, path
        with open(path, "rb") as file:
            self.octets = file.read()
        self.envelope = None
        beside = os.path.splitext(path)[0] + ".json"
        if path.endswith(".eml") and os.path.exists(beside):
            with open(beside, encoding="utf-8") as file:
                self.envelope = json.load(file)

    def is_what_was_sent(self, sent):
        """Whether it holds SENT, so far as its server keeps octets."""
        if self.server in EXACT:
            return self.octets == sent
        if self.server in WITH_CRLF:
            return self.octets.endswith(sent)
        return self.octets.endswith(sent.replace(b"\r\n", b"\n"))


class Server:
    """A server that is up. Its settings are what `lab.sh up` printed."""

    def __init__(self, name, options, said):
        self.name, self.options = name, options
        self.settings = dict(line.split("=", 1) for line in said.splitlines())
        get = self.settings.get
        self.host, self.server_name = get("HOST"), "mx.lab.test"
        self.ports = {key[5:]: int(value)
                      for key, value in self.settings.items()
                      if key.startswith("PORT_")}
        self.user, self.password = get("USER"), get("PASS")
        self.user2, self.password2 = get("USER2"), get("PASS2")
        self.token, self.ca_file = get("TOKEN"), get("CA_FILE")
        self.client_cert, self.client_key = (get("CLIENT_CERT"),
                                             get("CLIENT_KEY"))

    def url(self, port):
        """The URL of the port with that name: SMTP, SUBMISSION, SMTPS..."""
        return "%s://%s:%d" % (SCHEMES[port], self.host, self.ports[port])

    def paths(self):
        """The files of all that arrived, oldest first."""
        folder = self.settings["MAIL"]
        found = (glob.glob(folder + "/*.eml")
                 + glob.glob(folder + "/**/new/*", recursive=True))
        return sorted(found, key=lambda path: os.stat(path).st_mtime_ns)

    def mail(self, least=0):
        """What arrived, oldest first; waits until there are LEAST."""
        end = time.monotonic() + DELIVERY
        while True:
            found = self.paths()
            if len(found) >= least:
                return [Message(self.name, path) for path in found]
            check(time.monotonic() < end, "%d messages, not %d, at %s:\n%s" % (
                len(found), least, self.name, self.log()[-2000:]))
            time.sleep(0.02)

    def forget(self):
        """Forgets what arrived."""
        for path in self.paths():
            os.remove(path)

    def log(self):
        return lab("log", self.name).stdout

    def stop(self):
        lab("down", self.name)
        del running[self.name]


@functools.lru_cache(None)
def state():
    """The folder of what runs, which servers of any user may enter."""
    folder = tempfile.mkdtemp(prefix="mimewright-lab.", dir="/tmp")
    os.chmod(folder, 0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(lab, "down", "all")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    return folder


def lab(*args):
    env = dict(os.environ, LAB_STATE=state(), LAB_OWNER=str(os.getpid()))
    return subprocess.run(["bash", LAB, *args], env=env, text=True,
                          errors="backslashreplace", capture_output=True)


@functools.lru_cache(None)
def reason_against():
    """Why no server can be started here; None where they can."""
    if not os.environ.get("MIMEWRIGHT_SERVERS"):
        return "MIMEWRIGHT_SERVERS is not set"
    if not sys.platform.startswith("linux"):
        return "needs Linux"
    if os.geteuid() != 0:
        return "needs root, for namespaces and mounts"
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"],
                      capture_output=True).returncode != 0:
        return "needs namespaces, which are not to be had here"
    return None


@functools.lru_cache(None)
def installed():
    """The names of the servers whose packages are there."""
    return {line.split()[0] for line in lab("list").stdout.splitlines()
            if "not installed" not in line}


def start(name, **options):
    """The server NAME with OPTIONS of the lab, which is the one that is up if
    it has the same; Skip where none can be had.
    """
    reason = reason_against()
    if reason:
        raise Skip(reason)
    if name not in installed():
        raise Skip("needs packages: tests/servers/lab/lab.sh install " + name)
    if name in running and running[name].options != options:
        running[name].stop()
    if name not in running:
        result = lab("up", name, *("%s=%s" % one for one in options.items()))
        check(result.returncode == 0, "%s does not start: %s" % (
            name, result.stderr))
        running[name] = Server(name, options, result.stdout)
    return running[name]
