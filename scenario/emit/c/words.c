/* SPDX-License-Identifier: Apache-2.0
 * needs: */
/* The value is some words, as they are. */
static mbio_status words(const char *text)
{
    value = realloc(value, strlen(text == NULL ? "none" : text) + 1);
    strcpy(must(value), text == NULL ? "none" : text);
    return MBIO_OK;
}
