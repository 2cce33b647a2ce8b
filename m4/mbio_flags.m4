# SPDX-License-Identifier: Apache-2.0
#
# mbio_flags.m4: questions to the compiler and the linker.

# MBIO_IF_FLAGS(FLAGS, IF-OK, IF-NOT, [LIBS], [PROGRAM]): can a program be compiled and
# linked, without a warning, with FLAGS in both?
AC_DEFUN([MBIO_IF_FLAGS], [
mbio_save_CFLAGS=$CFLAGS
mbio_save_LIBS=$LIBS
CFLAGS="$CFLAGS $1 -Werror"
LIBS="$4 $LIBS"
AC_LINK_IFELSE(m4_default([$5], [[AC_LANG_PROGRAM([], [])]]), [mbio_ok=yes], [mbio_ok=no])
CFLAGS=$mbio_save_CFLAGS
LIBS=$mbio_save_LIBS
AS_IF([test $mbio_ok = yes], [$2], [$3])
])

# MBIO_APPEND_CC_FLAGS(VARIABLE, FLAGS): appends those of FLAGS that the compiler takes.
AC_DEFUN([MBIO_APPEND_CC_FLAGS], [
for mbio_flag in $2; do
    AC_MSG_CHECKING([whether $CC takes $mbio_flag])
    MBIO_IF_FLAGS([$mbio_flag], [AS_VAR_APPEND([$1], [" $mbio_flag"])], [])
    AC_MSG_RESULT([$mbio_ok])
done
])

# MBIO_LD_VERSION_SCRIPT: sets mbio_cv_ld_version_script.
AC_DEFUN([MBIO_LD_VERSION_SCRIPT], [
AC_CACHE_CHECK([whether the linker takes a version script], [mbio_cv_ld_version_script], [
echo 'MBIO_TEST { global: mbio_test; local: *; };' >conftest.map
MBIO_IF_FLAGS([-shared -fPIC -Wl,--version-script=conftest.map],
    [mbio_cv_ld_version_script=yes], [mbio_cv_ld_version_script=no], [],
    [[AC_LANG_SOURCE([int mbio_test(void); int mbio_test(void) { return 0; }])]])
rm -f conftest.map
])])
