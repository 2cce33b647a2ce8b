/* SPDX-License-Identifier: Apache-2.0
 *
 * cert.c: getpeercert on libmembio: DER, or the words of doc/protocol.md.
 */
#include "engine.h"

#include <string.h>

/* Words of a certificate, each with a blank before it. */
struct dump {
    struct arena *a;
    char *words;
};

/* Adds the word PREFIX + value. */
static void add(struct dump *d, const char *prefix, const char *value, size_t len)
{
    size_t prefix_len = strlen(prefix);
    char *word = arena_alloc(d->a, prefix_len + len + 1);

    memcpy(word, prefix, prefix_len);
    memcpy(word + prefix_len, value, len);
    d->words =
        arena_printf(d->a, "%s %s", d->words, format_text(d->a, word, prefix_len + len));
}

static void add_text(struct dump *d, const char *prefix, const char *value)
{
    add(d, prefix, value, strlen(value));
}

static void add_names(struct dump *d, const char *key, const mbio_attribute *list,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(d, arena_printf(d->a, "%s.%zu:%s:", key, list[i].rdn, list[i].name),
            list[i].value, list[i].len);
    }
}

static void add_alt_names(struct dump *d, const mbio_alt_name *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *key = arena_printf(d->a, "subjectAltName.%zu:%s", i, list[i].type);

        if (list[i].value == NULL) {
            add_names(d, key, list[i].directory, list[i].directory_count);
        } else {
            add(d, arena_printf(d->a, "%s:", key), list[i].value, list[i].len);
        }
    }
}

static void add_texts(struct dump *d, const char *key, const mbio_text *list,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(d, arena_printf(d->a, "%s.%zu:", key, i), list[i].data, list[i].len);
    }
}

/* In the order of CPython's dict. */
static const char *dump(struct arena *a, const mbio_peercert *cert)
{
    struct dump d = {a, arena_text(a, "", 0)};
    const mbio_attribute *names;
    const mbio_alt_name *alt_names;
    const mbio_text *texts;
    size_t n;

    if (mbio_peercert_is_empty(cert)) {
        return "{}";
    }
    names = mbio_peercert_subject(cert, &n);
    add_names(&d, "subject", names, n);
    names = mbio_peercert_issuer(cert, &n);
    add_names(&d, "issuer", names, n);
    add_text(&d, "version:", arena_printf(a, "%d", mbio_peercert_version(cert)));
    add_text(&d, "serialNumber:", mbio_peercert_serial_number(cert));
    add_text(&d, "notBefore:", mbio_peercert_not_before(cert));
    add_text(&d, "notAfter:", mbio_peercert_not_after(cert));
    alt_names = mbio_peercert_subject_alt_name(cert, &n);
    add_alt_names(&d, alt_names, n);
    texts = mbio_peercert_ocsp(cert, &n);
    add_texts(&d, "OCSP", texts, n);
    texts = mbio_peercert_ca_issuers(cert, &n);
    add_texts(&d, "caIssuers", texts, n);
    texts = mbio_peercert_crl_distribution_points(cert, &n);
    add_texts(&d, "crlDistributionPoints", texts, n);
    return d.words + 1;
}

static bool say_der(struct job *j)
{
    const void *der;
    size_t len;
    mbio_status status = mbio_ssl_getpeercert_der(j->side->ssl, &der, &len, &j->err);

    if (status == MBIO_OK && der == NULL) {
        return say_words(j, NULL);
    }
    return say_bytes(j, status, arena_copy(j->a, der, len), len);
}

static bool arm_getpeercert(struct job *j)
{
    mbio_peercert *cert;
    mbio_status status;
    bool said;

    if (!arg(j, 0)->given || arg(j, 0)->num == 1) {
        return say_der(j);
    }
    status = mbio_ssl_getpeercert(j->side->ssl, &cert, &j->err);
    if (status != MBIO_OK) {
        return say(j, status);
    }
    said = say_words(j, cert == NULL ? NULL : dump(j->a, cert));
    mbio_peercert_free(cert);
    return said;
}

const struct arm arms_cert[] = {
    {OP_GETPEERCERT, NEED_SSL, arm_getpeercert},
    {0},
};
