/* SPDX-License-Identifier: Apache-2.0
 * needs: collect splice number */
static mbio_status cut(struct wire *w, size_t keep)
{
    splice(w, keep, collect(w) - keep, NULL, 0);
    return number((long long)w->len);
}
