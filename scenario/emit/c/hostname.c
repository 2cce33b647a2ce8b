/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static mbio_status server_hostname(const mbio_ssl *ssl)
{
    const char *name = mbio_ssl_get_server_hostname(ssl);
    char text[1024];

    if (name == NULL) {
        return words(NULL);
    }
    quote(text, name);
    return words(text);
}
