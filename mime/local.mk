# SPDX-License-Identifier: MIT
#
# libmimewright, and the same objects as a library of this build only, with
# nothing hidden, for the unit tests.

noinst_LTLIBRARIES += mime/libmime.la
mime_libmime_la_SOURCES = $(library_sources)
mime_libmime_la_CPPFLAGS = $(house_cppflags) -I$(top_srcdir)/mime
mime_libmime_la_LIBADD = $(ICONV_LIBS)

lib_LTLIBRARIES = libmimewright.la
libmimewright_la_SOURCES =
libmimewright_la_LIBADD = mime/libmime.la
libmimewright_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info 0:0:0 \
    -export-symbols mime/mimewright.sym
EXTRA_libmimewright_la_DEPENDENCIES = mime/mimewright.sym

include_HEADERS = $(main_header)
publicdir = $(includedir)/mimewright
public_HEADERS = $(public_headers)

# Not shipped: it is made from what is, by what every build has.
mime/mimewright.sym: $(public_headers) build-aux/export-symbols
	$(AM_V_GEN)$(MKDIR_P) mime && cd $(srcdir) && \
	    build-aux/export-symbols $(public_headers) >$(abs_builddir)/$@.new
	$(AM_V_at)mv -f $@.new $@

CLEANFILES += mime/mimewright.sym
