/* SPDX-License-Identifier: Apache-2.0
 * needs: wire */
static mbio_status new_bios(struct end *e)
{
    mbio_ssl_free(e->ssl);
    e->ssl = NULL;
    if (e->outgoing != e->incoming) {
        mbio_free(e->outgoing);
    }
    mbio_free(e->incoming);
    begin(e);
    (e == &c ? &c_to_s : &s_to_c)->len = 0;
    return MBIO_OK;
}
