"""The telephone's sender: against the vectors of RFC 9180, and opened by an implementation that is not ours."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyhpke import AEADId, CipherSuite, KDFId, KEMId

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "Sources" / "Web" / "Static" / "phone.js"
VECTORS = ROOT / "Tests" / "VaultTests" / "Vectors" / "rfc9180.json"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CENTRE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
LOG = "0123456789ABCDEFGHJKMNPQRS"
LONGEST = 4014
SUITE = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)


@pytest.fixture(scope="module")
def page(chromium):
    """A page with the script alone: 127.0.0.1 counts as safe, so WebCrypto is there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            is_script = self.path == "/phone.js"
            body = SCRIPT.read_bytes() if is_script else b'<!DOCTYPE html><html lang="vi"><title>-</title><script src="/phone.js"></script>'
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    assert faults == []
    page.close()
    server.shutdown()


@pytest.fixture(scope="module")
def receiver():
    return SUITE.kem.derive_key_pair(b"a key pair for the test of envelopes")


def public_bytes(key) -> bytes:
    return key.public_key.to_public_bytes()


def sealed(page, text: str, key: bytes, log: str = LOG, form: int = 1) -> bytes:
    made = page.evaluate(
        "async ([text, log, form, centre, key]) => Array.from(await envelope(text, log, form, centre, Uint8Array.from(key)))",
        [text, log, form, CENTRE, list(key)],
    )
    return bytes(made)


def opened(envelope: bytes, receiver, log: str = LOG, form: int = 1) -> bytes:
    context = SUITE.create_recipient_context(envelope[:65], receiver.private_key, info=f"nuong phone log 1|{CENTRE}".encode())
    return context.open(envelope[65:], aad=f"{log}|{form}".encode())


def unpadded(padded: bytes) -> str:
    text, mark, zeros = padded.rpartition(b"\x80")
    assert mark and not zeros.strip(b"\0")
    return text.decode()


def base32(number: int, length: int) -> str:
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(length)))


def fingerprint(centre: str, key: bytes) -> str:
    digest = hashlib.sha256(b"nuong phone key|" + centre.encode() + b"|" + key).digest()
    text = base32(int.from_bytes(digest[:10], "big"), 16)
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def test_the_sender_makes_the_first_message_of_the_rfc(page):
    vector = next(vector for vector in json.loads(VECTORS.read_text())["vectors"] if vector["bits"] == 256)
    point = bytes.fromhex(vector["encapsulated"])

    def encoded(part: bytes) -> str:
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

    ephemeral = {"kty": "EC", "crv": "P-256", "x": encoded(point[1:33]), "y": encoded(point[33:])}
    first = vector["encryptions"][0]
    made = page.evaluate(
        """async ([point, secret, key, info, associated, text]) => {
            const bytes = hex => Uint8Array.from(hex.match(/../g), byte => parseInt(byte, 16));
            const curve = { name: 'ECDH', namedCurve: 'P-256' };
            const pair = {
                publicKey: await crypto.subtle.importKey('jwk', point, curve, true, []),
                privateKey: await crypto.subtle.importKey('jwk', { ...point, d: secret }, curve, false, ['deriveBits']),
            };
            return Array.from(await seal(bytes(key), bytes(info), bytes(associated), bytes(text), pair));
        }""",
        [
            ephemeral, encoded(bytes.fromhex(vector["ephemeralKey"])), vector["publicKey"], vector["info"], first["associated"],
            first["plaintext"],
        ],
    )
    assert bytes(made).hex() == vector["encapsulated"] + first["ciphertext"]


