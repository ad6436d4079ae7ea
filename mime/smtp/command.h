/* SPDX-License-Identifier: MIT */
#ifndef SMTP_COMMAND_H
#define SMTP_COMMAND_H

#include "base/buffer.h"
#include "base/error.h"

#include <mimewright/smtp.h>

/*
 * Command lines of SMTP and LMTP, with their CRLF. Every value that comes
 * from outside passes one gate here: no octet below 0x20 and no 0x7F gets
 * into a line, whatever it is quoted in, and nothing that would end the value
 * before its end. What fails leaves OUT as it was, with MW_E_SYNTAX naming
 * the value (or MW_E_MEMORY).
 */

/* The longest line of a command without extensions, with CRLF (RFC 5321,
 * section 4.5.3.1.4). */
#define MW_COMMAND_LINE_LIMIT 512

/* What MAIL has behind the reverse-path; all zero is nothing. */
typedef struct mw_mail_parameters {
    bool has_size;
    uint64_t size;
    const char *body; /* "8BITMIME", "BINARYMIME" or NULL */
    bool smtputf8;
    bool require_tls;
    mw_smtp_return returned;
    const char *envelope_id; /* not yet xtext; or NULL */
    const char *deliver_by;  /* "120;R", or NULL */
    uint64_t hold_for;       /* seconds, or 0 */
    const char *hold_until;  /* date-time, or NULL */
    bool has_priority;
    int priority;
} mw_mail_parameters;

/* NAME behind VERB: EHLO, HELO or LHLO. It is ASCII, a domain or an address
 * literal. */
mw_status mw_command_hello(mw_buffer *out, const char *verb, const char *name,
                           mw_error *error);

/* MAIL FROM:<FROM> ...; "" is the null path. */
mw_status mw_command_mail(mw_buffer *out, const char *from,
                          const mw_mail_parameters *parameters,
                          mw_error *error);

/*
 * RCPT TO:<TO> ...; with NOTIFY (of mw_smtp_notify) other than 0 also
 * NOTIFY=, and unless that is NEVER, ORCPT= with the same address (RFC 3461,
 * section 4.2: a client that submits knows of no other).
 */
mw_status mw_command_rcpt(mw_buffer *out, const char *to, unsigned notify,
                          mw_error *error);

/* BDAT SIZE, with LAST where it is (RFC 3030). */
mw_status mw_command_bdat(mw_buffer *out, uint64_t size, bool last,
                          mw_error *error);

/* VERB alone: DATA, RSET, QUIT, STARTTLS. */
mw_status mw_command_plain(mw_buffer *out, const char *verb, mw_error *error);

/* These check a value, and name it WHAT where it does not pass. */
mw_status mw_command_check_path(const char *path, const char *what,
                                mw_error *error);
mw_status mw_command_check_helo(const char *name, mw_error *error);
mw_status mw_command_check_envelope_id(const char *id, mw_error *error);
mw_status mw_command_check_deliver_by(const char *by, mw_error *error);
mw_status mw_command_check_hold_until(const char *date, mw_error *error);
mw_status mw_command_check_notify(unsigned notify, mw_error *error);

#endif
