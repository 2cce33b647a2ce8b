/* SPDX-License-Identifier: Apache-2.0
 * needs: */
/* One byte so many times; kept until the end. */
static const void *repeated(int byte, size_t len)
{
    static char *all;

    all = must(realloc(all, len + 1));
    return memset(all, byte, len);
}
