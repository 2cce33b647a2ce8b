/* SPDX-License-Identifier: Apache-2.0
 * needs: */
static mbio_status drain(mbio_ssl *ssl)
{
    size_t gone;

    return mbio_ssl_drain(ssl, &gone, &err);
}
