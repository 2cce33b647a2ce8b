/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_membio.c: performs ops on libmembio in this process.
 *
 * One arm per op: it makes the call and says what came of it, nothing more. The arms of
 * the memory BIOs are here, the others in engine_membio_*.c.
 */
#include "engine_membio.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How a status of libmembio is said in an answer; `class` is CPython's exception. */
static const struct {
    enum status status;
    const char *class;
} said[] = {
    [MBIO_OK] = {STATUS_OK, NULL},
    [MBIO_WANT_READ] = {STATUS_WANT_READ, NULL},
    [MBIO_WANT_WRITE] = {STATUS_WANT_WRITE, NULL},
    [MBIO_ZERO_RETURN] = {STATUS_ZERO_RETURN, NULL},
    [MBIO_EOF] = {STATUS_EOF, NULL},
    [MBIO_SYSCALL] = {STATUS_SYSCALL, NULL},
    [MBIO_CERT_VERIFICATION] = {STATUS_CERT_VERIFY, NULL},
    [MBIO_SSL] = {STATUS_SSL, NULL},
    [MBIO_VALUE] = {STATUS_API, "ValueError"},
    [MBIO_TYPE] = {STATUS_API, "TypeError"},
    [MBIO_OVERFLOW] = {STATUS_API, "OverflowError"},
    [MBIO_NO_MEMORY] = {STATUS_NOMEM, NULL},
    [MBIO_OS] = {STATUS_API, "FileNotFoundError"},
    [MBIO_MISUSE] = {STATUS_BAD, NULL},
};

char *encoded(struct arena *a, const char *text)
{
    return format_text(a, text, strlen(text));
}

static void say_error(struct job *j)
{
    const char **field = j->answer->field;
    const char *library = mbio_error_library(&j->err),
               *reason = mbio_error_reason(&j->err);

    field[FIELD_CLASS] = said[j->err.status].class;
    field[FIELD_NATIVE] = encoded(j->a, j->err.text);
    if (j->err.number >= 0) {
        field[FIELD_ERRNO] = arena_printf(j->a, "%d", j->err.number);
    }
    if (library != NULL) {
        field[FIELD_LIB] = library;
    }
    if (reason != NULL) {
        field[FIELD_REASON] = reason;
    }
    if (j->err.status == MBIO_CERT_VERIFICATION) {
        field[FIELD_VERIFY_CODE] = arena_printf(j->a, "%ld", j->err.verify_code);
        field[FIELD_VERIFY_MESSAGE] = encoded(j->a, j->err.verify_message);
    }
}

bool say(struct job *j, mbio_status status)
{
    j->answer->status = said[status].status;
    if (status != MBIO_OK && status != MBIO_MISUSE) {
        say_error(j);
    }
    return status != MBIO_MISUSE;
}

const char *said_status(mbio_status status)
{
    return status_name(said[status].status);
}

bool say_int(struct job *j, mbio_status status, int64_t n)
{
    j->answer->value = (struct value){VALUE_INT, n, NULL, 0};
    return say(j, status);
}

bool say_bytes(struct job *j, mbio_status status, const void *data, size_t len)
{
    j->answer->value = (struct value){VALUE_BYTES, 0, data, len};
    return say(j, status);
}

/* Words that are encoded already; NULL is None. */
bool say_words(struct job *j, const char *words)
{
    if (words == NULL) {
        j->answer->value.kind = VALUE_NONE;
    } else {
        j->answer->value =
            (struct value){VALUE_WORDS, 0, (const uint8_t *)words, strlen(words)};
    }
    return say(j, MBIO_OK);
}

/* What a binding must say itself, since a C call cannot be made that way. */
bool say_class(struct job *j, const char *class)
{
    j->answer->status = STATUS_API;
    j->answer->field[FIELD_CLASS] = class;
    return true;
}

const struct arg *arg(const struct job *j, int i)
{
    return &j->call->arg[i];
}

