/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_MESSAGE_H
#define MIMEWRIGHT_MESSAGE_H

/*
 * The description of a message: header fields, bodies, attachments.
 *
 * Nothing is encoded and nothing is read here; but each value is checked
 * where it is given, so a line break in a subject is refused by the call
 * that brings it. All text is UTF-8 and NUL-terminated, unless a function
 * says otherwise. CR, LF and other control characters are MW_E_SYNTAX in
 * every name and value.
 */

#include <mimewright/context.h>
#include <mimewright/error.h>
#include <mimewright/source.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_part mw_part;

/*
 * Makes an empty message in CONTEXT, which must outlive it. The caller ends
 * it with mw_message_free, after all plans made of it.
 */
mw_status mw_message_new(mw_context *context, mw_message **message,
                         mw_error *error);

/* Ends MESSAGE, its parts and its sources. NULL will do. */
void mw_message_free(mw_message *message);

/* Makes MESSAGE empty again and keeps its memory for the next one. */
void mw_message_reset(mw_message *message);

/*
 * Completes with @DOMAIN the addresses without a domain, as "root", that are
 * given from now on, in fields and for the envelope; else they are
 * MW_E_SYNTAX. Fails with MW_E_SYNTAX where DOMAIN is none, and MW_E_MEMORY.
 */
mw_status mw_message_set_default_domain(mw_message *message, const char *domain,
                                        mw_error *error);

/*
 * Adds the header field NAME with BODY. Fields that say who, to whom and what
 * are written first, in the customary order; others follow in the order of
 * the calls.
 *
 * Known fields are parsed by their grammar and written anew from what was
 * parsed; others are unstructured text (RFC 5322, section 2.2.1). Address
 * fields take lists; To, Cc, Bcc and Reply-To given again are joined. Any
 * other field that may stand only once, given twice, is MW_E_USAGE. A field
 * that would be generated (Date, Message-ID, ...) is replaced. MIME-Version
 * is taken only as "1.0", and Content-Type, Content-Transfer-Encoding,
 * Content-Disposition and Content-ID not at all: the plan makes them. An empty
 * BODY is sent as it is where the grammar has one, as in Bcc and all
 * unstructured fields.
 *
 * Resent- fields (RFC 5322, section 3.6.6) are written before all others, in
 * the order of the calls: those of one time that the message was sent again
 * together, the newest first; one that is given again begins the next block.
 * Each block has Resent-Date and Resent-From, and Resent-Sender where that
 * holds several mailboxes, or the plan is MW_E_USAGE; it gets the
 * Resent-Message-ID that it lacks. Without mw_message_set_keep_bcc the plan is
 * MW_E_USAGE, too, for a Resent-Bcc; and for a Bcc where the newest block has
 * recipients, who get the message instead, and mw_message_add_envelope_to
 * names none.
 *
 * Fails with MW_E_SYNTAX, MW_E_RANGE, MW_E_USAGE, MW_E_LIMIT, MW_E_MEMORY.
 */
mw_status mw_message_add_field(mw_message *message, const char *name,
                               const char *body, mw_error *error);

/*
 * Leaves the generated field NAME out. Of what is generated, From,
 * MIME-Version and the Content- fields have to stay: MW_E_USAGE. Fails with
 * MW_E_SYNTAX for what is no name, and with MW_E_MEMORY.
 */
mw_status mw_message_omit_field(mw_message *message, const char *name,
                                mw_error *error);

/*
 * Sets the Date field: SECONDS since 1970-01-01T00:00:00Z, shown UTC_OFFSET
 * minutes east of UTC (RFC 5322, section 3.3). Else the context's clock is
 * asked once, by the first plan.
 */
mw_status mw_message_set_date(mw_message *message, int64_t seconds,
                              int utc_offset, mw_error *error);

/*
 * Takes Message-ID, Content-IDs and boundaries from SEED, the header and the
 * sizes of the parts, instead of from the context's source of randomness: the
 * same description then makes the same octets. The clock is another matter;
 * see mw_context_set_fixed_clock. MW_E_USAGE once the message was planned.
 */
mw_status mw_message_set_seed(mw_message *message, const char *seed,
                              mw_error *error);

