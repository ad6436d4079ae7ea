/* SPDX-License-Identifier: MIT */

/*
 * Names are those of the IANA registry, in lower case; aliases are the
 * registry's and those that mail really carries. The iconv names are chosen
 * so that glibc, GNU libiconv, musl and the BSDs know them.
 */

#include "codec/charset_name.h"

#include "base/ascii.h"

typedef struct {
    mw_charset charset;
    const char *aliases; /* with single blanks between */
} entry;

#define SAME(name, iconv_name, aliases)                                        \
    {                                                                          \
        { name, iconv_name, NULL, false }, aliases                             \
    }

/*
 * Readers take gb2312 for GBK, shift_jis for Windows-31J and euc-kr for
 * code page 949, as much mail is labelled so; hence the wider readers.
 */
#define WIDER(name, iconv_name, reader, aliases)                               \
    {                                                                          \
        { name, iconv_name, reader, false }, aliases                           \
    }

static const entry ENTRIES[] = {
    SAME("utf-8", NULL, "utf8 unicode-1-1-utf-8 x-utf-8 csutf8"),
    SAME("us-ascii", NULL,
         "ascii ansi_x3.4-1968 ansi_x3.4-1986 iso646-us iso_646.irv:1991 "
         "iso-ir-6 us cp367 ibm367 csascii"),
    SAME("iso-8859-1", "ISO-8859-1",
         "latin1 l1 iso8859-1 iso_8859-1 iso_8859-1:1987 iso88591 latin-1 "
         "iso-ir-100 cp819 ibm819 csisolatin1"),
    SAME("iso-8859-2", "ISO-8859-2",
         "latin2 l2 iso8859-2 iso_8859-2 iso_8859-2:1987 iso88592 latin-2 "
         "iso-ir-101 csisolatin2"),
    SAME("iso-8859-3", "ISO-8859-3",
         "latin3 l3 iso8859-3 iso_8859-3 iso_8859-3:1988 iso-ir-109 "
         "csisolatin3"),
    SAME("iso-8859-4", "ISO-8859-4",
         "latin4 l4 iso8859-4 iso_8859-4 iso_8859-4:1988 iso-ir-110 "
         "csisolatin4"),
    SAME("iso-8859-5", "ISO-8859-5",
         "cyrillic iso8859-5 iso_8859-5 iso_8859-5:1988 iso-ir-144 "
         "csisolatincyrillic"),
    SAME("iso-8859-6", "ISO-8859-6",
         "arabic iso8859-6 iso_8859-6 iso_8859-6:1987 iso-ir-127 ecma-114 "
         "asmo-708 csisolatinarabic"),
    SAME("iso-8859-7", "ISO-8859-7",
         "greek greek8 iso8859-7 iso_8859-7 iso_8859-7:1987 iso-ir-126 "
         "elot_928 ecma-118 csisolatingreek"),
    SAME("iso-8859-8", "ISO-8859-8",
         "hebrew iso8859-8 iso_8859-8 iso_8859-8:1988 iso-ir-138 "
         "csisolatinhebrew"),
    SAME("iso-8859-8-i", "ISO-8859-8", "iso_8859-8-i csiso88598i logical"),
    SAME("iso-8859-9", "ISO-8859-9",
         "latin5 l5 iso8859-9 iso_8859-9 iso_8859-9:1989 iso-ir-148 "
         "csisolatin5"),
    SAME("iso-8859-10", "ISO-8859-10",
         "latin6 l6 iso8859-10 iso_8859-10 iso_8859-10:1992 iso-ir-157 "
         "csisolatin6"),
    SAME("iso-8859-11", "ISO-8859-11", "iso8859-11 iso_8859-11"),
    SAME("iso-8859-13", "ISO-8859-13", "latin7 l7 iso8859-13 iso_8859-13"),
    SAME("iso-8859-14", "ISO-8859-14",
         "latin8 l8 iso8859-14 iso_8859-14 iso_8859-14:1998 iso-celtic "
         "iso-ir-199"),
    SAME("iso-8859-15", "ISO-8859-15",
         "latin-9 latin9 l9 iso8859-15 iso_8859-15"),
    SAME("iso-8859-16", "ISO-8859-16",
         "latin10 l10 iso8859-16 iso_8859-16 iso_8859-16:2001 iso-ir-226"),
    SAME("windows-1250", "CP1250", "cp1250 x-cp1250 cswindows1250"),
    SAME("windows-1251", "CP1251", "cp1251 x-cp1251 cswindows1251 win-1251"),
    SAME("windows-1252", "CP1252", "cp1252 x-cp1252 cswindows1252 ansi"),
    SAME("windows-1253", "CP1253", "cp1253 x-cp1253 cswindows1253"),
    SAME("windows-1254", "CP1254", "cp1254 x-cp1254 cswindows1254"),
    SAME("windows-1255", "CP1255", "cp1255 x-cp1255 cswindows1255"),
    SAME("windows-1256", "CP1256", "cp1256 x-cp1256 cswindows1256"),
    SAME("windows-1257", "CP1257", "cp1257 x-cp1257 cswindows1257"),
    SAME("windows-1258", "CP1258", "cp1258 x-cp1258 cswindows1258"),
    SAME("windows-874", "CP874", "cp874 x-windows-874 dos-874 cswindows874"),
    SAME("tis-620", "TIS-620", "tis620 tis620-0 tis620.2533-0 cstis620"),
    SAME("koi8-r", "KOI8-R", "koi8 koi8r koi8_r cskoi8r"),
    SAME("koi8-u", "KOI8-U", "koi8u koi8_u cskoi8u"),
    WIDER("gb2312", "GB2312", "GBK",
          "gb_2312-80 gb_2312 gb2312-80 euc-cn euccn cn-gb iso-ir-58 chinese "
          "x-euc-cn csgb2312 csiso58gb231280"),
    SAME("gbk", "GBK", "cp936 ms936 windows-936 x-gbk csgbk"),
    SAME("gb18030", "GB18030", "gb18030-2000 gb18030-2022 csgb18030"),
    SAME("big5", "BIG5", "big-5 bigfive cn-big5 x-x-big5 csbig5"),
    SAME("big5-hkscs", "BIG5-HKSCS", "big5hkscs csbig5hkscs"),
    SAME("euc-jp", "EUC-JP",
         "eucjp x-euc-jp x-euc ujis cseucpkdfmtjapanese "
         "extended_unix_code_packed_format_for_japanese"),
    WIDER("shift_jis", "SHIFT_JIS", "CP932",
          "shift-jis sjis x-sjis ms_kanji csshiftjis"),
    SAME("windows-31j", "CP932", "cp932 ms932 cswindows31j"),
    WIDER("euc-kr", "EUC-KR", "CP949",
          "euckr ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc_5601 ksc5601 "
          "ks_c-5601-1987 korean iso-ir-149 cp949 windows-949 cseuckr "
          "csksc56011987"),
    SAME("macintosh", "MACINTOSH", "mac x-mac-roman csmacintosh"),
    SAME("ibm437", "CP437", "cp437 437 cspc8codepage437"),
    SAME("ibm775", "CP775", "cp775 cspc775baltic"),
    SAME("ibm850", "CP850", "cp850 850 cspc850multilingual"),
    SAME("ibm852", "CP852", "cp852 852 cspcp852"),
    SAME("ibm855", "CP855", "cp855 855 csibm855"),
    SAME("ibm857", "CP857", "cp857 857 csibm857"),
    SAME("ibm00858", "CP858", "cp00858 cp858 ibm858 ccsid00858 csibm00858"),
    SAME("ibm860", "CP860", "cp860 860 csibm860"),
    SAME("ibm861", "CP861", "cp861 861 cp-is csibm861"),
    SAME("ibm862", "CP862", "cp862 862 cspc862latinhebrew"),
    SAME("ibm863", "CP863", "cp863 863 csibm863"),
    SAME("ibm865", "CP865", "cp865 865 csibm865"),
    SAME("ibm866", "CP866", "cp866 866 csibm866"),
    SAME("ibm869", "CP869", "cp869 869 cp-gr csibm869"),
    { { "iso-2022-jp", "ISO-2022-JP", NULL, true }, "iso2022-jp csiso2022jp" },
};

