# SPDX-License-Identifier: MIT
#
# The command stands on the public headers alone.

bin_PROGRAMS = mimewright
mimewright_SOURCES = $(command_sources)
mimewright_CPPFLAGS = $(house_cppflags)
mimewright_LDADD = libmimewright.la
mimewright_LDFLAGS = $(AM_LDFLAGS) $(PIE_LDFLAGS)
