/* SPDX-License-Identifier: Apache-2.0
 * needs: bytes */
/* Below zero: all. */
static mbio_status take(mbio *bio, long long wanted)
{
    size_t n = 0, pending = mbio_pending(bio), len = wanted < 0 ? pending : (size_t)wanted;
    char *buf = must(malloc(pending + 1));
    mbio_status how = mbio_read(bio, buf, &n, len, &err);

    bytes(buf, n);
    free(buf);
    return how;
}
