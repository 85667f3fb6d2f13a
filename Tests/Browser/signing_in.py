"""What every test of pages behind a sign-in does: typing, looking, the codes of an authenticator."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

everywhere = pytest.mark.parametrize("width, language", [(width, language) for width in (360, 1280) for language in ("vi", "en")])


def code(secret, moment=None):
    """Six digits of an authenticator (RFC 6238)."""
    step = int((time.time() if moment is None else moment) // 30)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def send(view, **fields):
    for name, value in fields.items():
        view.page.fill(f"[name={name}]", value)
    view.page.click("main form button.primary")
    view.page.wait_for_load_state("networkidle")


def path(view):
    return view.page.url.removeprefix(view.address)


def groups(view):
    return "".join(view.page.locator(".codes span").all_inner_texts())


def look(view):
    """What every page must be: accessible, and not wider than the screen."""
    # Axe waits for timers, and where scripts are off none ever fires; the same pages are asked where they are on.
    if view.scripts:
        results = Axe().run(view.page, options={"runOnly": RULES})
        assert results.violations_count == 0, f"{path(view)}: {results.generate_report()}"
    assert view.overflow() == 0, path(view)


def sign_in(view, name, passphrase, totp):
    view.open("/sign-in")
    send(view, name=name, passphrase=passphrase)
    assert path(view) == "/sign-in/code"
    send(view, code=code(totp))
    # Whoever keeps cases begins with the day.
    assert path(view) in ("/account", "/today")
