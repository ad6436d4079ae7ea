# SPDX-License-Identifier: MIT
"""Mailboxes that messages are filed in: Maildir and mbox, also by many
commands at once, and by commands that are killed; and the copy of --fcc.

T22
"""

import ctypes
import email
import hashlib
import json
import mailbox
import os
import re
import resource
import signal
import subprocess
import sys
import time

import harness
from composing import PLAIN, WHO, compose
from harness import Suite, check, read, refuse, run, same, write
from test_submit import PLAIN_SESSION, Served, submit

USAGE, CREATE, IO, COPY_FAILED = 64, 73, 74, 83

suite = Suite()
test = suite.test

FROM_LINE = re.compile(rb"^From a@example\.test (Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
                       rb"[A-Z][a-z]{2} [ 1-3]\d \d\d:\d\d:\d\d \d{4}\n")
OLD = b"From x@example.test Thu Jan  1 00:00:00 1970\nA: b\n\nold\n\n"


def lines_fed(folder, *args):
    """The message as a file with LF, made of the same."""
    return compose(folder, *args, "--eol", "lf")


def names(folder, *inside):
    return sorted(os.listdir(os.path.join(folder, *inside)))


def only_message(folder, name="box"):
    """The octets of the one message in the Maildir NAME."""
    found = names(folder, name, "new")
    same(len(found), 1, "the messages in new")
    return read(os.path.join(folder, name, "new", found[0]))


# -- what is in them

@test
def a_maildir_gets_the_message_with_lf(folder):
    args = [*PLAIN, "--seed", "x"]
    compose(folder, *args, "-o", "maildir:box")
    same(only_message(folder), lines_fed(folder, *args), "the message")
    same(names(folder, "box"), ["cur", "new", "tmp"], "its folders")
    same(names(folder, "box", "tmp"), [], "what is left in tmp")
    compose(folder, *args, "-o", "maildir:box/")
    same(len(names(folder, "box", "new")), 2, "the messages")


@test
def an_mbox_gets_it_quoted_behind_a_from_line(folder):
    body = "From here\n>From there\n\nfrom me\n From you\n>>From them"
    args = [*WHO, "--seed", "x", "-m", body]
    plain = lines_fed(folder, *args)
    compose(folder, *args, "-o", "mbox:box")
    box = read(os.path.join(folder, "box"))
    line = FROM_LINE.match(box)
    check(line, "the first line of %r" % box)
    check(box.endswith(b"\n\n") and not box.endswith(b"\n\n\n"), repr(box))
    quoted = box[line.end():-1]
    check(b"\n>From here\n>>From there\n" in quoted, repr(quoted))
    same(re.sub(rb"(?m)^>(>*From )", rb"\1", quoted), plain, "the message")
    same(names(folder), ["box"], "what is there")


@test
def a_reproducible_message_makes_a_reproducible_mbox(folder):
    for name in ("one", "two"):
        compose(folder, *PLAIN, "--seed", "x", "-o", "mbox:" + name,
                env={"SOURCE_DATE_EPOCH": "1795302360"})
    one = read(os.path.join(folder, "one"))
    same(read(os.path.join(folder, "two")), one, "the other")
    check(one.startswith(b"From a@example.test Sat Nov 21 23:06:00 2026\n"),
          repr(one))


@test
def the_null_path_is_the_mailer_daemon(folder):
    compose(folder, *PLAIN, "--envelope-from", "", "-o", "mbox:box")
    check(read(os.path.join(folder, "box")).startswith(b"From MAILER-DAEMON "),
          "the line")


@test
def python_reads_both(folder):
    write(folder, "box", OLD)
    for subject in ("one", "two"):
        compose(folder, *WHO, "-s", subject, "-m", "From x", "-o", "mbox:box",
                "-o", "maildir:dir")
    for kind, name in ((mailbox.mbox, "box"), (mailbox.Maildir, "dir")):
        found = kind(os.path.join(folder, name), create=False)
        subjects = sorted(mail["Subject"] for mail in found if mail["Subject"])
        same(subjects, ["one", "two"], "the subjects in " + name)
        found.close()


@test
def modes_are_by_the_umask(folder):
    def compose_private():
        os.umask(0o077)
    process = subprocess.run(
        [harness.PROGRAM, *PLAIN, "-o", "maildir:dir", "-o", "mbox:box"],
        cwd=folder, env=harness.environment(folder, None),
        preexec_fn=compose_private, check=True)
    same(process.returncode, 0, "the status")
    for name, mode in (("dir", 0o700), ("dir/new", 0o700), ("box", 0o600)):
        same(os.stat(os.path.join(folder, name)).st_mode & 0o777, mode, name)


