# SPDX-License-Identifier: MIT
#
# libmimewright, and the same objects as a library of this build only, with
# nothing hidden, for the unit tests; libmimewright-smtp in the same way. The
# ground they both stand on is hidden in each.

mime_cppflags = $(house_cppflags) -I$(top_srcdir)/mime

noinst_LTLIBRARIES += mime/libbase.la mime/libmime.la
mime_libbase_la_SOURCES = $(base_sources)
mime_libbase_la_CPPFLAGS = $(mime_cppflags)
mime_libmime_la_SOURCES = $(library_sources)
mime_libmime_la_CPPFLAGS = $(mime_cppflags)
mime_libmime_la_LIBADD = mime/libbase.la $(ICONV_LIBS)

lib_LTLIBRARIES = libmimewright.la
libmimewright_la_SOURCES =
libmimewright_la_LIBADD = mime/libmime.la
libmimewright_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info 0:0:0 \
    -export-symbols mime/mimewright.sym
EXTRA_libmimewright_la_DEPENDENCIES = mime/mimewright.sym

include_HEADERS = $(main_header)
publicdir = $(includedir)/mimewright
public_HEADERS = $(public_headers)

smtp_pkgconfig =
if SMTP
noinst_LTLIBRARIES += mime/libsmtp.la
mime_libsmtp_la_SOURCES = $(smtp_sources)
mime_libsmtp_la_CPPFLAGS = $(mime_cppflags) $(OPENSSL_CFLAGS) $(THREAD_FLAGS)
mime_libsmtp_la_LIBADD = $(OPENSSL_LIBS) $(GSASL_LIBS) $(THREAD_FLAGS)

lib_LTLIBRARIES += libmimewright-smtp.la
libmimewright_smtp_la_SOURCES =
libmimewright_smtp_la_LIBADD = mime/libsmtp.la mime/libbase.la \
    libmimewright.la
libmimewright_smtp_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined \
    -version-info 0:0:0 -export-symbols mime/mimewright-smtp.sym
EXTRA_libmimewright_smtp_la_DEPENDENCIES = mime/mimewright-smtp.sym

public_HEADERS += $(smtp_headers)
smtp_pkgconfig += mimewright-smtp.pc
endif

# Not shipped: they are made from what is, by what every build has.
make_symbols = $(MKDIR_P) mime && cd $(srcdir) && build-aux/export-symbols
mime/mimewright.sym: $(public_headers) build-aux/export-symbols
	$(AM_V_GEN)$(make_symbols) $(public_headers) >$(abs_builddir)/$@.new
	$(AM_V_at)mv -f $@.new $@
mime/mimewright-smtp.sym: $(smtp_headers) build-aux/export-symbols
	$(AM_V_GEN)$(make_symbols) $(smtp_headers) >$(abs_builddir)/$@.new
	$(AM_V_at)mv -f $@.new $@

CLEANFILES += mime/mimewright.sym mime/mimewright-smtp.sym
