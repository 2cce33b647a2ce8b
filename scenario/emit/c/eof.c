/* SPDX-License-Identifier: Apache-2.0
 * needs: wire */
static mbio_status eof(struct wire *w)
{
    return mbio_write_eof(w->to->incoming, &err);
}
