/* SPDX-License-Identifier: MIT */
#ifndef CODEC_CHARSET_NAME_H
#define CODEC_CHARSET_NAME_H

#include "base/bytes.h"
#include "base/error.h"

/*
 * Charsets that mail may carry, by name.
 *
 * Names come from a list: the registered MIME names and usual aliases. What
 * is not on it is unknown, so no suffix ever reaches iconv; stateful ones
 * (utf-7, hz, iso-2022-*) and those that are no ASCII superset (utf-16,
 * utf-32, EBCDIC, VISCII) are not for mail here. ISO-2022-JP is refused on
 * output, taken on input only for decoding what others wrote.
 */
typedef struct mw_charset {
    const char *name;       /* the preferred MIME name, as it is written */
    const char *iconv_name; /* for iconv_open; NULL for UTF-8 and US-ASCII */
    /*
     * The wider charset that readers take this name for, NULL where it is
     * the same: GBK for gb2312. Text is read as that, and text that is
     * written has to mean the same in both.
     */
    const char *iconv_reader;
    bool only_input;
} mw_charset;

/* The charset called NAME, in any case of letters, or NULL. */
const mw_charset *mw_charset_find(mw_bytes name);

extern const mw_charset *const MW_CHARSET_UTF8;
extern const mw_charset *const MW_CHARSET_US_ASCII;

/* No name finds these two: a text is in them only where its mark says so. */
extern const mw_charset *const MW_CHARSET_UTF16_LE;
extern const mw_charset *const MW_CHARSET_UTF16_BE;

#define MW_CHARSETS_MOST 16

typedef struct mw_charset_list {
    const mw_charset *items[MW_CHARSETS_MOST];
    size_t count;
} mw_charset_list;

/*
 * Reads TEXT, names with commas and blanks between. Fails with MW_E_CHARSET
 * for an unknown name, one that OUTPUT forbids, or none at all, or more than
 * MW_CHARSETS_MOST.
 */
mw_status mw_charset_list_parse(const char *text, bool output,
                                mw_charset_list *list, mw_error *error);

#endif