const char *arg_text(const struct job *j, int i)
{
    return arg(j, i)->given ? (const char *)arg(j, i)->data : NULL;
}

static bool bio_write(struct job *j, int which)
{
    return say_int(
        j, mbio_write(j->side->bio[which], arg(j, 0)->data, arg(j, 0)->len, &j->err),
        (int64_t)arg(j, 0)->len);
}

static bool bio_write_eof(struct job *j, int which)
{
    return say(j, mbio_write_eof(j->side->bio[which], &j->err));
}

static bool bio_read(struct job *j, int which)
{
    mbio *bio = j->side->bio[which];
    size_t pending = mbio_pending(bio), n = 0, len = pending;
    int64_t wanted = arg(j, 0)->given ? arg(j, 0)->num : -1;
    uint8_t *buf = arena_alloc(j->a, pending + 1);
    mbio_status status;

    if (wanted < INT32_MIN) {
        /* Beyond what a C int can ask for: the library has no such size to refuse. */
        len = SIZE_MAX;
    } else if (wanted >= 0) {
        len = (size_t)wanted;
    }
    status = mbio_read(bio, buf, &n, len, &j->err);
    return say_bytes(j, status, buf, n);
}

static bool bio_pending(struct job *j, int which)
{
    return say_int(j, MBIO_OK, (int64_t)mbio_pending(j->side->bio[which]));
}

static bool bio_eof(struct job *j, int which)
{
    return say_int(j, MBIO_OK, mbio_eof(j->side->bio[which]));
}

/* The ops of the two BIOs differ only in which they mean. */
#define BIO_ARMS(name)                                                                   \
    static bool incoming_##name(struct job *j)                                           \
    {                                                                                    \
        return bio_##name(j, INCOMING);                                                  \
    }                                                                                    \
    static bool outgoing_##name(struct job *j)                                           \
    {                                                                                    \
        return bio_##name(j, OUTGOING);                                                  \
    }
BIO_ARMS(write)
BIO_ARMS(write_eof)
BIO_ARMS(read)
BIO_ARMS(pending)
BIO_ARMS(eof)

/* What must have been made before. */
enum need { NEED_NOTHING, NEED_CTX, NEED_SSL };

/* Found by name: it is there in a frozen process only (conformance/frozen.c). */
static void (*find_seed(void))(uint64_t)
{
    void (*seed)(uint64_t);
    void *symbol = dlsym(RTLD_DEFAULT, "membio_frozen_seed");

    memcpy(&seed, &symbol, sizeof seed);
    return seed;
}

static bool seed(struct job *j)
{
    void (*fn)(uint64_t) = find_seed();

    if (fn == NULL) {
        j->answer->status = STATUS_UNSUPPORTED;
        return true;
    }
    fn((uint64_t)arg(j, 0)->num);
    return say(j, MBIO_OK);
}

