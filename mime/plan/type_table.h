/* SPDX-License-Identifier: MIT */
#ifndef PLAN_TYPE_TABLE_H
#define PLAN_TYPE_TABLE_H

#include "base/bytes.h"

/*
 * Which media type the files of a name are, and what their first octets then
 * have to be. Types are the registered ones where there are any.
 */

/* What the first octets of a file have to be. */
typedef enum {
    MW_FORM_ANY,    /* nothing: the name is all there is to go by */
    MW_FORM_TEXT,   /* text; of a type that is text/, to its end */
    MW_FORM_MARKUP, /* "<" comes first: XML, in any charset */
    /* The rest have signatures. */
    MW_FORM_7Z,
    MW_FORM_AIFF,
    MW_FORM_AMR,
    MW_FORM_AR,
    MW_FORM_AVI,
    MW_FORM_BMP,
    MW_FORM_BZIP2,
    MW_FORM_DER,
    MW_FORM_ELF,
    MW_FORM_EXE,
    MW_FORM_FLAC,
    MW_FORM_GIF,
    MW_FORM_GZIP,
    MW_FORM_ICALENDAR,
    MW_FORM_ICO,
    MW_FORM_ISO_MEDIA, /* MP4 and its relatives */
    MW_FORM_JPEG,
    MW_FORM_MATROSKA,
    MW_FORM_MIDI,
    MW_FORM_MP3,
    MW_FORM_OGG,
    MW_FORM_OLE, /* office files before 2007 */
    MW_FORM_OPENTYPE,
    MW_FORM_PDF,
    MW_FORM_PNG,
    MW_FORM_POSTSCRIPT,
    MW_FORM_PSD,
    MW_FORM_RAR,
    MW_FORM_RPM,
    MW_FORM_RTF,
    MW_FORM_SQLITE,
    MW_FORM_TAR,
    MW_FORM_TIFF,
    MW_FORM_TRUETYPE,
    MW_FORM_VCARD,
    MW_FORM_WASM,
    MW_FORM_WAV,
    MW_FORM_WEBP,
    MW_FORM_WOFF,
    MW_FORM_WOFF2,
    MW_FORM_XZ,
    MW_FORM_ZIP,
    MW_FORM_ZSTD
} mw_form;

typedef struct mw_type_row {
    const char *extension; /* lower case */
    const char *type;
    mw_form form;
} mw_type_row;

/* The row of the file called FILENAME, or NULL. */
const mw_type_row *mw_type_row_find(mw_bytes filename);

/* Whether FRONT, the first octets of a file, has a signature of FORM. */
bool mw_form_has_signature(mw_form form, mw_bytes front);

/*
 * The type of a file that starts with FRONT, whatever its name is, where a
 * signature is that of one type alone; or NULL.
 */
const char *mw_type_by_signature(mw_bytes front);

#endif
