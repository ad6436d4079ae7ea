# SPDX-License-Identifier: MIT
"""What every black-box test stands on.

A test is a function that raises Failure, or Skip with the reason; Suite runs
them in order, each in a folder of its own, and prints TAP. The command is run
with a clean environment, so that no test depends on the locale, the time
zone or the home of whoever runs it.

Environment: MIMEWRIGHT is the command (default ./mimewright), top_srcdir the
source tree, MIMEWRIGHT_UNDER a program to run it under, such as "valgrind
-q", which switches limits of time and memory off, as a sanitizer does.
"""

import ctypes
import os
import re
import resource
import select
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

TOP = os.path.abspath(os.environ.get(
    "top_srcdir", os.path.join(os.path.dirname(__file__), "..", "..")))
PROGRAM = os.path.abspath(os.environ.get("MIMEWRIGHT", "./mimewright"))
UNDER = shlex.split(os.environ.get("MIMEWRIGHT_UNDER", ""))
PYTHON = os.environ.get("PYTHON") or sys.executable

# What the exit statuses of the command are called in the cases.
CLASSES = {0: "ok", 64: "usage", 65: "data", 66: "noinput", 69: "permanent",
           73: "ioerror", 74: "ioerror", 75: "temporary", 76: "protocol",
           77: "auth", 80: "partial", 81: "unknown", 82: "tls"}

# What the command says where it was built --without-libidn2.
LEFT_OUT = "this build has no libidn2"
NO_PARSER = "this build has no HTML parser"

NOBODY = 65534

# Of <linux/prctl.h> and <linux/capability.h>.
PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2

# Names that sanitizers, coverage and the dynamic linker need.
KEPT = re.compile(r"^(PATH|LD_.*|DYLD_.*|.*SAN_OPTIONS|GCOV_.*|"
                  r"LLVM_PROFILE_FILE|MAGIC)$")


class Failure(Exception):
    """What a test asserts does not hold."""


class Skip(Exception):
    """The test cannot be run here, for the reason given."""


def check(condition, message):
    if not condition:
        raise Failure(message)


def same(got, wanted, what):
    check(got == wanted, "%s is %s, not %s" % (what, brief(got), brief(wanted)))


def brief(value):
    text = repr(value)
    return text if len(text) <= 600 else text[:300] + " ... " + text[-300:]


def is_instrumented():
    """Whether time and memory of the command say nothing."""
    if UNDER:
        return True
    folder, name = os.path.split(PROGRAM)
    real = os.path.join(folder, ".libs", name)
    try:
        with open(real if os.path.exists(real) else PROGRAM, "rb") as program:
            return b"__asan_" in program.read()
    except OSError:
        return False


class Result:
    """How a run of the command ended."""

    def __init__(self, argv, status, out, err, seconds):
        self.argv, self.status, self.out, self.err = argv, status, out, err
        self.seconds = seconds

    def __str__(self):
        shown = " ".join(shlex.quote(os.fsdecode(word)) for word in self.argv)
        return "%s\n  status %d, %d octets out\n  %s" % (
            brief(shown), self.status, len(self.out or b""),
            self.err.decode("utf-8", "backslashreplace").strip())


def environment(home, extra):
    env = {k: v for k, v in os.environ.items() if KEPT.match(k)}
    env.update(LC_ALL="C", TZ="UTC", HOME=home, TMPDIR=home,
               XDG_CONFIG_HOME=home)
    env.update(extra or {})
    return {k: v for k, v in env.items() if v is not None}


def give_up_privilege():
    """Makes root obey the modes of files from the next exec on.

    On Linux without another user, who might not reach the program: the
    capabilities that override modes leave the bounding set.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl") and all(
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0
            for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)):
        return
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def child_setup(nobody, memory, closed):
    """What the child does to itself between fork and exec."""
    def setup():
        if memory:
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        if nobody:
            give_up_privilege()
        for descriptor in closed:
            os.close(descriptor)
    return setup if nobody or memory or closed else None


def start(args, cwd, env=None, nobody=False, memory=None, closed=(),
          before=(), **pipes):
    """Starts the command; for tests that meddle with it while it runs.

    BEFORE is a program, with its arguments, that becomes the command.
    """
    argv = [*before, *UNDER, PROGRAM, *args]
    return subprocess.Popen(
        argv, cwd=cwd, env=environment(cwd, env),
        preexec_fn=child_setup(nobody, None if is_instrumented() else memory,
                               closed), **pipes)


def finish(process, fed=None, timeout=120):
    """Waits for the end of PROCESS; its output and error."""
    try:
        return process.communicate(fed, timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Failure("no end after %d s: %s" % (timeout,
                                                 brief(process.args)))


def run(args, cwd, stdin=b"", stdout=subprocess.PIPE, timeout=120, **setup):
    """Runs the command to its end; STDIN is octets or an open file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    fed = isinstance(stdin, bytes)
    process = start(args, cwd, stdin=subprocess.PIPE if fed else stdin,
                    stdout=stdout, stderr=subprocess.PIPE, **setup)
    out, err = finish(process, stdin if fed else None, timeout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime + after.ru_stime
               - before.ru_utime - before.ru_stime)
    return Result(process.args, process.returncode, out, err, seconds)