static const struct arm {
    enum op_id id;
    enum need need;
    arm_fn *fn;
} arms[] = {
    {OP_INCOMING_WRITE, NEED_NOTHING, incoming_write},
    {OP_INCOMING_WRITE_EOF, NEED_NOTHING, incoming_write_eof},
    {OP_INCOMING_READ, NEED_NOTHING, incoming_read},
    {OP_INCOMING_PENDING, NEED_NOTHING, incoming_pending},
    {OP_INCOMING_EOF, NEED_NOTHING, incoming_eof},
    {OP_OUTGOING_WRITE, NEED_NOTHING, outgoing_write},
    {OP_OUTGOING_WRITE_EOF, NEED_NOTHING, outgoing_write_eof},
    {OP_OUTGOING_READ, NEED_NOTHING, outgoing_read},
    {OP_OUTGOING_PENDING, NEED_NOTHING, outgoing_pending},
    {OP_OUTGOING_EOF, NEED_NOTHING, outgoing_eof},
    {OP_CONTEXT, NEED_NOTHING, arm_context},
    {OP_CONTEXT_MINIMUM_VERSION, NEED_CTX, arm_context_minimum_version},
    {OP_CONTEXT_MAXIMUM_VERSION, NEED_CTX, arm_context_maximum_version},
    {OP_CONTEXT_VERIFY_MODE, NEED_CTX, arm_context_verify_mode},
    {OP_CONTEXT_CHECK_HOSTNAME, NEED_CTX, arm_context_check_hostname},
    {OP_CONTEXT_SET_CIPHERS, NEED_CTX, arm_context_set_ciphers},
    {OP_CONTEXT_SET_ALPN_PROTOCOLS, NEED_CTX, arm_context_set_alpn_protocols},
    {OP_CONTEXT_NUM_TICKETS, NEED_CTX, arm_context_num_tickets},
    {OP_CONTEXT_OPTIONS, NEED_CTX, arm_context_options},
    {OP_CONTEXT_LOAD_CERT_CHAIN, NEED_CTX, arm_context_load_cert_chain},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS, NEED_CTX, arm_context_load_verify_locations},
    {OP_WRAP_BIO, NEED_CTX, arm_wrap_bio},
    {OP_DO_HANDSHAKE, NEED_SSL, arm_do_handshake},
    {OP_READ, NEED_SSL, arm_ssl_read},
    {OP_WRITE, NEED_SSL, arm_ssl_write},
    {OP_UNWRAP, NEED_SSL, arm_unwrap},
    {OP_PENDING, NEED_SSL, arm_pending},
    {OP_VERSION, NEED_SSL, arm_version},
    {OP_CIPHER, NEED_SSL, arm_cipher},
    {OP_SELECTED_ALPN_PROTOCOL, NEED_SSL, arm_selected_alpn_protocol},
    {OP_GETPEERCERT, NEED_SSL, arm_getpeercert},
    {OP_SERVER_SIDE, NEED_SSL, arm_server_side},
    {OP_SERVER_HOSTNAME, NEED_SSL, arm_server_hostname},
    {OP_SEED, NEED_NOTHING, seed},
    {OP_GET_CHANNEL_BINDING, NEED_SSL, arm_get_channel_binding},
    {OP_EXPORT_KEYING_MATERIAL, NEED_SSL, arm_export_keying_material},
    {OP_COMPRESSION, NEED_SSL, arm_compression},
    {OP_SHARED_CIPHERS, NEED_SSL, arm_shared_ciphers},
    {OP_CONTEXT_GET_CIPHERS, NEED_CTX, arm_context_get_ciphers},
    {OP_GET_VERIFIED_CHAIN, NEED_SSL, arm_get_verified_chain},
    {OP_GET_UNVERIFIED_CHAIN, NEED_SSL, arm_get_unverified_chain},
    {OP_GROUP, NEED_SSL, arm_group},
    {OP_CLIENT_SIGALG, NEED_SSL, arm_client_sigalg},
    {OP_SERVER_SIGALG, NEED_SSL, arm_server_sigalg},
    {OP_SESSION, NEED_SSL, arm_session},
    {OP_SESSION_KEEP, NEED_SSL, arm_session_keep},
    {OP_SESSION_SET, NEED_SSL, arm_session_set},
    {OP_SESSION_EQUAL, NEED_SSL, arm_session_equal},
    {OP_SESSION_REUSED, NEED_SSL, arm_session_reused},
    {OP_CONTEXT_SESSION_STATS, NEED_CTX, arm_context_session_stats},
    {OP_BIOS, NEED_NOTHING, arm_bios},
    {OP_CONTEXT_SNI_CALLBACK, NEED_CTX, arm_context_sni_callback},
    {OP_CONTEXT_KEEP, NEED_CTX, arm_context_keep},
    {OP_OBJECT_CONTEXT, NEED_SSL, arm_object_context},
    {OP_SNI_CALLBACK_CALLS, NEED_NOTHING, arm_sni_callback_calls},
    {OP_SNI_CALLBACK_INSIDE, NEED_NOTHING, arm_sni_callback_inside},
    {OP_CONTEXT_SET_PSK_CLIENT_CALLBACK, NEED_CTX, arm_context_set_psk_client_callback},
    {OP_CONTEXT_SET_PSK_SERVER_CALLBACK, NEED_CTX, arm_context_set_psk_server_callback},
    {OP_PSK_CALLBACK_CALLS, NEED_NOTHING, arm_psk_callback_calls},
    {OP_CONTEXT_KEYLOG_FILENAME, NEED_CTX, arm_context_keylog_filename},
    {OP_KEYLOG_LABELS, NEED_NOTHING, arm_keylog_labels},
    {OP_KEYLOG_LINES, NEED_NOTHING, arm_keylog_lines},
    {OP_CONTEXT_MSG_CALLBACK, NEED_CTX, arm_context_msg_callback},
    {OP_MSG_CALLBACK_CALLS, NEED_NOTHING, arm_msg_callback_calls},
    {OP_CONTEXT_SET_CIPHERSUITES, NEED_CTX, arm_context_set_ciphersuites},
    {OP_CONTEXT_SET_GROUPS, NEED_CTX, arm_context_set_groups},
    {OP_CONTEXT_GET_GROUPS, NEED_CTX, arm_context_get_groups},
    {OP_CONTEXT_SET_ECDH_CURVE, NEED_CTX, arm_context_set_ecdh_curve},
    {OP_CONTEXT_SET_CLIENT_SIGALGS, NEED_CTX, arm_context_set_client_sigalgs},
    {OP_CONTEXT_SET_SERVER_SIGALGS, NEED_CTX, arm_context_set_server_sigalgs},
    {OP_CONTEXT_LOAD_DH_PARAMS, NEED_CTX, arm_context_load_dh_params},
    {OP_CONTEXT_VERIFY_FLAGS, NEED_CTX, arm_context_verify_flags},
    {OP_CONTEXT_HOSTNAME_CHECKS_COMMON_NAME, NEED_CTX,
     arm_context_hostname_checks_common_name},
    {OP_CONTEXT_CERT_STORE_STATS, NEED_CTX, arm_context_cert_store_stats},
    {OP_CONTEXT_GET_CA_CERTS, NEED_CTX, arm_context_get_ca_certs},
    {OP_CONTEXT_LOAD_DEFAULT_CERTS, NEED_CTX, arm_context_load_default_certs},
    {OP_CONTEXT_SET_DEFAULT_VERIFY_PATHS, NEED_CTX, arm_context_set_default_verify_paths},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS_WITH, NEED_CTX,
     arm_context_load_verify_locations_with},
    {OP_CONTEXT_SECURITY_LEVEL, NEED_CTX, arm_context_security_level},
    {OP_CONTEXT_PROTOCOL, NEED_CTX, arm_context_protocol},
    {OP_GET_SIGALGS, NEED_NOTHING, arm_get_sigalgs},
    {OP_HAS, NEED_NOTHING, arm_has},
    {OP_CONTEXT_POST_HANDSHAKE_AUTH, NEED_CTX, arm_context_post_handshake_auth},
    {OP_VERIFY_CLIENT_POST_HANDSHAKE, NEED_SSL, arm_verify_client_post_handshake},
    {OP_KEY_UPDATE, NEED_SSL, arm_key_update},
    {OP_SHUTDOWN_WRITE, NEED_SSL, arm_shutdown_write},
    {OP_DRAIN, NEED_SSL, arm_drain},
    {OP_RENEGOTIATE, NEED_SSL, arm_renegotiate},
};

