# SPDX-License-Identifier: MIT
"""A strict checker for messages made from compose.jsonl, with its own parser."""
import base64, binascii, hashlib, re


class Bad(Exception):
    pass

SINGLE = ["date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id",
          "in-reply-to", "references", "subject", "mime-version", "content-type",
          "content-transfer-encoding", "content-id", "content-description",
          "content-disposition"]
ADDR = ["from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-to"]
TOKEN = r"[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]+"
EW = re.compile(r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([BbQq])\?([!->@-~]*)\?=")
ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]"


class Check:
    def __init__(self, eai=False):
        self.why, self.eai = [], eai

    def bad(self, rule, text):
        t = "%s: %s" % (rule, text)
        if t not in self.why and len(self.why) < 40:
            self.why.append(t)

    # ---- lines and headers
    def lines(self, raw):
        if b"\r\n" in raw:
            if re.search(rb"(?<!\r)\n", raw) or re.search(rb"\r(?!\n)", raw):
                self.bad("R1", "bare CR or LF")
            out = raw.split(b"\r\n")
        else:
            if b"\r" in raw:
                self.bad("R1", "CR in an LF message")
            out = raw.split(b"\n")
        if out and out[-1] == b"":
            out.pop()
        else:
            self.bad("R1", "last line has no line end")
        for n, ln in enumerate(out, 1):
            if len(ln) > 998:
                self.bad("R2", "line %d has %d bytes" % (n, len(ln)))
            if b"\0" in ln:
                self.bad("R1", "NUL in line %d" % n)
        return out

    def headers(self, lines):
        """Return (list of [name, raw value], index of the first body line)."""
        out, i = [], 0
        while i < len(lines):
            ln = lines[i]
            i += 1
            if ln == b"":
                break
            if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", ln):
                self.bad("R3", "control byte in header line %r" % ln[:60])
            if any(b > 127 for b in ln):
                if not self.eai:
                    self.bad("R3", "8-bit byte in header line %r" % ln[:60])
                try:
                    ln.decode("utf-8")
                except UnicodeDecodeError:
                    self.bad("R3", "header line is no UTF-8")
            s = ln.decode("utf-8", "replace")
            if s[0] in " \t":
                if not s.strip():
                    self.bad("R6", "white space only continuation line")
                if not out:
                    self.bad("R6", "continuation before the first header")
                    continue
                out[-1][1] += s
                out[-1][2].append(s)
            else:
                m = re.match(r"^([!-9;-~]+):(.*)$", s)
                if not m:
                    self.bad("R3", "no header line: %r" % s[:60])
                    continue
                out.append([m.group(1), m.group(2), [s]])
        for name, val, ls in out:
            for s in ls:
                if len(s) > 78 and re.search(r"\S[ \t]+\S", s.split(":", 1)[1].strip()
                                             if s is ls[0] else s.strip()):
                    self.bad("R2", "header line of %d characters can be folded: %r"
                             % (len(s), s[:50]))
                if "=?" in s and EW.search(s) and len(s) > 76:
                    self.bad("R4", "line with an encoded word has %d characters" % len(s))
            for m in EW.finditer(val):
                if len(m.group(0)) > 75:
                    self.bad("R4", "encoded word of %d characters" % len(m.group(0)))
        return [[n, v] for n, v, _ in out], i

    # ---- encoded words
    def word(self, m, phrase=False):
        cs, enc, txt = m.group(1), m.group(2).upper(), m.group(3)
        if enc == "B":
            if not re.match(r"^[A-Za-z0-9+/]*={0,2}$", txt) or len(txt) % 4:
                raise Bad("bad B encoding %r" % txt)
            b = base64.b64decode(txt)
        else:
            if re.search(r"=(?![0-9A-Fa-f]{2})", txt):
                raise Bad("bad Q encoding %r" % txt)
            if phrase and re.search(r"[^A-Za-z0-9!*+/=_-]", txt):
                self.bad("R4", "Q encoding in a phrase uses %r" % txt)
            b = re.sub(rb"=([0-9A-Fa-f]{2})", lambda x: bytes([int(x.group(1), 16)]),
                       txt.replace("_", " ").encode())
        if not b:
            self.bad("R4", "empty encoded word")
        try:
            s = b.decode(cs)
        except (LookupError, UnicodeDecodeError) as e:
            raise Bad("encoded word does not decode by itself: %s" % e)
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", s):
            self.bad("R4", "control character hidden in an encoded word")
        return s

    def unstructured(self, v):
        v = v[1:] if v[:1] in " \t" else v
        out, last_ew = "", False
        for tok in re.split(r"([ \t]+)", v):
            m = EW.fullmatch(tok)
            if m:
                if last_ew:
                    out = out[:self._mark]
                try:
                    out += self.word(m)
                except Bad as e:
                    self.bad("R4", str(e))
                    out += tok
                last_ew, self._mark = True, len(out)
            elif tok.strip(" \t") == "":
                out += tok
            else:
                if "=?" in tok and EW.search(tok):
                    self.bad("R4", "encoded word not set off by white space: %r" % tok[:60])
                out += tok
                last_ew = False
        return out

    # ---- addresses
    def addresses(self, v, name):
        toks, i = [], 0
        rx = re.compile(r'(?P<ws>[ \t]+)|(?P<q>"(?:[^"\\]|\\.)*")|(?P<ew>=\?[^?\s]+\?[BbQq]\?[!->@-~]*\?=)(?=[\s,;(<]|$)'
                        r'|(?P<lit>\[[^\[\]\\]*\])|(?P<atom>%s+)|(?P<sp>[<>@,;:.])' % ATEXT)
        while i < len(v):
            if v[i] == "(":
                d, j = 1, i + 1
                while j < len(v) and d:
                    if v[j] == "\\":
                        j += 1
                    elif v[j] in "()":
                        d += 1 if v[j] == "(" else -1
                    j += 1
                if d:
                    raise Bad("open comment")
                toks.append(("ws", " "))
                i = j
                continue
            m = rx.match(v, i)
            if not m:
                raise Bad("%s: cannot parse at %r" % (name, v[i:i + 30]))
            toks.append((m.lastgroup, m.group(0)))
            i = m.end()
        pos = 0

        def skip():
            nonlocal pos
            while pos < len(toks) and toks[pos][0] == "ws":
                pos += 1

        def peek():
            skip()
            return toks[pos] if pos < len(toks) else ("end", "")

        def unq(s):
            return re.sub(r"\\(.)", r"\1", s[1:-1])

        def addrspec():
            nonlocal pos
            loc, dot = "", True
            while True:
                k, t = peek()
                if k in ("q", "atom") and not dot:
                    raise Bad("%s: two words in a local part" % name)
                dot = t == "."
                if k in ("q",):
                    if EW.search(t):
                        self.bad("R4", "encoded word inside a quoted local part")
                    loc += t
                elif k == "atom" or t == ".":
                    loc += t
                else:
                    break
                pos += 1
            if peek()[1] != "@" or not loc:
                raise Bad("%s: no addr-spec" % name)
            pos += 1
            dom = ""
            while True:
                k, t = peek()
                if k == "atom" or k == "lit" or t == ".":
                    dom += t
                    pos += 1
                else:
                    break
            if not dom:
                raise Bad("%s: no domain" % name)
            return loc + "@" + dom

        def one(in_group):
            nonlocal pos
            start = pos
            words, prev_ew, phrase_ok = [], False, True
            while True:
                k, t = peek()
                if k == "q":
                    if EW.search(t):
                        self.bad("R4", "encoded word inside a quoted string")
                    words.append(unq(t)); prev_ew = False
                elif k == "ew":
                    try:
                        w = self.word(EW.fullmatch(t), True)
                    except Bad as e:
                        self.bad("R4", str(e)); w = t
                    if prev_ew:
                        words[-1] += w
                    else:
                        words.append(w)
                    prev_ew = True
                elif k == "atom":
                    words.append(t); prev_ew = False
                elif t == "." and words:
                    words[-1] += t; phrase_ok = False
                else:
                    break
                pos += 1
            k, t = peek()
            if t == "<":
                if not phrase_ok:
                    self.bad("R5", "dot outside quotes in a display name")
                pos += 1
                a = addrspec()
                if peek()[1] != ">":
                    raise Bad("%s: no closing >" % name)
                pos += 1
                return [" ".join(words), a]
            if t == ":" and not in_group:
                pos += 1
                mem = []
                while peek()[1] != ";":
                    if peek()[0] == "end":
                        raise Bad("%s: group without ;" % name)
                    mem.append(one(True))
                    if peek()[1] == ",":
                        pos += 1
                pos += 1
                return {"group": " ".join(words), "members": mem}
            pos = start
            return ["", addrspec()]

        out = []
        while peek()[0] != "end":
            out.append(one(False))
            k, t = peek()
            if t == ",":
                pos += 1
                if peek()[0] == "end":
                    raise Bad("%s: comma at the end" % name)
            elif k != "end":
                raise Bad("%s: left over %r" % (name, t))
        if not out:
            raise Bad("%s: empty" % name)
        return out

    # ---- parameters
    def params(self, v, name):
        m = re.match(r"^[ \t]*(%s(?:/%s)?)[ \t]*" % (TOKEN, TOKEN), v)
        if not m:
            self.bad("R9", "%s: bad value %r" % (name, v[:60]))
            return "", {}
        val, rest, raw = m.group(1).lower(), v[m.end():], {}
        while rest:
            m = re.match(r'^;[ \t]*(%s)=(?:(%s)|"((?:[^"\\]|\\.)*)")[ \t]*' % (TOKEN, TOKEN), rest)
            if not m:
                self.bad("R9", "%s: bad parameter at %r" % (name, rest[:60]))
                break
            k = m.group(1).lower()
            if k in raw:
                self.bad("R9", "%s: parameter %s twice" % (name, k))
            if m.group(3) is not None:
                raw[k] = (re.sub(r"\\(.)", r"\1", m.group(3)), True)
            else:
                raw[k] = (m.group(2), False)
                if k.endswith("*") and re.search(r"[*()<>@,;:\\\"/\[\]?=]", m.group(2).split("'")[-1]):
                    self.bad("R9", "%s: extended value needs more %%: %r" % (name, m.group(2)[:60]))
            rest = rest[m.end():]
        out, segs = {}, {}
        for k, (s, q) in raw.items():
            m = re.match(r"^(.*?)(?:\*(0|[1-9][0-9]*))?(\*)?$", k)
            if m.group(2) is None and m.group(3) is None:
                out.setdefault(m.group(1), s)
            else:
                segs.setdefault(m.group(1), {})[int(m.group(2) or 0)] = (s, bool(m.group(3)), q)
        for base, sg in segs.items():
            if sorted(sg) != list(range(len(sg))):
                self.bad("R9", "%s: gaps in %s" % (name, base))
                continue
            cs, b = None, b""
            for n in range(len(sg)):
                s, ext, q = sg[n]
                if ext:
                    if q:
                        self.bad("R9", "%s: extended value in quotes" % name)
                    if n == 0:
                        p = s.split("'", 2)
                        if len(p) != 3:
                            self.bad("R9", "%s: no charset in %s" % (name, base))
                            p = ["utf-8", "", s]
                        cs, s = p[0], p[2]
                    if re.search(r"%(?![0-9A-Fa-f]{2})", s):
                        self.bad("R9", "%s: bad %% in %s" % (name, base))
                    b += re.sub(rb"%([0-9A-Fa-f]{2})", lambda x: bytes([int(x.group(1), 16)]), s.encode())
                else:
                    b += s.encode()
            try:
                out[base] = b.decode(cs or "us-ascii")
            except (LookupError, UnicodeDecodeError) as e:
                self.bad("R9", "%s: %s: %s" % (name, base, e))
        return val, out

    # ---- bodies
    def decode(self, lines, cte, nl):
        if cte == "base64":
            for ln in lines:
                if len(ln) > 76:
                    self.bad("R7", "base64 line of %d characters" % len(ln))
            s = b"".join(lines)
            if not re.match(rb"^[A-Za-z0-9+/]*={0,2}$", s) or len(s) % 4:
                self.bad("R7", "bad base64")
            try:
                d = base64.b64decode(s)
            except (binascii.Error, ValueError):
                return b""
            if base64.b64encode(d) != s:
                self.bad("R7", "base64 is not canonical")
            return d
        if cte == "quoted-printable":
            out = b""
            for i, ln in enumerate(lines):
                if len(ln) > 76:
                    self.bad("R7", "quoted-printable line of %d characters" % len(ln))
                if ln[-1:] in (b" ", b"\t"):
                    self.bad("R7", "white space at the end of a quoted-printable line")
                if re.search(rb"=(?![0-9A-F]{2}|$)", ln):
                    self.bad("R7", "bad escape in quoted-printable: %r" % ln[:40])
                if re.search(rb"[^\t\x20-\x7e]", ln):
                    self.bad("R7", "byte outside 7 bits in quoted-printable")
                soft = ln.endswith(b"=")
                t = re.sub(rb"=([0-9A-F]{2})", lambda m: bytes([int(m.group(1), 16)]),
                           ln[:-1] if soft else ln)
                last = i == len(lines) - 1
                out += t + (b"" if soft or last and not nl else b"\r\n")
            return out
        if cte == "7bit":
            for ln in lines:
                if any(b > 127 for b in ln):
                    self.bad("R7", "8-bit byte in a 7bit part")
                    break
        elif cte not in ("8bit", "binary"):
            self.bad("R7", "unknown encoding %r" % cte)
        return b"\r\n".join(lines) + (b"\r\n" if nl and lines else b"")

    def part(self, lines, top, depth=0):
        if depth > 20:
            raise Bad("too deep")
        hd, i = self.headers(lines)
        h = {}
        for n, v in hd:
            k = n.lower()
            if k in h and k in SINGLE:
                self.bad("R5", "header %s twice" % n)
            h.setdefault(k, v)
        ctype, par = "text/plain", {}
        if "content-type" in h:
            ctype, par = self.params(h["content-type"], "Content-Type")
            if "/" not in ctype:
                self.bad("R9", "Content-Type without a subtype")
        disp, dpar = "", {}
        if "content-disposition" in h:
            disp, dpar = self.params(h["content-disposition"], "Content-Disposition")
        cte = h.get("content-transfer-encoding", "7bit").strip().lower()
        body = lines[i:]
        node = {"type": ctype, "params": par, "disposition": disp, "dparams": dpar,
                "cte": cte, "headers": hd, "children": [], "h": h}
        if ctype.startswith("multipart/"):
            if cte not in ("7bit", "8bit", "binary"):
                self.bad("R10", "multipart with encoding %s" % cte)
            b = par.get("boundary", "")
            if not re.match(r"^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$", b):
                self.bad("R8", "bad boundary %r" % b)
            d = ("--" + b).encode()
            cur, parts, closed = None, [], False
            for ln in body:
                s = ln.rstrip(b" \t")
                if closed:
                    continue
                if s == d + b"--":
                    if cur is not None:
                        parts.append(cur)
                    closed = True
                elif s == d:
                    if cur is not None:
                        parts.append(cur)
                    cur = []
                elif cur is not None:
                    cur.append(ln)
            if not closed:
                self.bad("R8", "no closing boundary")
            if not parts:
                self.bad("R8", "multipart without parts")
            for p in parts:
                for ln in p:
                    if ln.startswith(d) and ln.rstrip(b" \t") in (d, d + b"--"):
                        self.bad("R8", "boundary inside a part")
                node["children"].append(self.part(p, False, depth + 1))
        else:
            if ctype.startswith("message/") and cte not in ("7bit", "8bit", "binary"):
                self.bad("R10", "%s with encoding %s" % (ctype, cte))
            node["body"] = self.decode(body, cte, top)
            if ctype.startswith("text/") and cte in ("7bit", "8bit") and disp != "attachment":
                cs = par.get("charset", "us-ascii")
                try:
                    node["body"].decode(cs)
                except (LookupError, UnicodeDecodeError) as e:
                    self.bad("R11", "body is not %s: %s" % (cs, e))
        return node

    def message(self, raw):
        lines = self.lines(raw)
        root = self.part(lines, True)
        h = root["h"]
        for need in ("date", "from", "mime-version", "message-id"):
            if need not in h:
                self.bad("R5", "no %s header" % need)
        if h.get("mime-version", "1.0").strip() != "1.0":
            self.bad("R5", "MIME-Version is not 1.0")
        if "bcc" in h:
            self.bad("R5", "Bcc in the output")
        if "message-id" in h and not re.match(
                r"^[ \t]*<[^\s<>@]+@[^\s<>@]+>[ \t]*$", h["message-id"]):
            self.bad("R5", "bad Message-ID %r" % h["message-id"][:80])
        if "date" in h and not re.match(
                r"^\s*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
                r" \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}\s*$", h["date"]):
            self.bad("R5", "bad Date %r" % h["date"])
        return root


