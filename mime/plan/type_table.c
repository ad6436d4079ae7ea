/* SPDX-License-Identifier: MIT */

/*
 * The types of file names that people attach, in the order of the octets of
 * their extensions. A name that is not here is left to what the file holds.
 * Messages that are attached as files are files: to embed one is another
 * thing to ask for.
 */

#include "plan/type_table.h"

#include "base/ascii.h"

#include <stdlib.h>

#define OPENDOCUMENT "application/vnd.oasis.opendocument."
#define OPENXML "application/vnd.openxmlformats-officedocument."

static const mw_type_row ROWS[] = {
    { "3gp", "video/3gpp", MW_FORM_ISO_MEDIA },
    { "7z", "application/x-7z-compressed", MW_FORM_7Z },
    { "aif", "audio/x-aiff", MW_FORM_AIFF },
    { "aiff", "audio/x-aiff", MW_FORM_AIFF },
    { "amr", "audio/AMR", MW_FORM_AMR },
    { "apk", "application/vnd.android.package-archive", MW_FORM_ZIP },
    { "asc", "text/plain", MW_FORM_TEXT },
    { "asm", "text/x-asm", MW_FORM_TEXT },
    { "atom", "application/atom+xml", MW_FORM_MARKUP },
    { "avi", "video/x-msvideo", MW_FORM_AVI },
    { "avif", "image/avif", MW_FORM_ISO_MEDIA },
    { "bash", "text/x-sh", MW_FORM_TEXT },
    { "bat", "text/plain", MW_FORM_TEXT },
    { "bib", "text/x-bibtex", MW_FORM_TEXT },
    { "bin", "application/octet-stream", MW_FORM_ANY },
    { "bmp", "image/bmp", MW_FORM_BMP },
    { "bz2", "application/x-bzip2", MW_FORM_BZIP2 },
    { "c", "text/x-csrc", MW_FORM_TEXT },
    { "cc", "text/x-c++src", MW_FORM_TEXT },
    { "cer", "application/pkix-cert", MW_FORM_DER },
    { "cfg", "text/plain", MW_FORM_TEXT },
    { "cmake", "text/plain", MW_FORM_TEXT },
    { "conf", "text/plain", MW_FORM_TEXT },
    { "cpp", "text/x-c++src", MW_FORM_TEXT },
    { "cs", "text/x-csharp", MW_FORM_TEXT },
    { "css", "text/css", MW_FORM_TEXT },
    { "csv", "text/csv", MW_FORM_TEXT },
    { "cxx", "text/x-c++src", MW_FORM_TEXT },
    { "deb", "application/vnd.debian.binary-package", MW_FORM_AR },
    { "diff", "text/x-diff", MW_FORM_TEXT },
    { "dll", "application/vnd.microsoft.portable-executable", MW_FORM_EXE },
    { "dmg", "application/octet-stream", MW_FORM_ANY },
    { "doc", "application/msword", MW_FORM_OLE },
    { "docm", "application/vnd.ms-word.document.macroEnabled.12", MW_FORM_ZIP },
    { "docx", OPENXML "wordprocessingml.document", MW_FORM_ZIP },
    { "dot", "application/msword", MW_FORM_OLE },
    { "dotx", OPENXML "wordprocessingml.template", MW_FORM_ZIP },
    { "eml", "application/octet-stream", MW_FORM_ANY },
    { "eps", "application/postscript", MW_FORM_POSTSCRIPT },
    { "epub", "application/epub+zip", MW_FORM_ZIP },
    { "exe", "application/vnd.microsoft.portable-executable", MW_FORM_EXE },
    { "f90", "text/x-fortran", MW_FORM_TEXT },
    { "flac", "audio/flac", MW_FORM_FLAC },
    { "geojson", "application/geo+json", MW_FORM_TEXT },
    { "gif", "image/gif", MW_FORM_GIF },
    { "go", "text/x-go", MW_FORM_TEXT },
    { "gpx", "application/gpx+xml", MW_FORM_MARKUP },
    { "gz", "application/gzip", MW_FORM_GZIP },
    { "h", "text/x-chdr", MW_FORM_TEXT },
    { "heic", "image/heic", MW_FORM_ISO_MEDIA },
    { "heif", "image/heif", MW_FORM_ISO_MEDIA },
    { "hh", "text/x-c++hdr", MW_FORM_TEXT },
    { "hpp", "text/x-c++hdr", MW_FORM_TEXT },
    { "hs", "text/x-haskell", MW_FORM_TEXT },
    { "htm", "text/html", MW_FORM_TEXT },
    { "html", "text/html", MW_FORM_TEXT },
    { "hxx", "text/x-c++hdr", MW_FORM_TEXT },
    { "ico", "image/vnd.microsoft.icon", MW_FORM_ICO },
    { "ics", "text/calendar", MW_FORM_ICALENDAR },
    { "ifb", "text/calendar", MW_FORM_ICALENDAR },
    { "img", "application/octet-stream", MW_FORM_ANY },
    { "ini", "text/plain", MW_FORM_TEXT },
    { "ipynb", "application/x-ipynb+json", MW_FORM_TEXT },
    { "jar", "application/java-archive", MW_FORM_ZIP },
    { "java", "text/x-java", MW_FORM_TEXT },
    { "jpe", "image/jpeg", MW_FORM_JPEG },
    { "jpeg", "image/jpeg", MW_FORM_JPEG },
    { "jpg", "image/jpeg", MW_FORM_JPEG },
    { "js", "text/javascript", MW_FORM_TEXT },
    { "json", "application/json", MW_FORM_TEXT },
    { "jsonl", "application/x-ndjson", MW_FORM_TEXT },
    { "jsonld", "application/ld+json", MW_FORM_TEXT },
    { "kml", "application/vnd.google-earth.kml+xml", MW_FORM_MARKUP },
    { "kmz", "application/vnd.google-earth.kmz", MW_FORM_ZIP },
    { "kt", "text/plain", MW_FORM_TEXT },
    { "log", "text/plain", MW_FORM_TEXT },
    { "lua", "text/x-lua", MW_FORM_TEXT },
    { "m4a", "audio/mp4", MW_FORM_ISO_MEDIA },
    { "m4v", "video/mp4", MW_FORM_ISO_MEDIA },
    { "markdown", "text/markdown", MW_FORM_TEXT },
    { "md", "text/markdown", MW_FORM_TEXT },
    { "mht", "application/octet-stream", MW_FORM_ANY },
    { "mhtml", "application/octet-stream", MW_FORM_ANY },
    { "mid", "audio/midi", MW_FORM_MIDI },
    { "midi", "audio/midi", MW_FORM_MIDI },
    { "mjs", "text/javascript", MW_FORM_TEXT },
    { "mk", "text/plain", MW_FORM_TEXT },
    { "mkv", "video/x-matroska", MW_FORM_MATROSKA },
    { "mov", "video/quicktime", MW_FORM_ISO_MEDIA },
    { "mp3", "audio/mpeg", MW_FORM_MP3 },
    { "mp4", "video/mp4", MW_FORM_ISO_MEDIA },
    { "msg", "application/vnd.ms-outlook", MW_FORM_OLE },
    { "ndjson", "application/x-ndjson", MW_FORM_TEXT },
    { "nfo", "text/plain", MW_FORM_TEXT },
    { "odf", OPENDOCUMENT "formula", MW_FORM_ZIP },
    { "odg", OPENDOCUMENT "graphics", MW_FORM_ZIP },
    { "odp", OPENDOCUMENT "presentation", MW_FORM_ZIP },
    { "ods", OPENDOCUMENT "spreadsheet", MW_FORM_ZIP },
    { "odt", OPENDOCUMENT "text", MW_FORM_ZIP },
    { "oga", "audio/ogg", MW_FORM_OGG },
    { "ogg", "audio/ogg", MW_FORM_OGG },
    { "ogv", "video/ogg", MW_FORM_OGG },
    { "opus", "audio/ogg", MW_FORM_OGG },
    { "otf", "font/otf", MW_FORM_OPENTYPE },
    { "ott", OPENDOCUMENT "text-template", MW_FORM_ZIP },
    { "p12", "application/pkcs12", MW_FORM_DER },
    { "p7m", "application/pkcs7-mime", MW_FORM_DER },
    { "p7s", "application/pkcs7-signature", MW_FORM_DER },
    { "pas", "text/x-pascal", MW_FORM_TEXT },
    { "patch", "text/x-diff", MW_FORM_TEXT },
    { "pdf", "application/pdf", MW_FORM_PDF },
    { "pem", "application/x-pem-file", MW_FORM_TEXT },
    { "pfx", "application/pkcs12", MW_FORM_DER },
    { "php", "application/x-httpd-php", MW_FORM_TEXT },
    { "pl", "text/x-perl", MW_FORM_TEXT },
    { "pm", "text/x-perl", MW_FORM_TEXT },
    { "png", "image/png", MW_FORM_PNG },
    { "po", "text/plain", MW_FORM_TEXT },
    { "pps", "application/vnd.ms-powerpoint", MW_FORM_OLE },
    { "ppsx", OPENXML "presentationml.slideshow", MW_FORM_ZIP },
    { "ppt", "application/vnd.ms-powerpoint", MW_FORM_OLE },
    { "pptx", OPENXML "presentationml.presentation", MW_FORM_ZIP },
    { "properties", "text/plain", MW_FORM_TEXT },
    { "ps", "application/postscript", MW_FORM_POSTSCRIPT },
    { "ps1", "text/plain", MW_FORM_TEXT },
    { "psd", "image/vnd.adobe.photoshop", MW_FORM_PSD },
    { "py", "text/x-python", MW_FORM_TEXT },
    { "rar", "application/vnd.rar", MW_FORM_RAR },
    { "rb", "text/x-ruby", MW_FORM_TEXT },
    { "rpm", "application/x-rpm", MW_FORM_RPM },
    { "rs", "text/x-rust", MW_FORM_TEXT },
    { "rss", "application/rss+xml", MW_FORM_MARKUP },
    { "rst", "text/x-rst", MW_FORM_TEXT },
    { "rtf", "application/rtf", MW_FORM_RTF },
    { "s", "text/x-asm", MW_FORM_TEXT },
    { "sh", "text/x-sh", MW_FORM_TEXT },
    { "so", "application/x-sharedlib", MW_FORM_ELF },
    { "sql", "application/sql", MW_FORM_TEXT },
    { "sqlite", "application/vnd.sqlite3", MW_FORM_SQLITE },
    { "sqlite3", "application/vnd.sqlite3", MW_FORM_SQLITE },
    { "srt", "application/x-subrip", MW_FORM_TEXT },
    { "sty", "text/x-tex", MW_FORM_TEXT },
    { "svg", "image/svg+xml", MW_FORM_MARKUP },
    { "swift", "text/plain", MW_FORM_TEXT },
    { "tar", "application/x-tar", MW_FORM_TAR },
    { "tcl", "text/x-tcl", MW_FORM_TEXT },
    { "tex", "text/x-tex", MW_FORM_TEXT },
    { "text", "text/plain", MW_FORM_TEXT },
    { "tgz", "application/gzip", MW_FORM_GZIP },
    { "tif", "image/tiff", MW_FORM_TIFF },
    { "tiff", "image/tiff", MW_FORM_TIFF },
    { "toml", "application/toml", MW_FORM_TEXT },
    { "ts", "text/plain", MW_FORM_TEXT },
    { "tsv", "text/tab-separated-values", MW_FORM_TEXT },
    { "tsx", "text/plain", MW_FORM_TEXT },
    { "ttf", "font/ttf", MW_FORM_TRUETYPE },
    { "txt", "text/plain", MW_FORM_TEXT },
    { "vb", "text/plain", MW_FORM_TEXT },
    { "vcard", "text/vcard", MW_FORM_VCARD },
    { "vcf", "text/vcard", MW_FORM_VCARD },
    { "vsd", "application/vnd.visio", MW_FORM_OLE },
    { "vtt", "text/vtt", MW_FORM_TEXT },
    { "wasm", "application/wasm", MW_FORM_WASM },
    { "wav", "audio/x-wav", MW_FORM_WAV },
    { "webm", "video/webm", MW_FORM_MATROSKA },
    { "webmanifest", "application/manifest+json", MW_FORM_TEXT },
    { "webp", "image/webp", MW_FORM_WEBP },
    { "woff", "font/woff", MW_FORM_WOFF },
    { "woff2", "font/woff2", MW_FORM_WOFF2 },
    { "xhtml", "application/xhtml+xml", MW_FORM_MARKUP },
    { "xls", "application/vnd.ms-excel", MW_FORM_OLE },
    { "xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12", MW_FORM_ZIP },
    { "xlsx", OPENXML "spreadsheetml.sheet", MW_FORM_ZIP },
    { "xml", "application/xml", MW_FORM_MARKUP },
    { "xsd", "application/xml", MW_FORM_MARKUP },
    { "xsl", "application/xslt+xml", MW_FORM_MARKUP },
    { "xslt", "application/xslt+xml", MW_FORM_MARKUP },
    { "xz", "application/x-xz", MW_FORM_XZ },
    { "yaml", "application/yaml", MW_FORM_TEXT },
    { "yml", "application/yaml", MW_FORM_TEXT },
    { "zip", "application/zip", MW_FORM_ZIP },
    { "zst", "application/zstd", MW_FORM_ZSTD },
};

/* The longest extension above, and its NUL. */
#define EXTENSION_ROOM 16

/* Writes what follows the last dot of FILENAME in lower case to EXTENSION. */
static bool take_extension(mw_bytes filename, char extension[EXTENSION_ROOM])
{
    size_t start = filename.size;

    while (start > 0 && filename.data[start - 1] != '.')
        start--;
    if (start == 0 || filename.size - start >= EXTENSION_ROOM)
        return false;
    mw_bytes_skip(&filename, start);
    for (size_t i = 0; i < filename.size; i++)
        extension[i] = (char)mw_ascii_lower(filename.data[i]);
    extension[filename.size] = '\0';
    return true;
}

static int compare(const void *extension, const void *row)
{
    return strcmp(extension, ((const mw_type_row *)row)->extension);
}

const mw_type_row *mw_type_row_find(mw_bytes filename)
{
    char extension[EXTENSION_ROOM];

    if (!take_extension(filename, extension))
        return NULL;
    return bsearch(extension, ROWS, sizeof ROWS / sizeof ROWS[0],
                   sizeof ROWS[0], compare);
}
