# SPDX-License-Identifier: MIT
#
# Everything speaks TAP, so that the summary counts tests and not programs.
#
# A unit test and a fuzz target are one source each, linked with what they
# have in common: the suite of the unit tests, and the main that stands in
# for libFuzzer. Both are archives, so each program takes its own.

check_LTLIBRARIES += tests/libsuite.la tests/libstandalone.la
tests_libsuite_la_SOURCES =
if HAVE_CMOCKA
tests_libsuite_la_SOURCES += $(suite_sources)
endif
tests_libstandalone_la_SOURCES = $(fuzz_sources)

TESTS =
smtp_library =
if SMTP
smtp_library += mime/libsmtp.la
endif
if FUZZING
check_PROGRAMS += $(fuzz_programs)
LDADD = $(smtp_library) mime/libmime.la $(FUZZER_FLAGS)
else
LDADD = tests/libsuite.la tests/libstandalone.la cli/libcommand.la \
    $(smtp_library) mime/libmime.la $(CMOCKA_LIBS) $(THREAD_FLAGS)
check_PROGRAMS += $(fuzz_programs)
TESTS += $(fuzz_programs)
if HAVE_CMOCKA
check_PROGRAMS += $(unit_programs)
TESTS += $(unit_programs)
if SMTP
check_PROGRAMS += $(smtp_unit_programs)
TESTS += $(smtp_unit_programs)
endif
endif
if HAVE_PYTHON
TESTS += $(script_tests)
endif
if TESTS_INCOMPLETE
TESTS += tests/missing.sh
endif
endif

TEST_EXTENSIONS = .py .sh
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) \
    $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
LOG_COMPILER = $(TEST_TIMEOUT)
PY_LOG_DRIVER = $(tap_driver)
PY_LOG_COMPILER = $(TEST_TIMEOUT) $(PYTHON)
SH_LOG_DRIVER = $(tap_driver)
SH_LOG_COMPILER = $(TEST_TIMEOUT) $(SHELL)

# The program itself and not libtool's script, which takes longer to start than
# the program takes, and in which the shell may have a word to say.
past_the_wrapper = \
    if test -x .libs/mimewright; then \
        MIMEWRIGHT='$(abs_builddir)/.libs/mimewright'; \
        LD_LIBRARY_PATH='$(abs_builddir)/.libs'; export LD_LIBRARY_PATH; \
    fi;

# Tests write in tests/scratch of the build folder, and nowhere else.
AM_TESTS_ENVIRONMENT = \
    srcdir='$(abs_srcdir)'; top_srcdir='$(abs_srcdir)'; \
    builddir='$(abs_builddir)'; top_builddir='$(abs_builddir)'; \
    MIMEWRIGHT='$(abs_builddir)/mimewright$(EXEEXT)'; \
    PYTHON='$(PYTHON)'; PYTHONDONTWRITEBYTECODE=1; PYTHONUTF8=1; \
    CC='$(CC)'; CXX='$(CXX)'; NM='$(NM)'; READELF='$(READELF)'; \
    HARDENING='$(enable_hardening)'; TESTS_MISSING='$(TESTS_MISSING)'; \
    LIBIDN2='$(with_libidn2)'; GUMBO='$(with_gumbo)'; \
    CMOCKA_MESSAGE_OUTPUT=TAP; TMPDIR='$(abs_builddir)/tests/scratch'; \
    ASAN_OPTIONS=abort_on_error=1; \
    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1; \
    TSAN_OPTIONS='suppressions=$(abs_srcdir)/tests/tsan.supp'; \
    LSAN_OPTIONS='suppressions=$(abs_srcdir)/tests/lsan.supp'; \
    LSAN_OPTIONS="$$LSAN_OPTIONS:print_suppressions=0"; \
    export srcdir top_srcdir builddir top_builddir MIMEWRIGHT PYTHON \
        PYTHONDONTWRITEBYTECODE PYTHONUTF8 CC CXX NM READELF HARDENING \
        TESTS_MISSING CMOCKA_MESSAGE_OUTPUT TMPDIR ASAN_OPTIONS UBSAN_OPTIONS \
        TSAN_OPTIONS LSAN_OPTIONS LIBIDN2 GUMBO; \
    $(MKDIR_P) "$$TMPDIR"; \
    $(past_the_wrapper)

# The tests run the program and look at the library.
check-am: all-am

clean-local:
	rm -rf tests/scratch

EXTRA_DIST += $(test_files)
