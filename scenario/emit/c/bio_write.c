/* SPDX-License-Identifier: Apache-2.0
 * needs: number */
static mbio_status put(mbio *bio, const void *data, size_t len)
{
    mbio_status how = mbio_write(bio, data, len, &err);

    number((long long)len);
    return how;
}
