/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_cpython.c: performs ops on Python's ssl module in this process.
 *
 *     perform -> Engine.call or Engine.configure (engine_cpython.py) -> the adapter's op
 *
 * Bytes, numbers and flags go over as what they are, texts as words of the protocol; what
 * comes back is an answer line, and bytes beside it.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "engine_cpython.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_cpython_ssl.h"

/* What goes before an op's arguments: the endpoint, for `configure` a line, the name. */
#define BEFORE_MAX 3
#define OPS_MAX    256 /* op bytes */

struct python_engine {
    struct engine engine;
    PyObject *python; /* Engine */
    PyObject *call, *configure, *reset;
    PyObject *name[OPS_MAX]; /* of the ops, when they were called once */
    char *hello;
    uint64_t (*swap)(uint64_t stream);
    uint64_t stream[ENDPOINTS];     /* where each endpoint's randomness stands */
    uint64_t configured[ENDPOINTS]; /* how many calls that configure there were */
    uint64_t own;                   /* what `place` left */
    unsigned forgotten;
};

static struct python_engine *the_engine; /* of what Python calls */

/* Not looked for: what leaks in _ssl (gh-116810: every look at a session leaks one) shows here
 * as libcrypto's, and libmembio's leaks show in every other target.
 * NOLINTBEGIN(*-reserved-identifier): AddressSanitizer asks for this name. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
/* NOLINTEND(*-reserved-identifier) */

/* Says what Python says is wrong. */
static bool complain(const char *what)
{
    fprintf(stderr, "engine_cpython: %s\n", what);
    if (PyErr_Occurred() != NULL) {
        PyErr_Print();
    }
    return false;
}

static PyObject *none(void)
{
    Py_INCREF(Py_None);
    return Py_None;
}

/* What Python calls: `below` of engine_cpython.py ------------------------------------- */

static PyObject *below_place(PyObject *self, PyObject *number)
{
    (void)self;
    the_engine->own = the_engine->swap(~PyLong_AsUnsignedLongLong(number));
    return none();
}

static PyObject *below_own(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    the_engine->swap(the_engine->own);
    return none();
}

static PyObject *below_made(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    return PyLong_FromVoidPtr(cpython_ssl_made());
}

static PyObject *below_donate(PyObject *self, PyObject *ctx)
{
    (void)self;
    cpython_ssl_donate(PyLong_AsVoidPtr(ctx));
    return none();
}

static PyObject *below_renew(PyObject *self, PyObject *ctx)
{
    (void)self;
    cpython_ssl_renew(PyLong_AsVoidPtr(ctx));
    return none();
}

static PyObject *make_below(void)
{
    static PyMethodDef methods[] = {
        {"place", below_place, METH_O, NULL},    {"own", below_own, METH_NOARGS, NULL},
        {"made", below_made, METH_NOARGS, NULL}, {"donate", below_donate, METH_O, NULL},
        {"renew", below_renew, METH_O, NULL},    {NULL, NULL, 0, NULL},
    };
    static struct PyModuleDef module = {
        .m_base = PyModuleDef_HEAD_INIT, .m_name = "below", .m_size = -1};

    module.m_methods = methods;
    return PyModule_Create(&module);
}

/* The start --------------------------------------------------------------------------- */

/* Nothing of the environment, no signals, the same hashes every time. */
static bool start_python(void)
{
    PyConfig config;
    PyStatus status;

    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.write_bytecode = 0;
    config.use_hash_seed = 1;
    config.hash_seed = 0;
    status = PyConfig_SetBytesString(&config, &config.home, MEMBIO_PYTHON_HOME);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    PyConfig_Clear(&config);
    return !PyStatus_Exception(status) || complain(status.err_msg);
}

/* The folders of engine_cpython.py and of the adapter. */
static bool find_modules(const char *world)
{
    static const char *const folders[] = {"%s/..",
                                          "%s/../../conformance/adapters/cpython"};
    PyObject *path = PySys_GetObject("path"); /* lent */

    for (size_t i = 0; path != NULL && i < sizeof folders / sizeof *folders; i++) {
        PyObject *folder = PyUnicode_FromFormat(folders[i], world);
        bool ok = folder != NULL && PyList_Append(path, folder) == 0;

        Py_XDECREF(folder);
        if (!ok) {
            return false;
        }
    }
    return path != NULL;
}