static const struct arm *find_arm(enum op_id id)
{
    for (size_t i = 0; i < sizeof arms / sizeof *arms; i++) {
        if (arms[i].id == id) {
            return &arms[i];
        }
    }
    return NULL;
}

static bool is_met(enum need need, const struct side *side)
{
    return need == NEED_NOTHING || (need == NEED_CTX && side->ctx != NULL) ||
           (need == NEED_SSL && side->ssl != NULL);
}

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct membio_engine *e = (struct membio_engine *)engine;
    struct side *side = &e->side[call->who];
    struct job job = {.e = e, .side = side, .a = a, .call = call, .answer = answer};
    const struct arm *arm = find_arm(call->op->id);

    answer_init(answer, STATUS_UNSUPPORTED);
    if (arm == NULL) {
        return true;
    }
    if (!is_met(arm->need, side) || !arm->fn(&job)) {
        answer_init(answer, STATUS_BAD);
        return true;
    }
    if (answer->status != STATUS_OK) {
        answer->value = (struct value){VALUE_ABSENT, 0, NULL, 0};
    }
    for (int i = 0; i < BIOS; i++) {
        answer->bio[i].pending = (int64_t)mbio_pending(side->bio[i]);
        answer->bio[i].eof = mbio_eof(side->bio[i]);
    }
    return true;
}

