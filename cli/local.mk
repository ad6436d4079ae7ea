# SPDX-License-Identifier: MIT
#
# The command stands on the public headers alone. All of it but main is a
# library of this build, for its unit tests.

noinst_LTLIBRARIES += cli/libcommand.la
cli_libcommand_la_SOURCES = $(command_sources)
cli_libcommand_la_CPPFLAGS = $(house_cppflags)

bin_PROGRAMS = mimewright
mimewright_SOURCES = cli/main.c
mimewright_CPPFLAGS = $(house_cppflags)
mimewright_LDADD = cli/libcommand.la
if SMTP_LINKED
mimewright_LDADD += libmimewright-smtp.la
endif
mimewright_LDADD += libmimewright.la
mimewright_LDFLAGS = $(AM_LDFLAGS) $(PIE_LDFLAGS)
