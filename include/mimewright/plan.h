/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_PLAN_H
#define MIMEWRIGHT_PLAN_H

/*
 * The complete decision how a message will look, and the writing of it.
 *
 * A plan is made from a message and a few options. It is immutable: it can be
 * written any number of times, by several threads at once, to the same
 * octets (sources made of callbacks, and of descriptors whose offset is
 * shared, are as safe as they are). It must end before its message, which
 * must not be changed while it lives.
 */

#include <mimewright/error.h>
#include <mimewright/message.h>
#include <mimewright/part.h>
#include <mimewright/sink.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_plan mw_plan;
typedef struct mw_plan_part mw_plan_part;
typedef struct mw_plan_options mw_plan_options;

/* What the octets of a message may be (RFC 2045, section 2.7 to 2.9). */
typedef enum mw_transport {
    MW_TRANSPORT_7BIT = 0,
    MW_TRANSPORT_8BIT = 1,  /* needs 8BITMIME (RFC 6152) */
    MW_TRANSPORT_BINARY = 2 /* needs BINARYMIME (RFC 3030) */
} mw_transport;

/* How a file name outside ASCII is written. */
typedef enum mw_filename_style {
    /* RFC 2231 in Content-Disposition, and an encoded-word as the name= of
     * Content-Type for old clients, up to 60 octets of it. */
    MW_FILENAME_BOTH = 0,
    MW_FILENAME_RFC2231 = 1, /* the former alone */
    MW_FILENAME_LEGACY = 2   /* encoded-words in both fields */
} mw_filename_style;

typedef enum mw_line_end {
    MW_LINE_END_CRLF = 0,
    MW_LINE_END_LF = 1
} mw_line_end;

/* What becomes of a text that is in none of its input charsets. */
typedef enum mw_unfit_text {
    MW_UNFIT_TEXT_REFUSE = 0, /* MW_E_DATA */
    MW_UNFIT_TEXT_ATTACH = 1  /* its exact octets are attached as a file */
} mw_unfit_text;

/* What the server must be able to do. */
typedef enum mw_extension {
    MW_EXTENSION_8BITMIME = 1,
    MW_EXTENSION_BINARYMIME = 2,
    MW_EXTENSION_SMTPUTF8 = 4
} mw_extension;

/*
 * Makes options with the defaults: 7bit transport, ASCII headers, charsets
 * "us-ascii,utf-8" for what is written and "utf-8" for what is read, CRLF.
 */
mw_status mw_plan_options_new(mw_context *context, mw_plan_options **options,
                              mw_error *error);

/* Ends OPTIONS, which may be NULL. No plan needs them once it is made. */
void mw_plan_options_free(mw_plan_options *options);

void mw_plan_options_set_transport(mw_plan_options *options,
                                   mw_transport transport);

/* Writes header fields in UTF-8 (1; RFC 6532), or in ASCII (0). */
void mw_plan_options_set_utf8_headers(mw_plan_options *options, int utf8);

/*
 * Charsets for headers and text, a list of names with commas: the first that
 * holds all of a text is taken. MW_E_CHARSET for a name that is not known or
 * that mail cannot use, such as utf-16.
 */
mw_status mw_plan_options_set_charsets(mw_plan_options *options,
                                       const char *charsets, mw_error *error);

/*
 * Charsets in which texts and file names are that say nothing of it
 * themselves: the first in which the octets are valid is taken.
 */
mw_status mw_plan_options_set_input_charsets(mw_plan_options *options,
                                             const char *charsets,
                                             mw_error *error);

void mw_plan_options_set_filename_style(mw_plan_options *options,
                                        mw_filename_style style);

void mw_plan_options_set_line_end(mw_plan_options *options,
                                  mw_line_end line_end);

void mw_plan_options_set_unfit_text(mw_plan_options *options,
                                    mw_unfit_text unfit);

/*
 * Starts every boundary with TEXT, 1 to 70 characters that RFC 2046, section
 * 5.1.1, allows: for tests. Content that holds one is MW_E_DATA at the plan.
 */
mw_status mw_plan_options_set_boundary(mw_plan_options *options,
                                       const char *text, mw_error *error);

