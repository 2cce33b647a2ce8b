/* SPDX-License-Identifier: Apache-2.0
 * needs: collect splice number */
/* Below zero: at the end. */
static mbio_status insert(struct wire *w, const void *data, size_t len, long long at)
{
    size_t all = collect(w);

    splice(w, at < 0 ? all : (size_t)at, 0, data, len);
    return number((long long)w->len);
}