@test
def a_name_behind_a_folder_is_a_file(folder):
    message = compose(folder, *PLAIN, "--seed", "x")
    compose(folder, *PLAIN, "--seed", "x", "-o", "./mbox:x")
    same(read(os.path.join(folder, "mbox:x")), message, "the file")


@test
def several_places_get_each_its_line_ends(folder):
    args = [*PLAIN, "--seed", "x"]
    out = compose(folder, *args, "-o", "maildir:box", "-o", "file", "-o",
                  "mbox:mbox", "-o", "-")
    same(read(os.path.join(folder, "file")), out, "the file")
    check(b"\r\n" in out, "no CRLF on standard output")
    same(only_message(folder), out.replace(b"\r\n", b"\n"), "the Maildir's")
    same(read(os.path.join(folder, "mbox")).partition(b"\n")[2],
         out.replace(b"\r\n", b"\n") + b"\n", "the mbox's")


@test
def json_names_the_mailboxes(folder):
    line = json.loads(compose(folder, *PLAIN, "--json", "-o", "maildir:d",
                              "-o", "mbox:b"))
    same(line["output"], ["maildir:d", "mbox:b"], "the outputs")


# -- what is refused

@test
def what_a_mailbox_cannot_hold_is_refused(folder):
    octets = write(folder, "octets", bytes(range(256)) * 40)
    before = names(folder)
    for args, word in (
            (["--output-as", "base64", "-o", "maildir:x"], "--output-as"),
            (["-o", "maildir:"], "maildir:"), (["-o", "mbox:"], "mbox:"),
            (["-a", octets, "--transport", "binary", "-o", "mbox:x"],
             "--transport"),
            (["-b", "c@example.test", "-o", "maildir:x"], "Bcc"),
            (["-o", "mbox:x", "-o", "x"], "written twice"),
            (["-o", "mbox:x", "-o", "mbox:./x"], "written twice"),
            (["--fcc", "maildir:x"], "--fcc")):
        refuse(USAGE, [*PLAIN, *args], folder, word)
    same(names(folder), before, "what is there")


@test
def bcc_may_be_kept_in_a_mailbox(folder):
    compose(folder, *PLAIN, "-b", "c@example.test", "--keep-bcc", "-o",
            "maildir:box")
    check(b"\nBcc: c@example.test\n" in only_message(folder), "no Bcc")


@test
def no_link_is_followed_in_place_of_an_mbox(folder):
    target = write(folder, "target", OLD)
    os.symlink(target, os.path.join(folder, "link"))
    refuse(CREATE, [*PLAIN, "-o", "mbox:link"], folder, "link")
    os.link(target, os.path.join(folder, "other"))
    refuse(CREATE, [*PLAIN, "-o", "mbox:other"], folder, "several names")
    refuse(CREATE, [*PLAIN, "-o", "mbox:."], folder, "directory")
    refuse(CREATE, [*PLAIN, "-o", "maildir:target"], folder, "directory")
    same(read(target), OLD, "the target")


@test
def a_failure_leaves_all_places_as_they_were(folder):
    write(folder, "box", OLD)
    write(folder, "file", "old")
    for last in ("no/such/file", "maildir:no/such", "mbox:no/such"):
        result = refuse(CREATE, [*PLAIN, "-o", "file", "-o", "maildir:dir",
                                 "-o", "mbox:box", "-o", "-", "-o", last],
                        folder, "no")
        same(result.out, b"", "standard output")
    same(read(os.path.join(folder, "box")), OLD, "the mbox")
    same(read(os.path.join(folder, "file")), b"old", "the file")
    same(names(folder, "dir", "new") + names(folder, "dir", "tmp"), [],
         "the Maildir")
    same(names(folder), ["box", "dir", "file"], "what is there")


@test
def a_full_disk_leaves_mailboxes_as_they_were(folder):
    def narrow():
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(OLD) + 100,) * 2)
    for place in ("mbox:box", "maildir:dir"):
        write(folder, "box", OLD)
        process = subprocess.run(
            [harness.PROGRAM, *PLAIN, "-o", place], cwd=folder,
            env=harness.environment(folder, None), preexec_fn=narrow,
            capture_output=True)
        same(process.returncode, IO, "the status (%r)" % process.stderr)
        same(read(os.path.join(folder, "box")), OLD, "the mbox")
    same(names(folder), ["box", "dir"], "what is there")
    same(names(folder, "dir", "new") + names(folder, "dir", "tmp"), [],
         "the Maildir")


