/* SPDX-License-Identifier: MIT */

/*
 * Opening and closing, and the flow of a conversion: what is pending goes
 * out first, then some more of the input is converted. The steps themselves
 * are in converter_encode.c and converter_decode.c, but for UTF-8 and
 * US-ASCII, where there is nothing to do but look.
 */

#include "codec/converter_steps.h"

#include "codec/pending.h"

static const char *reader_of(const mw_charset *charset)
{
    return charset->iconv_reader != NULL ? charset->iconv_reader
                                         : charset->iconv_name;
}

/* The way from CHARSET to UTF-8, by the wider reader where iconv has it. */
static mw_iconv_handle open_reader(const mw_charset *charset)
{
    mw_iconv_handle reader = mw_iconv_handle_open("UTF-8", reader_of(charset));

    if (reader == NULL && charset->iconv_reader != NULL)
        reader = mw_iconv_handle_open("UTF-8", charset->iconv_name);
    return reader;
}

static bool open_handles(mw_converter *converter)
{
    mw_iconv_handle reader;

    if (converter->charset->iconv_name == NULL)
        return true;
    reader = open_reader(converter->charset);
    if (converter->direction == MW_TO_UTF8) {
        converter->handle = reader;
        return reader != NULL;
    }
    converter->proof = reader;
    converter->handle =
        mw_iconv_handle_open(converter->charset->iconv_name, "UTF-8");
    return reader != NULL && converter->handle != NULL;
}

mw_status mw_converter_open(mw_converter *converter, const mw_charset *charset,
                            mw_conversion direction, mw_error *error)
{
    *converter = (mw_converter){ .charset = charset, .direction = direction };
    if (!open_handles(converter)) {
        mw_converter_close(converter);
        return mw_fail(error, MW_E_CHARSET,
                       "this system's iconv does not convert charset %s",
                       charset->name);
    }
    mw_converter_reset(converter);
    return MW_OK;
}

void mw_converter_close(mw_converter *converter)
{
    mw_iconv_handle_close(converter->handle);
    mw_iconv_handle_close(converter->proof);
    converter->handle = NULL;
    converter->proof = NULL;
}

void mw_converter_reset(mw_converter *converter)
{
    mw_iconv_handle_reset(converter->handle);
    mw_iconv_handle_reset(converter->proof);
    converter->line = 1;
    converter->character = 1;
    converter->held_size = 0;
    converter->inside = false;
    converter->ended = false;
    converter->unproven_size = 0;
    converter->pending_size = 0;
}

/* UTF-8 and US-ASCII from UTF-8, and UTF-8 to UTF-8: look and copy. */
static mw_status copy_characters(mw_converter *converter, mw_bytes *in,
                                 mw_error *error)
{
    const bool ascii = converter->charset == MW_CHARSET_US_ASCII;
    mw_bytes span;
    mw_space room = mw_converter_room(converter);
    mw_status status = mw_converter_take(converter, in, &span, error);
    size_t fit = span.size;

    if (status != MW_OK)
        return status;
    if (ascii)
        for (fit = 0; fit < span.size && span.data[fit] < 0x80;)
            fit++;
    mw_space_put_all(&room, span.data, fit);
    mw_converter_count(converter, mw_converter_add(converter, room));
    mw_bytes_skip(&span, fit);
    return span.size > 0 ? mw_converter_fail_character(converter, span, error)
                         : MW_OK;
}

static mw_status copy_ascii(mw_converter *converter, mw_bytes *in,
                            mw_error *error)
{
    mw_space room = mw_converter_room(converter);
    size_t size = 0;

    while (size < in->size && size < MW_CONVERTER_SPAN && in->data[size] < 0x80)
        size++;
    mw_space_put_all(&room, in->data, size);
    mw_converter_count(converter, mw_converter_add(converter, room));
    mw_bytes_skip(in, size);
    if (size == 0)
        return mw_converter_fail_octet(converter, in->data[0], "us-ascii",
                                       error);
    return MW_OK;
}

static mw_status convert_some(mw_converter *converter, mw_bytes *in,
                              mw_error *error)
{
    if (converter->direction == MW_FROM_UTF8)
        return converter->handle != NULL
                   ? mw_converter_encode(converter, in, error)
                   : copy_characters(converter, in, error);
    if (converter->handle != NULL)
        return mw_converter_decode(converter, in, error);
    return converter->charset == MW_CHARSET_US_ASCII
               ? copy_ascii(converter, in, error)
               : copy_characters(converter, in, error);
}

static mw_status end_conversion(mw_converter *converter, mw_error *error)
{
    converter->ended = true;
    if (converter->held_size > 0 || converter->inside) {
        mw_converter_count_unproven(converter);
        return mw_converter_fail_cut(converter, error);
    }
    if (converter->handle == NULL)
        return MW_OK;
    if (converter->direction == MW_FROM_UTF8)
        return mw_converter_end_encoding(converter, error);
    mw_converter_end_decoding(converter);
    return MW_OK;
}

mw_status mw_convert(mw_converter *converter, mw_bytes *in, mw_space *out,
                     bool last, bool *done, mw_error *error)
{
    for (;;) {
        mw_status status;

        *done = false;
        if (!mw_pending_flush(converter->pending, &converter->pending_size,
                              out))
            return MW_OK;
        *done = in->size == 0 && (!last || converter->ended);
        if (*done)
            return MW_OK;
        if (in->size > 0)
            status = convert_some(converter, in, error);
        else
            status = end_conversion(converter, error);
        if (status != MW_OK)
            return status;
    }
}
