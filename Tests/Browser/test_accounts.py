"""Accounts in a real browser: enrolment, sign-in with a second factor, recovery, the way out, and what must not leak."""

import base64
import json
import re
import shutil
import subprocess

import pytest
from conftest import PROGRAM, ROOT, SECONDS_TO_START, Clock, Server, visits
from signing_in import code, everywhere, groups, look, path, send, sign_in

PASSPHRASE = "bon mua hoa ban no trang rung"
has_accounts = PROGRAM.exists() and subprocess.run([PROGRAM, "user", "--help"], capture_output=True).returncode == 0
pytestmark = pytest.mark.skipif(not has_accounts, reason="this program has no command for accounts")


def test_codes_are_those_of_the_standard():
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [code(secret, moment) for moment in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


class Installation:
    """A real installation, which serves once its accounts are made."""

    def __init__(self, folder):
        self.folder = folder
        self.clock = Clock(folder.parent)
        self.administrator = json.loads(self.run("init", "--unattended"))["administrator"]
        self.count = 0
        self.people = {}
        self.invitations = {}

    def run(self, *words):
        done = subprocess.run(
            [PROGRAM, words[0], *self.verb(words[1:])], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS_TO_START
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def verb(self, words):
        return [*words, "--data", str(self.folder)]

    def prepare(self, count):
        """Accounts for the tests: a running server holds the folder, so all are made before it starts."""
        for number in range(count):
            name = f"nguoi-{number}"
            self.people[name] = json.loads(self.run("user", "add", "--name", name, "--role", "auditor", "--unattended"))
            guest = f"khach-{number}"
            printed = self.run("user", "add", "--name", guest, "--role", "auditor")
            self.invitations[guest] = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", printed).group(0)

    def serve(self):
        self.server = Server("serve", *self.verb([]), environment=self.clock.environment)
        self.address, self.lines = self.server.address, self.server.lines


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("accounts") / "installation")
    made.prepare(14)
    made.serve()
    yield made
    made.server.stop()


@pytest.fixture
def person(installation):
    """Somebody whose codes no other test has used."""
    return installation.people.pop(next(iter(installation.people)))


@pytest.fixture
def guest(installation):
    """Name and enrolment code of somebody invited."""
    return installation.invitations.popitem()


@pytest.fixture
def office(chromium, installation):
    with visits(chromium, installation.address) as start:
        yield start


def spotless(view, *secrets):
    """No secret in any address that was asked for, and nobody else was asked."""
    assert view.requests and all(url.startswith(view.address + "/") for url in view.requests)
    for secret in secrets:
        assert all(secret not in url for url in view.requests)
    assert [text for text in view.complaints if "422" not in text and "403" not in text] == []


@everywhere
def test_enrolment_then_sign_in(installation, office, guest, width, language, tmp_path):
    name, invitation = guest
    view = office(width, language)
    view.open("/sign-in")
    look(view)
    view.open("/enrol")
    look(view)
    send(view, name=name, enrolment_code="0000-0000-0000")
    assert view.page.locator("[role=alert]").is_visible()
    look(view)
    send(view, name=name, enrolment_code=invitation)
    assert path(view) == "/enrol/passphrase"
    look(view)
    send(view, new_passphrase="ngan", again="ngan")
    look(view)
    assert view.page.input_value("[name=new_passphrase]") == ""
    send(view, new_passphrase=PASSPHRASE, again=PASSPHRASE)
    assert path(view) == "/enrol/second-factor"
    look(view)
    secret = groups(view)
    printed = view.page.locator("ol.printed li").all_inner_texts()
    assert len(secret) == 32 and len(printed) == 10
    assert scanned(view, tmp_path).endswith(f"?secret={secret}&issuer=N%C6%B0%C6%A1ng&algorithm=SHA1&digits=6&period=30")
    send(view, app_code="000000")
    look(view)
    assert groups(view) == secret and view.page.locator("ol.printed li").all_inner_texts() == printed
    send(view, app_code=code(secret))
    assert path(view) == "/enrol/code"
    look(view)
    recovery = groups(view)
    send(view)
    look(view)
    view.page.go_back()
    view.page.wait_for_load_state("networkidle")
    assert groups(view) == recovery
    send(view)
    send(view, recovery_code=recovery)
    assert path(view) == "/enrol/done"
    look(view)
    # The code of a step is good once: the next one is 30 seconds away at most, and a printed code is good now.
    view.page.click("main a.primary")
    send(view, name=name, passphrase=PASSPHRASE)
    look(view)
    send(view, code=printed[0])
    assert path(view) == "/account"
    look(view)
    spotless(view, PASSPHRASE, "bon+mua", invitation, secret, recovery, printed[0], name)
    assert not any(part in "\n".join(installation.lines) for part in (name, PASSPHRASE, secret, invitation))


def scanned(view, folder):
    """What a camera reads from the square code."""
    if shutil.which("zbarimg") is None:
        pytest.fail("zbarimg is not there: Tests/run installs it")
    picture = folder / "code.png"
    view.page.locator("svg.matrix").screenshot(path=picture, scale="device")
    return subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True, check=True).stdout.strip()


