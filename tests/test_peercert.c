/* SPDX-License-Identifier: Apache-2.0
 *
 * test_peercert.c: decoded certificates: every field, strange ones, broken ones; and what
 * a connection gives.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/x509v3.h>

static mbio_peercert *decode(const char *name)
{
    mbio_peercert *cert;
    size_t len;
    unsigned char *der = pem_to_der(name, &len);

    check_ok(mbio_certificate_decode(&cert, der, len, NULL));
    OPENSSL_free(der);
    return cert;
}

static void check_attribute(const mbio_attribute *a, size_t rdn, const char *name,
                            const char *value)
{
    ck_assert_uint_eq(a->rdn, rdn);
    ck_assert_str_eq(a->name, name);
    ck_assert_str_eq(a->value, value);
    ck_assert_uint_eq(a->len, strlen(value));
}

START_TEST(test_names_and_scalars)
{
    mbio_peercert *cert = decode("rich.pem");
    const mbio_attribute *a;
    size_t n;

    ck_assert(!mbio_peercert_is_empty(cert));
    ck_assert_int_eq(mbio_peercert_version(cert), 3);
    ck_assert_str_eq(mbio_peercert_serial_number(cert), "6ABCDEF0123456789ABCDEF001");
    ck_assert_str_eq(mbio_peercert_not_before(cert), "Jan  1 00:00:00 2020 GMT");
    ck_assert_str_eq(mbio_peercert_not_after(cert), "Dec 31 23:59:59 2099 GMT");
    a = mbio_peercert_subject(cert, &n);
    ck_assert_uint_eq(n, 5);
    check_attribute(&a[0], 0, "countryName", "DE");
    check_attribute(&a[1], 1, "organizationalUnitName", "one");
    check_attribute(&a[2], 1, "organizationName", "Gr\303\266\303\237e");
    check_attribute(&a[4], 3, "commonName", "localhost");
    a = mbio_peercert_issuer(cert, &n);
    ck_assert_uint_eq(n, 1);
    check_attribute(&a[0], 0, "commonName", "membio test ca rich");
    mbio_peercert_free(cert);
}
END_TEST

START_TEST(test_alternative_names)
{
    static const char *const want[][2] = {
        {"DNS", "localhost"},
        {"DNS", "*.example.test"},
        {"IP Address", "127.0.0.1"},
        {"IP Address", "0:0:0:0:0:0:0:1"},
        {"IP Address", "2001:DB8:0:0:0:FF00:42:8329"},
        {"email", "tls@example.test"},
        {"URI", "https://example.test/a?b=c"},
        {"Registered ID", "1.2.3.4.5"},
    };
    mbio_peercert *cert = decode("rich.pem");
    size_t n;
    const mbio_alt_name *names = mbio_peercert_subject_alt_name(cert, &n);

    ck_assert_uint_eq(n, 9);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_str_eq(names[i].type, want[i][0]);
        ck_assert_str_eq(names[i].value, want[i][1]);
        ck_assert_uint_eq(names[i].len, strlen(want[i][1]));
        ck_assert_ptr_null(names[i].directory);
    }
    ck_assert_str_eq(names[8].type, "DirName");
    ck_assert_ptr_null(names[8].value);
    ck_assert_uint_eq(names[8].directory_count, 3);
    check_attribute(&names[8].directory[1], 1, "organizationName", "membio");
    mbio_peercert_free(cert);
}
END_TEST

START_TEST(test_addresses)
{
    mbio_peercert *cert = decode("rich.pem");
    size_t n;

    ck_assert_str_eq(mbio_peercert_ocsp(cert, &n)[1].data, "http://ocsp2.example.test/");
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(mbio_peercert_ca_issuers(cert, &n)->data,
                     "http://example.test/ca.der");
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(mbio_peercert_crl_distribution_points(cert, &n)[2].data,
                     "http://example.test/2.crl");
    ck_assert_uint_eq(n, 3);
    mbio_peercert_free(cert);

    cert = decode("no-san.pem");
    ck_assert_ptr_null(mbio_peercert_subject_alt_name(cert, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert_ptr_null(mbio_peercert_ocsp(cert, &n));
    ck_assert_ptr_null(mbio_peercert_ca_issuers(cert, NULL));
    ck_assert_ptr_null(mbio_peercert_crl_distribution_points(cert, &n));
    mbio_peercert_free(cert);
}
END_TEST

START_TEST(test_nothing)
{
    size_t n = 99;

    ck_assert(mbio_peercert_is_empty(NULL));
    ck_assert_int_eq(mbio_peercert_version(NULL), 0);
    ck_assert_ptr_null(mbio_peercert_serial_number(NULL));
    ck_assert_ptr_null(mbio_peercert_not_before(NULL));
    ck_assert_ptr_null(mbio_peercert_not_after(NULL));
    ck_assert_ptr_null(mbio_peercert_subject(NULL, &n));
    ck_assert_uint_eq(n, 0);
    mbio_peercert_free(NULL);
}
END_TEST

/* ------------------------------------------------------------------ strange ones */

