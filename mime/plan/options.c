/* SPDX-License-Identifier: MIT */

#include "plan/options.h"

#include "base/ascii.h"

void mw_plan_options_init(mw_plan_options *options, mw_context *context)
{
    *options = (mw_plan_options){
        .context = context,
        .charsets = { { MW_CHARSET_US_ASCII, MW_CHARSET_UTF8 }, 2 },
        .input_charsets = { { MW_CHARSET_UTF8 }, 1 },
    };
}

mw_status mw_plan_options_new(mw_context *context, mw_plan_options **options,
                              mw_error *error)
{
    mw_plan_options *made = mw_context_take(context, sizeof *made, error);

    if (made == NULL)
        return MW_E_MEMORY;
    mw_plan_options_init(made, context);
    *options = made;
    return MW_OK;
}

void mw_plan_options_free(mw_plan_options *options)
{
    if (options != NULL)
        mw_context_give_back(options->context, options, sizeof *options);
}

void mw_plan_options_set_transport(mw_plan_options *options,
                                   mw_transport transport)
{
    if ((unsigned)transport <= MW_TRANSPORT_BINARY)
        options->transport = transport;
}

void mw_plan_options_set_utf8_headers(mw_plan_options *options, int utf8)
{
    options->utf8_headers = utf8 != 0;
}

mw_status mw_plan_options_set_charsets(mw_plan_options *options,
                                       const char *charsets, mw_error *error)
{
    return mw_charset_list_parse(charsets, true, &options->charsets, error);
}

mw_status mw_plan_options_set_input_charsets(mw_plan_options *options,
                                             const char *charsets,
                                             mw_error *error)
{
    return mw_charset_list_parse(charsets, false, &options->input_charsets,
                                 error);
}

void mw_plan_options_set_filename_style(mw_plan_options *options,
                                        mw_filename_style style)
{
    if ((unsigned)style <= MW_FILENAME_LEGACY)
        options->filename_style = style;
}

void mw_plan_options_set_line_end(mw_plan_options *options,
                                  mw_line_end line_end)
{
    options->line_end = line_end;
}

void mw_plan_options_set_unfit_text(mw_plan_options *options,
                                    mw_unfit_text unfit)
{
    options->unfit_text = unfit;
}

/* bchars of RFC 2046, section 5.1.1; a space among them, but not at the end. */
static bool is_boundary_character(char c)
{
    return mw_ascii_is_alnum(c) || c == ' ' ||
           strchr("'()+_,-./:=?", c) != NULL;
}

mw_status mw_plan_options_set_boundary(mw_plan_options *options,
                                       const char *text, mw_error *error)
{
    const size_t size = strlen(text);

    if (size == 0 || size > MW_BOUNDARY_LONGEST)
        return mw_fail(error, MW_E_SYNTAX,
                       "boundary: has %zu characters, not 1 to %d", size,
                       MW_BOUNDARY_LONGEST);
    for (size_t i = 0; i < size; i++)
        if (!is_boundary_character(text[i]))
            return mw_fail(error, MW_E_SYNTAX,
                           "boundary: octet 0x%02X cannot stand in one",
                           (unsigned)(uint8_t)text[i]);
    if (text[size - 1] == ' ')
        return mw_fail(error, MW_E_SYNTAX, "boundary: ends in a space");
    memcpy(options->boundary, text, size + 1);
    return MW_OK;
}

void mw_plan_options_set_size_limit(mw_plan_options *options, uint64_t size)
{
    options->size_limit = size;
}
