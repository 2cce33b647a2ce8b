/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_parts.h: what the files of the man in the middle share.
 *
 *     keyed.c -> keyed_relay.c -> keyed_open.c, keyed_remake.c, keyed_edit.c
 *                              -> keyed_view.c, keyed_channel.c, keyed_message.c
 */
#ifndef SCENARIO_KEYED_PARTS_H
#define SCENARIO_KEYED_PARTS_H

#include "keyed.h"
#include "run.h"

/* Content types and handshake types (RFC 8446). */
enum {
    TYPE_RAW = 0, /* ours: bytes that are no record, or one that he cannot open */
    TYPE_CCS = 20,
    TYPE_ALERT = 21,
    TYPE_HANDSHAKE = 22,
    TYPE_DATA = 23
};

enum {
    CLIENT_HELLO = 1,
    SERVER_HELLO = 2,
    NEW_SESSION_TICKET = 4,
    ENCRYPTED_EXTENSIONS = 8,
    CERTIFICATE = 11,
    CERTIFICATE_REQUEST = 13,
    CERTIFICATE_VERIFY = 15,
    FINISHED = 20,
    KEY_UPDATE = 24
};

#define MESSAGE_HEADER ((size_t)4)
#define RECORD_HEADER  ((size_t)5)
/* The most bytes of a record's content. */
#define RECORD_MAX ((size_t)16384)
#define RANDOM_LEN ((size_t)32)

/* ---------------------------------------------------------------------- protection */

/* One way of protected records: keyed_channel.c. */
struct channel {
    const struct keyed_suite *suite; /* NULL: there are no keys yet */
    uint8_t secret[KEYED_HASH_MAX], key[KEYED_KEY_MAX], iv[KEYED_NONCE_LEN];
    uint64_t number; /* of the next record */
};

void channel_start(struct keyed_crypto *c, struct channel *ch,
                   const struct keyed_suite *suite, const uint8_t *secret);
/* channel_update goes on to the keys behind a KeyUpdate. */
void channel_update(struct keyed_crypto *c, struct channel *ch);
/* channel_open opens a record with its header; content and its type are in the arena. False
 * when its tag is wrong. channel_seal puts a record with `pad` zeros onto the wire. */
bool channel_open(struct keyed_crypto *c, struct arena *a, struct channel *ch,
                  struct slice record, struct slice *content, uint8_t *type);
void channel_seal(struct keyed_crypto *c, struct arena *a, struct channel *ch,
                  uint8_t type, struct slice content, size_t pad, struct wire *out);
/* channel_expand is HKDF-Expand-Label with an empty context, for at most a hash. */
void channel_expand(struct keyed_crypto *c, size_t hash_len, const uint8_t *secret,
                    const char *label, uint8_t *out, size_t len);

/* ----------------------------------------------------------------------------- views */

enum epoch { PLAIN, HANDSHAKE, APPLICATION };

/* Messages one after another, and an FNV-1a digest of them. */
struct transcript {
    struct wire bytes;
    uint64_t digest;
};

/* The conversation as one end has seen it: keyed_view.c. */
struct view {
    enum endpoint who;
    uint8_t random[RANDOM_LEN]; /* of the last ClientHello: how its key log names it */
    bool greeted;               /* there was a ServerHello that is no HelloRetryRequest */
    const struct keyed_suite *suite; /* NULL: not TLS 1.3, or not yet */
    struct transcript main, later;   /* `later`: of authentication after the handshake */
    bool complete;                   /* the client's Finished is in `main` */
    struct {
        bool certificate, signature, finished, forged;
        bool opaque; /* something that he could not look into */
    } given;
    struct {
        bool certificate, signature, finished, forged, opaque;
    } got; /* in the handshake: what the verdict is made from */
    uint8_t secret[ENDPOINTS][APPLICATION + 1][KEYED_HASH_MAX]; /* by writer */
    bool has[ENDPOINTS][APPLICATION + 1];
};

void view_free(struct view *v);
/* view_add takes note of a message of `sender`. */
void view_add(struct keyed_crypto *c, struct view *v, enum endpoint sender,
              struct slice message);
/* view_of gives the transcript that the next signature or Finished is over. */
const struct transcript *view_of(const struct view *v);
bool view_hash(struct keyed_crypto *c, const struct view *v, uint8_t *out);
/* view_learn reads the words of a key log. */
void view_learn(struct arena *a, struct view *v, struct slice words);

