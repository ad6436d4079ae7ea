# SPDX-License-Identifier: MIT
"""aiosmtpd, which keeps each message as N.eml (exact octets) and N.json (the
envelope with its parameters). Options: size=OCTETS, utf8=no.
"""

import asyncio
import json
import os
import ssl

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult

ENV = os.environ
OPTIONS = dict(pair.split("=", 1) for pair in ENV["OPTIONS"].split())
USERS = {ENV["LAB_USER"].encode(): ENV["LAB_PASS"].encode(),
         ENV["LAB_USER2"].encode(): ENV["LAB_PASS2"].encode()}
REFUSED = {"reject@lab.test": "550 5.1.1 no such user here",
           "defer@lab.test": "450 4.2.1 mailbox busy, try later",
           "full@lab.test": "452 4.2.2 mailbox full"}


class Keeper:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in REFUSED:
            return REFUSED[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.append(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        Keeper.count += 1
        name = "%s/%04d" % (ENV["MAIL"], Keeper.count)
        with open(name + ".json", "w", encoding="utf-8") as file:
            json.dump({"from": envelope.mail_from,
                       "mail_options": envelope.mail_options,
                       "to": envelope.rcpt_tos,
                       "rcpt_options": envelope.rcpt_options,
                       "helo": session.host_name,
                       "user": session.auth_data if session.authenticated
                       else None,
                       "tls": bool(session.ssl)}, file)
        with open(name + ".new", "wb") as file:
            file.write(envelope.original_content)
        os.rename(name + ".new", name + ".eml")
        return "250 2.0.0 kept"


def authenticator(server, session, envelope, mechanism, data):
    good = USERS.get(data.login) == data.password
    return AuthResult(success=good, handled=good,
                      auth_data=data.login.decode("utf-8", "replace"))


async def listen(port, kind=SMTP, wrapped=None, **settings):
    loop = asyncio.get_running_loop()
    await loop.create_server(
        lambda: kind(Keeper(), hostname="mx.lab.test", loop=loop,
                     data_size_limit=int(OPTIONS.get("size", 52428800)),
                     enable_SMTPUTF8=OPTIONS.get("utf8") != "no",
                     decode_data=False, **settings),
        "127.0.0.1", int(ENV["PORT_" + port]), ssl=wrapped)


async def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = "%s/%s" % (ENV["CERTS"], ENV["CERT"])
    tls.load_cert_chain(certificate + ".pem", certificate + ".key")
    login = dict(authenticator=authenticator, auth_required=True)
    await listen("SMTP", tls_context=tls)
    await listen("SUBMISSION", tls_context=tls, require_starttls=True, **login)
    await listen("SMTPS", wrapped=tls, auth_require_tls=False, **login)
    await listen("LMTP", LMTP)
    await asyncio.Event().wait()


asyncio.run(main())