static X509 *rich(void)
{
    size_t len;
    unsigned char *der = pem_to_der("rich.pem", &len);
    const unsigned char *p = der;
    X509 *x509 = d2i_X509(NULL, &p, (long)len);

    ck_assert_ptr_nonnull(x509);
    OPENSSL_free(der);
    return x509;
}

/* Decodes, and frees, a certificate that was changed: its signature does not fit any more,
 * which nobody looks at. */
static mbio_peercert *decode_changed(X509 *x509, mbio_status want, mbio_error *err)
{
    unsigned char *made = NULL;
    mbio_peercert *cert;
    int len;

    ck_assert_int_gt(i2d_re_X509_tbs(x509, NULL), 0);
    len = i2d_X509(x509, &made);
    ck_assert_int_gt(len, 0);
    check_status(mbio_certificate_decode(&cert, made, (size_t)len, err), want);
    OPENSSL_free(made);
    X509_free(x509);
    return cert;
}

/* Replaces an extension by what OpenSSL's configuration calls `value`. */
static void replace(X509 *x509, int nid, const char *value)
{
    X509_EXTENSION *old, *new_one = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

    ck_assert_ptr_nonnull(new_one);
    old = X509_delete_ext(x509, X509_get_ext_by_NID(x509, nid, -1));
    ck_assert_int_eq(X509_add_ext(x509, new_one, -1), 1);
    X509_EXTENSION_free(old);
    X509_EXTENSION_free(new_one);
}

static mbio_peercert *decode_with(int nid, const char *value)
{
    X509 *x509 = rich();

    replace(x509, nid, value);
    return decode_changed(x509, MBIO_OK, NULL);
}

START_TEST(test_strange_names)
{
    size_t n;
    mbio_peercert *cert = decode_with(
        NID_subject_alt_name, "DER:30:1d:82:07:61:2e:62:00:2e:63:64:" /* NUL in a DNS */
                              "87:03:01:02:03:"                       /* IP of 3 bytes */
                              "a0:0d:06:03:2a:03:04:a0:06:0c:04:75:73:65:72"); /* other */
    const mbio_alt_name *names = mbio_peercert_subject_alt_name(cert, &n);

    ck_assert_uint_eq(n, 3);
    ck_assert_uint_eq(names[0].len, 7);
    ck_assert_mem_eq(names[0].value, "a.b\0.cd", 8);
    ck_assert_str_eq(names[1].type, "IP Address");
    ck_assert_str_eq(names[1].value, "<invalid>");
    ck_assert_str_eq(names[2].type, "othername");
    mbio_peercert_free(cert);
}
END_TEST

/* OpenSSL writes no more than 586 bytes of an object identifier, and does not say why. */
#define OID_LEN 600

START_TEST(test_long_identifier)
{
    char value[4 * OID_LEN], *p = value;
    X509 *x509 = rich();
    mbio_error err;

    p += sprintf(p, "DER:30:82:%02x:%02x:88:82:%02x:%02x:2a", (OID_LEN + 4) >> 8,
                 (OID_LEN + 4) & 255, OID_LEN >> 8, OID_LEN & 255);
    for (int i = 1; i < OID_LEN; i++) {
        p += sprintf(p, ":01");
    }
    replace(x509, NID_subject_alt_name, value);
    ck_assert_ptr_null(decode_changed(x509, MBIO_SSL, &err));
    check_error(&err, MBIO_SSL, 0, NULL, NULL);
    ck_assert_str_eq(err.text, "unknown error");
}
END_TEST

/* The same in the name of an attribute. */
START_TEST(test_long_attribute)
{
    unsigned char der[OID_LEN + 4] = {V_ASN1_OBJECT, 0x82, OID_LEN >> 8, OID_LEN & 255,
                                      42};
    const unsigned char *p = der;
    ASN1_OBJECT *id;
    X509_NAME *name = X509_NAME_new();
    X509 *x509 = rich();
    mbio_error err;

    memset(der + 5, 1, OID_LEN - 1);
    id = d2i_ASN1_OBJECT(NULL, &p, sizeof der);
    ck_assert_ptr_nonnull(id);
    ck_assert_int_eq(X509_NAME_add_entry_by_OBJ(name, id, V_ASN1_UTF8STRING,
                                                (const unsigned char *)"x", 1, -1, 0),
                     1);
    ck_assert_int_eq(X509_set_subject_name(x509, name), 1);
    ASN1_OBJECT_free(id);
    X509_NAME_free(name);
    ck_assert_ptr_null(decode_changed(x509, MBIO_SSL, &err));
    ck_assert_str_eq(err.text, "unknown error");
}
END_TEST

