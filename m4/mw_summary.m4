dnl SPDX-License-Identifier: MIT
dnl MW_SUMMARY: says what configure decided.

AC_DEFUN([MW_SUMMARY], [
    AS_IF([test "$mw_dlopen" = yes],
          [mw_how="opened when first wanted"], [mw_how="linked"])
    AS_IF([test "$with_libmagic" = no],
          [mw_magic="left out"], [mw_magic=$mw_how])
    AS_IF([test "$with_libidn2" = no],
          [mw_idn2="left out"], [mw_idn2=$mw_how])
    AS_IF([test "$with_gumbo" = no],
          [mw_gumbo="left out"], [mw_gumbo=$mw_how])
    AS_IF([test "$with_smtp" = no], [mw_smtp="left out"],
          [test "$with_gsasl" = no], [mw_smtp="OpenSSL, no GNU SASL"],
          [mw_smtp="OpenSSL, GNU SASL"])
    AS_IF([test -n "$TESTS_MISSING"],
          [mw_tests="incomplete, for want of$TESTS_MISSING"],
          [mw_tests="all"])
    AS_IF([test "$silent" != yes], [AS_ECHO(["
mimewright $PACKAGE_VERSION

    compiler      $CC $CFLAGS
    libraries     shared $enable_shared, static $enable_static
    iconv         $mw_cv_iconv
    libmagic      $mw_magic
    libidn2       $mw_idn2
    HTML parser   $mw_gumbo
    submitter     $mw_smtp
    hardening     $enable_hardening
    sanitizers   ${SANITIZER_FLAGS:- none}
    tests         $mw_tests
    installed in  $prefix

Now: make, make check, make install.
"])])
])