@everywhere
def test_the_pages_of_an_account(office, person, width, language):
    view = office(width, language)
    sign_in(view, person["name"], person["passphrase"], person["totp"])
    for address in ("/account", "/account/passphrase", "/account/second-factor", "/account/recovery-code", "/account/printed-codes"):
        response = view.open(address)
        assert response.status == 200 and response.headers["cache-control"] == "no-store"
        look(view)
    send(view, passphrase=person["passphrase"])
    codes = view.page.locator("ol.printed li").all_inner_texts()
    assert len(set(codes)) == 10
    look(view)
    view.open("/account/second-factor")
    send(view, passphrase=person["passphrase"])
    assert path(view) == "/account/second-factor/new"
    look(view)
    send(view, app_code=code(groups(view)))
    assert path(view) == "/account?done=second_factor_changed"
    look(view)
    spotless(view, person["passphrase"], person["totp"], person["name"], codes[0])


@everywhere
def test_recovery_with_paper_and_second_factor(office, person, width, language):
    view = office(width, language)
    view.open("/recover")
    look(view)
    send(view, name=person["name"], recovery_code=person["recovery"].lower(), code=code(person["totp"]))
    assert path(view) == "/recover/passphrase"
    look(view)
    send(view, new_passphrase=PASSPHRASE, again=PASSPHRASE)
    assert path(view) == "/recover/code"
    look(view)
    recovery = groups(view)
    send(view)
    look(view)
    send(view, recovery_code=recovery)
    assert path(view) == "/recover/done"
    look(view)
    view.open("/sign-in")
    send(view, name=person["name"], passphrase=person["passphrase"])
    assert view.page.locator("[role=alert]").is_visible()
    send(view, name=person["name"], passphrase=PASSPHRASE)
    assert path(view) == "/sign-in/code"
    spotless(view, PASSPHRASE, recovery, person["recovery"], person["name"])


def test_after_signing_out_the_back_button_shows_nothing(office, person):
    view = office()
    sign_in(view, person["name"], person["passphrase"], person["totp"])
    view.open("/account/passphrase")
    view.open("/account")
    cookies = {cookie["name"]: cookie for cookie in view.context.cookies()}
    session = cookies["nuong-development-session"]
    assert session["httpOnly"] and session["sameSite"] == "Strict" and session["path"] == "/" and session["expires"] == -1
    view.page.click("form[action='/sign-out'] button")
    view.page.wait_for_load_state("networkidle")
    assert path(view) == "/sign-in"
    assert all("session" not in cookie["name"] for cookie in view.context.cookies())
    for _ in range(3):
        view.page.go_back()
        view.page.wait_for_load_state("networkidle")
        assert person["name"] not in view.page.content()
        assert view.page.locator(".who").count() == 0
    assert view.page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


@everywhere
def test_coming_back_after_idling(installation, office, person, width, language):
    view = office(width, language)
    sign_in(view, person["name"], person["passphrase"], person["totp"])
    view.open("/account/passphrase")
    session = [cookie["value"] for cookie in view.context.cookies() if cookie["name"].endswith("-session")]
    try:
        installation.clock.ahead(15 * 60 + 1)
        view.open("/account")
        assert path(view) == "/return"
        assert person["name"] in view.page.content()
        look(view)
        send(view, passphrase="mot cau khac han")
        assert view.page.locator("[role=alert]").is_visible()
        look(view)
        send(view, passphrase=person["passphrase"])
        assert path(view) == "/account"
        assert [cookie["value"] for cookie in view.context.cookies() if cookie["name"].endswith("-session")] != session
        spotless(view, person["passphrase"], person["totp"], person["name"])
        installation.clock.ahead(9 * 3_600)
        view.open("/account")
        assert path(view) == "/sign-in"
    finally:
        installation.clock.ahead(0)
