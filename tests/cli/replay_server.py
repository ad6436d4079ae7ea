# SPDX-License-Identifier: MIT
"""Replay server for the scripted SMTP/LMTP dialogues in smtp*.jsonl.

Made for this project. Loopback only. The script format is described in
testdata/cases/README.md; test_smtp_cases.py runs the command against it, one
case alone with "test_smtp_cases.py smtp-001".
"""
import base64, hashlib, hmac, os, re, select, socket, ssl, struct, threading
import time

from replay_certificates import make_certs

HOST = "127.0.0.1"
T0 = time.monotonic()


class Fail(Exception):
    """The client did something the script does not allow."""


class Gone(Exception):
    """The client closed the connection."""


class Cut(Exception):
    """A sweep point was reached: the server stops here."""


# ------------------------------------------------------------------ the server
class Conn:
    def __init__(self, srv, sock):
        self.srv, self.sock, self.buf, self.eof = srv, sock, b"", False
        self.tls = False
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # -- input
    def fill(self, timeout):
        """Read once; False on timeout; sets eof."""
        if self.eof:
            return False
        end = time.monotonic() + timeout
        while True:
            if not (self.tls and self.sock.pending()):
                left = end - time.monotonic()
                if left < 0 or not select.select([self.sock], [], [], left)[0]:
                    return False
            try:
                got = self.sock.recv(65536)
            except ssl.SSLWantReadError:
                continue
            except (ConnectionError, ssl.SSLError, OSError) as e:
                self.srv.note("E", "recv: %s" % e)
                got = b""
            if not got:
                self.eof = True
                return False
            self.buf += got
            self.srv.bytes_in += len(got)
            return True

    def line(self, timeout):
        while b"\n" not in self.buf:
            if len(self.buf) > 1 << 20:
                raise Fail("client sent a line of more than 1 MiB")
            if not self.fill(timeout):
                if self.eof:
                    if self.buf:
                        self.srv.note("C", "(no end of line) %r" % self.buf[:200])
                    raise Gone()
                raise Fail("timeout waiting for a client line")
        ln, self.buf = self.buf.split(b"\n", 1)
        if not ln.endswith(b"\r"):
            self.srv.violation("client line ended by a bare LF: %r" % ln[:80])
        ln = ln[:-1] if ln.endswith(b"\r") else ln
        if b"\r" in ln:
            self.srv.violation("bare CR inside a client line: %r" % ln[:80])
        self.srv.note("C", ln.decode("utf-8", "backslashreplace"))
        self.srv.lines.append(ln.decode("utf-8", "backslashreplace"))
        return ln.decode("utf-8", "backslashreplace")

    def exactly(self, n, timeout):
        while len(self.buf) < n:
            if not self.fill(timeout):
                if self.eof:
                    raise Gone()
                raise Fail("timeout waiting for %d bytes" % n)
        got, self.buf = self.buf[:n], self.buf[n:]
        return got

    # -- output
    def send(self, data, split=0, gap=0):
        s = self.srv
        s.note("S", data[:300].decode("utf-8", "backslashreplace"))
        if s.garble is not None and s.sent <= s.garble < s.sent + len(data):
            i = s.garble - s.sent
            data = data[:i] + bytes([data[i] ^ s.garble_mask]) + data[i + 1:]
        stop = None
        if s.cut is not None and s.sent + len(data) > s.cut:
            data, stop = data[:s.cut - s.sent], "cut"
        elif s.stall is not None and s.sent + len(data) > s.stall:
            data, stop = data[:s.stall - s.sent], "stall"
        split = split or s.split
        parts = ([data[i:i + split] for i in range(0, len(data), split)]
                 if split else [data])
        for p in parts:
            try:
                self.sock.sendall(p)
            except (ConnectionError, ssl.SSLError, OSError) as e:
                s.note("E", "send: %s" % e)
                raise Gone()
            s.sent += len(p)
            if split:
                time.sleep((gap or 1) / 1000.0)
        if stop == "stall":
            self.fill_until_close(s.limit)
        if stop:
            raise Cut(stop)

    def fill_until_close(self, timeout):
        end = time.monotonic() + timeout
        while not self.eof and time.monotonic() < end:
            self.fill(max(0.0, end - time.monotonic()))

    def close(self, reset=False):
        try:
            if reset:
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                     struct.pack("ii", 1, 0))
            self.sock.close()
        except OSError:
            pass


