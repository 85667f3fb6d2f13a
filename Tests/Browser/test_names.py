"""Names in a real browser: behind a veil, safe contact above every number, found without marks, hidden again, and nowhere else."""

from conftest import Visit
from signing_in import everywhere, look, path, send, sign_in

CANARY = "Kanari Đặng Ửng"
SPELLINGS = (CANARY, CANARY.upper(), CANARY.lower(), "kanari dang ung", "Kanari", "kanari", "KANARI")


def settled(view):
    view.page.wait_for_load_state("networkidle")
    assert "kanari" not in view.page.title().lower()
    assert "kanari" not in view.page.url.lower()
    look(view)


def written(view, office):
    """Opens the identity window, gives the first person of a case the name and how to make contact; where the person stands."""
    view.open("/cases")
    settled(view)
    view.page.locator(".caserows a").first.click()
    settled(view)
    view.page.locator("a[href*='/people/']").first.click()
    settled(view)
    person = path(view)
    assert view.page.locator("form[action='/window/close']").count() == 0
    view.page.locator("a[href^='/window']").click()
    settled(view)
    send(view, passphrase=office.people["nhan-vien"].passphrase)
    assert path(view) == person
    settled(view)
    if view.page.locator("[name=look_reason]").count():
        view.page.select_option("[name=look_reason]", "stands_in")
        view.page.click("main form button.primary")
        settled(view)
    assert path(view) == person
    view.page.locator("a[href$='/identity']").click()
    settled(view)
    view.page.select_option("[name=contact_messages]", "no")
    send(
        view, identity_name=CANARY, identity_phone="0912 345 678", contact_callers=CANARY, contact_number="8–9h", contact_cover="x"
    )
    assert path(view) == f"{person}?done=identity"
    settled(view)
    return person


def found(view):
    view.open("/cases")
    view.page.fill("[name=find_text]", "dang ung")
    view.page.click("form[role=search] button")
    settled(view)
    assert path(view) == "/cases/find"
    assert CANARY in view.page.inner_text("main")


@everywhere
def test_a_name_is_shown_written_found_and_hidden(enter, office, width, language):
    view = enter("nhan-vien", width, language)
    person = written(view, office)
    text = view.page.inner_text("main")
    assert text.index("8–9h") < text.index("0912 345 678")
    found(view)
    # A stale edit: the same form from before is refused, and what was typed is there with what stands.
    view.open(f"{person}/identity")
    stale = view.page.input_value("[name=after]")
    send(view, identity_address="một")
    view.open(f"{person}/identity")
    view.page.evaluate("after => { document.querySelector('[name=after]').value = after }", stale)
    send(view, identity_address="hai")
    settled(view)
    assert "một" in view.page.inner_text("main .notice")
    assert view.page.input_value("[name=identity_address]") == "hai"
    view.open(person)
    settled(view)
    assert CANARY in view.page.content()
    view.page.click("form[action='/window/close'] button")
    settled(view)
    assert path(view) == "/today"
    # Nor does the way back in the browser show what is hidden now.
    view.page.go_back()
    settled(view)
    assert path(view) == person
    assert CANARY not in view.page.content()


class Profile:
    """A browser with a profile of its own on disk, as somebody at a centre has one."""

    def __init__(self, chromium, folder):
        self.chromium, self.folder = chromium, folder

    def new_context(self, **more):
        return self.chromium.browser_type.launch_persistent_context(
            self.folder, executable_path="/usr/bin/chromium", args=["--no-sandbox"], **more
        )


def test_the_name_stands_in_no_file_of_the_browser(chromium, office, tmp_path):
    person = office.people["nhan-vien"]
    view = Visit(Profile(chromium, tmp_path / "profile"), office.address, 1280, "vi", "light")
    if person.cookies is None:
        sign_in(view, person.name, person.passphrase, person.totp)
    else:
        view.context.add_cookies([cookie for cookie in person.cookies if cookie["name"] != "language"])
    place = written(view, office)
    found(view)
    # Typed and not sent, gone back to, left standing: what a browser would keep for its next start.
    view.open(f"{place}/identity")
    view.page.fill("[name=identity_address]", CANARY)
    view.open(place)
    view.page.go_back()
    view.page.wait_for_load_state("networkidle")
    unnamed(tmp_path / "profile")
    # The window stays open and the session goes on: the browser closes over a page with a name on it.
    view.open(place)
    assert CANARY in view.page.inner_text("main")
    person.cookies = view.context.cookies()
    view.context.close()
    unnamed(tmp_path / "profile")
    # The browser does keep where somebody was: the search above finds what is there.
    assert any(place.encode() in file.read_bytes() for file in (tmp_path / "profile").rglob("*") if file.is_file())


def unnamed(folder):
    """No byte of any file below the folder says the name."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    kept = {file: file.read_bytes() for file in files}
    assert sum(map(len, kept.values())) > 100_000
    spelled = {text.encode(encoding) for text in SPELLINGS for encoding in ("utf-8", "utf-16-le", "utf-16-be")}
    assert [file for file, content in kept.items() if any(text in content for text in spelled)] == []
    assert not [file for file in files if "kanari" in file.name.lower()]


def test_the_name_stands_in_no_log_and_no_file(office):
    """After the journeys above: neither what the server printed nor any byte of its folder holds the name."""
    assert office.people["nhan-vien"].cookies is not None, "nobody wrote a name"
    printed = "\n".join(office.lines).lower()
    assert "kanari" not in printed
    unnamed(office.folder)
