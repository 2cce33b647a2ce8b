/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static mbio_status version(mbio_tls_version v)
{
    return words(v == MBIO_TLSv1     ? "TLSv1"
                 : v == MBIO_TLSv1_1 ? "TLSv1.1"
                 : v == MBIO_TLSv1_2 ? "TLSv1.2"
                 : v == MBIO_TLSv1_3 ? "TLSv1.3"
                 : v == MBIO_TLS_MINIMUM_SUPPORTED ? "min"
                                                   : "max");
}
