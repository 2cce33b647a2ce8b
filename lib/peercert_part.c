/* SPDX-License-Identifier: Apache-2.0
 *
 * peercert_part.c: the parts of a certificate, in the words of CPython's _ssl.c.
 *
 * Each function returns false when there is no memory or OpenSSL cannot decode what is
 * there. An extension that is broken is one that is not there, as in CPython.
 */
#include "peercert.h"

#include <stdio.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/x509v3.h>

/* The longest line and the longest name of an object, in bytes with the final NUL, as in
 * CPython. */
#define LINE_MAX_BYTES 2048
#define NAME_MAX_BYTES 256

/* Room for `count` elements; an empty list needs none. */
#define ALLOC_LIST(cert, to, n)                                                          \
    ((n) == 0 ||                                                                         \
     ((to)->list = peercert_alloc((cert), (size_t)(n) * sizeof *(to)->list)) != NULL)

/* ------------------------------------------------------------------------- names */

static bool decode_attribute(mbio_peercert *cert, mbio_attribute *out,
                             const X509_NAME_ENTRY *entry)
{
    const ASN1_STRING *data = X509_NAME_ENTRY_get_data(entry);
    char name[NAME_MAX_BYTES] = "";
    unsigned char *utf8 = NULL;
    int len;

    if (OBJ_obj2txt(name, sizeof name, X509_NAME_ENTRY_get_object(entry), 0) < 0) {
        return false;
    }
    out->name = peercert_copy(cert, name, strlen(name));
    if (ASN1_STRING_type(data) == V_ASN1_BIT_STRING) {
        out->len = (size_t)ASN1_STRING_length(data);
        out->value = peercert_copy(cert, ASN1_STRING_get0_data(data), out->len);
        return out->name != NULL && out->value != NULL;
    }
    len = ASN1_STRING_to_UTF8(&utf8, data);
    if (len < 0) {
        return false;
    }
    out->len = (size_t)len;
    out->value = peercert_copy(cert, utf8, out->len);
    OPENSSL_free(utf8);
    return out->name != NULL && out->value != NULL;
}

static bool decode_name(mbio_peercert *cert, struct attributes *out,
                        const X509_NAME *name)
{
    int n = X509_NAME_entry_count(name), set = -1;
    size_t rdn = 0;

    if (!ALLOC_LIST(cert, out, n)) {
        return false;
    }
    for (int i = 0; i < n; i++) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);

        rdn += i > 0 && X509_NAME_ENTRY_set(entry) != set;
        set = X509_NAME_ENTRY_set(entry);
        out->list[i].rdn = MUTANT_VALUE(CERT_ONE_RDN, rdn, 0);
        if (!decode_attribute(cert, &out->list[i], entry)) {
            return false;
        }
    }
    out->count = (size_t)n;
    return true;
}

/* --------------------------------------------------------------- alternative names */

static bool set_alt_text(mbio_peercert *cert, mbio_alt_name *out, const char *type,
                         const void *text, size_t len)
{
    out->type = type;
    out->len = len;
    out->value = peercert_copy(cert, text, len);
    return out->value != NULL;
}

static bool set_alt_string(mbio_peercert *cert, mbio_alt_name *out, const char *type,
                           const ASN1_STRING *text)
{
    return set_alt_text(cert, out, type, ASN1_STRING_get0_data(text),
                        (size_t)ASN1_STRING_length(text));
}

static bool decode_address(mbio_peercert *cert, mbio_alt_name *out,
                           const ASN1_OCTET_STRING *ip)
{
    const unsigned char *p = ASN1_STRING_get0_data(ip);
    char text[40] = "<invalid>";
    size_t used = 0;

    if (ASN1_STRING_length(ip) == 4) {
        snprintf(text, sizeof text, "%d.%d.%d.%d", p[0], p[1], p[2], p[3]);
    } else if (ASN1_STRING_length(ip) == 16 && !MUTANT_IS(CERT_IPV6_LOWER)) {
        for (int i = 0; i < 16; i += 2) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%X",
                                     i == 0 ? "" : ":", p[i] << 8 | p[i + 1]);
        }
    }
    return set_alt_text(cert, out, "IP Address", text, strlen(text));
}

