# SPDX-License-Identifier: MIT
"""The known answers of testdata/cases/vectors.jsonl that the submitter gives,
each in a dialogue with a server that plays a script.

C092, C094-C097, C101, C113, C115, C125, C127, C146
"""

import base64
import json
import re

from harness import check, run, same, succeed, write
from submitting import GREET, Served

OK = {"send": "250 ok\r\n"}
HEAD = b"Subject: Vector\r\n\r\n"
SENDER, RECIPIENT = "a@example.test", "b@example.test"

# Nonces are drawn, and nobody acts as another, in the command.
UNSHOWN = ("vec-048", "vec-050")


def is_shown(vector):
    """Whether it is the command that shows what VECTOR says."""
    return vector["kind"] != "timeouts" and vector["id"] not in UNSHOWN


def exactly(line):
    return {"expect": "^%s$" % re.escape(line)}


def envelope(sender=SENDER, *recipients):
    """What says the envelope, to the command and to the server."""
    args, steps = ["--envelope-from", sender], []
    for line in ["MAIL FROM:<%s>" % sender] + [
            "RCPT TO:<%s>" % recipient
            for recipient in recipients or (RECIPIENT,)]:
        steps += [exactly(line), OK]
    for recipient in recipients or (RECIPIENT,):
        args += ["--envelope-to", recipient]
    return args, steps


def data(octets, final="250 ok\r\n"):
    """DATA, whose octets with the end are OCTETS, and the reply to them."""
    return [exactly("DATA"), {"send": "354 go\r\n"},
            *verbatim(octets + b".\r\n"), {"send": final}]


def verbatim(octets):
    """Reads OCTETS, line by line."""
    return [exactly(line.decode()) for line in octets.split(b"\r\n")[:-1]]


def send(folder, args, keywords, steps, message=HEAD, **how):
    """Sends MESSAGE as it is to a server that offers KEYWORDS and plays STEPS
    until QUIT; what the command says of it."""
    steps = [*GREET, {"ehlo": keywords}, *steps, {"quit": True}]
    with Served(folder, steps) as served:
        result = run(["send", "--as-is", "--json", "--server", served.url,
                      "--tls", "off", "--timeout", "60", *args,
                      write(folder, "message.eml", message)], folder, **how)
        check(result.status == 0, str(result))
    same(served.server.violations, [], "what was wrong")
    return json.loads(result.out)


# -- one function a kind

def smtp_command(vector, folder):
    given = vector["input"]
    if "from" in given:
        args, steps = envelope(given["from"])
        args += ["--ret", given["ret"].lower(), "--envid", given["envid"]]
        steps[0] = exactly(vector["expect"])
    else:
        args, steps = envelope(SENDER, given["rcpt"])
        args += ["--notify", given["notify"].lower()]
        steps[2] = exactly(vector["expect"])
    send(folder, args, ["DSN"], steps + data(HEAD))


def chunk(vector, folder):
    """BDAT, its octets with a lone dot among them, and the reply."""
    (_, keyword), (_, command), (_, reply) = vector["input"]
    size = int(command.split(" ")[1])
    message = (HEAD + b".\r\n").ljust(size - 2, b".") + b"\r\n"
    args, steps = envelope()
    steps[0] = exactly("MAIL FROM:<%s> SIZE=%d" % (SENDER, size))
    report = send(folder, args,
                  ["CHUNKING", keyword.removeprefix("250-")],
                  steps + [exactly(command), *verbatim(message),
                           {"send": reply + "\r\n"}], message)
    same(report["recipients"][0]["text"], reply.removeprefix("250 "),
         "the reply")


def group(vector, folder):
    """The commands of a group all come before the server says a word."""
    commands = [line for who, line in vector["input"] if who == "C"]
    replies = [line for who, line in vector["input"] if who == "S"]
    paths = [re.search("<(.*)>", line)[1] for line in commands[:-1]]
    report = send(folder, envelope(*paths)[0], ["PIPELINING"],
                  [exactly(line) for line in commands]
                  + [{"send": "".join(line + "\r\n" for line in replies)}]
                  + data(HEAD)[2:])
    same([(r["address"], r["status"]) for r in report["recipients"]],
         [(path, "accepted") for path in paths[1:]], "the recipients")


