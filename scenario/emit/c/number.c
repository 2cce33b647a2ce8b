/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static mbio_status number(long long n)
{
    char text[32];

    snprintf(text, sizeof text, "%lld", n);
    return words(text);
}
