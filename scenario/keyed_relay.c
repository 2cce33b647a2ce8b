/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_relay.c: one direction of the man in the middle.
 *
 *     in ---open---> arrived ---edit, make anew---> leaving ---seal---> wire
 *
 * What is opened counts as said in the sender's view, what is sealed as heard in the
 * receiver's. The last two steps wait for the receiver's keys.
 */
#include "keyed_parts.h"

#include <string.h>

#include "plant.h"

/* ----------------------------------------------------------------------------- edit */

static bool is_for(const struct edit *edit, const char *name)
{
    return !edit->done &&
           (strcmp(edit->message, name) == 0 || strcmp(edit->message, "any") == 0);
}

static bool is_kept(struct pass *p, const char *name)
{
    bool kept = false;

    for (size_t i = 0; i < p->k->edits_count[p->sender]; i++) {
        struct edit *edit = &p->k->edits[p->sender][i];

        if (edit->fn == NULL && is_for(edit, name)) {
            kept = edit->done = true;
        }
    }
    return kept;
}

static void add_all(struct pass *p, const struct parcels *list)
{
    for (size_t i = 0; i < list->count; i++) {
        parcels_add(p->r->a, &p->relay->leaving, &list->list[i]);
    }
}

/* One that is swapped waits here until the next is gone. */
static void send_off(struct pass *p, struct editing *e)
{
    struct parcel *waited = p->relay->swapped;

    p->relay->swapped = NULL;
    add_all(p, &e->before);
    if (e->swapped) {
        p->relay->swapped = arena_copy(p->r->a, &e->p, sizeof e->p);
        e->copies = e->copies == 0 ? 0 : e->copies - 1;
    }
    for (unsigned i = 0; i < e->copies; i++) {
        parcels_add(p->r->a, &p->relay->leaving, &e->p);
    }
    add_all(p, &e->after);
    if (waited != NULL) {
        parcels_add(p->r->a, &p->relay->leaving, waited);
    }
}

static void edit_parcel(struct pass *p, const struct parcel *arrived)
{
    struct editing e = {.a = p->r->a, .p = *arrived, .copies = 1};
    const char *name = message_name(&e.p);

    for (size_t i = 0; i < p->k->edits_count[p->sender]; i++) {
        struct edit *edit = &p->k->edits[p->sender][i];

        if (is_for(edit, name)) {
            edit->done = true;
            e.p.edited |= edit->fn != NULL && edit->fn(&e, edit->at, edit->bytes);
        }
    }
    send_off(p, &e);
}

/* Handshake messages that are made anew need the receiver's keys. */
static bool edit_next(struct pass *p, bool *waits)
{
    struct parcel parcel = p->relay->arrived.list[p->relay->arrived.done];
    bool verifies = parcel.type == TYPE_HANDSHAKE && parcel.sealed &&
                    (parcel.first == FINISHED || parcel.first == CERTIFICATE_VERIFY) &&
                    p->heard->suite != NULL;
    bool known = true;

    if (verifies &&
        !keyed_secret(p->r, p->k, p->heard->who, p->sender, HANDSHAKE, &known)) {
        return false;
    }
    *waits = !known;
    if (known) {
        p->relay->arrived.done++;
        if (verifies) {
            relay_remake(p, &parcel, is_kept(p, message_name(&parcel)));
        }
        edit_parcel(p, &parcel);
    }
    return true;
}

/* ----------------------------------------------------------------------------- seal */

static void put_plain(struct wire *out, const struct parcel *parcel, struct slice content)
{
    uint8_t header[RECORD_HEADER] = {parcel->type, 3, parcel->minor,
                                     (uint8_t)(content.len >> 8), (uint8_t)content.len};

    wire_append(out, header, sizeof header);
    wire_append(out, content.p, content.len);
}

static void put_records(struct pass *p, const struct parcel *parcel, bool sealed)
{
    struct wire *out = &p->r->wire[p->sender];
    struct slice rest = parcel->data;
    size_t next = parcel->split;

    do {
        size_t len = next > 0 && next < rest.len ? next : rest.len;
        struct slice part = {rest.p, len < RECORD_MAX ? len : RECORD_MAX};

        if (sealed) {
            channel_seal(p->k->crypto, p->r->a, &p->relay->seal, parcel->type, part,
                         parcel->pad, out);
        } else {
            put_plain(out, parcel, part);
        }
        rest.p += part.len;
        rest.len -= part.len;
        next = 0;
    } while (rest.len > 0);
}

/* What a message that was heard means for what comes behind it. */
static void hear(struct pass *p, const struct parcel *parcel)
{
    struct relay *relay = p->relay;

    if (parcel->type != TYPE_HANDSHAKE || parcel->data.len == 0) {
        return;
    }
    view_add(p->k->crypto, p->heard, p->sender, parcel->data);
    if (parcel->data.p[0] == FINISHED && relay->out_epoch == HANDSHAKE) {
        relay->out_epoch = APPLICATION;
        relay->seal.suite = NULL;
    } else if (parcel->data.p[0] == KEY_UPDATE) {
        channel_update(p->k->crypto, &relay->seal);
    }
}

static void note(struct pass *p, const struct parcel *parcel)
{
    struct wire *seen = &p->k->seen[p->sender];
    const char *name = message_name(parcel);
    const char *how = parcel->edited ? ":edited" : parcel->remade ? ":remade" : "";

    wire_append(seen, " ", seen->len > 0);
    wire_append(seen, name, strlen(name));
    wire_append(seen, how, strlen(how));
}

/* The receiver knows keys once there was a ServerHello. */
static bool seal_next(struct pass *p, bool *waits)
{
    struct relay *relay = p->relay;
    struct parcel *parcel = &relay->leaving.list[relay->leaving.done];
    bool sealed = parcel->sealed && p->heard->suite != NULL, known = true;

    if (sealed && relay->out_epoch == PLAIN) {
        relay->out_epoch = HANDSHAKE;
    }
    if (sealed && relay->seal.suite == NULL) {
        if (!keyed_secret(p->r, p->k, p->heard->who, p->sender, relay->out_epoch,
                          &known)) {
            return false;
        }
        if (known) {
            channel_start(p->k->crypto, &relay->seal, p->heard->suite,
                          p->heard->secret[p->sender][relay->out_epoch]);
        }
    }
    *waits = !known;
    if (!known) {
        return true;
    }
    relay->leaving.done++;
    note(p, parcel);
    view_judge(p->heard, parcel);
    if (PLANTED("FORGERY_MENDED") && parcel->right.len > 0) {
        parcel->data = parcel->right;
    }
    if (parcel->type == TYPE_RAW) {
        wire_append(&p->r->wire[p->sender], parcel->data.p, parcel->data.len);
    } else {
        put_records(p, parcel, sealed);
        hear(p, parcel);
    }
    return true;
}

bool relay_pass(struct run *r, struct keyed *k, enum endpoint sender)
{
    enum endpoint receiver = sender == CLIENT ? SERVER : CLIENT;
    struct relay *relay = &k->relay[sender];
    struct pass p = {r, k, relay, sender, &k->view[sender], &k->view[receiver]};
    bool waits = false, ok = relay_open(&p);

    while (ok && !waits &&
           (relay->leaving.done < relay->leaving.count ||
            relay->arrived.done < relay->arrived.count)) {
        ok = relay->leaving.done < relay->leaving.count ? seal_next(&p, &waits)
                                                        : edit_next(&p, &waits);
    }
    return ok;
}