/* An attribute that is a string of bits is given as its bytes. */
START_TEST(test_bits)
{
    X509 *x509 = rich();
    X509_NAME *name = X509_NAME_new();
    mbio_peercert *cert;
    const mbio_attribute *a;
    size_t n;

    ck_assert_int_eq(
        X509_NAME_add_entry_by_NID(name, NID_x500UniqueIdentifier, V_ASN1_BIT_STRING,
                                   (const unsigned char *)"\1\0\377", 3, -1, 0),
        1);
    ck_assert_int_eq(X509_set_subject_name(x509, name), 1);
    X509_NAME_free(name);
    cert = decode_changed(x509, MBIO_OK, NULL);
    a = mbio_peercert_subject(cert, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(a[0].name, "x500UniqueIdentifier");
    ck_assert_uint_eq(a[0].len, 3);
    ck_assert_mem_eq(a[0].value, "\1\0\377", 4);
    mbio_peercert_free(cert);
}
END_TEST

/* CPython reads a name relative to the issuer as a list of full names. */
START_TEST(test_strange_points)
{
    size_t n;
    mbio_peercert *cert = decode_with(
        NID_crl_distribution_points,
        "DER:30:2a:"
        "30:00:"                                                    /* nothing in it */
        "30:11:a0:0f:a1:0d:30:0b:06:03:55:04:03:0c:04:75:73:65:72:" /* relative */
        "30:13:a0:11:a0:0f:86:0d:68:74:74:70:3a:2f:2f:61:2f:62:63:64:65");
    const mbio_text *points = mbio_peercert_crl_distribution_points(cert, &n);

    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(points[0].data, "http://a/bcde");
    mbio_peercert_free(cert);

    cert = decode_with(NID_crl_distribution_points, "DER:05:00"); /* no list at all */
    ck_assert_ptr_null(mbio_peercert_crl_distribution_points(cert, &n));
    mbio_peercert_free(cert);
}
END_TEST

START_TEST(test_broken)
{
    size_t len, held;
    unsigned char *der = pem_to_der("rich.pem", &len);
    mbio_peercert *cert;
    mbio_error err;

    mbio_certificate_decode(&cert, der, len, NULL); /* OpenSSL's tables stay */
    mbio_peercert_free(cert);
    held = memory_live();
    for (size_t i = 0; i < len; i++) {
        check_status(mbio_certificate_decode(&cert, der, i, &err), MBIO_SSL);
        ck_assert_ptr_null(cert);
    }
    for (size_t bit = 0; bit < len * 8; bit++) {
        der[bit / 8] ^= (unsigned char)(1 << bit % 8);
        mbio_certificate_decode(&cert, der, len, NULL);
        ck_assert_uint_eq(ERR_peek_error(), 0);
        mbio_peercert_free(cert);
        der[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    ck_assert_uint_le(memory_live(), held + 4096);
    der = OPENSSL_realloc(der, len + 1);
    check_status(mbio_certificate_decode(&cert, der, len + 1, &err), MBIO_VALUE);
    check_status(mbio_certificate_decode(&cert, NULL, 1, NULL), MBIO_MISUSE);
    check_status(mbio_certificate_decode(NULL, der, len, NULL), MBIO_MISUSE);
    OPENSSL_free(der);
}
END_TEST

/* ---------------------------------------------------------------------- connections */

START_TEST(test_connection)
{
    mbio_tls_version version = tls_versions[_i];
    struct pair p;
    mbio_peercert *cert;
    mbio_error err;

    pair_prepare(&p, version, "ed25519");
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_getpeercert(p.c.ssl, &cert, &err), MBIO_VALUE);
    ck_assert_str_eq(err.text, "handshake not done yet");
    ck_assert_ptr_null(cert);
    pair_shake(&p);
    check_ok(mbio_ssl_getpeercert(p.s.ssl, &cert, NULL));
    ck_assert_ptr_null(cert);
    check_ok(mbio_ssl_getpeercert(p.c.ssl, &cert, NULL));
    ck_assert_str_eq(mbio_peercert_subject(cert, NULL)->value, "localhost");
    mbio_peercert_free(cert);

    check_ok(mbio_ctx_set_check_hostname(p.c.ctx, false, NULL));
    check_ok(mbio_ctx_set_verify_mode(p.c.ctx, MBIO_CERT_NONE, NULL));
    check_ok(mbio_ssl_getpeercert(p.c.ssl, &cert, NULL));
    ck_assert_ptr_nonnull(cert);
    ck_assert(mbio_peercert_is_empty(cert));
    ck_assert_ptr_null(mbio_peercert_subject(cert, NULL));
    mbio_peercert_free(cert);
    check_status(mbio_ssl_getpeercert(NULL, &cert, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_getpeercert(p.c.ssl, NULL, NULL), MBIO_MISUSE);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_names_and_scalars,
        test_alternative_names,
        test_addresses,
        test_nothing,
        test_strange_names,
        test_strange_points,
        test_broken,
        test_long_identifier,
        test_long_attribute,
        test_bits,
    };
    Suite *suite;
    TCase *tc = tcase_create("connection");

    watch_memory();
    suite = suite_of("peercert", tests, sizeof tests / sizeof *tests);
    tcase_add_loop_test(tc, test_connection, 0, TLS_VERSIONS);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