static void must(mbio_status status)
{
    if (status != MBIO_OK) {
        fprintf(stderr, "libmembio: %s\n", mbio_status_name(status));
        exit(99);
    }
}

void free_bios(struct side *side)
{
    mbio_free(side->bio[INCOMING]);
    if (side->bio[OUTGOING] != side->bio[INCOMING]) {
        mbio_free(side->bio[OUTGOING]);
    }
}

void make_bios(struct side *side)
{
    must(mbio_new(&side->bio[INCOMING], NULL));
    must(mbio_new(&side->bio[OUTGOING], NULL));
}

static void free_side(struct side *side)
{
    mbio_session_free(side->session);
    mbio_ssl_free(side->ssl);
    mbio_ctx_free(side->ctx);
    if (side->kept_ctx != side->ctx) {
        mbio_ctx_free(side->kept_ctx);
    }
    witness_free(side);
    free_bios(side);
    memset(side, 0, sizeof *side);
}

static bool reset(struct engine *engine)
{
    struct membio_engine *e = (struct membio_engine *)engine;

    for (int i = 0; i < ENDPOINTS; i++) {
        free_side(&e->side[i]);
        make_bios(&e->side[i]);
    }
    return true;
}

struct engine *engine_membio_new(const char *world)
{
    struct membio_engine *e = calloc(1, sizeof *e);

    if (e == NULL) {
        must(MBIO_NO_MEMORY);
    }
    e->engine = (struct engine){perform, reset};
    e->world = world;
    for (int i = 0; i < ENDPOINTS; i++) {
        make_bios(&e->side[i]);
    }
    return &e->engine;
}

void engine_membio_free(struct engine *engine)
{
    struct membio_engine *e = (struct membio_engine *)engine;

    if (e != NULL) {
        free_side(&e->side[CLIENT]);
        free_side(&e->side[SERVER]);
        free(e);
    }
}

/* "OpenSSL 3.0.19 27 Jan 2026" is said as OpenSSL_3.0.19. */
const char *engine_membio_hello(void)
{
    static char hello[640];
    char name[32] = "", number[32] = "";

    sscanf(mbio_openssl_version(), "%31s %31s", name, number);
    snprintf(
        hello, sizeof hello,
        "impl=membio/%s lib=%s_%s "
        "caps=alpn,binding,cadata,chain,cipher,ciphers,ciphersuites,common-name,"
        "compression,curve,default-certs,dh,dict,exporter,groups,halfclose,has,inside,"
        "keylog,keyupdate,messages,options,peer,pha,protocol,psk,reentry,renegotiate,"
        "security-level,session,shared,sigalgs,sni,store,switch,tickets,tls1.2,tls1.3,"
        "verify-flags%s%s%s",
        mbio_version(), name, number, peer_capabilities(), tls_capabilities(),
        find_seed() == NULL ? "" : ",seed");
    return hello;
}
