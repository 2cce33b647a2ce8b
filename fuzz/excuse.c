/* SPDX-License-Identifier: Apache-2.0
 *
 * excuse.c: where CPython is known to differ from the contract, by what it shows.
 *
 * A row excuses one answer: the bytes must be the same, and whatever follows, unless the row
 * says that it ends the comparison. The entries are those of conformance/deviations/cpython.dev.
 * fuzz/diff.test wants each row used by a case.
 */
#include "twin.h"

#include <fnmatch.h>
#include <string.h>

#define GOES_ON false
#define ENDS    true

static struct excuse table[] = {
    /* The end of the stream. */
    {"gh-95494", "*", "ssl errno=1 lib=SSL reason=UNEXPECTED_EOF_WHILE_READING in*",
     "eof errno=8 lib=SSL reason=UNEXPECTED_EOF_WHILE_READING in*", NULL, GOES_ON, 0},
    {"gh-115627", "[cs] do_handshake", "syscall errno=5 in*", "eof errno=8 in*", NULL,
     GOES_ON, 0},
    {"gh-115627", "pump", "syscall errno=5 in*", "eof errno=8 in*", NULL, GOES_ON, 0},
    /* Of 3.14: an object remembers how it ended. */
    {"gh-148292", "[cs] write *", "ssl errno=1 lib=SSL reason=PROTOCOL_IS_SHUTDOWN in*",
     "eof errno=8 in*", NULL, GOES_ON, 0},
    {"gh-148292", "[cs] write *", "ssl errno=1 lib=SSL reason=PROTOCOL_IS_SHUTDOWN in*",
     "zero_return errno=6 in*", NULL, GOES_ON, 0},
    /* Alerts. */
    {"LIB-11", "[cs] read *", "ok - in*", "eof errno=8 in*", NULL, GOES_ON, 0},
    {"LIB-11", "[cs] read *", "zero_return errno=6 in*", "eof errno=8 in*", NULL, GOES_ON,
     0},
    {"gh-148594", "[cs] unwrap", "ok in*", "ssl errno=1 lib=SSL reason=*_ALERT_* in*",
     NULL, GOES_ON, 0},
    /* Names. */
    {"gh-156793", "s wrap_bio 1 ?*", "ok in*", "api class=ValueError in*", NULL, ENDS, 0},
    {"gh-156793", "[cs] wrap_bio*", "ok in*", "api class=ValueError in*", NULL, ENDS, 0},
    {"gh-156793", "[cs] wrap_bio*", "ssl errno=0 in*", "api class=ValueError in*", NULL,
     GOES_ON, 0},
    {"a str is Unicode", "[cs] *%[89a-f]*", "api class=UnicodeEncodeError in*", "*", NULL,
     ENDS, 0},
    {"a str is no text of C", "[cs] *%00*", "api class=ValueError in*", "*", NULL, ENDS,
     0},
    {"idna codec", "[cs] wrap_bio*", "api class=Unicode*Error in*", "ssl errno=0 in*",
     NULL, GOES_ON, 0},
    {"idna codec", "[cs] wrap_bio*", "api class=Unicode*Error in*",
     "api class=ValueError in*", NULL, GOES_ON, 0},
    {"idna codec", "[cs] wrap_bio*", "api class=Unicode*Error in*", "ok in*", NULL, ENDS,
     0},
    {"idna codec", "c server_hostname", "ok *", "ok xn--*", NULL, ENDS, 0},
    /* The peer and the channel. */
    {"gh-96931", "[cs] shared_ciphers", "ok *", "ok *", NULL, GOES_ON, 0},
    {"gh-96931", "s sni_callback.inside", "ok * * * some none api 0 in*",
     "ok * * * none none api 0 in*", NULL, GOES_ON, 0},
    {"MB-1102", "c get_channel_binding*", "ok ????*", "ok none in*", NULL, GOES_ON, 0},
    {"LIB-10", "[cs] get_channel_binding tls-*", "api class=ValueError in*", "ok *", NULL,
     GOES_ON, 0},
    {"LIB-10", "[cs] has HAS_P*", "ok 0 in*", "ok 1 in*", NULL, GOES_ON, 0},
    /* Sessions. */
    {"gh-116810", "[cs] session*", "api class=ValueError in*", "*", NULL, GOES_ON, 0},
    {"gh-116810", "*", "*", "*", "[cs] session.keep", ENDS, 0},
    /* Callbacks. */
    {"LIB-08", "s *", "ssl errno=1 lib=SSL reason=CALLBACK_FAILED in* outgoing=0",
     "ssl errno=1 lib=SSL reason=CALLBACK_FAILED in* outgoing=7",
     "s context.sni_callback *", ENDS, 0},
    {"LIB-03", "s sni_callback.calls", "ok *:want_read in*", "ok *:bad in*", NULL,
     GOES_ON, 0},
    {"LIB-03", "s sni_callback.calls", "ok *:ssl in*", "ok *:bad in*", NULL, GOES_ON, 0},
    {"LIB-03", "[cs] context.sni_callback write", "bad", "*", NULL, ENDS, 0},
    {"LIB-03", "[cs] context.sni_callback do_handshake", "bad", "*", NULL, ENDS, 0},
    {"_ssl.c: a type is a char", "[cs] _msg_callback.calls", "ok *:-[0-9]*", "ok *", NULL,
     GOES_ON, 0},
    {"gh-148594", "[cs] *", "ssl errno=5 lib=BIO in*", "*",
     "[cs] context.keylog_filename full", ENDS, 0},
    /* Contexts. */
    {"CTX-OPTIONS-10", "[cs] context.options -*", "ok *", "api class=ValueError in*",
     NULL, ENDS, 0},
    {"CTX-NEW-03", "[cs] context [0-9]*", "ok in*", "api class=ValueError in*", NULL,
     ENDS, 0},
    {"MB-1361", "[cs] context.set_ecdh_curve X*",
     "ssl errno=129 lib=EC reason=UNKNOWN_GROUP in*", "ok in*", NULL, ENDS, 0},
    {NULL, NULL, NULL, NULL, NULL, false, 0},
};

struct excuse *excuse_all(void)
{
    return table;
}

static bool came_before(const struct trace *t, size_t at, const char *request)
{
    for (size_t i = 0; i < at; i++) {
        if (fnmatch(request, t->list[i].request, 0) == 0) {
            return true;
        }
    }
    return false;
}

struct excuse *excuse_find(const struct trace *ours, size_t at, const char *they,
                           const char *we)
{
    for (struct excuse *e = table; e->entry != NULL; e++) {
        if (fnmatch(e->request, ours->list[at].request, 0) == 0 &&
            fnmatch(e->theirs, they, 0) == 0 && fnmatch(e->ours, we, 0) == 0 &&
            (e->after == NULL || came_before(ours, at, e->after))) {
            return e;
        }
    }
    return NULL;
}