/* -------------------------------------------------------------------------- messages */

struct parcel;
/* view_judge takes note of what an end is given, before view_add; view_verdict tells what that
 * means for its handshake. */
void view_judge(struct view *v, const struct parcel *p);
enum keyed_verdict view_verdict(const struct view *v);

/* A handshake message, or a record of another type, on its way. */
struct parcel {
    uint8_t type;  /* TYPE_... */
    uint8_t first; /* the handshake type that it had */
    uint8_t minor; /* of its record's version, if that was plain */
    struct slice data;
    bool sealed;     /* it was encrypted, and will be */
    uint64_t before; /* digest of the transcript that the sender had before it */
    struct slice
        right; /* what the receiver has to see, of CertificateVerify and Finished */
    bool edited, remade;
    size_t split; /* cut into two records here; 0 for not */
    size_t pad;
};

struct parcels {
    struct parcel *list;
    size_t count, done;
};

void parcels_add(struct arena *a, struct parcels *to, const struct parcel *p);

/* The name of a message; "any" fits all. */
const char *message_name(const struct parcel *p);
bool message_is_retry(struct slice message);
/* message_find gives the offset of the extensions' length; message_size reads a number of
 * `width` bytes. False when the message is too short for it. */
bool message_find(struct slice message, size_t *at);
bool message_size(struct slice message, size_t at, unsigned width, size_t *size);

/* ----------------------------------------------------------------------------- edits */

/* What an edit does to a parcel, and to those around it: keyed_edit.c. */
struct editing {
    struct arena *a;
    struct parcel p;
    struct parcels before, after;
    unsigned copies;
    bool swapped;
};

/* Says whether the message itself is another one now, or sent in another way. */
typedef bool edit_fn(struct editing *e, int64_t at, struct slice bytes);

struct edit {
    const char *message;
    edit_fn *fn; /* NULL: the message is kept as it was sent */
    int64_t at;
    struct slice bytes;
    bool done;
};

/* edit_find finds a kind by its name; false when there is none. */
bool edit_find(struct slice name, edit_fn **fn);
bool edit_message_is(struct slice name);
/* edit_splice gives the parcel new bytes in place of `drop` of them at `at`, and a handshake
 * message its new length. */
void edit_splice(struct editing *e, size_t at, size_t drop, struct slice bytes);
/* keyed_extension.c */
edit_fn edit_extension, edit_remove_extension, edit_repeat_extension;

/* ----------------------------------------------------------------------------- relay */

/* One direction: keyed_relay.c. */
struct relay {
    struct wire in;        /* what is no whole record yet */
    struct wire fragments; /* of handshake messages */
    uint8_t fragments_minor;
    bool fragments_sealed;
    bool raw; /* what comes is let pass */
    enum epoch in_epoch, out_epoch;
    struct channel open, seal;
    struct slice leaf; /* the sender's certificate */
    struct parcels arrived, leaving;
    struct parcel *swapped; /* waits for the next to go first */
};

struct keyed {
    struct keyed_crypto *crypto;
    struct view view[ENDPOINTS];
    struct relay relay[ENDPOINTS]; /* by sender */
    struct edit *edits[ENDPOINTS];
    size_t edits_count[ENDPOINTS];
    struct wire seen[ENDPOINTS]; /* words */
    bool again;                  /* there was more than one connection */
};

/* What one step of a relay works with. */
struct pass {
    struct run *r;
    struct keyed *k;
    struct relay *relay;
    enum endpoint sender;
    struct view *said, *heard;
};

/* relay_pass does all that can be done. relay_open takes what has come; relay_remake makes
 * CertificateVerify and Finished right for the receiver, or, when they are kept, finds out what
 * would be right. They return false when the run is over. */
bool relay_pass(struct run *r, struct keyed *k, enum endpoint sender);
bool relay_open(struct pass *p);
void relay_remake(struct pass *p, struct parcel *parcel, bool kept);
/* keyed_secret makes sure that an end's secret of an epoch is known; false in *known when its
 * key log does not tell it. */
bool keyed_secret(struct run *r, struct keyed *k, enum endpoint who, enum endpoint writer,
                  enum epoch epoch, bool *known);

#endif
