# SPDX-License-Identifier: Apache-2.0
# needs:
# An answer is a status, a value, and the fields of what was raised; behind it, in brackets,
# stand the pending bytes of c.incoming, c.outgoing, s.incoming, s.outgoing.
STATUSES = (
    (ssl.SSLWantReadError, "want_read"), (ssl.SSLWantWriteError, "want_write"),
    (ssl.SSLZeroReturnError, "zero_return"), (ssl.SSLEOFError, "eof"),
    (ssl.SSLSyscallError, "syscall"), (ssl.SSLCertVerificationError, "cert_verify"),
    (ssl.SSLError, "ssl"), (MemoryError, "nomem"), (Exception, "api"))
QUOTED = {b: f"%{b:02x}" for b in range(256) if not 0x20 < b < 0x7f or b in b"%="}
failed = 0
last = None  # what the last call gave


class End:
    """One end of the connection: two memory BIOs, a context, an object."""

    def __init__(self):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.context = self.object = None

    def state(self):
        return [f"{bio.pending}{',eof' if bio.eof else ''}"
                for bio in (self.incoming, self.outgoing)]


def word(value):
    if isinstance(value, bytes):
        return value.hex() or "-"
    if isinstance(value, tuple):
        return " ".join(map(word, value))
    if isinstance(value, str):
        plain = value.encode("utf-8", "backslashreplace").decode("latin-1")
        return {"": "-", "-": "%2d", "none": "%6eone"}.get(value, plain.translate(QUOTED))
    return "none" if value is None else str(int(value))


def raised(error):
    status = next(name for kind, name in STATUSES if isinstance(error, kind))
    names = {"errno": "errno"}
    if isinstance(error, ssl.SSLError):
        names.update(library="lib", reason="reason")
    if status == "cert_verify":
        names.update(verify_code="verify_code", verify_message="verify_message")
    fields = {names[n]: getattr(error, n, None) for n in names}
    if status == "api":
        fields["class"] = type(error).__name__
    return " ".join([status] + [f"{n}={word(v)}" for n, v in fields.items() if v is not None])


def outcome(call, none_is_a_value=False):
    global last
    try:
        last = result = call()
    except AttributeError as error:
        if "'End'" in str(error) or "'NoneType'" in str(error):
            return "bad"  # it asks for what was never made
        print(f"this Python cannot do it: {error}")
        sys.exit(77)
    except Exception as error:
        return raised(error)
    return "ok" if result is None and not none_is_a_value else f"ok {word(result)}"


def tell(end, line, answer, expected=None):
    global failed
    print(f"{line} -> {answer} [{' '.join(c.state() + s.state())}]", flush=True)
    incoming, outgoing = end.state()
    if expected and not fits(f"{answer} incoming={incoming} outgoing={outgoing}", expected):
        failed += 1
        print(f"    NOT AS EXPECTED: {expected}")


def step(end, line, call, expected=None):
    """One call, made for what it does."""
    tell(end, line, outcome(lambda: call() and None), expected)


def ask(end, line, call, expected=None):
    """One call, made for what it gives."""
    tell(end, line, outcome(call, True), expected)