static bool decode_registered_id(mbio_peercert *cert, mbio_alt_name *out,
                                 const ASN1_OBJECT *id)
{
    char text[LINE_MAX_BYTES];
    int len = OBJ_obj2txt(text, sizeof text, id, 0);

    if (len < 0) {
        return false;
    }
    if ((size_t)len >= sizeof text) {
        snprintf(text, sizeof text, "<INVALID>");
    }
    return set_alt_text(cert, out, "Registered ID", text, strlen(text));
}

/* Whatever else there is, as OpenSSL prints it: "othername: UPN:user". */
static bool decode_printed(mbio_peercert *cert, mbio_alt_name *out, GENERAL_NAME *name)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char line[LINE_MAX_BYTES] = "", *colon;
    bool good = bio != NULL && GENERAL_NAME_print(bio, name) == 1 &&
                BIO_gets(bio, line, sizeof line) > 0;

    BIO_free(bio);
    colon = strchr(line, ':');
    if (!good || colon == NULL) {
        return false;
    }
    *colon = '\0';
    return set_alt_text(cert, out, "", colon + 1, strlen(colon + 1)) &&
           (out->type = peercert_copy(cert, line, strlen(line))) != NULL;
}

static bool decode_directory(mbio_peercert *cert, mbio_alt_name *out,
                             const X509_NAME *name)
{
    struct attributes directory = {NULL, 0};

    out->type = "DirName";
    if (!decode_name(cert, &directory, name)) {
        return false;
    }
    out->directory = directory.list;
    out->directory_count = directory.count;
    return true;
}

static bool decode_alt_name(mbio_peercert *cert, mbio_alt_name *out, GENERAL_NAME *name)
{
    MUTANTS(PEERCERT_ALT_NAME);
    switch (name->type) {
    case GEN_DIRNAME: return decode_directory(cert, out, name->d.dirn);
    case GEN_EMAIL: return set_alt_string(cert, out, "email", name->d.rfc822Name);
    case GEN_DNS: return set_alt_string(cert, out, "DNS", name->d.dNSName);
    case GEN_URI:
        return set_alt_string(cert, out, "URI", name->d.uniformResourceIdentifier);
    case GEN_RID: return decode_registered_id(cert, out, name->d.rid);
    case GEN_IPADD: return decode_address(cert, out, name->d.ip);
    default: return decode_printed(cert, out, name);
    }
}

static bool decode_alt_names(mbio_peercert *cert, struct alt_names *out, X509 *x509)
{
    GENERAL_NAMES *names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
    int n = names == NULL ? 0 : sk_GENERAL_NAME_num(names);
    bool good = ALLOC_LIST(cert, out, n);

    for (int i = 0; good && i < n; i++) {
        good = decode_alt_name(cert, &out->list[i], sk_GENERAL_NAME_value(names, i));
    }
    out->count = (size_t)n;
    MUTANTS(PEERCERT_ALT_NAMES);
    GENERAL_NAMES_free(names);
    return good;
}

/* ----------------------------------------------------------------------- addresses */

static bool add_uri(mbio_peercert *cert, struct texts *out, const GENERAL_NAME *name)
{
    const ASN1_IA5STRING *uri = name->d.uniformResourceIdentifier;
    mbio_text *text = &out->list[out->count];

    text->len = (size_t)ASN1_STRING_length(uri);
    text->data = peercert_copy(cert, ASN1_STRING_get0_data(uri), text->len);
    out->count++;
    return text->data != NULL;
}

