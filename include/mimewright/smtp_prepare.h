/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_SMTP_PREPARE_H
#define MIMEWRIGHT_SMTP_PREPARE_H

/*
 * Messages that exist, made ready to be submitted (RFC 6409, section 8). Part
 * of libmimewright-smtp.
 *
 * The envelope comes from the header: the recipients from Resent-To, Resent-Cc
 * and Resent-Bcc of the newest block of Resent- fields where there is one,
 * and it is MW_E_USAGE where that names none, else from To, Cc and Bcc; the
 * reverse-path from Resent-From or From, or where that names several from
 * Resent-Sender or Sender. Then these things are changed, and
 * said in the report: Bcc and Resent-Bcc are taken out; Date and Message-ID
 * are added where missing; the "From " line of an mbox is dropped; an empty
 * line is put behind a header that ends without one; lines end in CRLF; and
 * what the server cannot take is encoded. In content that is anything outside
 * ASCII where it does not offer 8BITMIME, binary parts without BINARYMIME, and
 * lines of more than 998 octets: part by part, as quoted-printable or base64.
 * In header fields, those of parts too but not of messages within the
 * message, it is UTF-8 without SMTPUTF8: as mw_field_encode does.
 *
 * A message with DKIM-Signature or ARC fields, or that is multipart/signed,
 * is not changed but for its line ends and a Bcc that no signature names (in
 * h=), and neither is a signed part or a signed message within it: MW_E_DATA
 * where it would have to be.
 */

#include <mimewright/address.h>
#include <mimewright/smtp.h>
#include <mimewright/source.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_smtp_prepare_options mw_smtp_prepare_options;

/* Makes options that say nothing; the caller ends them with the second. */
mw_status mw_smtp_prepare_options_new(mw_context *context,
                                      mw_smtp_prepare_options **options,
                                      mw_error *error);
void mw_smtp_prepare_options_free(mw_smtp_prepare_options *options);

/* The reverse-path instead of the header's: an addr-spec, or "". */
mw_status mw_smtp_prepare_options_set_from(mw_smtp_prepare_options *options,
                                           const char *address,
                                           mw_error *error);

/* Adds the mailboxes of LIST to the recipients, these instead of the
 * header's. */
mw_status mw_smtp_prepare_options_add_to(mw_smtp_prepare_options *options,
                                         const char *list, mw_error *error);

/* Adds the header's recipients to those of the options (1), as sendmail -t. */
void mw_smtp_prepare_options_join_header(mw_smtp_prepare_options *options,
                                         int join);

/*
 * Completes with @DOMAIN each address that has no domain, as "root": those
 * that the functions below and above name from now on, so this comes before
 * them, and those of the header's From, Sender, Reply-To, To, Cc, Bcc and
 * Resent-* fields, in the envelope and where they stand; a field in which
 * none is missing stays as it is. Without it such an address is MW_E_SYNTAX.
 * What is outside ASCII in DOMAIN becomes A-labels. Fails with MW_E_SYNTAX
 * where DOMAIN is none, and MW_E_RANGE where IDNA refuses it.
 */
mw_status mw_smtp_prepare_options_set_default_domain(
    mw_smtp_prepare_options *options, const char *domain, mw_error *error);

/*
 * Sends what is for NAME to the mailboxes of LIST instead, as aliases(5)
 * does: each recipient of the envelope that was written without a domain and
 * whose local part is NAME, in any case of letters. LIST may name aliases
 * again; each is followed once, so loops end, and each address gets the
 * message once. NAME given again adds to its list. The header stays as it
 * is. This comes before the functions that name recipients. Fails with
 * MW_E_SYNTAX for a NAME that is no local part and for a LIST that is wrong or
 * names programs ("|...") or files ("/...").
 */
mw_status mw_smtp_prepare_options_add_alias(mw_smtp_prepare_options *options,
                                            const char *name, const char *list,
                                            mw_error *error);

/*
 * Puts MAILBOX, which may have a display name, in place of the From field and
 * of the reverse-path, unless that was set to "", and takes Sender out.
 * MW_E_DATA for a message that is signed. Fails with MW_E_SYNTAX where it is
 * not one mailbox, and MW_E_RANGE where its local part is outside ASCII.
 */
mw_status mw_smtp_prepare_options_force_from(mw_smtp_prepare_options *options,
                                             const char *mailbox,
                                             mw_error *error);

/*
 * Says who sends what does not say it itself: MAILBOX becomes the From field
 * of a message that has none, the Resent-From of one that has Resent- fields
 * without it, before these, and the reverse-path where nothing else names one.
 * A message that is signed gets no field. Fails as the function above.
 */
mw_status mw_smtp_prepare_options_set_missing_from(
    mw_smtp_prepare_options *options, const char *mailbox, mw_error *error);

/* Changes nothing (1): every octet goes out as it is, Bcc too, whatever the
 * server offers. Only a CRLF at the end is added where there is none. */
void mw_smtp_prepare_options_set_as_is(mw_smtp_prepare_options *options,
                                       int as_is);

/*
 * Says that LF is how lines end where messages come from (1), as it is in a
 * mailbox: to make CRLF of it is then no change that is told.
 */
void mw_smtp_prepare_options_set_lf(mw_smtp_prepare_options *options, int lf);

/*
 * Stores in *RECIPIENTS, which the caller frees, those that OPTIONS name, with
 * aliases followed: for a message that is not made ready by them. Fails with
 * MW_E_SYNTAX for one that is no alias and has no domain, and MW_E_MEMORY.
 */
mw_status mw_smtp_prepare_options_resolve(
    const mw_smtp_prepare_options *options, mw_mailboxes **recipients,
    mw_error *error);

/*
 * Makes ready what SOURCE gives. It is read once, and once more where
 * something has to be encoded, in constant memory. SOURCE has to live as
 * long; no more than one thread may write the message at a time. OPTIONS may
 * be NULL and are needed no longer.
 *
 * Fails with MW_E_USAGE where the header does not say to whom, or says it but
 * also holds Received fields and the options name no sender and no recipient
 * and do not join the header's;
 * MW_E_SYNTAX, naming the field, where its addresses are wrong; MW_E_DATA,
 * naming the line, for what cannot be mended without loss: a NUL, a CR alone,
 * a header line of more than 998 octets, a header outside ASCII and UTF-8;
 * and as mw_sink_write_source and mw_sink_new_scanner.
 */
mw_status mw_smtp_message_new_prepared(mw_context *context, mw_source *source,
                                       const mw_smtp_prepare_options *options,
                                       mw_smtp_message **message,
                                       mw_error *error);

#ifdef __cplusplus
}
#endif

#endif
