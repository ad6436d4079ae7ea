# SPDX-License-Identifier: MIT
"""Runs the command against one scripted server of testdata/cases.

What a case says of the client, by abstract names, is written down in
testdata/cases/README.md; what the command calls it is known here.
"""

import argparse
import json
import os
import shlex
import subprocess
import threading
import time

import harness
import replay_server

# What the JSON line calls the state of a recipient, in the cases' words.
STATES = {"accepted": "accepted", "temporary": "temporary",
          "permanent": "permanent", "not-tried": "not_tried",
          "in-doubt": "unknown"}

TLS = {"none": "off", "opportunistic": "opportunistic",
       "starttls": "required", "implicit": "implicit"}

# Seconds in which any run has to end.
LIMIT = 90


def server_of(case, folder, certificates, **disturbed):
    """A server for CASE that listens already, and serves once started."""
    options = argparse.Namespace(
        cut=None, stall=None, garble=None, garble_mask=0x80, split=None,
        step_limit=60.0, port=0, cert_dir=certificates, transcript=False)
    vars(options).update(disturbed)
    server = replay_server.Server(case, options)
    server.cafile = os.path.join(certificates, "ca.pem")
    return server


def url(client, port):
    scheme = "lmtp" if client["protocol"] == "lmtp" else "smtp"
    if client["tls"] == "implicit":
        scheme += "s"
    return "%s://127.0.0.1:%d" % (scheme, port)


def login(client):
    """Options and environment of who logs in; secrets are no arguments."""
    args, env = [], {}
    if "user" in client:
        args += ["--user", client["user"]]
    if "password" in client:
        env["MIMEWRIGHT_PASSWORD"] = client["password"]
    if "token" in client:
        args += ["--token-command", "printf %s "
                 + shlex.quote(client["token"])]
    if "mech" in client:
        args += ["--auth", client["mech"]]
    if client.get("cleartext_auth"):
        args += ["--allow-cleartext-password"]
    return args, env


def wishes(client):
    args = ["--timeout", str(client["timeout_s"])]
    if "helo" in client:
        args += ["--helo", client["helo"]]
    if client.get("partial") == "abort":
        args += ["--all-or-none"]
    without = [name for name, key in (("PIPELINING", "pipelining"),
                                      ("CHUNKING", "chunking"))
               if client.get(key) == "off"]
    if without:
        args += ["--no-extension", ",".join(without)]
    if "chunk_size" in client:
        args += ["--chunk-size", str(client["chunk_size"])]
    dsn = client.get("dsn", {})
    for key in sorted(dsn):
        args += ["--" + key, dsn[key].lower() if key != "envid"
                 else dsn[key]]
    return args


def command(case, server, message):
    """The arguments and the environment for CASE."""
    client = case["client"]
    args, env = login(client)
    args = ["send", "--json", "--server", url(client, server.port),
            "--tls", TLS[client["tls"]], "--ca-file", server.cafile,
            "--envelope-from=" + client["from"]] + args + wishes(client)
    if "tls_host" in client:
        args += ["--tls-name", client["tls_host"]]
    if client.get("tls_verify") is False:
        args += ["--insecure"]
    if client.get("trace"):
        args += ["-v", "--transcript", "-"]
    for recipient in client["rcpts"]:
        args += ["--envelope-to", recipient]
    return args + [message], env


def result_of(status, out, err, seconds):
    """What the judge has to know of a run."""
    result = {"exit": status, "seconds": seconds, "stdout_raw": out,
              "stderr_raw": err,
              "class": harness.CLASSES.get(status, "exit %d" % status)}
    if status < 0:
        result["signal"] = -status
    lines = out.splitlines()
    if lines:
        report = json.loads(lines[-1])
        result["recipients"] = {
            r["address"]: STATES[r["status"]]
            for r in report.get("recipients", [])}
    return result


def run(args, env, folder):
    began = time.monotonic()
    process = harness.start(args, folder, env=env,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        return {"exit": 0, "seconds": LIMIT, "stdout_raw": out,
                "stderr_raw": err, "hang": True}
    return result_of(process.returncode, out, err, time.monotonic() - began)


def play(case, folder, certificates, **disturbed):
    """Runs CASE; what the judge complains of, and what explains it."""
    server = server_of(case, folder, certificates, **disturbed)
    message = harness.write(folder, "message.eml",
                            replay_server.expand_message(case["client"]))
    serving = threading.Thread(target=server.serve, daemon=True)
    if case.get("listen", True):
        serving.start()
    args, env = command(case, server, message)
    result = run(args, env, folder)
    time.sleep(0.25)  # for what the client sent last to be read
    server.stop = True
    if serving.is_alive():
        serving.join(server.limit + 3)
    complaints = replay_server.judge(case, server, result)
    said = result["stderr_raw"].decode("utf-8", "backslashreplace")
    return complaints, "exit %s, %s\n%s" % (result["exit"], server.reason,
                                            said.strip())