/* The addresses of one access method. */
static bool decode_access(mbio_peercert *cert, struct texts *out, X509 *x509, int method)
{
    AUTHORITY_INFO_ACCESS *info = X509_get_ext_d2i(x509, NID_info_access, NULL, NULL);
    int n = info == NULL ? 0 : sk_ACCESS_DESCRIPTION_num(info);
    bool good = ALLOC_LIST(cert, out, n);

    for (int i = 0; good && i < n; i++) {
        const ACCESS_DESCRIPTION *ad = sk_ACCESS_DESCRIPTION_value(info, i);

        MUTANTS(PEERCERT_ACCESS);
        if (OBJ_obj2nid(ad->method) == method && ad->location->type == GEN_URI) {
            good = add_uri(cert, out, ad->location);
        }
    }
    AUTHORITY_INFO_ACCESS_free(info);
    return good;
}

/* The names of a distribution point, NULL when it has no full name. */
static const GENERAL_NAMES *full_names(const DIST_POINT *point)
{
    return point->distpoint == NULL || point->distpoint->type != 0
               ? NULL
               : point->distpoint->name.fullname;
}

static int count_names(const CRL_DIST_POINTS *points)
{
    int n = 0;

    for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
        const GENERAL_NAMES *names = full_names(sk_DIST_POINT_value(points, i));

        n += names == NULL ? 0 : sk_GENERAL_NAME_num(names);
    }
    return n;
}

static bool decode_crl_points(mbio_peercert *cert, struct texts *out, X509 *x509)
{
    CRL_DIST_POINTS *points =
        X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);
    bool good = points == NULL || ALLOC_LIST(cert, out, count_names(points));

    for (int i = 0; good && points != NULL && i < sk_DIST_POINT_num(points); i++) {
        const GENERAL_NAMES *names = full_names(sk_DIST_POINT_value(points, i));
        int n = names == NULL ? 0 : sk_GENERAL_NAME_num(names);

        for (int k = 0; good && k < n; k++) {
            const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, k);

            MUTANTS(PEERCERT_CRL_POINT);
            good = name->type != GEN_URI || add_uri(cert, out, name);
        }
    }
    CRL_DIST_POINTS_free(points);
    return good;
}

/* -------------------------------------------------------------------------- scalars */

/* Takes the line that was printed to `bio`. */
static bool take_line(mbio_peercert *cert, const char **out, BIO *bio, int printed)
{
    char line[LINE_MAX_BYTES] = "";

    if (printed < 0 || BIO_gets(bio, line, sizeof line) < 0) {
        return false;
    }
    (void)BIO_reset(bio);
    *out = peercert_copy(cert, line, strlen(line));
    return *out != NULL;
}

static bool decode_scalars(mbio_peercert *cert, const X509 *x509)
{
    BIO *bio = BIO_new(BIO_s_mem());
    bool good = bio != NULL &&
                take_line(cert, &cert->serial_number, bio,
                          i2a_ASN1_INTEGER(bio, X509_get0_serialNumber(x509))) &&
                take_line(cert, &cert->not_before, bio,
                          ASN1_TIME_print(bio, X509_get0_notBefore(x509))) &&
                take_line(cert, &cert->not_after, bio,
                          ASN1_TIME_print(bio, X509_get0_notAfter(x509)));

    cert->version = (int)X509_get_version(x509) + 1;
    MUTANTS(PEERCERT_SCALARS);
    BIO_free(bio);
    return good;
}

bool peercert_decode(mbio_peercert *cert, X509 *x509)
{
    MUTANTS(PEERCERT_DECODE);
    return decode_scalars(cert, x509) &&
           decode_name(cert, &cert->subject, X509_get_subject_name(x509)) &&
           decode_name(cert, &cert->issuer, X509_get_issuer_name(x509)) &&
           decode_alt_names(cert, &cert->subject_alt_name, x509) &&
           decode_access(cert, &cert->ocsp, x509, NID_ad_OCSP) &&
           decode_access(cert, &cert->ca_issuers, x509, NID_ad_ca_issuers) &&
           decode_crl_points(cert, &cert->crl_distribution_points, x509);
}
