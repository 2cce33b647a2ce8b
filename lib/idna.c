/* SPDX-License-Identifier: Apache-2.0
 *
 * idna.c: host names outside of ASCII, by the rules that CPython's codec `idna` has: IDNA
 * 2003 with nameprep (RFC 3490, RFC 3491), code points that Unicode 3.2 did not know
 * allowed. GNU libidn does it, if configure found it. Such code points stay as they are,
 * as RFC 3491 has it; older CPythons mapped capitals among them (CTX-WRAP-07.h).
 */
#include "internal.h"

#include <openssl/crypto.h>

static bool is_ascii(const char *name)
{
    while (*name != '\0' && (unsigned char)*name < 128) {
        name++;
    }
    return *name == '\0';
}

#ifdef HAVE_LIBIDN
#include <idn-free.h>
#include <idna.h>

/* The texts of libidn depend on the locale (LIB-05). */
static const char *complaint(int rc)
{
    switch (rc) {
    case IDNA_INVALID_LENGTH:
        return "server_hostname: a label is empty or longer than 63 characters";
    case IDNA_ICONV_ERROR: return "server_hostname is not UTF-8";
    default: return "server_hostname has a character that IDNA forbids";
    }
}

static mbio_status to_ascii(char **ascii, const char *name, mbio_error *err)
{
    char *encoded = NULL;
    int rc = idna_to_ascii_8z(name, &encoded,
                              MUTANT_VALUE(IDNA_YOUNG_REFUSED, IDNA_ALLOW_UNASSIGNED, 0));

    MUTANTS(IDNA_ENCODED);
    if (rc == IDNA_MALLOC_ERROR) {
        return mbio_error_no_memory(err);
    }
    if (rc != IDNA_SUCCESS) {
        return mbio_error_set(err, MBIO_VALUE, -1, complaint(rc));
    }
    *ascii = OPENSSL_strdup(encoded);
    idn_free(encoded);
    return *ascii == NULL ? mbio_error_no_memory(err) : MBIO_OK;
}
#else
static mbio_status to_ascii(char **ascii, const char *name, mbio_error *err)
{
    (void)ascii;
    (void)name;
    return mbio_error_set(err, MBIO_VALUE, -1,
                          "server_hostname is not ASCII, and libmembio was built without "
                          "libidn");
}
#endif

mbio_status mbio_idna_encode(char **ascii, const char *name, mbio_error *err)
{
    *ascii = NULL;
    MUTANTS(IDNA);
    if (!is_ascii(name)) {
        return to_ascii(ascii, name, err);
    }
    *ascii = OPENSSL_strdup(name);
    return *ascii == NULL ? mbio_error_no_memory(err) : MBIO_OK;
}
