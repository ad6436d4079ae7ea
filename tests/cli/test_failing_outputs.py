# SPDX-License-Identifier: MIT
"""Outputs that cannot be written, and inputs that change meanwhile: an error
that names it, and no file that looks whole.

T01, T21, T22
"""

import os
import resource
import signal
import subprocess
import sys
import time

import harness
from composing import DATA, PLAIN, WHO
from harness import Skip, Suite, check, read, refuse, run, same, write

CREATE, IO = 73, 74

suite = Suite()


def compose(*args):
    return ["compose"] + list(args)


# -- outputs that fail

@suite.test
def a_full_disk_is_an_error(folder):
    if not os.path.exists("/dev/full"):
        raise Skip("no /dev/full here")
    big = write(folder, "big.bin", b"\0" * 1000000)
    for more in ([], ["-a", big], ["--eol", "lf"], ["--output-as", "base64"]):
        with open("/dev/full", "wb") as full:
            result = run(compose(*PLAIN, *more), folder, stdout=full)
        same(result.status, IO, "the status")
        harness.check_error_lines(result)
    result = refuse(IO, compose(*PLAIN, "-o", "/dev/full"), folder,
                    "/dev/full")
    check(os.path.exists("/dev/full"), "the device is gone")
    for args in (["--version"], ["--help"], ["encode", "base64", big]):
        with open("/dev/full", "wb") as full:
            result = run(args, folder, stdout=full)
        same(result.status, IO, "the status of %s" % args[0])


