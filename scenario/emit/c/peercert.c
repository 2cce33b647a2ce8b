/* SPDX-License-Identifier: Apache-2.0
 * needs: words bytes */
static mbio_status getpeercert(mbio_ssl *ssl)
{
    const void *der;
    size_t len;
    mbio_status how = mbio_ssl_getpeercert_der(ssl, &der, &len, &err);

    return how != MBIO_OK ? how : der == NULL ? words(NULL) : bytes(der, len);
}
