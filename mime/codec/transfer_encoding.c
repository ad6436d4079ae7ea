/* SPDX-License-Identifier: MIT */

/*
 * A measure goes line by line. A whole line of plain text, which is nearly
 * every line there is, is known after one look a word at a time, its
 * quoted-printable form too: it is the line itself. Anything else is looked
 * at more closely, and the encoder says what becomes of it, because two
 * accounts of the same rules would differ some day.
 *
 * No sum here is checked: each counts octets that were shown, three or four
 * for one, and nobody can show 2^61 of them.
 */

#include "codec/transfer_encoding.h"

#include "base/ascii.h"
#include "codec/base64.h"

#include <inttypes.h>

#define LINE_LONGEST 998 /* RFC 5322, section 2.1.1 */
#define ENCODED_LINE 76  /* RFC 2045, sections 6.7 and 6.8 */
#define ENCODED_LINE_END 2

void mw_measure_init(mw_measure *measure, bool with_qp, mw_qp_mode mode,
                     bool utf8)
{
    *measure =
        (mw_measure){ .ends_in_line_end = true, .line = 1, .with_qp = with_qp };
    mw_qp_encoder_init(&measure->qp, mode, utf8, ENCODED_LINE_END,
                       ENCODED_LINE);
}

/* Adds what the encoder makes of BYTES, without keeping it. */
static void measure_qp(mw_measure *measure, mw_bytes bytes, bool last)
{
    uint8_t scratch[1024];
    bool done;

    do {
        mw_space space = { scratch, sizeof scratch };

        done = mw_qp_encode(&measure->qp, &bytes, &space, last);
        measure->qp_size += sizeof scratch - space.size;
    } while (!done);
}

/* Whether LINE and a line end behind it are their own quoted-printable. */
static bool is_own_qp(const mw_measure *measure, mw_bytes line)
{
    const mw_qp_encoder *qp = &measure->qp;

    if (qp->mode != MW_QP_TEXT || qp->column > 0 || qp->held_size > 0)
        return false;
    return line.size == 0 || (line.size <= ENCODED_LINE &&
                              line.data[0] != '.' && line.data[0] != 'F' &&
                              !mw_ascii_is_blank(line.data[line.size - 1]));
}

static void note(uint64_t *first_line, uint64_t line)
{
    if (*first_line == 0)
        *first_line = line;
}

/* Counts SIZE more octets of the current line. */
static void extend_line(mw_measure *measure, size_t size)
{
    measure->column += size;
    if (measure->column > measure->line_longest)
        measure->line_longest = measure->column;
    if (measure->column > LINE_LONGEST)
        note(&measure->first_long_line, measure->line);
}

/* Counts the end of a line, a CRLF or an LF alone. */
static void end_line(mw_measure *measure, bool crlf)
{
    if (crlf)
        measure->crlf_count++;
    else
        note(&measure->first_bare_line, measure->line);
    if (measure->after_blank)
        note(&measure->first_blank_end_line, measure->line);
    measure->ends_in_line_end = crlf;
    measure->after_cr = false;
    measure->after_blank = false;
    measure->line++;
    measure->column = 0;
}

/*
 * Takes the line at the front of BYTES where it is plain text and all there,
 * line end included; whether it is.
 */
static bool add_plain_line(mw_measure *measure, mw_bytes *bytes)
{
    const mw_bytes line = { bytes->data, mw_qp_literal_prefix(*bytes) };
    const size_t whole = line.size + 2;

    if (whole > bytes->size || line.data[line.size] != '\r' ||
        line.data[line.size + 1] != '\n')
        return false;
    extend_line(measure, line.size);
    measure->after_blank =
        line.size > 0 && mw_ascii_is_blank(line.data[line.size - 1]);
    end_line(measure, true);
    if (measure->with_qp && is_own_qp(measure, line)) {
        measure->qp_size += whole;
        measure->qp.line_count++;
    } else if (measure->with_qp) {
        measure_qp(measure, (mw_bytes){ bytes->data, whole }, false);
    }
    mw_bytes_skip(bytes, whole);
    return true;
}

/* Looks for what unencoded text must not have in TEXT, part of a line. */
static void look(mw_measure *measure, mw_bytes text)
{
    const uint64_t line = measure->line;

    if (text.size == 0)
        return;
    if (measure->first_8bit_line == 0 && !mw_ascii_is_all(text))
        measure->first_8bit_line = line;
    if (measure->first_nul_line == 0 && memchr(text.data, 0, text.size) != NULL)
        measure->first_nul_line = line;
    if (measure->first_bare_line == 0 &&
        memchr(text.data, '\r', text.size) != NULL)
        measure->first_bare_line = line;
    measure->after_blank = mw_ascii_is_blank(text.data[text.size - 1]);
    extend_line(measure, text.size);
}

