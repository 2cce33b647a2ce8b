/* SPDX-License-Identifier: Apache-2.0
 * needs: splice number */
static mbio_status deliver(struct wire *w, size_t len)
{
    mbio_status how = MBIO_OK;

    len = len < w->len ? len : w->len;
    if (len > 0) {
        how = mbio_write(w->to->incoming, w->data, len, &err);
        splice(w, 0, len, NULL, 0);
    }
    number((long long)len);
    return how;
}
