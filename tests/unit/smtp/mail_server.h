/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_MAIL_SERVER_H
#define UNIT_SMTP_MAIL_SERVER_H

/*
 * A small mail server for one suite: it keeps what it is told, and misbehaves
 * where that is asked for.
 */

#include "smtp/peers.h"

#include <stdlib.h>

typedef struct mailbox {
    const char *offers;   /* of EHLO, each with "250-" and CRLF */
    const char *mail;     /* the reply to MAIL, or NULL for 250 */
    size_t most;          /* messages before it leaves at MAIL; 0: no limit */
    bool leaves_silent;   /* without 421 */
    bool breaks_in_final; /* closes instead of the reply to the data */
    const char *early;    /* said after the first line of the data, once;
                             and reads on */
    size_t connections;
    size_t messages;
    size_t before; /* messages, before this connection */
    size_t logins;
    char log[65536]; /* all that the client said */
    size_t size;
} mailbox;

/* Reads a line into LINE, without its end; false where there is none. */
static bool read_line(int connection, mailbox *box, char *line, size_t room)
{
    size_t size = 0;
    char octet;

    while (peer_read(connection, &octet, 1) == 1) {
        if (box->size + 1 < sizeof box->log)
            box->log[box->size++] = octet;
        if (octet == '\n') {
            line[size > 0 ? size - 1 : 0] = 0;
            return true;
        }
        if (size + 1 < room)
            line[size++] = octet;
    }
    return false;
}

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static void take_data(int connection, mailbox *box)
{
    char line[1024];

    peer_say(connection, "354 go\r\n");
    while (read_line(connection, box, line, sizeof line)) {
        if (strcmp(line, ".") == 0)
            return;
        if (box->early)
            peer_say(connection, box->early);
        box->early = NULL;
    }
}

/* Takes the octets of a chunk; whether it is the last. */
static bool take_chunk(int connection, mailbox *box, const char *line)
{
    size_t left = strtoul(line + 5, NULL, 10);
    char octets[512];

    while (left > 0) {
        const size_t got = peer_read(
            connection, octets, left < sizeof octets ? left : sizeof octets);

        if (got == 0)
            return true;
        if (box->size + got < sizeof box->log) {
            memcpy(box->log + box->size, octets, got);
            box->size += got;
        }
        left -= got;
    }
    return strstr(line, "LAST") != NULL;
}

/* Whether the server has had enough of this connection; it said so then. */
static bool leaves(int connection, const mailbox *box)
{
    if (box->most == 0 || box->messages - box->before < box->most)
        return false;
    if (!box->leaves_silent)
        peer_say(connection, "421 4.7.0 too many messages\r\n");
    return true;
}

/* Does what LINE wants; false at the end. */
static bool answer(int connection, mailbox *box, const char *line)
{
    bool is_whole = false;

    if (begins(line, "EHLO") || begins(line, "LHLO")) {
        peer_say(connection, box->offers);
        peer_say(connection, "250 HELP\r\n");
    } else if (begins(line, "AUTH PLAIN")) {
        box->logins++;
        peer_say(connection, "235 welcome\r\n");
    } else if (begins(line, "DATA")) {
        take_data(connection, box);
        is_whole = true;
    } else if (begins(line, "BDAT")) {
        is_whole = take_chunk(connection, box, line);
        if (!is_whole)
            peer_say(connection, "250 more\r\n");
    } else if (begins(line, "QUIT")) {
        peer_say(connection, "221 bye\r\n");
        return false;
    } else if (begins(line, "MAIL") && leaves(connection, box)) {
        return false;
    } else if (begins(line, "MAIL") && box->mail) {
        peer_say(connection, box->mail);
    } else if (begins(line, "RCPT TO:<no")) {
        peer_say(connection, "550 5.1.1 nobody\r\n");
    } else {
        peer_say(connection, "250 ok\r\n");
    }
    if (!is_whole)
        return true;
    box->messages++;
    if (!box->breaks_in_final)
        peer_say(connection, "250 2.0.0 queued as A1\r\n");
    return !box->breaks_in_final;
}

static void serve(int connection, void *user)
{
    mailbox *box = user;
    char line[1024];

    box->connections++;
    box->before = box->messages;
    peer_say(connection, "220 mail.example.test\r\n");
    while (read_line(connection, box, line, sizeof line))
        if (!answer(connection, box, line))
            return;
}

#endif