/*
 * Sets the envelope's reverse-path to ADDRESS, an addr-spec, or to the null
 * path where ADDRESS is "" (RFC 5321, section 4.5.5). Else it is From's, or
 * Sender's where From holds several mailboxes. Fails with MW_E_SYNTAX, and
 * with MW_E_RANGE for a local part of more than 64 octets.
 */
mw_status mw_message_set_envelope_from(mw_message *message, const char *address,
                                       mw_error *error);

/*
 * Adds the mailboxes of LIST to the envelope's recipients, which are then
 * these alone, instead of those of To, Cc and Bcc.
 */
mw_status mw_message_add_envelope_to(mw_message *message, const char *list,
                                     mw_error *error);

/*
 * Has the Bcc field written (1). Else (0, the default) its mailboxes are in
 * the envelope only (RFC 5322, section 3.6.3).
 */
void mw_message_set_keep_bcc(mw_message *message, int keep);

/* Says whether a Bcc field with at least one mailbox was given. */
int mw_message_has_bcc(const mw_message *message);

/* Says whether field NAME was given, in any case of letters. */
int mw_message_has_field(const mw_message *message, const char *name);

/*
 * Makes UTF-8 of SIZE octets at BYTES that are in the first of CHARSETS (a
 * list of names with commas) in which they are valid; *TEXT is
 * NUL-terminated and lives as long as the message. Fails with MW_E_DATA
 * where none fits or a NUL is among them, naming WHAT, and with
 * MW_E_CHARSET for an unknown name.
 */
mw_status mw_message_decode_text(mw_message *message, const char *what,
                                 const char *charsets, const void *bytes,
                                 size_t size, const char **text,
                                 mw_error *error);

/*
 * The bodies of a message, from the plainest to the richest: what is shown
 * when it is opened.
 */
typedef enum mw_body {
    MW_BODY_TEXT = 0,    /* text/plain */
    MW_BODY_AMP = 1,     /* text/x-amp-html; needs another body after it */
    MW_BODY_HTML = 2,    /* text/html */
    MW_BODY_CALENDAR = 3 /* text/calendar, with the method it holds */
} mw_body;

/*
 * Sets the body KIND to what SOURCE gives; two of one kind are MW_E_USAGE.
 * *PART, which may be NULL, gets the part, for the functions of part.h.
 *
 * The layers that the parts need are made by the plan:
 * mixed(alternative(text, amp, related(html, inline...), calendar),
 * attachments...), none of them with one child only. A calendar is also
 * attached as a file (RFC 6047, section 2.4, and what clients expect).
 */
mw_status mw_message_set_body(mw_message *message, mw_body kind,
                              mw_source *source, mw_part **part,
                              mw_error *error);

/*
 * Attaches what SOURCE gives, bit for bit, under the base name of its file
 * unless mw_part_set_filename says another. *PART may be NULL.
 */
mw_status mw_message_attach(mw_message *message, mw_source *source,
                            mw_part **part, mw_error *error);

/*
 * Adds a part that the HTML body shows, such as an image: related to it, or
 * in the mixed part where there is no HTML. It gets a Content-ID.
 */
mw_status mw_message_add_inline(mw_message *message, mw_source *source,
                                mw_part **part, mw_error *error);

/*
 * Attaches a whole message (RFC 2046, section 5.2.1): message/rfc822, or
 * message/global where its header holds UTF-8 (RFC 6532, section 3.7). What
 * fits the transport stays as it is, line ends apart. Else the parts in it
 * that need it are encoded, and a note of the plan says so; what is in a
 * multipart/signed stays as it is even then: MW_E_DATA, at the plan.
 */
mw_status mw_message_attach_message(mw_message *message, mw_source *source,
                                    mw_part **part, mw_error *error);

/*
 * Makes ROOT, and what is under it, the whole content of the message,
 * instead of the layout above; bodies and attachments given as well are
 * MW_E_USAGE. ROOT is a part that is in no other.
 */
mw_status mw_message_set_root(mw_message *message, mw_part *root,
                              mw_error *error);

#ifdef __cplusplus
}
#endif

#endif
