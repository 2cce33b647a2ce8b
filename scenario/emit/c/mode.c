/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static mbio_status mode(mbio_verify_mode m)
{
    static const char *const names[] = {"CERT_NONE", "CERT_OPTIONAL", "CERT_REQUIRED"};

    return words(names[m]);
}