@suite.test
def a_closed_pipe_is_an_error(folder):
    big = write(folder, "big.bin", b"\0" * 1000000)
    process = harness.start(compose(*PLAIN, "-a", big), folder,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(1)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    same(process.wait(), IO, "the status (%r)" % err)


@suite.test
def a_closed_standard_output_is_an_error(folder):
    path = write(folder, "x.bin", b"abc")
    result = run(compose(*PLAIN, "-a", path), folder, stdout=None, closed=[1])
    same(result.status, IO, "the status")
    same(read(path), b"abc", "the file that was attached")
    result = run(compose(*PLAIN, "-a", path), folder, stdout=None,
                 closed=[0, 1])
    same(result.status, IO, "the status")


@suite.test
def an_output_that_cannot_be_made_is_named(folder):
    for path in ("no/such/folder/out.eml", "."):
        result = run(compose(*PLAIN, "-o", path), folder)
        check(result.status in (CREATE, IO), str(result))
        harness.check_error_lines(result, [path])
    same(os.listdir(folder), [], "what is left")


@suite.test
def a_failed_output_leaves_nothing_behind(folder):
    big = write(folder, "big.bin", b"\0" * 3000000)
    old = write(folder, "old.eml", "old\n")

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    for name in ("new.eml", "old.eml"):
        process = subprocess.Popen(
            harness.UNDER + [harness.PROGRAM]
            + compose(*PLAIN, "-a", big, "-o", name), cwd=folder,
            env=harness.environment(folder, None), preexec_fn=small_files,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = harness.finish(process)
        same((process.returncode, out), (IO, b""), "status and output (%r)"
             % err)
    same(sorted(os.listdir(folder)), ["big.bin", "old.eml"], "what is left")
    same(read(old), b"old\n", "the old file")


@suite.test
def bad_data_leaves_no_output_file(folder):
    path = write(folder, "latin.txt", b"\xff\n")
    refuse(DATA, compose(*WHO, "--text", path, "-o", "out.eml"), folder)
    same(os.listdir(folder), ["latin.txt"], "what is left")


# -- files that change meanwhile

def change_while_written(folder, change):
    """Composes to a pipe that is full, changes the file, then reads on."""
    path = write(folder, "big.bin", b"x" * 4000000)
    process = harness.start(compose(*PLAIN, "-a", path), folder,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    start = process.stdout.read(1)
    change(path)
    rest, err = harness.finish(process)
    return process.returncode, start + rest, err


def fails_on(folder, change):
    status, out, err = change_while_written(folder, change)
    same(status, IO, "the status (%r)" % err)
    check(b"big.bin" in err and err.startswith(b"mimewright: "), repr(err))
    check(not out.rstrip().endswith(b"--"), "the message looks whole")


@suite.test
def a_file_that_shrinks_meanwhile_is_an_error(folder):
    fails_on(folder, lambda path: os.truncate(path, 1000000))


@suite.test
def a_file_that_grows_meanwhile_is_an_error(folder):
    def grow(path):
        with open(path, "ab") as file:
            file.write(b"y")
    fails_on(folder, grow)


@suite.test
def a_file_that_is_rewritten_in_place_is_an_error(folder):
    def rewrite(path):
        with open(path, "r+b") as file:
            file.seek(3900000)
            file.write(b"y")
        os.utime(path, ns=(1, 1))
    fails_on(folder, rewrite)


@suite.test
def an_output_file_of_a_changed_input_is_not_made(folder):
    """A FIFO as a second output keeps the command waiting."""
    path = write(folder, "big.bin", b"x" * 4000000)
    os.mkdir(os.path.join(folder, "out"))
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe)
    process = harness.start(
        compose(*PLAIN, "-a", path, "-o", "out/one.eml", "-o", pipe,
                "-o", "out/two.eml"), folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with harness.reader_of(pipe, process) as reader:
        reader.read(1)
        os.truncate(path, 1000000)
        while reader.read(1 << 20):
            pass
    out, err = harness.finish(process)
    same((process.returncode, out), (IO, b""), "status, output (%r)" % err)
    same([name for name in os.listdir(os.path.join(folder, "out"))
          if name.endswith("two.eml") or "one" not in name], [],
         "what is left")


@suite.test
def an_interrupted_run_leaves_no_output_file(folder):
    path = write(folder, "big.bin", b"x" * 4000000)
    os.mkdir(os.path.join(folder, "out"))
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe)
    process = harness.start(
        compose(*PLAIN, "-a", path, "-o", "out/one.eml", "-o", pipe), folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with harness.reader_of(pipe, process) as reader:
        reader.read(1)
        process.send_signal(signal.SIGTERM)
        harness.finish(process)
    same(process.returncode, -signal.SIGTERM, "the status")
    same(os.listdir(os.path.join(folder, "out")), [], "what is left")


# -- signals, whatever the command waits for

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT,
          signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU)


def until(condition, process):
    while not condition():
        check(process.poll() is None, "it has ended")
        time.sleep(0.01)


def ends_by(number, folder, args, is_waiting, **pipes):
    """One signal ends the command that waits, and only OLD is left."""
    out = os.path.join(folder, "out")
    process = harness.start(args, folder, stderr=subprocess.PIPE, **pipes)
    try:
        until(lambda: is_waiting(os.listdir(out)), process)
        time.sleep(0.1)
        process.send_signal(number)
        process.wait(100)
    finally:
        process.kill()
        process.communicate()
    same(process.returncode, -number, "the status")
    same(os.listdir(out), [], "what is left")


@suite.test
def a_signal_ends_it_while_a_FIFO_has_no_reader(folder):
    os.mkdir(os.path.join(folder, "out"))
    os.mkfifo(os.path.join(folder, "pipe"))
    for number in ENDING:
        ends_by(number, folder, compose(*PLAIN, "-o", "out/one.eml", "-o",
                                        "pipe"), bool)


@suite.test
def a_signal_ends_it_while_a_pipe_is_full(folder):
    os.mkdir(os.path.join(folder, "out"))
    big = write(folder, "big.bin", b"x" * 4000000)
    for number in (signal.SIGTERM, signal.SIGINT):
        ends_by(number, folder, compose(*PLAIN, "-a", big, "-o",
                                        "out/one.eml", "-o", "-"), bool,
                stdout=subprocess.PIPE)


@suite.test
def a_signal_ends_it_while_it_reads(folder):
    os.mkdir(os.path.join(folder, "out"))
    for args in (compose(*WHO, "-o", "out/one.eml"),
                 ["encode", "base64", "-o", "out/one"]):
        waits = bool if args[0] == "encode" else lambda names: True
        ends_by(signal.SIGTERM, folder, args, waits, stdin=subprocess.PIPE)


@suite.test
def a_signal_that_was_ignored_stays_so(folder):
    process = subprocess.Popen(
        harness.UNDER + [harness.PROGRAM, "encode", "base64", "-o", "one"],
        cwd=folder, env=harness.environment(folder, None),
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until(lambda: os.listdir(folder), process)
    process.send_signal(signal.SIGHUP)
    same(harness.finish(process, b"abc"), (b"", b""), "output and error")
    same((process.returncode, read(os.path.join(folder, "one"))),
         (0, b"YWJj\n"), "status and file")


@suite.test
def a_limit_of_file_sizes_is_an_error_like_others(folder):
    big = write(folder, "big.bin", b"\0" * 3000000)
    process = subprocess.Popen(
        harness.UNDER + [harness.PROGRAM]
        + compose(*PLAIN, "-a", big, "-o", "new.eml"), cwd=folder,
        env=harness.environment(folder, None),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                              (1 << 20, 1 << 20)),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    err = harness.finish(process)[1]
    same(process.returncode, IO, "the status (%r)" % err)
    same(os.listdir(folder), ["big.bin"], "what is left")


if __name__ == "__main__":
    sys.exit(suite.main())