class Server:
    def __init__(self, case, opt):
        self.case, self.opt = case, opt
        self.events, self.violations, self.marks, self.lines = [], [], [], []
        self.sent = self.bytes_in = self.conns = 0
        self.cut, self.stall, self.garble = opt.cut, opt.stall, opt.garble
        self.garble_mask = opt.garble_mask
        self.split = opt.split or case.get("split", 0)
        self.limit = opt.step_limit
        self.state, self.reason, self.step_no = "not reached", "", -1
        self.data = []
        self.lock, self.stop = threading.Lock(), False
        self.cafile = ""
        self.scripts = case.get("connections") or [case["steps"]]
        self.sock = socket.socket()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if "buffers" in case:                  # small socket buffers
            for o in (socket.SO_RCVBUF, socket.SO_SNDBUF):
                self.sock.setsockopt(socket.SOL_SOCKET, o, case["buffers"])
        self.sock.bind((HOST, opt.port))
        self.port = self.sock.getsockname()[1]
        if case.get("listen", True):  # or the port refuses, still ours
            self.sock.listen(5)

    def note(self, who, text):
        self.events.append([round(time.monotonic() - T0, 3), who, text])

    def violation(self, text):
        if text not in self.violations:
            self.violations.append(text)

    # -- one step ---------------------------------------------------------
    def check(self, raw, spec, plain):
        body = plain
        rec = {"wire_bytes": len(raw), "bytes": len(body),
               "sha256": hashlib.sha256(body).hexdigest()}
        self.data.append(rec)
        if re.search(rb"(?<!\r)\n|\r(?!\n)", raw) and not spec.get("bare_ok"):
            self.violation("bare CR or LF in message data")
        for ln in raw.split(b"\r\n"):
            if len(ln) > spec.get("max_line", 1000):
                self.violation("message line of %d bytes" % len(ln))
                break
        if spec.get("seven_bit") and any(b > 127 for b in raw):
            self.violation("8-bit bytes in message data")
        if b"\0" in raw and not spec.get("nul_ok"):
            self.violation("NUL byte in message data")
        if "eq_b64" in spec and body != base64.b64decode(spec["eq_b64"]):
            raise Fail("message data differs from what was required")
        if spec.get("empty") and body not in (b"", b"\r\n"):
            raise Fail("message data was sent where only the end was allowed")
        for t in spec.get("contains", []):
            if t.encode() not in body:
                raise Fail("message data lacks %r" % t)
        for t in spec.get("not_contains", []):
            if t.encode() in body:
                raise Fail("message data contains %r" % t)

    def run(self, c, steps):
        for st in steps:
            self.step_no += 1
            if self.step(c, st) == "closed":
                return "closed"

    def step(self, c, st):
        T = st.get("timeout_ms", self.limit * 1000) / 1000.0
        if "send" in st or "send_b64" in st or "send_rep" in st:
            if "send" in st:
                d = st["send"].encode()
            elif "send_b64" in st:
                d = base64.b64decode(st["send_b64"])
            else:
                d = st["send_rep"][0].encode() * st["send_rep"][1]
            c.send(d, st.get("split", 0), st.get("gap_ms", 0))
        elif "expect" in st:
            ln = c.line(T)
            if not re.search(st["expect"], ln, re.I):
                raise Fail("wanted /%s/, client sent %r" % (st["expect"], ln[:200]))
        elif "branch" in st:
            ln = c.line(T)
            for rx, sub in st["branch"]:
                if re.search(rx, ln, re.I):
                    return self.run(c, sub)
            raise Fail("no branch for client line %r" % ln[:200])
        elif "maybe" in st:
            while b"\n" not in c.buf and c.fill(st.get("wait_ms", 60000) / 1000.0):
                pass
            if b"\n" in c.buf:
                ln = c.buf.split(b"\n", 1)[0].rstrip(b"\r")
                if re.search(st["maybe"], ln.decode("utf-8", "backslashreplace"),
                             re.I):
                    c.line(T)
                    return self.run(c, st.get("then", []))
        elif "ehlo" in st:
            ln = c.line(T)
            verb = st.get("verb", "EHLO")
            if not re.search(r"^%s \S+$" % verb, ln, re.I):
                raise Fail("wanted %s, client sent %r" % (verb, ln[:200]))
            kw = ["mail.example.test greets you"] + st["ehlo"]
            c.send(b"".join(b"250%s%s\r\n" % (b" " if i == len(kw) - 1 else b"-",
                                              k.encode())
                            for i, k in enumerate(kw)))
        elif "data" in st:
            at = 0
            while True:
                if c.buf.startswith(b".\r\n"):
                    end = 0
                    break
                end = c.buf.find(b"\r\n.\r\n", at)
                if end >= 0:
                    end += 2
                    break
                at = max(0, len(c.buf) - 4)
                if not c.fill(T):
                    if c.eof:
                        raise Gone()
                    raise Fail("timeout waiting for the end of message data")
            raw, c.buf = c.buf[:end], c.buf[end + 3:]
            plain = re.sub(rb"(^|\r\n)\.", rb"\1", raw)
            self.note("C", "(message data, %d bytes)" % len(raw))
            self.check(raw, st["data"], plain)
        elif "take" in st:                     # read n bytes of message data
            got = c.exactly(st["take"], T)
            self.note("C", "(%d bytes)" % len(got))
        elif "bdat" in st:
            ln = c.line(T)
            m = re.search(r"^BDAT (\d+)( LAST)?$", ln, re.I)
            if not m:
                raise Fail("wanted BDAT, client sent %r" % ln[:200])
            want = st["bdat"].get("last")
            if want is not None and bool(m.group(2)) != want:
                raise Fail("BDAT LAST flag: wanted %s" % want)
            raw = c.exactly(int(m.group(1)), T)
            self.check(raw, st["bdat"], raw)
        elif "bdat_all" in st:                 # any chunking, up to LAST
            whole = b""
            while True:
                m = re.search(r"^BDAT (\d+)( LAST)?$", c.line(T), re.I)
                if not m:
                    raise Fail("wanted BDAT")
                whole += c.exactly(int(m.group(1)), T)
                if m.group(2):
                    break
                c.send(b"250 2.0.0 chunk taken\r\n")
            self.check(whole, st["bdat_all"], whole)
        elif "tls" in st:
            return self.start_tls(c, st["tls"], T)
        elif "quiet" in st:
            end = time.monotonic() + st["quiet"] / 1000.0
            while time.monotonic() < end and not c.buf and not c.eof:
                c.fill(max(0.0, end - time.monotonic()))
            if c.buf:
                raise Fail("client sent %r when it had to be silent" % c.buf[:80])
            if c.eof and not st.get("eof_ok"):
                raise Gone()
        elif "drain" in st:                    # swallow anything, until close
            end = time.monotonic() + st["drain"] / 1000.0
            while not c.eof and time.monotonic() < end:
                c.fill(max(0.0, end - time.monotonic()))
                c.buf = b""
        elif "delay" in st:
            time.sleep(st["delay"] / 1000.0)
        elif "close" in st or "reset" in st:
            c.close(reset="reset" in st)
            return "closed"
        elif "half_close" in st:
            try:
                c.sock.shutdown(socket.SHUT_WR)
            except OSError:
                raise Gone()
        elif "eof" in st:
            if c.buf or (c.fill(T) and c.buf):
                raise Fail("client sent %r where it had to close" % c.buf[:120])
            if not c.eof:
                raise Fail("client did not close")
        elif "quit" in st:                     # QUIT or a plain close
            try:
                ln = c.line(T)
                if not re.search(r"^QUIT$", ln, re.I):
                    raise Fail("wanted QUIT or close, client sent %r" % ln[:200])
                c.send(b"221 2.0.0 bye\r\n")
                c.fill_until_close(2)
                if c.buf:
                    raise Fail("client sent %r after QUIT" % c.buf[:120])
            except (Gone, Cut):
                pass
        elif "mark" in st:
            self.marks.append(st["mark"])
            self.note("M", st["mark"])
        elif "call" in st:                     # what a test does meanwhile
            st["call"]()
        elif "loop" in st:
            for _ in range(st["loop"]["count"]):
                if self.run(c, st["loop"]["steps"]) == "closed":
                    return "closed"
        elif "scram" in st:
            self.scram(c, st["scram"], T)
        else:
            raise Fail("script error: unknown step %r" % st)

    def start_tls(self, c, spec, T):
        if c.buf:
            raise Fail("client sent %r before the TLS handshake" % c.buf[:80]
                       if not c.buf.startswith(b"\x16") else "internal: buffered")
        ca, crt, key = make_certs(self.opt.cert_dir, spec.get("cert", "good"))
        ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if spec.get("max") == "1.1":
            import warnings
            warnings.simplefilter("ignore")
            ctx.minimum_version = ssl.TLSVersion.TLSv1
            ctx.maximum_version = ssl.TLSVersion.TLSv1_1
            ctx.set_ciphers("ALL:@SECLEVEL=0")
        ctx.load_cert_chain(crt, key)
        if spec.get("wants_cert"):             # of the client, by the same CA
            ctx.load_verify_locations(ca)
            ctx.verify_mode = ssl.CERT_REQUIRED
        c.sock.settimeout(T)
        try:
            c.sock = ctx.wrap_socket(c.sock, server_side=True,
                                     suppress_ragged_eofs=True)
            c.tls = True
            self.note("T", "TLS up: %s" % c.sock.version())
        except (ssl.SSLError, ConnectionError, OSError) as e:
            self.note("T", "TLS failed: %s" % e)
            c.close()
            if spec.get("must_fail"):
                return "closed"
            raise Gone()
        c.sock.settimeout(None)
        if spec.get("must_fail"):
            # In TLS 1.3 the server may finish first; the client must then
            # close without sending one byte of application data.
            c.fill(T)
            if c.buf:
                raise Fail("client used TLS it had to refuse: %r" % c.buf[:80])
            c.close()
            return "closed"

    def scram(self, c, spec, T):
        """Server side of SCRAM; spec.bad names the fault to inject."""
        h = {"SCRAM-SHA-1": "sha1", "SCRAM-SHA-256": "sha256"}[spec["mech"]]
        bad = spec.get("bad", "")
        ln = c.line(T)
        m = re.search(r"^AUTH %s(?: (\S+))?$" % re.escape(spec["mech"]), ln, re.I)
        if not m:
            raise Fail("wanted AUTH %s, client sent %r" % (spec["mech"], ln[:200]))
        first = m.group(1)
        if not first:
            c.send(b"334 \r\n")
            first = c.line(T)
        first = base64.b64decode(first).decode()
        gs2 = ",".join(first.split(",", 2)[:2]) + ","
        bare = first[len(gs2):]
        cn = dict(p.split("=", 1) for p in bare.split(","))["r"]
        salt = b"replay-salt-0001"
        it = spec.get("iterations", 4096)
        nonce = ("X" + cn if bad == "nonce" else cn) + "replayservernonce"
        sf = "r=%s,s=%s,i=%d" % (nonce, base64.b64encode(salt).decode(), it)
        c.send(b"334 " + base64.b64encode(sf.encode()) + b"\r\n")
        ln = c.line(T)
        if ln == "*":
            c.send(b"501 5.7.0 cancelled\r\n")
            return
        if bad in ("nonce", "iterations"):
            raise Fail("client went on after a bad server-first message")
        cf = base64.b64decode(ln).decode()
        proof = base64.b64decode(cf.rsplit(",p=", 1)[1])
        nop = cf.rsplit(",p=", 1)[0]
        salted = hashlib.pbkdf2_hmac(h, spec["password"].encode(), salt, it)
        mac = lambda k, t: hmac.new(k, t, h).digest()
        auth = ",".join([bare, sf, nop]).encode()
        ck = mac(salted, b"Client Key")
        want = bytes(a ^ b for a, b in zip(
            ck, mac(hashlib.new(h, ck).digest(), auth)))
        if want != proof:
            c.send(b"535 5.7.8 wrong\r\n")
            raise Fail("client proof is wrong")
        sig = mac(mac(salted, b"Server Key"), auth)
        if bad == "signature":
            sig = bytes([sig[0] ^ 1]) + sig[1:]
        if bad == "nosignature":
            c.send(b"235 2.7.0 ok\r\n")
            return
        c.send(b"334 " + base64.b64encode(b"v=" + base64.b64encode(sig)) + b"\r\n")
        ln = c.line(T)
        if bad == "signature":
            if ln not in ("*",) and not re.search("^QUIT$", ln, re.I):
                # an empty reply would accept the forged signature
                raise Fail("client accepted a forged server signature: %r" % ln)
            c.send(b"501 5.7.0 cancelled\r\n")
            return
        c.send(b"235 2.7.0 ok\r\n")

    # -- connections ------------------------------------------------------
    def serve(self):
        while not self.stop:
            if not select.select([self.sock], [], [], 0.1)[0]:
                continue
            s, peer = self.sock.accept()
            self.conns += 1
            n = self.conns
            self.note("N", "connection %d" % n)
            if n > len(self.scripts):
                self.violation("connection %d: the client connected once too "
                               "often" % n)
                s.close()
                continue
            c = Conn(self, s)
            self.step_no, self.state, self.reason = -1, "running", ""
            try:
                self.run(c, self.scripts[n - 1])
                self.state = "complete"
            except Gone:
                self.state, self.reason = "client closed", "in step %d" % self.step_no
            except Cut as e:
                self.state, self.reason = str(e), "after %d bytes" % self.sent
            except Fail as e:
                self.state, self.reason = "failed", str(e)
                sweeping = (self.cut, self.stall, self.garble) != (None,) * 3
                if sweeping and self.lines[-1:] == ["QUIT"]:
                    self.state = "client left"     # allowed when disturbed
                self.note("X", str(e))
            except Exception as e:                     # script or server error
                self.state, self.reason = "error", repr(e)
            c.close()


