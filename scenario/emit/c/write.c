/* SPDX-License-Identifier: Apache-2.0
 * needs: number */
static mbio_status write_some(mbio_ssl *ssl, const void *data, size_t len)
{
    mbio_status how = mbio_ssl_write(ssl, data, len, &err);

    number((long long)len);
    return how;
}