static char *copy_text(PyObject *text)
{
    const char *utf8 = text == NULL ? NULL : PyUnicode_AsUTF8(text);

    return utf8 == NULL ? NULL : strdup(utf8);
}

static bool make_engine(struct python_engine *e, const char *world)
{
    PyObject *module = PyImport_ImportModule("engine_cpython"), *hello;

    if (module == NULL) {
        return false;
    }
    e->python = PyObject_CallMethod(module, "Engine", "Ns", make_below(), world);
    Py_DECREF(module);
    if (e->python == NULL) {
        return false;
    }
    e->call = PyObject_GetAttrString(e->python, "call");
    e->configure = PyObject_GetAttrString(e->python, "configure");
    e->reset = PyObject_GetAttrString(e->python, "reset");
    hello = PyObject_GetAttrString(e->python, "hello");
    e->hello = copy_text(hello);
    Py_XDECREF(hello);
    return e->call != NULL && e->configure != NULL && e->reset != NULL &&
           e->hello != NULL;
}

/* Is it our libssl that Python's contexts come from? */
static bool is_same_library(struct python_engine *e)
{
    PyObject *answer = PyObject_CallFunction(e->call, "iss", CLIENT, "context", "client");

    Py_XDECREF(answer);
    return cpython_ssl_made() != NULL;
}

/* An op ------------------------------------------------------------------------------- */

/* What a call begins with, and goes on from when it comes to its turn again. */
static uint64_t *begin_draw(struct python_engine *e, const struct call *call,
                            bool configures)
{
    uint64_t *stream = &e->stream[call->who];

    e->swap(configures ? ~e->configured[call->who]++ : *stream);
    return stream;
}

/* A text is an encoded word: the adapter reads it. */
static PyObject *to_python(struct arena *a, const struct param *param,
                           const struct arg *arg)
{
    const char *data = (const char *)arg->data;

    if (!arg->given) {
        return none();
    }
    switch (param->type) {
    case PARAM_HEX: return PyBytes_FromStringAndSize(data, (Py_ssize_t)arg->len);
    case PARAM_INT: return PyLong_FromLongLong(arg->num);
    case PARAM_BOOL: return PyBool_FromLong(arg->num != 0);
    default: return PyUnicode_FromString(format_text(a, data, arg->len));
    }
}

static PyObject *name_of(struct python_engine *e, const struct op *op)
{
    PyObject **name = &e->name[op->id];

    if (*name == NULL) {
        *name = PyUnicode_InternFromString(op->name);
    }
    Py_XINCREF(*name);
    return *name;
}

static PyObject *call_python(struct python_engine *e, struct arena *a,
                             const struct call *call, bool configures)
{
    PyObject *args[BEFORE_MAX + OP_PARAMS_MAX], *result;
    const struct param *params = call->op->params;
    size_t n = 0;
    bool ok = true;

    args[n++] = PyLong_FromLong(call->who);
    if (configures) {
        args[n++] = PyUnicode_FromString(call_format(a, call));
    }
    args[n++] = name_of(e, call->op);
    for (int i = 0; i < OP_PARAMS_MAX && params[i].name != NULL; i++) {
        args[n++] = to_python(a, &params[i], &call->arg[i]);
    }
    for (size_t i = 0; i < n; i++) {
        ok = ok && args[i] != NULL;
    }
    result =
        !ok ? NULL
            : PyObject_Vectorcall(configures ? e->configure : e->call, args, n, NULL);
    for (size_t i = 0; i < n; i++) {
        Py_XDECREF(args[i]);
    }
    return result;
}

/* A line, and bytes or None. */
static bool read_answer(struct arena *a, PyObject *result, const struct op *op,
                        struct answer *answer)
{
    PyObject *bytes = PyTuple_GET_ITEM(result, 1);
    Py_ssize_t len;
    const char *line = PyUnicode_AsUTF8AndSize(PyTuple_GET_ITEM(result, 0), &len);
    struct slice text = {line, (size_t)len};
    const char *wrong =
        answer_parse(a, text, bytes == Py_None ? op->result : RESULT_BYTES, answer);