def smtp_dialogue(vector, folder):
    is_chunk = vector["input"][1][1].startswith("BDAT")
    (chunk if is_chunk else group)(vector, folder)


def smtp_reply(vector, folder):
    args, steps = envelope()
    report = send(folder, args, [], steps + data(HEAD, vector["input"]))
    same((report["recipients"][0]["code"],
          report["recipients"][0]["text"].split("\n")),
         (vector["expect"]["code"], vector["expect"]["lines"]), "the reply")


def dot_stuff(vector, folder):
    args, steps = envelope()
    wanted = vector["expect"].encode()
    check(wanted.endswith(b".\r\n"), "no end of the data")
    send(folder, args, [], steps + data(HEAD + wanted[:-3]),
         HEAD + vector["input"].encode())


def log_in(folder, steps, mechanism, user=None, password=None):
    args, after = envelope()
    args += ["--allow-cleartext-password", "--auth", mechanism]
    if user:
        args += ["--user", user]
    send(folder, args, ["AUTH " + mechanism],
         steps + [{"send": "235 ok\r\n"}] + after + data(HEAD),
         env={"MIMEWRIGHT_PASSWORD": password})


def coded(text):
    return base64.b64encode(text.encode()).decode()


def sasl(vector, folder):
    given, wanted = vector["input"], vector["expect"]
    if "command" in wanted:
        steps = [exactly(wanted["command"])]
    else:
        same(wanted["response_base64"], coded(wanted["response"]),
             "the response")
        steps = [exactly("AUTH " + given["mech"]),
                 {"send": "334 %s\r\n" % coded(given["challenge"])},
                 exactly(wanted["response_base64"])]
    log_in(folder, steps, given["mech"], given.get("user"),
           given.get("password"))


def sasl_prompt(vector, folder):
    """Prompts are obeyed by their order, whatever they say."""
    prompts = vector["input"]
    for prompt, text in zip(prompts, vector["expect"]):
        same(succeed(["decode", "base64"], folder,
                     stdin=prompt.encode()).decode(), text, "the prompt")
    for first, second in zip(prompts[::2], prompts[1::2]):
        log_in(folder, [exactly("AUTH LOGIN"), {"send": "334 %s\r\n" % first},
                        exactly(coded("ada")), {"send": "334 %s\r\n" % second},
                        exactly(coded("pencil"))], "LOGIN", "ada", "pencil")


def address(local, size):
    """An address with LOCAL octets before the @ and SIZE in all."""
    labels = ("d" * 63 + ".") * 4
    return "l" * local + "@" + labels[:size - local - 2] + "d"


def limits(vector, folder):
    """What stands at the edge of a limit passes; behind it, what no server
    has to take is refused before it is sent."""
    most = vector["input"]
    longest = address(most["local_part"], most["path"] - len("<>"))
    args, steps = envelope(longest, *[
        "b%d@example.test" % i for i in range(most["recipients"])])
    line = b"x" * (most["text_line"] - 2) + b"\r\n"
    final = "250 " + "y" * (most["reply_line"] - 6) + "\r\n"
    report = send(folder, args, [],
                  steps + data(HEAD + b"." + line.replace(b"x", b".")
                               + line, final),
                  HEAD + line.replace(b"x", b".") + line)
    same(len(report["recipients"][0]["text"]), most["reply_line"] - 6,
         "the size of the reply")
    for local, size in ((most["local_part"] + 1, 100),
                        (1, most["path"] - 1), (1, most["domain"] + 3)):
        result = run(["send", "--server", "smtp://localhost:1",
                      "--envelope-from", address(local, size),
                      "--envelope-to", RECIPIENT, "message.eml"], folder)
        check(result.status in (64, 65), str(result))


KINDS = {
    "smtp-command": smtp_command, "smtp-dialogue": smtp_dialogue,
    "smtp-reply": smtp_reply, "dot-stuff": dot_stuff, "sasl": sasl,
    "sasl-prompt": sasl_prompt, "limits": limits,
}