def tree(n):
    return n["type"] + ("(%s)" % ",".join(map(tree, n["children"])) if n["children"] else "")


def leaves(n):
    if n["children"]:
        for c in n["children"]:
            yield from leaves(c)
    else:
        yield n


def nl(s):
    return s.replace("\r\n", "\n")


def same_text(got, want):
    g, w = nl(got), nl(want)
    if g.endswith("\n") and not w.endswith("\n"):
        g = g[:-1]
    if w.endswith("\n") and not g.endswith("\n"):
        w = w[:-1]
    return g == w


def expand(spec):
    if "bytes_base64" in spec:
        return base64.b64decode(spec["bytes_base64"])
    if "bytes_gen" in spec:
        return b"".join(base64.b64decode(u) * n for u, n in spec["bytes_gen"])
    return b""


def as_list(x):
    return x if isinstance(x, list) else [x]


def run(case, raw, klass):
    ex = case["expect"]
    c = Check(eai=ex.get("eai", False))
    if ex["outcome"] == "refuse":
        if klass == "ok":
            c.bad("outcome", "accepted, must be refused")
        elif klass not in ex["class"]:
            c.bad("outcome", "class %r, wanted one of %r" % (klass, ex["class"]))
        if raw:
            c.bad("outcome", "refused, yet %d bytes were written" % len(raw))
        return c.why
    if klass != "ok":
        if ex["outcome"] == "either" and klass in ex.get("class", []):
            if raw:
                c.bad("outcome", "refused, yet %d bytes were written" % len(raw))
            return c.why
        c.bad("outcome", "class %r, wanted ok" % klass)
        return c.why
    try:
        root = c.message(raw)
    except Bad as e:
        c.bad("parse", str(e))
        return c.why
    h = root["h"]
    for k in ADDR:
        if k in h:
            try:
                got = c.addresses(h[k], k)
            except Bad as e:
                c.bad("R5", str(e))
                continue
            if k in ex and got not in (ex[k], ) and got not in ex.get(k + "_any", []):
                c.bad("expect", "%s is %r, wanted %r" % (k, got, ex[k]))
        elif k in ex and ex[k]:
            c.bad("expect", "no %s header" % k)
    if "subject" in ex:
        got = c.unstructured(h["subject"]) if "subject" in h else None
        if got not in [ex["subject"]] + ex.get("subject_any", []):
            c.bad("expect", "subject is %r, wanted %r" % (got, ex["subject"]))
    for k, v in ex.get("headers", {}).items():
        got = c.unstructured(h[k.lower()]) if k.lower() in h else None
        if got not in as_list(v):
            c.bad("expect", "%s is %r, wanted %r" % (k, got, v))
    for k, v in ex.get("raw_headers", {}).items():
        got = re.sub(r"[ \t]+", " ", h.get(k.lower(), "")).strip()
        if got not in as_list(v):
            c.bad("expect", "%s is %r, wanted %r" % (k, got, v))
    for k in ex.get("absent", []):
        if k.lower() in h:
            c.bad("expect", "header %s must not be there" % k)
    if "tree" in ex and tree(root) not in as_list(ex["tree"]):
        c.bad("expect", "tree is %s, wanted %s" % (tree(root), ex["tree"]))
    lv = list(leaves(root))
    for kind, typ in (("text", "text/plain"), ("html", "text/html")):
        if kind in ex or kind + "_base64" in ex:
            n = next((x for x in lv if x["type"] == typ and x["disposition"] != "attachment"), None)
            if n is None:
                c.bad("expect", "no %s part" % typ)
                continue
            cs = n["params"].get("charset", "us-ascii")
            if kind + "_base64" in ex:
                if nl(n["body"].decode("latin-1")).rstrip("\n") != nl(base64.b64decode(
                        ex[kind + "_base64"]).decode("latin-1")).rstrip("\n"):
                    c.bad("expect", "%s bytes differ" % kind)
            else:
                try:
                    got = n["body"].decode(cs)
                except (LookupError, UnicodeDecodeError) as e:
                    c.bad("R11", "%s is not %s: %s" % (kind, cs, e))
                    continue
                want = ex[kind]
                if isinstance(want, dict):
                    want = expand(want).decode("utf-8")
                if not any(same_text(got, w) for w in [want] + ex.get(kind + "_any", [])):
                    c.bad("expect", "%s differs: %r" % (kind, got[:80]))
            if kind + "_charset" in ex and cs.lower() not in [x.lower() for x in as_list(ex[kind + "_charset"])]:
                c.bad("expect", "%s charset is %s, wanted %s" % (kind, cs, ex[kind + "_charset"]))
            if kind + "_cte" in ex and n["cte"] not in as_list(ex[kind + "_cte"]):
                c.bad("expect", "%s encoding is %s, wanted %s" % (kind, n["cte"], ex[kind + "_cte"]))
    if "attachments" in ex:
        at = [n for n in lv if n["disposition"] == "attachment" or n["dparams"].get("filename")
              or n["params"].get("name")]
        if len(at) != len(ex["attachments"]):
            c.bad("expect", "%d attachments, wanted %d" % (len(at), len(ex["attachments"])))
        for n, w in zip(at, ex["attachments"]):
            fn = n["dparams"].get("filename")
            if "filename" in w and fn not in [w["filename"]] + w.get("filename_any", []):
                c.bad("expect", "filename is %r, wanted %r" % (fn, w["filename"]))
            if "sha256" in w and hashlib.sha256(n["body"]).hexdigest() != w["sha256"]:
                c.bad("expect", "attachment %r: bytes differ (%d bytes)" % (fn, len(n["body"])))
            if "type" in w and n["type"] not in as_list(w["type"]):
                c.bad("expect", "attachment type is %s, wanted %s" % (n["type"], w["type"]))
            if "cte" in w and n["cte"] not in as_list(w["cte"]):
                c.bad("expect", "attachment encoding is %s, wanted %s" % (n["cte"], w["cte"]))
            if "cid" in w and n["h"].get("content-id", "").strip() != w["cid"]:
                c.bad("expect", "Content-ID is %r" % n["h"].get("content-id"))
    for t in ex.get("never", []):
        if t.encode() in raw:
            c.bad("expect", "the message contains %r" % t)
    names = [n.lower() for n, _ in root["headers"]]
    for k in ex.get("only_once", []):
        if names.count(k.lower()) != 1:
            c.bad("expect", "header %s occurs %d times" % (k, names.count(k.lower())))
    return c.why