/* Refuses (MW_E_LIMIT) a message of more than SIZE octets; 0 for no limit. */
void mw_plan_options_set_size_limit(mw_plan_options *options, uint64_t size);

/*
 * Plans MESSAGE by OPTIONS (NULL for the defaults). The caller ends *PLAN
 * with mw_plan_free. Everything that can fail in a message fails here, but
 * for a sink, and a source that changes afterwards.
 */
mw_status mw_plan_new(mw_message *message, const mw_plan_options *options,
                      mw_plan **plan, mw_error *error);

/* Ends PLAN, which may be NULL. */
void mw_plan_free(mw_plan *plan);

/*
 * Writes the message to SINK in one pass: mw_plan_output_size octets. SINK is
 * not finished by it. About 64 KiB of stack are used. Fails with what the sink
 * gives, MW_E_CHANGED, MW_E_READ, MW_E_NO_INPUT, and MW_E_MEMORY; SINK is then
 * of no use.
 */
mw_status mw_plan_write(const mw_plan *plan, mw_sink *sink, mw_error *error);

/* The size in octets as SMTP counts it: every line ends in CRLF (RFC 1870). */
uint64_t mw_plan_size(const mw_plan *plan);

/* The size in octets with the line ends of the options: what is written. */
uint64_t mw_plan_output_size(const mw_plan *plan);

/* What the server must be able to do: values of mw_extension, added up. */
unsigned mw_plan_extensions(const mw_plan *plan);

/* The transport the plan needs: the least that carries it. */
mw_transport mw_plan_transport(const mw_plan *plan);

/*
 * The reverse-path without angle brackets; "" is the null path. That of a
 * message with Resent- fields (RFC 5322, section 3.6.6) comes from the newest
 * block of them. Strings that these functions give live as long as the plan.
 */
const char *mw_plan_envelope_from(const mw_plan *plan);

/*
 * The recipients, each once, in the order of To, Cc, Bcc; or of Resent-To,
 * Resent-Cc and Resent-Bcc where the newest block has one.
 */
size_t mw_plan_envelope_to_count(const mw_plan *plan);
const char *mw_plan_envelope_to(const mw_plan *plan, size_t index);

/* The Message-ID with its angle brackets, or NULL where it is left out. */
const char *mw_plan_message_id(const mw_plan *plan);

/*
 * What the plan says beside errors, one line each: a text attached because
 * it fits no charset, and the like. UTF-8 or raw octets, as in mw_error.
 */
size_t mw_plan_note_count(const mw_plan *plan);
const char *mw_plan_note(const mw_plan *plan, size_t index);

/* The part that is the whole content of the message. */
const mw_plan_part *mw_plan_root(const mw_plan *plan);

/* The media type in lower case without parameters, such as "text/plain". */
const char *mw_plan_part_type(const mw_plan_part *part);

/* The charset as it is written, or NULL where the part names none. */
const char *mw_plan_part_charset(const mw_plan_part *part);

/* The transfer encoding, never MW_ENCODING_AUTO, and its name. */
mw_encoding mw_plan_part_encoding(const mw_plan_part *part);
const char *mw_encoding_name(mw_encoding encoding);

/* The disposition: MW_DISPOSITION_NONE, _INLINE or _ATTACHMENT. */
mw_disposition mw_plan_part_disposition(const mw_plan_part *part);

/* The file name in UTF-8, or NULL. */
const char *mw_plan_part_filename(const mw_plan_part *part);

/* The Content-ID with its angle brackets, or NULL. */
const char *mw_plan_part_content_id(const mw_plan_part *part);

/* Octets of the content, and of what is written of it; 0 for a multipart. */
uint64_t mw_plan_part_size(const mw_plan_part *part);
uint64_t mw_plan_part_encoded_size(const mw_plan_part *part);

/* Why it has this type and this encoding, in a few words of English. */
const char *mw_plan_part_reason(const mw_plan_part *part);

/* The parts of a multipart. */
size_t mw_plan_part_child_count(const mw_plan_part *part);
const mw_plan_part *mw_plan_part_child(const mw_plan_part *part, size_t index);

#ifdef __cplusplus
}
#endif

#endif
