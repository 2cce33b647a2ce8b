# SPDX-License-Identifier: Apache-2.0
#
# mbio_modes.m4: --enable-sanitizers, --enable-coverage, --enable-thread-checks,
# --enable-mutants. They act on all that is built.

# MBIO_MODE(WHAT, CFLAGS, LDFLAGS): adds to MODE_CFLAGS and MODE_LDFLAGS, or stops.
AC_DEFUN([MBIO_MODE], [
AC_MSG_CHECKING([whether $CC builds with $1])
MBIO_IF_FLAGS([$2 $3],
    [AC_MSG_RESULT([yes])
     MODE_CFLAGS="$MODE_CFLAGS $2"
     MODE_LDFLAGS="$MODE_LDFLAGS $3"],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([$CC cannot build with $2])])
])

AC_DEFUN([MBIO_ARG_SANITIZERS], [
AC_ARG_ENABLE([sanitizers],
  [AS_HELP_STRING([--enable-sanitizers=LIST], [address,undefined (the default) or thread])],
  [], [enable_sanitizers=no])
AS_CASE([$enable_sanitizers],
  [no], [],
  [yes], [enable_sanitizers=address,undefined],
  [*[[!a-z,]]*], [AC_MSG_ERROR([--enable-sanitizers wants a list such as address,undefined])])
AS_IF([test "x$enable_sanitizers" != xno],
  [MBIO_MODE([sanitizers],
     [-fsanitize=$enable_sanitizers -fno-sanitize-recover=all -fno-omit-frame-pointer -g],
     [-fsanitize=$enable_sanitizers])])
])

AC_DEFUN([MBIO_ARG_COVERAGE], [
AC_ARG_ENABLE([coverage],
  [AS_HELP_STRING([--enable-coverage@<:@=llvm@:>@], [count executed lines, for gcov, or for llvm-cov (best with CFLAGS="-O0 -g")])],
  [], [enable_coverage=no])
AS_CASE([$enable_coverage],
  [no], [],
  [llvm], [MBIO_MODE([coverage], [-fprofile-instr-generate -fcoverage-mapping],
                     [-fprofile-instr-generate])],
  [MBIO_MODE([coverage], [--coverage], [--coverage])])
])

AC_DEFUN([MBIO_ARG_THREAD_CHECKS], [
AC_ARG_ENABLE([thread-checks],
  [AS_HELP_STRING([--enable-thread-checks], [abort when two threads are inside one unit, and name both calls (LIB-04; for debugging)])],
  [], [enable_thread_checks=no])
AS_IF([test "x$enable_thread_checks" != xno],
  [MBIO_MODE([thread checks], [-DMBIO_THREAD_CHECKS], [])])
])

AC_DEFUN([MBIO_ARG_MUTANTS], [
AC_ARG_ENABLE([mutants],
  [AS_HELP_STRING([--enable-mutants], [build in the mistakes of lib/mutant.def, for MEMBIO_MUTANT=NAME (for ci/mutants, never to be installed)])],
  [], [enable_mutants=no])
AS_IF([test "x$enable_mutants" != xno],
  [MBIO_MODE([mutants], [-DMBIO_MUTANTS], [])])
])
