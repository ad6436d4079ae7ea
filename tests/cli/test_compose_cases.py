# SPDX-License-Identifier: MIT
"""Replays every composer case through the command.

message_checker.py, a strict checker with a parser of its own, is the judge of
what comes out. Beside it each case has to keep to the limits of time and
memory of testdata/cases/README.md, and the size a dry run foretells is the
size there is. MIMEWRIGHT_CASES names another file of cases.

C001-C005, C007-C010, C012-C013, C019-C022, C024, C026-C028, C030, C032-C035,
C038, C043-C050, C052, C054-C056, C138, C140, C141, C143, C144, T04, T16-T21,
T25
"""

import json
import os
import sys
import threading

import case_driver
import message_checker
import harness
from composing import parse
from harness import Suite, check, same

FILES = [os.path.join(harness.TOP, "testdata", "cases", name)
         for name in ("compose.jsonl", "compose_more.jsonl")]
if "MIMEWRIGHT_CASES" in os.environ:
    FILES = [os.environ["MIMEWRIGHT_CASES"]]
MEBIBYTE = 1 << 20


def replay(case, folder):
    command = case_driver.Command(case, folder)
    if command.kinds & {"grow", "shrink"}:
        return replay_change(case, command)
    result = run_by_kind(command)
    judge(case, command, result)
    if result.status == 0:
        foretold(command, result)
    if command.options.get("run_twice_identical"):
        same(command.run().out, result.out, "the second run's message")


def run_by_kind(command):
    limits = {"memory": 4 * command.size + 16 * MEBIBYTE}
    if "output_full" in command.kinds:
        with open("/dev/full", "wb") as full:
            return command.run(stdout=full, **limits)
    if "stdout_closed" in command.kinds:
        return command.run(stdout=None, closed=[1], **limits)
    return command.run(**limits)


def judge(case, command, result):
    check(result.status in harness.CLASSES, "unforeseen end: %s" % result)
    complaints = message_checker.run(case, result.out or b"",
                                   harness.CLASSES[result.status])
    check(not complaints, "%s\n%s" % ("\n".join(complaints), result))
    if result.status:
        harness.check_error_lines(result)
    judge_parameters(case, result.out)
    limit = 2 if command.size <= MEBIBYTE else 10
    check(harness.is_instrumented() or result.seconds < limit,
          "%.1f s of processor time" % result.seconds)


def judge_parameters(case, message):
    """What Python's email finds in the Content-Type of each such part."""
    for kind, wanted in case["expect"].get("parameters", {}).items():
        found = [part for part in parse(message).walk()
                 if part.get_content_type() == kind]
        check(found, "there is no " + kind)
        for name, value in wanted.items():
            same([part.get_param(name) for part in found],
                 [value] * len(found), "%s of %s" % (name, kind))


def foretold(command, result):
    dry = command.run("--dry-run", "--json")
    check(dry.status == 0, str(dry))
    plan = json.loads(dry.out)
    same(plan["output_size"], len(result.out), "the size foretold")
    same(plan["size"], len(result.out), "the size foretold")


def replay_change(case, command):
    """Changes the file once the command waits for somebody to read on."""
    reader, writer = os.pipe()
    path = os.path.join(command.scratch, case["input"]["attachments"][0]["name"])

    def drain():
        os.read(reader, 1)
        size = os.path.getsize(path)
        os.truncate(path, size // 2 if "shrink" in command.kinds else size + 1)
        while os.read(reader, MEBIBYTE):
            pass
        os.close(reader)

    thread = threading.Thread(target=drain)
    thread.start()
    with os.fdopen(writer, "wb") as pipe:
        result = command.run(stdout=pipe)
    thread.join()
    # The output is short by then: only its being no message is asked.
    result.out = b""
    judge(case, command, result)
    same(result.status, 74, "the status")


def main():
    suite = Suite()
    for case in (case for path in FILES for case in case_driver.load(path)):
        suite.add("%s %s: %s" % (case["id"], case["class"], case["title"]),
                  lambda folder, case=case: replay(case, folder))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
