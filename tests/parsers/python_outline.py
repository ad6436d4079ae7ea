# SPDX-License-Identifier: MIT
"""Prints what Python's email package sees in each message file that is named.

One line of JSON a file, in the form that gmime_outline.c prints too, so that
a test can compare the two with each other and with what was meant.
"""

import email
import email.policy
import hashlib
import json
import sys

ADDRESS_FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc")


def addresses(field):
    """The groups and mailboxes of an address field, in its order."""
    found = []
    for group in field.groups if field is not None else ():
        members = [[utf8(one.display_name), utf8(one.addr_spec)]
                   for one in group.addresses]
        if group.display_name is None:
            found += members
        else:
            found.append({"group": utf8(group.display_name),
                          "members": members})
    return found


def utf8(text):
    """What is UTF-8 in an address field Python leaves as raw octets."""
    return text.encode("utf-8", "surrogateescape").decode()


def parameters(part):
    kind = part["content-type"]
    params = dict(kind.params) if kind is not None else {}
    place = part["content-disposition"]
    cid = part["content-id"]
    return {
        "type": part.get_content_type(), "charset": params.get("charset"),
        "name": params.get("name"), "method": params.get("method"),
        "start": params.get("start"), "root": params.get("type"),
        "disposition": part.get_content_disposition(),
        "filename": place.params.get("filename") if place else None,
        "cid": str(cid).strip().strip("<>") if cid is not None else None,
    }


def outline(part):
    found = parameters(part)
    found["parts"] = []
    if part.is_multipart():
        found["parts"] = [outline(child) for child in part.iter_parts()] \
            if part.get_content_maintype() == "multipart" \
            else [outline(child) for child in part.get_payload()]
    else:
        content = part.get_payload(decode=True) or b""
        description = part["content-description"]
        found.update(
            description=None if description is None else str(description),
            sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    return found


def message_outline(octets):
    message = email.message_from_bytes(octets, policy=email.policy.default)
    subject, identity = message["subject"], message["message-id"]
    found = {
        "subject": None if subject is None else str(subject),
        "message-id": None if identity is None else str(identity).strip("<> "),
        "fields": [[name, str(body)] for name, body in message.items()],
        "tree": outline(message),
    }
    for name in ADDRESS_FIELDS:
        found[name] = addresses(message[name])
    return found


def main():
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            print(json.dumps(message_outline(file.read())))


if __name__ == "__main__":
    main()
