# SPDX-License-Identifier: MIT
"""The keeper's logins, by GNU SASL and ctypes."""

import base64
import ctypes
import sys

# Of <gsasl.h>.
OK, NEEDS_MORE, AUTHENTICATION_ERROR, NO_CALLBACK = 0, 1, 31, 51
AUTHID, AUTHZID, PASSWORD, SERVICE, HOSTNAME, REALM = 1, 2, 3, 5, 6, 12
SCRAM_ITER, CB_TLS_UNIQUE = 15, 18
VALIDATE_SIMPLE, VALIDATE_EXTERNAL, VALIDATE_ANONYMOUS = 500, 501, 502

# Those that want more than this server has.
LEFT_OUT = ("GSSAPI", "GS2-KRB5", "NTLM", "SECURID", "KERBEROS_V5", "SAML20",
            "OPENID20", "DIGEST-MD5")
# Those in which the server speaks first.
SERVER_FIRST = ("LOGIN", "CRAM-MD5")

SETTINGS = {SERVICE: b"smtp", HOSTNAME: b"mx.lab.test", REALM: b"lab.test",
            SCRAM_ITER: b"4096"}


class Client:
    """What the connection tells of who is at its other end."""

    def __init__(self, connection=None):
        self.binding = self.name = None
        if connection:
            if connection.version() != "TLSv1.3":
                self.binding = connection.get_channel_binding("tls-unique")
            subject = (connection.getpeercert() or {}).get("subject", ())
            self.name = dict(pair for names in subject
                             for pair in names).get("commonName")


class Logins:
    def __init__(self, users, mechanisms):
        self.users, self.clients = users, {}
        self.library = ctypes.CDLL("libgsasl.so.18")
        self.library.gsasl_property_fast.restype = ctypes.c_char_p
        self.library.gsasl_strerror_name.restype = ctypes.c_char_p
        self.context = ctypes.c_void_p()
        if self.library.gsasl_init(ctypes.byref(self.context)) != OK:
            sys.exit("no GNU SASL")
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p,
                                ctypes.c_void_p, ctypes.c_int)
        self.callback = kind(self.answer)
        self.library.gsasl_callback_set(self.context, self.callback)
        found = ctypes.c_char_p()
        self.library.gsasl_server_mechlist(self.context, ctypes.byref(found))
        self.mechanisms = (
            mechanisms.upper().split(",") if mechanisms else
            [name for name in found.value.decode().split()
             if name not in LEFT_OUT])

    def offered(self, client):
        return [name for name in self.mechanisms
                if (client.binding or not name.endswith("-PLUS"))
                and (client.name or name != "EXTERNAL")]

    def get(self, session, key):
        value = self.library.gsasl_property_fast(ctypes.c_void_p(session), key)
        return (value or b"").decode("utf-8", "replace")

    def answer(self, context, session, key):
        """What the library asks: for a value, or whether somebody may in."""
        client, value = self.clients[session], SETTINGS.get(key)
        user = self.get(session, AUTHID) if key not in SETTINGS else ""
        allowed = self.get(session, AUTHZID) in ("", user, client.name)
        if key == PASSWORD and user in self.users:
            value = self.users[user].encode()
        elif key == CB_TLS_UNIQUE and client.binding:
            value = base64.b64encode(client.binding)
        elif key == VALIDATE_SIMPLE:
            good = self.users.get(user) == self.get(session, PASSWORD)
            return OK if good and allowed else AUTHENTICATION_ERROR
        elif key == VALIDATE_EXTERNAL:
            return OK if client.name and allowed else AUTHENTICATION_ERROR
        elif key == VALIDATE_ANONYMOUS:
            return OK
        if value is None:
            return NO_CALLBACK
        self.library.gsasl_property_set(ctypes.c_void_p(session), key, value)
        return OK

    def log_in(self, client, argument, ask):
        """The user or None, and the reply; ASK sends a challenge."""
        mechanism, _, first = argument.partition(" ")
        mechanism = mechanism.upper()
        session = ctypes.c_void_p()
        if mechanism not in self.offered(client) or \
                self.library.gsasl_server_start(
                    self.context, mechanism.encode(), ctypes.byref(session)):
            return None, "504 5.5.4 unknown mechanism"
        self.clients[session.value] = client
        try:
            code = self.converse(session, mechanism, first, ask)
            if code is None:
                return None, "501 5.7.0 cancelled"
            if code != OK:
                name = self.library.gsasl_strerror_name(code).decode()
                return None, "535 5.7.8 " + name
            user = (self.get(session.value, AUTHID)
                    or self.get(session.value, AUTHZID)
                    or client.name or "anonymous")
            return user, "235 2.7.0 ok"
        finally:
            del self.clients[session.value]
            self.library.gsasl_finish(session)

    def converse(self, session, mechanism, first, ask):
        """The library's last word; None where the client gave up."""
        if not first and mechanism not in SERVER_FIRST:
            first = ask("")
        given, code = "" if first == "=" else first, NEEDS_MORE
        while given != "*":
            challenge = ctypes.c_char_p()
            code = self.library.gsasl_step64(session, given.encode(),
                                             ctypes.byref(challenge))
            if code not in (OK, NEEDS_MORE) or (
                    code == OK and not challenge.value):
                return code
            given = ask((challenge.value or b"").decode())
            if code == OK:
                return code
        return None
