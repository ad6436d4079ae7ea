/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_PART_H
#define MIMEWRIGHT_PART_H

/*
 * One part of a message: its type, name, encoding and place. A part belongs
 * to its message and ends with it. Text is UTF-8, as in message.h.
 *
 * What is set here is asked for; what becomes of it, and of all that was not
 * set, the plan decides.
 */

#include <mimewright/error.h>
#include <mimewright/message.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How the content of a part is carried (RFC 2045, section 6). */
typedef enum mw_encoding {
    MW_ENCODING_AUTO = 0, /* the plan chooses */
    MW_ENCODING_7BIT = 1,
    MW_ENCODING_8BIT = 2,
    MW_ENCODING_BINARY = 3,
    MW_ENCODING_QUOTED_PRINTABLE = 4,
    MW_ENCODING_BASE64 = 5
} mw_encoding;

/* Where the content of a part is shown (RFC 2183). */
typedef enum mw_disposition {
    MW_DISPOSITION_AUTO = 0, /* by the part's place */
    MW_DISPOSITION_NONE = 1, /* no Content-Disposition field */
    MW_DISPOSITION_INLINE = 2,
    MW_DISPOSITION_ATTACHMENT = 3
} mw_disposition;

/*
 * Makes a part by hand, for mw_part_append and mw_message_set_root. Its
 * content is exact, as an attachment's is, unless mw_part_set_text says that
 * it is text. TYPE is as for mw_part_set_type, and is not multipart/.
 *
 * Of a message/ type it travels as it is, line ends apart, as what
 * mw_message_attach_message attaches. message/partial, /external-body and the
 * types of reports are always 7bit; message/global and its kind may be encoded
 * (RFC 6532, section 3.7).
 */
mw_status mw_part_new(mw_message *message, const char *type, mw_source *source,
                      mw_part **part, mw_error *error);

/*
 * Makes a multipart by hand. TYPE is "multipart/mixed" or another subtype,
 * with parameters as they are wanted. The boundary is the plan's, and so are
 * the type= of multipart/related (RFC 2387, section 3.1), and its start=
 * where mw_part_set_start names another root than the first child. So is the
 * report-type= of multipart/report that has none (RFC 6522, section 3).
 *
 * multipart/signed needs its protocol= and micalg= (RFC 1847, section 2.1).
 * Its first part, with all that is in it, is the same over every transport,
 * 7bit, no line of its text ending in white space, so that its octets can be
 * signed. What a type asks for and does not find is MW_E_USAGE, at the plan.
 */
mw_status mw_part_new_multipart(mw_message *message, const char *type,
                                mw_part **part, mw_error *error);

/* Puts CHILD, which is in no other part, at the end of MULTIPART. */
mw_status mw_part_append(mw_part *multipart, mw_part *child, mw_error *error);

/* Makes CHILD the root of MULTIPART, a multipart/related that holds it. */
mw_status mw_part_set_start(mw_part *multipart, mw_part *child,
                            mw_error *error);

/*
 * Sets the media type: "type/subtype" with any parameters, by RFC 2045,
 * section 5.1. A charset parameter chooses a body's output charset, and only
 * labels an attachment, whose octets have to be valid in it. multipart/ and
 * message/rfc822 are MW_E_USAGE for a part that was not made as one.
 */
mw_status mw_part_set_type(mw_part *part, const char *type, mw_error *error);

/* Adds a parameter to the media type. */
mw_status mw_part_add_parameter(mw_part *part, const char *name,
                                const char *value, mw_error *error);

/*
 * Says whether the content is text (1), with line ends and a charset that
 * the plan may change, or octets that arrive bit for bit (0). Bodies are
 * text, all else is octets, unless set here.
 */
mw_status mw_part_set_text(mw_part *part, int text, mw_error *error);

/*
 * Writes the text of PART as format=flowed (1): RFC 3676, so that readers fit
 * its long lines to their windows. Its lines stay lines; those over 78
 * columns are cut behind spaces, or with DelSp=yes between ideographs where
 * that is needed. For text/plain.
 */
mw_status mw_part_set_flowed(mw_part *part, int flowed, mw_error *error);

/*
 * Leaves out of the text of PART what commands a terminal, such as colours
 * (1): the escape sequences of ECMA-48.
 */
mw_status mw_part_set_strip_terminal(mw_part *part, int strip, mw_error *error);

/*
 * Says in which charset the content is: the first of CHARSETS, a list of
 * names with commas, in which it is valid. For a text part.
 */
mw_status mw_part_set_input_charsets(mw_part *part, const char *charsets,
                                     mw_error *error);

/* Sets the transfer encoding. What does not fit it is MW_E_DATA, at the plan.
 */
mw_status mw_part_set_encoding(mw_part *part, mw_encoding encoding,
                               mw_error *error);

/* Sets the disposition. */
mw_status mw_part_set_disposition(mw_part *part, mw_disposition disposition,
                                  mw_error *error);

/*
 * Sets the name that the recipient sees. What comes before the last '/' or
 * '\' is a path and is MW_E_SYNTAX. NULL asks for no name.
 */
mw_status mw_part_set_filename(mw_part *part, const char *filename,
                               mw_error *error);

/*
 * Sets the Content-ID: "left@right", with or without angle brackets (RFC
 * 2045, section 7). An id without '@' gets the domain of From.
 */
mw_status mw_part_set_content_id(mw_part *part, const char *content_id,
                                 mw_error *error);

/* Sets the Content-Description. */
mw_status mw_part_set_description(mw_part *part, const char *description,
                                  mw_error *error);

/*
 * Adds a field to the part's header: a Content- field, or one that no RFC
 * defines. Those that the functions above set, and fields of a message, are
 * MW_E_USAGE, and so is one that may stand once and is there.
 */
mw_status mw_part_add_field(mw_part *part, const char *name, const char *body,
                            mw_error *error);

#ifdef __cplusplus
}
#endif

#endif
