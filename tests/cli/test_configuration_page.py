# SPDX-License-Identifier: MIT
"""The accounts that mimewright-config(5) shows are read as they stand."""

import os
import re
import sys

from harness import TOP, Suite, check, refuse, run, write

PAGE = os.path.join(TOP, "doc", "mimewright-config.5")
WHO = ["-f", "me@x.test", "-t", "you@x.test", "-m", "Hello."]


def shown():
    """The configurations of the page, as a reader of it types them."""
    with open(PAGE, encoding="utf-8") as page:
        blocks = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page.read(),
                            re.M | re.S)
    return [block.replace("\\(aq", "'").replace("\\-", "-")
            for block in blocks]


def plan(folder, text, account):
    text = text.replace("/etc/aliases", write(folder, "aliases"))
    path = write(folder, "config", text)
    os.chmod(path, 0o600)
    named = ["--account", account] if account else []
    return ["compose", "-n", "--submit", "--config", path, *named, *WHO]


def is_read(folder, text, account):
    result = run(plan(folder, text, account), folder)
    check(result.status == 0 and not result.err, str(result))


def is_checked(folder):
    refuse(78, plan(folder, "[account x]\nserver = smtpx://y\n", "x"), folder,
           "server")
    refuse(64, plan(folder, "[account x]\ntls = off\n", "x"), folder,
           "--server")


def main():
    suite = Suite()
    texts = shown()
    suite.add("the page shows them", lambda _: check(len(texts) > 4, "few"))
    suite.add("what is wrong would be seen", is_checked)
    for text in texts:
        for account in re.findall(r"\[account (\w+)\]", text) or [""]:
            suite.add("account %s" % (account or "default"),
                      lambda folder, t=text, a=account: is_read(folder, t, a))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
