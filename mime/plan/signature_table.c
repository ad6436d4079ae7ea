/* SPDX-License-Identifier: MIT */

/*
 * The first octets of formats that have a signature. Some signatures are
 * shared by many types, such as that of ZIP by the office formats of today:
 * those confirm what a name says and tell nothing alone.
 */

#include "plan/type_table.h"

typedef struct {
    mw_form form;
    uint16_t offset;
    const char *octets;
    uint8_t size;
    const char *type; /* what it tells alone, or NULL */
} signature;

/* A string that may hold NUL. */
#define OCTETS(text) text, sizeof(text) - 1

static const signature SIGNATURES[] = {
    { MW_FORM_7Z, 0, OCTETS("7z\xbc\xaf\x27\x1c"),
      "application/x-7z-compressed" },
    { MW_FORM_AIFF, 8, OCTETS("AIFF"), NULL },
    { MW_FORM_AIFF, 8, OCTETS("AIFC"), NULL },
    { MW_FORM_AMR, 0, OCTETS("#!AMR"), "audio/AMR" },
    { MW_FORM_AR, 0, OCTETS("!<arch>\n"), NULL },
    { MW_FORM_AVI, 8, OCTETS("AVI LIST"), "video/x-msvideo" },
    { MW_FORM_BMP, 0, OCTETS("BM"), NULL },
    { MW_FORM_BZIP2, 0, OCTETS("BZh"), NULL },
    { MW_FORM_DER, 0, OCTETS("\x30\x80"), NULL },
    { MW_FORM_DER, 0, OCTETS("\x30\x81"), NULL },
    { MW_FORM_DER, 0, OCTETS("\x30\x82"), NULL },
    { MW_FORM_DER, 0, OCTETS("\x30\x83"), NULL },
    { MW_FORM_DER, 0, OCTETS("\x30\x84"), NULL },
    { MW_FORM_ELF, 0,
      OCTETS("\x7f"
             "ELF"),
      NULL },
    { MW_FORM_EXE, 0, OCTETS("MZ"), NULL },
    { MW_FORM_FLAC, 0, OCTETS("fLaC"), "audio/flac" },
    { MW_FORM_GIF, 0, OCTETS("GIF87a"), "image/gif" },
    { MW_FORM_GIF, 0, OCTETS("GIF89a"), "image/gif" },
    { MW_FORM_GZIP, 0, OCTETS("\x1f\x8b\x08"), "application/gzip" },
    { MW_FORM_ICALENDAR, 0, OCTETS("BEGIN:VCALENDAR"), NULL },
    { MW_FORM_ICALENDAR, 0,
      OCTETS("\xef\xbb\xbf"
             "BEGIN:VCALENDAR"),
      NULL },
    { MW_FORM_ICO, 0, OCTETS("\0\0\1\0"), NULL },
    { MW_FORM_ISO_MEDIA, 4, OCTETS("ftyp"), NULL },
    { MW_FORM_ISO_MEDIA, 4, OCTETS("moov"), NULL },
    { MW_FORM_ISO_MEDIA, 4, OCTETS("mdat"), NULL },
    { MW_FORM_ISO_MEDIA, 4, OCTETS("wide"), NULL },
    { MW_FORM_JPEG, 0, OCTETS("\xff\xd8\xff"), "image/jpeg" },
    { MW_FORM_MATROSKA, 0, OCTETS("\x1a\x45\xdf\xa3"), NULL },
    { MW_FORM_MIDI, 0, OCTETS("MThd"), "audio/midi" },
    { MW_FORM_MP3, 0, OCTETS("ID3"), NULL },
    { MW_FORM_MP3, 0, OCTETS("\xff\xfb"), NULL },
    { MW_FORM_MP3, 0, OCTETS("\xff\xfa"), NULL },
    { MW_FORM_MP3, 0, OCTETS("\xff\xf3"), NULL },
    { MW_FORM_MP3, 0, OCTETS("\xff\xf2"), NULL },
    { MW_FORM_OGG, 0, OCTETS("OggS\0"), NULL },
    { MW_FORM_OLE, 0, OCTETS("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), NULL },
    { MW_FORM_OPENTYPE, 0, OCTETS("OTTO"), NULL },
    { MW_FORM_PDF, 0, OCTETS("%PDF-"), "application/pdf" },
    { MW_FORM_PNG, 0, OCTETS("\x89PNG\r\n\x1a\n"), "image/png" },
    { MW_FORM_POSTSCRIPT, 0, OCTETS("%!PS"), "application/postscript" },
    { MW_FORM_PSD, 0, OCTETS("8BPS"), NULL },
    { MW_FORM_RAR, 0, OCTETS("Rar!\x1a\x07"), "application/vnd.rar" },
    { MW_FORM_RPM, 0, OCTETS("\xed\xab\xee\xdb"), "application/x-rpm" },
    { MW_FORM_RTF, 0, OCTETS("{\\rtf1"), "application/rtf" },
    { MW_FORM_SQLITE, 0, OCTETS("SQLite format 3\0"),
      "application/vnd.sqlite3" },
    { MW_FORM_TAR, 257, OCTETS("ustar"), "application/x-tar" },
    { MW_FORM_TIFF, 0, OCTETS("II*\0"), "image/tiff" },
    { MW_FORM_TIFF, 0, OCTETS("MM\0*"), "image/tiff" },
    { MW_FORM_TRUETYPE, 0, OCTETS("\0\1\0\0\0"), NULL },
    { MW_FORM_TRUETYPE, 0, OCTETS("true"), NULL },
    { MW_FORM_VCARD, 0, OCTETS("BEGIN:VCARD"), NULL },
    { MW_FORM_VCARD, 0,
      OCTETS("\xef\xbb\xbf"
             "BEGIN:VCARD"),
      NULL },
    { MW_FORM_WASM, 0, OCTETS("\0asm"), "application/wasm" },
    { MW_FORM_WAV, 8, OCTETS("WAVEfmt"), "audio/x-wav" },
    { MW_FORM_WEBP, 8, OCTETS("WEBPVP8"), "image/webp" },
    { MW_FORM_WOFF, 0, OCTETS("wOFF"), "font/woff" },
    { MW_FORM_WOFF2, 0, OCTETS("wOF2"), "font/woff2" },
    { MW_FORM_XZ, 0,
      OCTETS("\xfd"
             "7zXZ\0"),
      "application/x-xz" },
    { MW_FORM_ZIP, 0, OCTETS("PK\3\4"), NULL },
    { MW_FORM_ZIP, 0, OCTETS("PK\5\6"), NULL },
    { MW_FORM_ZSTD, 0, OCTETS("\x28\xb5\x2f\xfd"), "application/zstd" },
};

#define COUNT (sizeof SIGNATURES / sizeof SIGNATURES[0])

static bool matches(const signature *known, mw_bytes front)
{
    return front.size >= (size_t)known->offset + known->size &&
           memcmp(front.data + known->offset, known->octets, known->size) == 0;
}

bool mw_form_has_signature(mw_form form, mw_bytes front)
{
    for (size_t i = 0; i < COUNT; i++)
        if (SIGNATURES[i].form == form && matches(&SIGNATURES[i], front))
            return true;
    return false;
}

const char *mw_type_by_signature(mw_bytes front)
{
    for (size_t i = 0; i < COUNT; i++)
        if (SIGNATURES[i].type != NULL && matches(&SIGNATURES[i], front))
            return SIGNATURES[i].type;
    return NULL;
}