    if (wrong != NULL) {
        return complain(arena_printf(a, "%s: %s: %s", op->name, line, wrong));
    }
    if (bytes != Py_None) {
        size_t n = (size_t)PyBytes_GET_SIZE(bytes);

        answer->value.data = arena_copy(a, PyBytes_AS_STRING(bytes), n);
        answer->value.len = n;
    }
    return true;
}

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct python_engine *e = (struct python_engine *)engine;
    bool configures = engine_membio_configures(call);
    uint64_t *stream = begin_draw(e, call, configures);
    PyObject *result = call_python(e, a, call, configures);
    bool ok = result != NULL ? read_answer(a, result, call->op, answer)
                             : complain("an op raised what is no Exception");

    if (!configures) {
        *stream = e->swap(0);
    }
    Py_XDECREF(result);
    e->forgotten += cpython_ssl_forget();
    return ok;
}

static bool reset(struct engine *engine)
{
    static const uint64_t first[ENDPOINTS] = {
        [CLIENT] = 0x636c69656e74u, [SERVER] = 0x736572766572u};
    struct python_engine *e = (struct python_engine *)engine;
    PyObject *alive = PyObject_CallNoArgs(e->reset);
    bool ok = alive != NULL && PyLong_AsLong(alive) == 0;

    Py_XDECREF(alive);
    memcpy(e->stream, first, sizeof first);
    memset(e->configured, 0, sizeof e->configured);
    cpython_ssl_forget();
    return ok || complain("an object outlives its scenario");
}

struct engine *engine_cpython_new(const char *world, uint64_t (*swap)(uint64_t stream))
{
    struct python_engine *e = calloc(1, sizeof *e);

    if (e == NULL || !cpython_ssl_watch() || !start_python()) {
        free(e);
        return NULL;
    }
    e->engine = (struct engine){perform, reset};
    e->swap = swap;
    the_engine = e;
    if (!find_modules(world) || !make_engine(e, world)) {
        complain("Python has not what this needs");
    } else if (!is_same_library(e)) {
        complain("Python's ssl module has another libssl");
    } else if (reset(&e->engine)) {
        return &e->engine;
    }
    engine_cpython_free(&e->engine);
    return NULL;
}

void engine_cpython_free(struct engine *engine)
{
    struct python_engine *e = (struct python_engine *)engine;

    if (e == NULL) {
        return;
    }
    Py_CLEAR(e->call);
    Py_CLEAR(e->configure);
    Py_CLEAR(e->reset);
    Py_CLEAR(e->python);
    for (size_t i = 0; i < OPS_MAX; i++) {
        Py_CLEAR(e->name[i]);
    }
    Py_FinalizeEx();
    free(e->hello);
    free(e);
}

void engine_cpython_share(struct engine *engine, bool shares)
{
    struct python_engine *e = (struct python_engine *)engine;

    PyObject_SetAttrString(e->python, "shares", shares ? Py_True : Py_False);
}

const char *engine_cpython_hello(struct engine *engine)
{
    return ((struct python_engine *)engine)->hello;
}

const struct remedy engine_cpython_remedies[] = {
    {"eof", "gh-95494", "OP_IGNORE_UNEXPECTED_EOF is taken out of a new context"},
    {"defaults", "configured by distributions", "a new context gets CPython's defaults"},
    {"queue", "gh-148594", "what a call left in the error queue is dropped"},
    {NULL, NULL, NULL},
};

unsigned engine_cpython_remedied(struct engine *engine, const struct remedy *remedy)
{
    struct python_engine *e = (struct python_engine *)engine;
    PyObject *counts, *count;
    unsigned n;

    if (strcmp(remedy->name, "queue") == 0) {
        return e->forgotten;
    }
    counts = PyObject_GetAttrString(e->python, "remedied");
    count = counts == NULL ? NULL : PyDict_GetItemString(counts, remedy->name); /* lent */
    n = count == NULL ? 0 : (unsigned)PyLong_AsUnsignedLong(count);
    Py_XDECREF(counts);
    return n;
}
