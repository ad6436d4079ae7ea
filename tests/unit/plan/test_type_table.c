/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "plan/type_table.h"

#include <string.h>

/* All that the table has: a row out of its order is not found. */
static const char EXTENSIONS[] =
    "3gp 7z aif aiff amr apk asc asm atom avi avif bash bat bib bin bmp "
    "bz2 c cc cer cfg cmake conf cpp cs css csv cxx deb diff dll dmg "
    "doc docm docx dot dotx eml eps epub exe f90 flac geojson gif go "
    "gpx gz h heic heif hh hpp hs htm html hxx ico ics ifb img ini "
    "ipynb jar java jpe jpeg jpg js json jsonl jsonld kml kmz kt log "
    "lua m4a m4v markdown md mht mhtml mid midi mjs mk mkv mov mp3 mp4 "
    "msg ndjson nfo odf odg odp ods odt oga ogg ogv opus otf ott p12 "
    "p7m p7s pas patch pdf pem pfx php pl pm png po pps ppsx ppt pptx "
    "properties ps ps1 psd py rar rb rpm rs rss rst rtf s sh so sql "
    "sqlite sqlite3 srt sty svg swift tar tcl tex text tgz tif tiff "
    "toml ts tsv tsx ttf txt vb vcard vcf vsd vtt wasm wav webm "
    "webmanifest webp woff woff2 xhtml xls xlsm xlsx xml xsd xsl xslt "
    "xz yaml yml zip zst";

static void finds_every_extension_in_any_case(void **state)
{
    const char *at = EXTENSIONS;
    unsigned count = 0;

    (void)state;
    while (*at != '\0') {
        const size_t size = strcspn(at, " ");
        char name[64] = "X.";
        const mw_type_row *row;

        memcpy(name + 2, at, size);
        row = mw_type_row_find((mw_bytes){ (uint8_t *)name, size + 2 });
        assert_non_null(row);
        assert_int_equal(strlen(row->extension), size);
        assert_memory_equal(row->extension, at, size);
        name[2] = (char)(name[2] >= 'a' ? name[2] - 32 : name[2]);
        assert_ptr_equal(
            mw_type_row_find((mw_bytes){ (uint8_t *)name, size + 2 }), row);
        at += size + (at[size] == ' ');
        count++;
    }
    assert_int_equal(count, 182);
}

static void finds_nothing_for_other_names(void **state)
{
    static const char *const NAMES[] = {
        "",       "png",   "a.",         "a.pngx",
        "a.pn",   ".png.", "a.\xc3\xa4", "a.averyveryverylongextension",
        "a.png ",
    };

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        assert_null(mw_type_row_find(mw_bytes_of(NAMES[i])));
}

static void knows_signatures_at_their_offsets(void **state)
{
    uint8_t tar[262] = { 0 };
    const mw_bytes front = { tar, sizeof tar };

    (void)state;
    assert_false(mw_form_has_signature(MW_FORM_TAR, front));
    memcpy(tar + 257, "ustar", 5);
    assert_true(mw_form_has_signature(MW_FORM_TAR, front));
    assert_false(mw_form_has_signature(MW_FORM_ZIP, front));
    assert_false(mw_form_has_signature(MW_FORM_TAR, (mw_bytes){ tar, 261 }));
    assert_string_equal(mw_type_by_signature(front), "application/x-tar");
    assert_null(mw_type_by_signature(mw_bytes_of("PK\3\4")));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_every_extension_in_any_case),
    cmocka_unit_test(finds_nothing_for_other_names),
    cmocka_unit_test(knows_signatures_at_their_offsets),
};

SUITE_MAIN(TESTS)