const mw_charset *const MW_CHARSET_UTF8 = &ENTRIES[0].charset;
const mw_charset *const MW_CHARSET_US_ASCII = &ENTRIES[1].charset;

static const mw_charset UTF16_LE = { "utf-16le", "UTF-16LE", NULL, true };
static const mw_charset UTF16_BE = { "utf-16be", "UTF-16BE", NULL, true };

const mw_charset *const MW_CHARSET_UTF16_LE = &UTF16_LE;
const mw_charset *const MW_CHARSET_UTF16_BE = &UTF16_BE;

/* Whether NAME is one of WORDS, which have single blanks between them. */
static bool is_one_of(mw_bytes name, const char *words)
{
    const char *word = words;

    while (*word != '\0') {
        const size_t size = strcspn(word, " ");

        if (mw_ascii_equal(name, (mw_bytes){ (const uint8_t *)word, size }))
            return true;
        word += size;
        word += *word == ' ';
    }
    return false;
}

const mw_charset *mw_charset_find(mw_bytes name)
{
    for (size_t i = 0; i < sizeof ENTRIES / sizeof ENTRIES[0]; i++)
        if (mw_ascii_equal_text(name, ENTRIES[i].charset.name) ||
            is_one_of(name, ENTRIES[i].aliases))
            return &ENTRIES[i].charset;
    return NULL;
}