@pytest.mark.parametrize("text", ["{}", '{"note":["Bác ở xa, \U0001f33e"]}', "x" * LONGEST, "a\u0080", "ạ" * (LONGEST // 3)])
def test_another_implementation_opens_every_envelope(page, receiver, text):
    envelope = sealed(page, text, public_bytes(receiver))
    assert len(envelope) == 4096
    assert envelope[0] == 4
    padded = opened(envelope, receiver)
    assert len(padded) == LONGEST + 1
    assert unpadded(padded) == text


def test_what_does_not_fit_is_refused_before_it_is_sealed(page, receiver):
    refused = page.evaluate(
        "([text, centre, key]) => envelope(text, '0', 1, centre, Uint8Array.from(key)).then(() => 'sealed', fault => fault.name)",
        ["x" * (LONGEST + 1), CENTRE, list(public_bytes(receiver))],
    )
    assert refused == "RangeError"


def test_an_envelope_belongs_to_its_log_and_form(page, receiver):
    envelope = sealed(page, "{}", public_bytes(receiver))
    for log, form in ((LOG[:-1] + "T", 1), (LOG, 2)):
        with pytest.raises(Exception):
            opened(envelope, receiver, log, form)


def test_no_two_envelopes_share_anything(page, receiver):
    one, other = (sealed(page, "{}", public_bytes(receiver)) for _ in range(2))
    assert one[:65] != other[:65]
    assert one[65:81] != other[65:81]


def test_no_secret_of_the_sender_can_be_taken_out(page):
    """The pair of a log is asked for as one that gives out its public half alone."""
    asked = page.evaluate(
        """async key => {
            const asked = [];
            const generate = crypto.subtle.generateKey;
            crypto.subtle.generateKey = (...terms) => { asked.push(terms.slice(1)); return generate.apply(crypto.subtle, terms); };
            const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
            const receiver = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
            await envelope('{}', '0', 1, '0', receiver);
            crypto.subtle.generateKey = generate;
            return asked[1];
        }""",
        None,
    )
    assert asked == [False, ["deriveBits"]]


def test_a_fingerprint_names_centre_and_key(page, receiver):
    key = public_bytes(receiver)
    for centre in (CENTRE, CENTRE[::-1]):
        assert page.evaluate("([centre, key]) => fingerprint(centre, Uint8Array.from(key))", [centre, list(key)]) == fingerprint(centre, key)


def test_a_key_with_another_fingerprint_is_not_taken(page, receiver):
    key = public_bytes(receiver)
    answer = {
        "centre": CENTRE, "epoch": 3, "key": base64.urlsafe_b64encode(key).rstrip(b"=").decode(), "fingerprint": fingerprint(CENTRE, key),
        "form": 1, "call": False, "now": 1_790_000_000,
    }

    def taken(**changes) -> bool:
        return page.evaluate("async answer => await trusted(answer) !== null", {**answer, **changes})

    assert taken()
    bent = bytearray(key)
    bent[40] ^= 1
    assert not taken(key=base64.urlsafe_b64encode(bytes(bent)).decode())
    # Its fingerprint is right, but it is no point of the curve.
    assert not taken(key=base64.urlsafe_b64encode(bytes(bent)).decode(), fingerprint=fingerprint(CENTRE, bytes(bent)))
    assert not taken(fingerprint="0000-0000-0000-0000")
    assert not taken(centre=CENTRE[:-1] + "0")
    assert not taken(centre=None)
    assert not taken(key="")


def test_identifiers_are_128_bits_in_26_letters_as_the_server_reads_them(page):
    for number in (0, 1, 31, 2**128 - 1, 0x0123456789ABCDEF0123456789ABCDEF):
        given = page.evaluate("bytes => base32(Uint8Array.from(bytes))", list(number.to_bytes(16, "big")))
        # The last letter carries three bits; the two behind them are zero.
        assert given == base32(number << 2, 26)
    made = page.evaluate("Array.from({ length: 200 }, freshId)")
    assert len(set(made)) == 200
    assert all(len(one) == 26 and one[25] in LETTERS[::4] and set(one) <= set(LETTERS) for one in made)
    # Every first letter comes up: no bit in front is always zero.
    assert any(one[0] in LETTERS[8:] for one in made)
