# SPDX-License-Identifier: Apache-2.0
#
# mbio_fuzzing.m4: which engine drives the fuzz targets.
#
#   asked for by                    compile everything with         link the fuzzers with
#   --with-fuzzing-engine           -fsanitize=fuzzer-no-link       -fsanitize=fuzzer
#   --with-fuzzing-engine=X         (only for X = -fsanitize=fuzzer) X
#   --with-fuzzing-engine=afl       what CC=afl-clang-fast adds     fuzz/persistent.c
#   LIB_FUZZING_ENGINE=X            the same: how OSS-Fuzz asks     X
#   nothing, but sanitizers are on  as the first line, if $CC can; otherwise no fuzzers
#                                   (not with thread: coverage counters are data races)
#   nothing                         no fuzzers: an instrumented libmembio is not for use
#
# Sets FUZZING_ENGINE ("" for none), mbio_afl (yes or no) and mbio_fuzzing_summary. The replay
# programs of fuzz/ are built in any case.

# The smallest fuzz target. (Between brackets of its own: m4 sees commas.)
m4_define([MBIO_FUZZ_TARGET], [[AC_LANG_SOURCE([[
#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    return len > 4 && data[0] == 255 ? -1 : 0;
}
]])]])

# MBIO_CHECK_AFL: $CC is AFL++'s, which knows what a persistent loop is, or it is an error.
AC_DEFUN([MBIO_CHECK_AFL], [
AC_MSG_CHECKING([whether $CC knows __AFL_LOOP])
AC_LINK_IFELSE([AC_LANG_PROGRAM([], [while (__AFL_LOOP(1)) { return 1; }])],
    [AC_MSG_RESULT([yes])
     mbio_afl=yes
     mbio_fuzzing_summary="AFL++, persistent"],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([--with-fuzzing-engine=afl wants CC=afl-clang-fast])])
])

AC_DEFUN([MBIO_ARG_FUZZING_ENGINE], [
mbio_afl=no
AC_ARG_VAR([LIB_FUZZING_ENGINE], [flags or library that a fuzzer is linked with])
AC_ARG_WITH([fuzzing-engine],
  [AS_HELP_STRING([--with-fuzzing-engine@<:@=FLAGS@:>@],
     [build the fuzzers with this engine, a flag or a library, or afl with
      CC=afl-clang-fast @<:@LIB_FUZZING_ENGINE, or -fsanitize=fuzzer@:>@])],
  [], [with_fuzzing_engine=auto])
AC_SUBST([FUZZING_ENGINE], [])
mbio_fuzzing_summary="no (--with-fuzzing-engine and a clang build them)"
AS_CASE([$with_fuzzing_engine],
  [auto], [AS_IF([test -n "$LIB_FUZZING_ENGINE"],
                 [mbio_engine=$LIB_FUZZING_ENGINE],
                 [AS_CASE([$enable_sanitizers],
                          [no|*thread*], [mbio_engine=],
                          [mbio_engine=-fsanitize=fuzzer])])],
  [no], [mbio_engine=],
  [afl], [mbio_engine=
          MBIO_CHECK_AFL],
  [yes], [mbio_engine=${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}],
  [mbio_engine=$with_fuzzing_engine])

AS_IF([test -n "$mbio_engine"], [
    AC_MSG_CHECKING([whether $CC links a fuzzer with $mbio_engine])
    # Engines are C++ and some of them leave its library to us.
    for mbio_cxx in "" -lstdc++ -lc++; do
        MBIO_IF_FLAGS([$MODE_CFLAGS], [FUZZING_ENGINE="$mbio_engine${mbio_cxx:+ }$mbio_cxx"],
                      [], [$mbio_engine $mbio_cxx], [MBIO_FUZZ_TARGET])
        test $mbio_ok = no || break
    done
    AC_MSG_RESULT([$mbio_ok])
    AS_IF([test $mbio_ok = yes],
          [mbio_fuzzing_summary=$FUZZING_ENGINE],
          [test "x$with_fuzzing_engine" != xauto || test -n "$LIB_FUZZING_ENGINE"],
          [AC_MSG_ERROR([$CC cannot link a fuzzer with $mbio_engine])])
])

AS_CASE([$FUZZING_ENGINE],
  [*-fsanitize=fuzzer*],
  [MBIO_IF_FLAGS([$MODE_CFLAGS -fsanitize=fuzzer-no-link],
     [MODE_CFLAGS="$MODE_CFLAGS -fsanitize=fuzzer-no-link"
      MODE_LDFLAGS="$MODE_LDFLAGS -fsanitize=fuzzer-no-link"],
     [AC_MSG_WARN([no -fsanitize=fuzzer-no-link here: the fuzzers run blind])])])
])

# MBIO_CHECK_CLANG_FUZZER: is there a clang with libFuzzer, whatever $CC is?
AC_DEFUN([MBIO_CHECK_CLANG_FUZZER], [
AC_CACHE_CHECK([for a clang with libFuzzer], [mbio_cv_clang_fuzzer], [
mbio_cv_clang_fuzzer=no
AS_IF([test -n "$CLANG"], [
    mbio_save_CC=$CC
    CC=$CLANG
    mbio_save_all_CFLAGS=$CFLAGS
    CFLAGS=
    MBIO_IF_FLAGS([-fsanitize=fuzzer], [mbio_cv_clang_fuzzer=yes], [], [],
                  [MBIO_FUZZ_TARGET])
    CFLAGS=$mbio_save_all_CFLAGS
    CC=$mbio_save_CC
])])])