def expand_message(cl):
    if "message_b64" in cl:
        return base64.b64decode(cl["message_b64"])
    if "message_gen" in cl:
        return b"".join(base64.b64decode(u) * n for u, n in cl["message_gen"])
    return cl.get("message", "").encode()


def judge(case, srv, res):
    """Compare with case["expect"]; returns a list of complaints."""
    why = list(srv.violations)
    ex = case["expect"]
    if srv.state in ("failed", "error"):
        why.append("script: " + srv.reason)
    limit = ex.get("max_connections", len(srv.scripts))
    if srv.conns > limit:
        why.append("%d connections, at most %d allowed" % (srv.conns, limit))
    for m in ex.get("marks", []):
        if m not in srv.marks:
            why.append("mark %r was not reached" % m)
    for m in ex.get("no_marks", []):
        if m in srv.marks:
            why.append("mark %r was reached" % m)
    for rx in ex.get("client_never_sends", []):
        for ln in srv.lines:
            if re.search(rx, ln, re.I):
                why.append("client sent a forbidden line %r" % ln[:120])
    for rx, n in ex.get("client_sends_at_most", []):
        k = sum(1 for ln in srv.lines if re.search(rx, ln, re.I))
        if k > n:
            why.append("client sent /%s/ %d times" % (rx, k))
    if res is None:
        return why
    if res.get("hang"):
        why.append("client did not end within %.0f s" % res["seconds"])
    if res.get("signal"):
        why.append("client died of signal %d" % res["signal"])
    if "max_seconds" in ex and res["seconds"] > ex["max_seconds"]:
        why.append("client took %.1f s, limit %.1f" % (res["seconds"],
                                                      ex["max_seconds"]))
    for t in ex.get("output_never_contains", []):
        if t.encode() in res["stdout_raw"] + res["stderr_raw"]:
            why.append("client output contains %r" % t)
    if res.get("class") is not None:
        allowed = ex["class"]
        sw = ex.get("sweep_class")
        if sw and (srv.cut is not None or srv.stall is not None
                   or srv.garble is not None):
            allowed = sw["start"]
            for m in srv.marks:
                allowed = sw.get(m, allowed)
        if res["class"] not in allowed:
            why.append("class %r, wanted one of %r" % (res["class"], allowed))
        if "recipients" in ex and res.get("recipients") is not None and \
                srv.cut is None and srv.garble is None and srv.stall is None:
            for a, w in ex["recipients"].items():
                g = res["recipients"].get(a)
                if g not in (w if isinstance(w, list) else [w]):
                    why.append("recipient %s: %r, wanted %r" % (a, g, w))
    return why
