/* SPDX-License-Identifier: Apache-2.0
 *
 * peercert.h: what the files about decoded certificates share.
 */
#ifndef MEMBIO_PEERCERT_H
#define MEMBIO_PEERCERT_H

#include "internal.h"

#include <openssl/x509.h>

struct attributes {
    mbio_attribute *list;
    size_t count;
};

struct alt_names {
    mbio_alt_name *list;
    size_t count;
};

struct texts {
    mbio_text *list;
    size_t count;
};

struct mbio_peercert {
    union block *blocks; /* see peercert.c */
    bool is_empty;
    int version;
    const char *serial_number, *not_before, *not_after;
    struct attributes subject, issuer;
    struct alt_names subject_alt_name;
    struct texts ocsp, ca_issuers, crl_distribution_points;
};

/* peercert_alloc gives zeroed memory that lives as long as the certificate, NULL when
 * there is none; peercert_copy a copy with a NUL behind it. */
void *peercert_alloc(mbio_peercert *cert, size_t size);
char *peercert_copy(mbio_peercert *cert, const void *text, size_t len);

/* peercert_decode fills a new certificate; false leaves the reason in the queue. */
bool peercert_decode(mbio_peercert *cert, X509 *x509);

#endif