# -- many writers, and writers that die

def start_filing(folder, *args):
    return harness.start([*WHO, *args, "-o", "mbox:box"], folder,
                         stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def check_whole(folder, name="box"):
    """Every message of the mbox is whole; their subjects."""
    box = mailbox.mbox(os.path.join(folder, name), create=False)
    subjects = []
    for key in box.keys():
        octets = box.get_bytes(key)
        mail = email.message_from_bytes(octets)
        check(mail["Subject"] and mail["Message-ID"],
              "the start of %r is no header" % octets[:200])
        text = mail.get_payload(decode=True)
        check(text.endswith(b"the end\n"), "it ends with %r" % octets[-60:])
        subjects.append(mail["Subject"])
    box.close()
    return subjects


@test
def many_commands_append_to_one_mbox(folder):
    count = 12
    text = "x" * 70 + "\n"
    started = [start_filing(folder, "-s", str(i), "-m",
                            text * (i * 20) + "the end")
               for i in range(count)]
    for process in started:
        err = process.communicate(timeout=100)[1]
        same(process.returncode, 0, "the status (%r)" % err)
    same(sorted(check_whole(folder), key=int), [str(i) for i in range(count)],
         "the subjects")
    same(names(folder), ["box"], "what is there")


@test
def a_lock_that_is_held_is_waited_for(folder):
    write(folder, "box", OLD)
    lock = write(folder, "box.lock", "")
    # More than memory takes, so that each try reads a file again.
    write(folder, "text", ("x" * 70 + "\n") * 30000 + "the end\n")
    process = start_filing(folder, "-s", "s", "--text", "text")
    time.sleep(1)
    check(process.poll() is None, "it did not wait")
    same(read(os.path.join(folder, "box")), OLD, "the mbox")
    os.unlink(lock)
    same(process.communicate(timeout=100)[1], b"", "what was said")
    same(process.returncode, 0, "the status")
    added = read(os.path.join(folder, "box"))[len(OLD):]
    check(added.endswith(b"\nthe end\n\n"), "the end of it")
    same(added.count(b"\nthe end\n"), 1, "the ends in it")
    same(names(folder), ["box", "text"], "what is there")


@test
def an_interrupted_command_files_nothing_later(folder):
    write(folder, "box", OLD)
    lock = write(folder, "box.lock", "")
    process = start_filing(folder, "-s", "s", "-m", "the end")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=100)
    same(process.returncode, -signal.SIGINT, "the status")
    os.unlink(lock)
    time.sleep(0.5)
    same(read(os.path.join(folder, "box")), OLD, "the mbox")


def wait_unlocked(folder):
    """Until what appends has ended, or is known to have been killed."""
    lock = os.path.join(folder, "box.lock")
    deadline = time.monotonic() + 100
    while os.path.exists(lock) and time.monotonic() < deadline:
        try:
            os.kill(int(read(lock).split(b"\n")[0] or b"0"), 0)
        except (ProcessLookupError, ValueError, FileNotFoundError):
            return
        time.sleep(0.005)


@test
def a_killed_command_leaves_a_whole_mbox(folder):
    write(folder, "text", ("x" * 70 + "\n") * 60000 + "the end\n")
    began = time.monotonic()
    start_filing(folder, "-s", "0", "--text", "text").communicate()
    usual = time.monotonic() - began
    for i in range(1, 25):
        process = start_filing(folder, "-s", str(i), "--text", "text")
        time.sleep(usual * 1.2 * i / 25)
        process.kill()
        process.communicate()
        wait_unlocked(folder)
        subjects = check_whole(folder)
        check(subjects[0] == "0" and len(set(subjects)) == len(subjects),
              "the subjects are %r" % subjects)
    check(not os.path.exists(os.path.join(folder, "box.lock")),
          "it is locked")


def processes_of(folder):
    """What runs in FOLDER, by /proc."""
    found = []
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.readlink(
                    "/proc/%s/cwd" % name) == os.path.realpath(folder):
                found.append(int(name))
        except OSError:
            continue
    return found


# Of <linux/prctl.h>.
PR_SET_CHILD_SUBREAPER = 36