def succeed(args, cwd, **how):
    """Runs the command, which has to do it without a word; its output."""
    result = run(args, cwd, **how)
    check(result.status == 0 and result.err == b"", str(result))
    return result.out


def refuse(status, args, cwd, *named, **how):
    """Runs the command, which has to refuse with STATUS and name NAMED."""
    result = run(args, cwd, **how)
    check(result.status == status, "not status %d: %s" % (status, result))
    check(not result.out, "output in spite of it: %s" % result)
    check_error_lines(result, named)
    return result


def check_error_lines(result, named=()):
    """One line for people, perhaps a hint, nothing a terminal obeys."""
    lines = result.err.decode("utf-8").split("\n")
    check(lines.pop() == "", "no line end: %s" % result)
    check(lines and lines[0].startswith("mimewright: "),
          "no error line: %s" % result)
    check(len(lines) == 1 or len(lines) == 2 and lines[1].startswith("hint: "),
          "more than an error and a hint: %s" % result)
    check(all(line.isprintable() for line in lines),
          "unescaped octets: %r" % result.err)
    for text in named:
        check(text in lines[0] or text in lines[-1],
              "does not name %r: %s" % (text, result))


def reader_of(path, process):
    """The FIFO at PATH, once PROCESS has written to it; never waits in vain."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    while not select.select([descriptor], [], [], 0.05)[0]:
        if process.poll() is not None:
            os.close(descriptor)
            raise Failure("status %d, and nothing in the FIFO: %r" % (
                process.returncode, process.communicate()[1]))
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "rb")


def writer_of(path, process):
    """The FIFO at PATH, once PROCESS has opened it to read."""
    while True:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError:  # ENXIO: nobody reads yet.
            pass
        if process.poll() is not None:
            raise Failure("status %d without opening the FIFO: %r" % (
                process.returncode, process.communicate()[1]))
        time.sleep(0.01)
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "wb")


def write(folder, name, octets=b""):
    """Makes a file of OCTETS or text; its path."""
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(octets if isinstance(octets, bytes) else octets.encode())
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()


def split_header(message):
    """The unfolded fields of a printed message, and its body."""
    head, _, body = message.partition(b"\r\n\r\n")
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", head)
    return [tuple(line.split(b": ", 1)) if b": " in line
            else (line.rstrip(b":"), b"")
            for line in unfolded.split(b"\r\n")], body


def field(message, name):
    """The unfolded body of the one field NAME; None where it is not there."""
    found = [body for key, body in split_header(message)[0]
             if key.lower() == name.lower().encode()]
    check(len(found) < 2, "%s stands %d times" % (name, len(found)))
    return found[0].decode("utf-8", "surrogateescape") if found else None


def left_out(error):
    """For want of what a test failed, where configure was told to omit it."""
    for library, lack in (("LIBIDN2", LEFT_OUT), ("GUMBO", NO_PARSER)):
        if os.environ.get(library) == "no" and lack in str(error):
            return lack
    return None


class Suite:
    """The tests of one script."""

    def __init__(self):
        self.tests = []
        self.folder = None

    def test(self, function):
        """Makes FUNCTION a test; its name, with spaces, is the sentence."""
        self.add(function.__name__.replace("_", " "), function)
        return function

    def add(self, name, function):
        self.tests.append((name, function))

    def run_one(self, number, name, function):
        folder = os.path.join(self.folder, str(number))
        os.mkdir(folder, 0o755)
        label = "%d - %s" % (number, name.replace("#", "\\#"))
        try:
            function(folder)
        except Skip as skip:
            print("ok %s # SKIP %s" % (label, skip), flush=True)
            return True
        except Exception as error:
            lack = left_out(error)
            if lack:
                print("ok %s # SKIP %s" % (label, lack), flush=True)
                return True
            why = (str(error) if isinstance(error, Failure)
                   else traceback.format_exc())
            print("not ok " + label)
            for line in why.split("\n"):
                print("# " + line.encode("ascii", "backslashreplace").decode())
            sys.stdout.flush()
            return False
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print("ok " + label, flush=True)
        return True

    def main(self):
        """Runs all tests, or those whose name an argument is found in."""
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        chosen = [t for t in self.tests if len(sys.argv) < 2
                  or any(word in t[0] for word in sys.argv[1:])]
        if not os.access(PROGRAM, os.X_OK):
            print("Bail out! no program %s" % PROGRAM)
            return 1
        os.umask(0o022)
        # What runs in the background may have been told to ignore these, and
        # the command would do so, too.
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            if signal.getsignal(number) == signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        self.folder = tempfile.mkdtemp(prefix="mimewright-test.")
        os.chmod(self.folder, 0o755)
        print("1..%d" % len(chosen))
        try:
            results = [self.run_one(number, *test)
                       for number, test in enumerate(chosen, 1)]
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
        return 0 if all(results) else 1
