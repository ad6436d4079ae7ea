# SPDX-License-Identifier: MIT
"""Certificates for the replay server, good and bad in every way that a client
has to see. Made with the openssl command, and thrown away after the tests.
"""
import os, shutil, ssl, subprocess, tempfile


def sh(*argv, **kw):
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, **kw)


KINDS = {
    # kind: (subject CN, extension lines, start, end)
    "good": ("mail.example.test",
             "subjectAltName=DNS:localhost,DNS:mail.example.test,IP:127.0.0.1",
             None, None),
    "expired": ("localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "20200101000000Z", "20200201000000Z"),
    "notyet": ("localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1",
               "20990101000000Z", "20990201000000Z"),
    "wrongname": ("other.example.test", "subjectAltName=DNS:other.example.test",
                  None, None),
    "cnonly": ("localhost", "", None, None),
    "sanmismatch": ("localhost", "subjectAltName=DNS:other.example.test",
                    None, None),
    "wildcard": ("example.test", "subjectAltName=DNS:*.example.test", None, None),
    "partialwild": ("example.test", "subjectAltName=DNS:ma*.example.test",
                    None, None),
    "nulname": ("example.test", "subjectAltName=DNS:localhostX.evil.test",
                None, None),
    "nulcn": ("localhostX.evil.test", "", None, None),
    "clientonly": ("localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
                   "extendedKeyUsage=clientAuth", None, None),
    "idn": ("xn--bcher-kva.example.test",
            "subjectAltName=DNS:xn--bcher-kva.example.test", None, None),
    "trailingdot": ("localhost", "subjectAltName=DNS:localhost.evil.test",
                    None, None),
}


def der_split(buf):
    """Return (header length, content length) of the DER element at 0."""
    n = buf[1]
    if n < 0x80:
        return 2, n
    k = n & 0x7F
    return 2 + k, int.from_bytes(buf[2:2 + k], "big")


def make_certs(d, kind):
    """Create (once) a private CA and the certificate of this kind in d."""
    ca, cakey = os.path.join(d, "ca.pem"), os.path.join(d, "ca.key")
    if not os.path.exists(ca):
        sh("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
           cakey, "-out", ca, "-days", "3650", "-subj", "/CN=replay test CA")
    if kind == "selfsigned":
        crt, key = os.path.join(d, "self.pem"), os.path.join(d, "self.key")
        if not os.path.exists(crt):
            sh("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
               "-keyout", key, "-out", crt, "-days", "3650", "-subj",
               "/CN=localhost", "-addext",
               "subjectAltName=DNS:localhost,IP:127.0.0.1")
        return ca, crt, key
    cn, ext, start, end = KINDS[kind]
    crt, key = os.path.join(d, kind + ".pem"), os.path.join(d, kind + ".key")
    if os.path.exists(crt):
        return ca, crt, key
    w = tempfile.mkdtemp(dir=d)
    csr, conf = os.path.join(w, "r.csr"), os.path.join(w, "ca.cnf")
    sh("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key,
       "-out", csr, "-subj", "/CN=" + cn)
    open(os.path.join(w, "index"), "w").close()
    with open(conf, "w") as f:
        f.write("[ca]\ndefault_ca=c\n[c]\ndir=%s\ndatabase=%s/index\n"
                "new_certs_dir=%s\nrand_serial=yes\ndefault_md=sha256\n"
                "policy=p\nx509_extensions=e\nunique_subject=no\n"
                "[p]\ncommonName=supplied\n[e]\nbasicConstraints=CA:FALSE\n%s\n"
                % (w, w, w, ext))
    argv = ["openssl", "ca", "-batch", "-config", conf, "-cert", ca, "-keyfile",
            cakey, "-in", csr, "-out", crt, "-notext"]
    argv += ["-startdate", start, "-enddate", end] if start else ["-days", "3650"]
    sh(*argv)
    if kind in ("nulname", "nulcn"):       # put a NUL in the name, sign again
        pem = open(crt).read()
        der = bytearray(ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN"):]))
        der = der.replace(b"localhostX.evil", b"localhost\0.evil")
        h, _ = der_split(der)
        th, tl = der_split(der[h:])
        tbs = bytes(der[h:h + th + tl])
        t = os.path.join(w, "tbs")
        open(t, "wb").write(tbs)
        sh("openssl", "dgst", "-sha256", "-sign", cakey, "-out", t + ".sig", t)
        sig = open(t + ".sig", "rb").read()
        der = bytes(der[:len(der) - len(sig)]) + sig
        open(crt, "w").write(ssl.DER_cert_to_PEM_cert(der))
    shutil.rmtree(w)
    return ca, crt, key
