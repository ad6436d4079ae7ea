dnl SPDX-License-Identifier: MIT
dnl Flags of compiler and linker: each is taken only where it works.

dnl MW_TRY_FLAG(VARIABLE, FLAG, [CPPFLAGS | CFLAGS | LDFLAGS])
dnl Appends FLAG to VARIABLE where a program builds with it, without a warning.
AC_DEFUN([MW_TRY_FLAG], [
    AS_VAR_PUSHDEF([works], [mw_cv_flag_$2])
    AC_CACHE_CHECK([whether $CC takes $2], [works], [
        mw_saved_CFLAGS=$CFLAGS
        mw_saved_$3=$$3
        CFLAGS="$CFLAGS -Werror"
        $3="$$3 $2"
        AC_LINK_IFELSE(
            [AC_LANG_PROGRAM([[#include <string.h>]],
                             [[char text[8]; strcpy(text, "mw");
                               return text[0] == 0;]])],
            [AS_VAR_SET([works], [yes])], [AS_VAR_SET([works], [no])])
        $3=$mw_saved_$3
        CFLAGS=$mw_saved_CFLAGS
    ])
    AS_VAR_IF([works], [yes], [AS_VAR_APPEND([$1], [" $2"])])
    AS_VAR_POPDEF([works])
])

dnl MW_C11: an error where the compiler knows no C11 or lacks the checked
dnl arithmetic of gcc and clang.
AC_DEFUN([MW_C11], [
    AC_CACHE_CHECK([for C11 with checked arithmetic], [mw_cv_c11], [
        AC_LINK_IFELSE([AC_LANG_PROGRAM(
            [[_Static_assert(__STDC_VERSION__ >= 201112L, "C11");]],
            [[int sum; return __builtin_add_overflow(1, 2, &sum);]])],
            [mw_cv_c11=yes], [mw_cv_c11=no])
    ])
    AS_IF([test "$mw_cv_c11" != yes],
          [AC_MSG_ERROR([the compiler has to be gcc 5, clang 3.8 or later])])
])

dnl MW_CHOICES: what the user may ask of the build. Before LT_INIT, which
dnl takes enable_dlopen for its own.
AC_DEFUN([MW_CHOICES], [
    AC_ARG_ENABLE([werror],
        [AS_HELP_STRING([--enable-werror], [warnings are errors])],
        [], [enable_werror=no])
    AC_ARG_ENABLE([hardening],
        [AS_HELP_STRING([--disable-hardening],
                        [leave out the flags that make exploits harder])],
        [], [enable_hardening=yes])
    AC_ARG_ENABLE([sanitizers],
        [AS_HELP_STRING([--enable-sanitizers],
                        [build with AddressSanitizer and UBSan])],
        [], [enable_sanitizers=no])
    AC_ARG_ENABLE([thread-sanitizer],
        [AS_HELP_STRING([--enable-thread-sanitizer],
                        [build with ThreadSanitizer])],
        [], [enable_thread_sanitizer=no])
    AC_ARG_ENABLE([fuzzing],
        [AS_HELP_STRING([--enable-fuzzing],
                        [build the fuzz targets with libFuzzer (clang)])],
        [], [enable_fuzzing=no])
    AM_CONDITIONAL([FUZZING], [test "$enable_fuzzing" = yes])
    AC_ARG_ENABLE([dlopen],
        [AS_HELP_STRING([--disable-dlopen],
                        [link libmagic and libidn2 instead of opening them
                         when first wanted])],
        [mw_dlopen=$enableval], [mw_dlopen=yes])
])

dnl MW_NEED_FLAGS(VARIABLE, FLAGS, [CFLAGS | LDFLAGS]): the same as
dnl MW_TRY_FLAG, but to do without them is an error.
AC_DEFUN([MW_NEED_FLAGS], [
    mw_before=$$1
    MW_TRY_FLAG([$1], [$2], [$3])
    AS_IF([test "x$mw_before" = "x$$1"],
          [AC_MSG_ERROR([$CC cannot build with $2])])
])

dnl MW_SANITIZERS: sets SANITIZER_FLAGS, and FUZZER_FLAGS for fuzz targets.
AC_DEFUN([MW_SANITIZERS], [
    mw_addresses="-fsanitize=address,undefined"
    SANITIZER_FLAGS=
    FUZZER_FLAGS=
    AS_IF([test "$enable_sanitizers$enable_thread_sanitizer" = yesyes],
          [AC_MSG_ERROR([the two kinds of sanitizers exclude each other])])
    AS_IF([test "$enable_fuzzing" = yes], [
        MW_NEED_FLAGS([SANITIZER_FLAGS], [-fsanitize=fuzzer-no-link], [CFLAGS])
        FUZZER_FLAGS="-fsanitize=fuzzer"
        enable_sanitizers=yes
    ])
    AS_IF([test "$enable_sanitizers" = yes], [
        MW_NEED_FLAGS([SANITIZER_FLAGS], [-fsanitize=address,undefined],
                      [CFLAGS])
        MW_TRY_FLAG([SANITIZER_FLAGS], [-fno-sanitize-recover=undefined],
                    [CFLAGS])
    ])
    AS_IF([test "$enable_thread_sanitizer" = yes],
          [MW_NEED_FLAGS([SANITIZER_FLAGS], [-fsanitize=thread], [CFLAGS])])
    AS_IF([test -n "$SANITIZER_FLAGS"],
          [AS_VAR_APPEND([SANITIZER_FLAGS], [" -fno-omit-frame-pointer"])])
    AC_SUBST([SANITIZER_FLAGS])
    AC_SUBST([FUZZER_FLAGS])
])

dnl MW_HARDENING: HARDENING_CPPFLAGS, _CFLAGS and _LDFLAGS for everything,
dnl PIE_CFLAGS and PIE_LDFLAGS for programs. Sanitizers have their own ways,
dnl and glibc warns of fortified sources without optimisation.
AC_DEFUN([MW_HARDENING], [
    HARDENING_CPPFLAGS= HARDENING_CFLAGS= HARDENING_LDFLAGS=
    PIE_CFLAGS= PIE_LDFLAGS=
    AS_IF([test -n "$SANITIZER_FLAGS"], [enable_hardening=no])
    AS_IF([test "$enable_hardening" = yes], [
        AS_CASE([" $CPPFLAGS $CFLAGS "],
            [*_FORTIFY_SOURCE*|*" -O0 "*], [],
            [*" -O"*], [
                MW_TRY_FLAG([HARDENING_CPPFLAGS], [-D_FORTIFY_SOURCE=3],
                            [CPPFLAGS])
                AS_IF([test -z "$HARDENING_CPPFLAGS"],
                      [MW_TRY_FLAG([HARDENING_CPPFLAGS], [-D_FORTIFY_SOURCE=2],
                                   [CPPFLAGS])])
            ])
        MW_TRY_FLAG([HARDENING_CFLAGS], [-fstack-protector-strong], [CFLAGS])
        MW_TRY_FLAG([HARDENING_CFLAGS], [-fcf-protection], [CFLAGS])
        MW_TRY_FLAG([HARDENING_LDFLAGS], [-Wl,-z,relro], [LDFLAGS])
        MW_TRY_FLAG([HARDENING_LDFLAGS], [-Wl,-z,now], [LDFLAGS])
        MW_TRY_FLAG([PIE_CFLAGS], [-fPIE], [CFLAGS])
        MW_TRY_FLAG([PIE_LDFLAGS], [-pie], [LDFLAGS])
    ])
    AC_SUBST([HARDENING_CPPFLAGS])
    AC_SUBST([HARDENING_CFLAGS])
    AC_SUBST([HARDENING_LDFLAGS])
    AC_SUBST([PIE_CFLAGS])
    AC_SUBST([PIE_LDFLAGS])
    AC_SUBST([enable_hardening])
])

dnl MW_WARNINGS: sets WARNING_CFLAGS.
AC_DEFUN([MW_WARNINGS], [
    WARNING_CFLAGS=
    m4_foreach_w([mw_warning],
        [all extra conversion shadow strict-prototypes missing-prototypes
         format=2],
        [MW_TRY_FLAG([WARNING_CFLAGS], [-W]mw_warning, [CFLAGS])
        ])
    AS_IF([test "$enable_werror" = yes],
          [AS_VAR_APPEND([WARNING_CFLAGS], [" -Werror"])])
    AC_SUBST([WARNING_CFLAGS])
])

dnl MW_TAR: the same tree gives the same archive: sorted, of nobody, of one
dnl time. Where tar cannot do that, automake's way stays.
AC_DEFUN([MW_TAR], [
    AC_CACHE_CHECK([for a tar that sorts], [mw_cv_tar], [
        mw_cv_tar=no
        for mw_tar in tar gtar gnutar; do
            AS_IF([$mw_tar --sort=name --mtime=@0 -cf /dev/null \
                       "$srcdir/configure" >/dev/null 2>&1],
                  [mw_cv_tar=$mw_tar; break])
        done
    ])
    AS_IF([test "$mw_cv_tar" != no], [
        am__tar="$mw_cv_tar --sort=name --format=ustar --owner=0 --group=0"
        AS_VAR_APPEND([am__tar], [' --numeric-owner --mode=u+rw,go=rX,a-s'])
        AS_VAR_APPEND([am__tar],
            [' --mtime=@`$(top_srcdir)/build-aux/source-date`'])
        AS_VAR_APPEND([am__tar], [' -chf - "$$tardir"'])
    ])
])
