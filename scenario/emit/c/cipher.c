/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static mbio_status cipher(const mbio_ssl *ssl)
{
    const char *name, *protocol;
    char text[128];
    int bits;

    if (!mbio_ssl_cipher(ssl, &name, &protocol, &bits)) {
        return words(NULL);
    }
    snprintf(text, sizeof text, "%s %s %d", name, protocol, bits);
    return words(text);
}