def kill_all(process, folder):
    """Kills PROCESS and what it started, and sees them off.

    The others become ours and not those of process 1, which where it is no
    init never asks how they ended: so they would seem to live.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    killed = set()
    running = processes_of(folder)
    while running:
        killed.update(running)
        for number in running:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.poll()
        running = processes_of(folder)
    process.communicate()
    for number in killed - {process.pid}:
        try:
            os.waitpid(number, 0)
        except ChildProcessError:
            continue


@test
def what_all_killed_processes_left_is_cut_off_by_the_next(folder):
    if not os.path.isdir("/proc/self"):
        raise harness.Skip("no /proc to find the processes by")
    write(folder, "text", ("x" * 70 + "\n") * 60000 + "the end\n")
    began = time.monotonic()
    start_filing(folder, "-s", "0", "--text", "text").communicate()
    usual = time.monotonic() - began
    for i in range(1, 20):
        process = start_filing(folder, "-s", "x", "--text", "text")
        time.sleep(usual * (0.4 + 0.8 * i / 20))
        kill_all(process, folder)
        compose(folder, *WHO, "-s", str(i), "-m", "the end", "-o", "mbox:box")
        subjects = check_whole(folder)
        same([s for s in subjects if s != "x"],
             [str(k) for k in range(i + 1)], "the subjects")
    # A file system without nameless files keeps what was killed before it
    # lost its name.
    same([name for name in names(folder)
          if not name.startswith(".mimewright-")], ["box", "text"],
         "what is there")


@test
def a_killed_command_leaves_a_whole_maildir(folder):
    write(folder, "text", ("x" * 70 + "\n") * 60000 + "the end\n")
    args = [*WHO, "-s", "s", "--text", "text", "-o", "maildir:box"]
    began = time.monotonic()
    compose(folder, *args)
    usual = time.monotonic() - began
    for i in range(1, 15):
        process = harness.start(args, folder, stdin=subprocess.DEVNULL)
        time.sleep(usual * 1.2 * i / 15)
        process.kill()
        process.wait()
    for name in names(folder, "box", "new"):
        check(read(os.path.join(folder, "box", "new",
                                name)).endswith(b"\nthe end\n"), name)


@test
def a_signal_leaves_nothing_in_tmp(folder):
    os.mkfifo(os.path.join(folder, "slow"))
    write(folder, "text", "x\n")
    process = harness.start([*WHO, "-s", "s", "--text", "text", "-o",
                             "maildir:box", "-o", "slow"], folder,
                            stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + 100
    tmp = os.path.join(folder, "box", "tmp")
    while time.monotonic() < deadline and not (
            os.path.isdir(tmp) and os.listdir(tmp)):
        time.sleep(0.01)
    check(os.listdir(tmp), "there is no temporary file")
    process.send_signal(signal.SIGTERM)
    same(process.wait(100), -signal.SIGTERM, "the status")
    same(os.listdir(tmp), [], "what is left")


# -- --fcc

@test
def the_copy_is_what_the_server_took(folder):
    with Served(folder, PLAIN_SESSION) as served:
        submit(folder, served, "-b", "b@example.test", "-t", "b@example.test",
               "--fcc", "maildir:sent")
    copy = only_message(folder, "sent")
    check(b"Bcc" not in copy and b"\nSubject: " in copy, repr(copy))
    same(hashlib.sha256(copy.replace(b"\n", b"\r\n")).hexdigest(),
         served.server.data[0]["sha256"], "the digest of the copy")


@test
def the_copy_keeps_bcc_where_it_was_sent(folder):
    with Served(folder, PLAIN_SESSION) as served:
        submit(folder, served, "-b", "b@example.test", "--keep-bcc", "--fcc",
               "mbox:sent")
    box = read(os.path.join(folder, "sent"))
    check(box.startswith(b"From a@example.test ") and b"\nBcc: b@" in box,
          repr(box))


@test
def a_copy_can_be_a_file_or_standard_output(folder):
    for where in ("sent", "-"):
        with Served(folder, PLAIN_SESSION) as served:
            out = submit(folder, served, "--seed", "x", "--fcc", where).out
        if where != "-":
            out = read(os.path.join(folder, where))
        same(out, compose(folder, *PLAIN, "--seed", "x"), "the copy")


@test
def no_copy_is_made_of_what_was_refused(folder):
    steps = [{"send": "220 mail.example.test ESMTP\r\n"}, {"ehlo": []},
             {"expect": "^MAIL"}, {"send": "550 no\r\n"}, {"quit": True}]
    with Served(folder, steps) as served:
        result = run([*PLAIN, "--submit", "--server", served.url, "--tls",
                      "off", "--fcc", "maildir:sent"], folder)
    same(result.status, 69, "the status")
    same(names(folder, "sent", "new") + names(folder, "sent", "tmp"), [],
         "the copies")


@test
def a_copy_that_cannot_be_made_is_known_before(folder):
    write(folder, "file", "x")
    with Served(folder, []) as served:
        for where in ("maildir:file", "mbox:.", "no/such/file"):
            result = refuse(CREATE, [*PLAIN, "--submit", "--server",
                                     served.url, "--fcc", where], folder)
            check(b"sent" not in result.err, str(result))
        served.server.state = "complete"


def lose_copy(folder, *args):
    """Submits, and takes away meanwhile what the copy is to go to."""
    def take_away():
        for name in ("new", "tmp", "cur", ""):
            os.rmdir(os.path.join(folder, "sent", name))
        write(folder, "sent", "in the way")

    steps = PLAIN_SESSION[:-2] + [{"call": take_away}] + PLAIN_SESSION[-2:]
    with Served(folder, steps) as served:
        result = run([*PLAIN, "--submit", "--server", served.url, "--tls",
                      "off", "--fcc", "maildir:sent", *args], folder)
    return result.status, result.out, result.err


@test
def a_copy_that_fails_does_not_undo_what_was_sent(folder):
    status, out, err = lose_copy(folder, "--json")
    same(status, COPY_FAILED, "the status (%r)" % err)
    line = json.loads(out)
    same((line["result"], line["exit"]), ("copy-failed", COPY_FAILED),
         "the result")
    same([r["status"] for r in line["recipients"]], ["accepted"],
         "the recipients")
    same((line["error"]["what"], line["error"]["retry_safe"]),
         ("--fcc", False), "the error")
    check(err.startswith(b"mimewright: --fcc: sent, but there is no copy: "),
          repr(err))
    check(b"hint: do not send it again\n" in err, repr(err))


# -- mailboxes that are sent

TWICE = (PLAIN_SESSION[:-1] + PLAIN_SESSION[2:])


def send(folder, served, *args):
    return run(["send", "--server", served.url, "--tls", "off", *args],
               folder)


def made(folder):
    """Two messages, the same in an mbox, a Maildir, and as octets."""
    messages = []
    for i, text in enumerate(("one\n\nFrom x\n>From y", "two")):
        args = [*WHO, "-s", str(i), "-m", text, "--seed", str(i)]
        messages.append(compose(folder, *args))
        compose(folder, *args, "-o", "mbox:box", "-o", "maildir:dir")
        time.sleep(0.01)
    return messages


@test
def each_message_of_a_mailbox_is_sent_in_order(folder):
    messages = made(folder)
    moved = names(folder, "dir", "new")[0]
    os.rename(os.path.join(folder, "dir", "new", moved),
              os.path.join(folder, "dir", "cur", moved + ":2,S"))
    for place in ("mbox:box", "maildir:dir"):
        with Served(folder, TWICE) as served:
            result = send(folder, served, "-q", place)
        same((result.status, result.err), (0, b""), place)
        same([d["sha256"] for d in served.server.data],
             [hashlib.sha256(m).hexdigest() for m in messages], place)


@test
def what_is_in_the_trash_is_left_out(folder):
    made(folder)
    first, second = names(folder, "dir", "new")
    os.rename(os.path.join(folder, "dir", "new", first),
              os.path.join(folder, "dir", "cur", first + ":2,ST"))
    with Served(folder, PLAIN_SESSION) as served:
        result = send(folder, served, "maildir:dir", "--fcc", "mbox:sent")
    same(result.status, 0, "the status")
    check(b"in the trash" in result.err, str(result))
    copy = read(os.path.join(folder, "sent"))
    check(b"\ntwo\n\n" in copy and b"one" not in copy, repr(copy))


@test
def a_mailbox_that_is_none_is_told(folder):
    write(folder, "file", "no mbox\n")
    write(folder, "empty", "")
    with Served(folder, []) as served:
        for place, status in (("mbox:file", 65), ("mbox:none", 66),
                              ("maildir:none", 66), ("maildir:.", 66),
                              ("mbox:-", 66), ("mbox:.", 66),
                              ("mbox:empty", 0)):
            result = send(folder, served, "-q", place)
            same(result.status, status, "the status of %s" % place)
            check(status == 0 or place.split(":")[1].encode() in result.err,
                  str(result))
        served.server.state = "complete"


@test
def a_message_that_cannot_be_sent_is_named_and_stops_no_other(folder):
    made(folder)
    box = read(os.path.join(folder, "box"))
    write(folder, "box", box.replace(b"To: b@", b"To: b b@", 1))
    with Served(folder, PLAIN_SESSION) as served:
        result = send(folder, served, "mbox:box")
    same(result.status, 65, "the status")
    check(b"box, message 1" in result.err, str(result))
    same(len(served.server.data), 1, "the messages sent")


if __name__ == "__main__":
    sys.exit(suite.main())
