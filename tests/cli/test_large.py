# SPDX-License-Identifier: MIT
"""Large attachments: planned at once, written in little memory, sizes exact.

The files are sparse. The whole of 20 GiB is written only where
MIMEWRIGHT_BIG is set; else 64 MiB are, with the same bound on memory.
"""

import os
import re
import resource
import subprocess
import sys

import harness
from composing import PLAIN, compose, plan
from harness import Skip, Suite, check, same

GIBIBYTE = 1 << 30
MOST_RESIDENT = 16 << 20

suite = Suite()


def sparse(folder, name, size):
    with open(os.path.join(folder, name), "wb") as file:
        file.truncate(size)


def encoded(size):
    """Octets of SIZE in base64 with lines of 76 and their ends."""
    characters = (size + 2) // 3 * 4
    return characters + (characters + 75) // 76 * 2


def peak(process):
    """The most memory that was resident, as long as the process lives."""
    try:
        with open("/proc/%d/status" % process.pid) as status:
            found = re.search(r"VmHWM:\s*(\d+) kB", status.read())
    except OSError:
        return 0
    return int(found.group(1)) << 10 if found else 0


def write_counted(folder, *args):
    """Composes into a counter; octets, status and peak of memory."""
    process = harness.start(["compose", *args], folder,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    count, most, last = 0, 0, b""
    buffer = bytearray(1 << 20)
    while True:
        size = process.stdout.readinto(buffer)
        if size == 0:
            break
        count += size
        last = bytes(buffer[:size])[-2:]
        most = max(most, peak(process))
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    same((process.wait(), err), (0, b""), "status and error")
    same(last, b"\r\n", "the end")
    return count, most


def written(folder, size):
    sparse(folder, "huge.bin", size)
    args = PLAIN + ["-a", "huge.bin"]
    foretold = plan(folder, *args)["size"]
    count, most = write_counted(folder, *args)
    same(count, foretold, "octets written")
    check(count > encoded(size), "fewer octets than the attachment takes")
    if most == 0 or harness.is_instrumented():
        raise Skip("resident memory cannot be told here")
    check(most < MOST_RESIDENT, "%d KiB resident" % (most >> 10))


@suite.test
def twenty_GiB_are_planned_at_once_and_exactly(folder):
    sparse(folder, "huge.bin", 20 * GIBIBYTE)
    small = plan(folder, *PLAIN, "-a", "huge.bin", "--type",
                 "application/octet-stream")
    part = small["tree"]["parts"][1]
    same(part["size"], 20 * GIBIBYTE, "the size of the content")
    check(abs(part["encoded_size"] - encoded(20 * GIBIBYTE)) <= 2,
          "encoded_size %d" % part["encoded_size"])
    check(small["size"] > encoded(20 * GIBIBYTE), "size %d" % small["size"])


@suite.test
def sizes_beyond_all_discs_do_not_overflow(folder):
    try:
        sparse(folder, "huge.bin", (1 << 43) - 4096)
    except OSError as error:
        raise Skip("no file so large here: %s" % error.strerror)
    same(plan(folder, *PLAIN, "-a", "huge.bin")["tree"]["parts"][1]["size"],
         (1 << 43) - 4096, "the size")


@suite.test
def large_files_are_written_in_little_memory(folder):
    written(folder, 64 << 20)


@suite.test
def twenty_GiB_are_written_in_little_memory(folder):
    if not os.environ.get("MIMEWRIGHT_BIG"):
        raise Skip("MIMEWRIGHT_BIG is not set")
    written(folder, 20 * GIBIBYTE)


@suite.test
def many_attachments_need_few_descriptors(folder):
    names = ["f%05d" % number for number in range(3000)]
    for name in names:
        harness.write(folder, name, name)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        message = compose(folder, *PLAIN, "--attach-all", *names, "--")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    same(message.count(b"Content-Disposition: attachment"), 3000,
         "attachments")


@suite.test
def standard_input_is_spooled_and_not_kept(folder):
    process = harness.start(["compose", *PLAIN, "-a", "-"], folder,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)
    for _ in range(64):
        process.stdin.write(bytes(1 << 20))
    process.stdin.close()
    start = process.stdout.read(1)
    most = peak(process)
    size = len(start) + len(process.stdout.read())
    process.stdout.close()
    process.stderr.close()
    same(process.wait(), 0, "the status")
    check(size > encoded(64 << 20), "%d octets" % size)
    same(os.listdir(folder), [], "what is left")
    check(harness.is_instrumented() or most < MOST_RESIDENT,
          "%d KiB resident" % (most >> 10))


if __name__ == "__main__":
    sys.exit(suite.main())