/* A CR that was seen before is no part of a line end. */
static void add_bare_cr(mw_measure *measure)
{
    note(&measure->first_bare_line, measure->line);
    extend_line(measure, 1);
    measure->after_cr = false;
    measure->after_blank = false;
}

/* Adds TEXT, part of a line and all that follows up to an LF or a pause. */
static void add_text(mw_measure *measure, mw_bytes text)
{
    if (text.size == 0)
        return;
    if (measure->after_cr)
        add_bare_cr(measure);
    measure->ends_in_line_end = false;
    if (text.data[text.size - 1] == '\r') {
        measure->after_cr = true;
        text.size--;
    }
    look(measure, text);
}

/* Takes the octets of BYTES up to an LF with it, or all. */
static void add_piece(mw_measure *measure, mw_bytes *bytes)
{
    const uint8_t *lf = memchr(bytes->data, '\n', bytes->size);
    mw_bytes piece = *bytes;

    if (lf != NULL)
        piece.size = (size_t)(lf - piece.data);
    add_text(measure, piece);
    if (lf != NULL) {
        end_line(measure, measure->after_cr);
        piece.size++;
    }
    if (measure->with_qp)
        measure_qp(measure, piece, false);
    mw_bytes_skip(bytes, piece.size);
}

void mw_measure_add(mw_measure *measure, mw_bytes bytes)
{
    measure->size += bytes.size;
    while (bytes.size > 0) {
        const bool begins_line = measure->column == 0 && !measure->after_cr;

        if (!begins_line || !add_plain_line(measure, &bytes))
            add_piece(measure, &bytes);
    }
}

/* What is left to write hangs on how the last line is to end. */
static void end_qp(mw_measure *measure)
{
    const mw_bytes nothing = { NULL, 0 };
    mw_measure soft = *measure;

    soft.qp.soft_end = true;
    measure_qp(&soft, nothing, true);
    measure->qp_soft_size = soft.qp_size;
    measure->qp_soft_line_count = soft.qp.line_count;
    measure_qp(measure, nothing, true);
    measure->qp_line_count = measure->qp.line_count;
}

void mw_measure_end(mw_measure *measure)
{
    if (measure->after_cr)
        add_bare_cr(measure);
    if (measure->after_blank)
        note(&measure->first_blank_end_line, measure->line);
    if (measure->with_qp)
        end_qp(measure);
}

/* Makes FOUND the fault on LINE, if that is one and before the one so far. */
static void prefer(uint64_t line, const char *what, uint64_t *first,
                   const char **found)
{
    if (line != 0 && (*found == NULL || line < *first)) {
        *first = line;
        *found = what;
    }
}

/* What keeps the octets from going unencoded as ENCODING, or NULL. */
static const char *find_fault(const mw_measure *measure, mw_encoding encoding,
                              uint64_t *line)
{
    const char *found = NULL;

    if (encoding != MW_ENCODING_7BIT && encoding != MW_ENCODING_8BIT)
        return NULL;
    prefer(measure->first_nul_line, "a NUL", line, &found);
    prefer(measure->first_bare_line, "a CR or LF alone", line, &found);
    prefer(measure->first_long_line, "more than 998 octets", line, &found);
    if (encoding == MW_ENCODING_7BIT)
        prefer(measure->first_8bit_line, "an octet over 127", line, &found);
    return found;
}

bool mw_measure_fits(const mw_measure *measure, mw_encoding encoding)
{
    uint64_t line;

    return find_fault(measure, encoding, &line) == NULL;
}

mw_status mw_measure_check(const mw_measure *measure, mw_encoding encoding,
                           mw_error *error)
{
    uint64_t line;
    const char *fault = find_fault(measure, encoding, &line);

    if (fault == NULL)
        return MW_OK;
    return mw_fail(error, MW_E_DATA,
                   "line %" PRIu64 " has %s, which %s does not allow", line,
                   fault, encoding == MW_ENCODING_7BIT ? "7bit" : "8bit");
}

mw_status mw_measure_check_line_ends(const mw_measure *measure, mw_error *error)
{
    if (measure->first_blank_end_line == 0)
        return MW_OK;
    return mw_fail(error, MW_E_DATA, "line %" PRIu64 " ends in white space",
                   measure->first_blank_end_line);
}

mw_encoding mw_measure_choose(const mw_measure *measure, mw_transport transport)
{
    uint64_t base64_size;

    if (mw_measure_fits(measure, MW_ENCODING_7BIT))
        return MW_ENCODING_7BIT;
    if (transport != MW_TRANSPORT_7BIT &&
        mw_measure_fits(measure, MW_ENCODING_8BIT))
        return MW_ENCODING_8BIT;
    if (mw_base64_encoded_size(measure->size, ENCODED_LINE, ENCODED_LINE_END,
                               &base64_size) &&
        base64_size < measure->qp_size)
        return MW_ENCODING_BASE64;
    return MW_ENCODING_QUOTED_PRINTABLE;
}
