/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static mbio_status selected_alpn(const mbio_ssl *ssl)
{
    size_t len;
    const char *protocol = mbio_ssl_selected_alpn_protocol(ssl, &len);
    char text[800], copy[256];

    if (protocol == NULL) {
        return words(NULL);
    }
    memcpy(copy, protocol, len);
    copy[len] = '\0';
    quote(text, copy);
    return words(text);
}