/* Whether NAME is a charset that exists, but that mail cannot carry. */
static bool is_unfit(mw_bytes name)
{
    static const char *const STARTS[] = {
        "utf-7", "utf7",     "utf-16", "utf16",   "utf-32", "utf32",
        "ucs-",  "iso-2022", "hz",     "unicode", "ebcdic", "viscii",
    };

    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++)
        if (mw_ascii_starts_with(name, STARTS[i]))
            return true;
    return false;
}

static mw_status fail_name(mw_bytes name, mw_error *error)
{
    if (is_unfit(name))
        mw_fail(error, MW_E_CHARSET, "mail cannot carry charset \"%.*s\"",
                MW_SHOW(name));
    else
        mw_fail(error, MW_E_CHARSET, "charset \"%.*s\" is unknown",
                MW_SHOW(name));
    mw_hint(error, "such as utf-8, us-ascii, iso-8859-1, windows-1252, "
                   "koi8-r, gb18030, shift_jis");
    return MW_E_CHARSET;
}

static mw_status add_name(mw_bytes name, bool output, mw_charset_list *list,
                          mw_error *error)
{
    const mw_charset *charset = mw_charset_find(name);

    if (charset == NULL || (output && charset->only_input))
        return fail_name(name, error);
    if (list->count == MW_CHARSETS_MOST)
        return mw_fail(error, MW_E_CHARSET, "more than %d charsets",
                       MW_CHARSETS_MOST);
    list->items[list->count++] = charset;
    return MW_OK;
}

mw_status mw_charset_list_parse(const char *text, bool output,
                                mw_charset_list *list, mw_error *error)
{
    static const char BETWEEN[] = ", \t";
    mw_charset_list read = { .count = 0 };

    for (text += strspn(text, BETWEEN); *text != '\0';
         text += strspn(text, BETWEEN)) {
        const size_t size = strcspn(text, BETWEEN);
        const mw_status status = add_name(
            (mw_bytes){ (const uint8_t *)text, size }, output, &read, error);

        if (status != MW_OK)
            return status;
        text += size;
    }
    if (read.count == 0)
        return mw_fail(error, MW_E_CHARSET, "no charset is named");
    *list = read;
    return MW_OK;
}
