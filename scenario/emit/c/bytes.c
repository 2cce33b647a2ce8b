/* SPDX-License-Identifier: Apache-2.0
 * needs: */
static mbio_status bytes(const void *data, size_t len)
{
    value = must(realloc(value, 2 * len + 2));
    strcpy(value, "-");
    for (size_t i = 0; i < len; i++) {
        sprintf(value + 2 * i, "%02x", ((const unsigned char *)data)[i]);
    }
    return MBIO_OK;
}
