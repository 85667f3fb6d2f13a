"""Names in a real browser: behind a veil, safe contact above every number, found without marks, hidden again, and nowhere else."""

from signing_in import everywhere, look, path, send

CANARY = "Kanari Đặng Ửng"


def settled(view):
    view.page.wait_for_load_state("networkidle")
    assert "kanari" not in view.page.title().lower()
    assert "kanari" not in view.page.url.lower()
    look(view)


@everywhere
def test_a_name_is_shown_written_found_and_hidden(enter, office, width, language):
    view = enter("nhan-vien", width, language)
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
    text = view.page.inner_text("main")
    assert text.index("8–9h") < text.index("0912 345 678")
    view.open("/cases")
    view.page.fill("[name=find_text]", "dang ung")
    view.page.click("form[role=search] button")
    settled(view)
    assert path(view) == "/cases/find"
    assert CANARY in view.page.inner_text("main")
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


def test_the_name_stands_in_no_log_and_no_file(office):
    """After the journeys above: neither what the server printed nor any byte of its folder holds the name."""
    assert office.people["nhan-vien"].cookies is not None, "nobody wrote a name"
    printed = "\n".join(office.lines).lower()
    assert "kanari" not in printed
    everything = b"".join(file.read_bytes() for file in office.folder.rglob("*") if file.is_file())
    assert len(everything) > 100_000
    for text in (CANARY, CANARY.upper(), CANARY.lower(), "kanari dang ung", "Kanari", "kanari"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert text.encode(encoding) not in everything, (text, encoding)
    assert not [file for file in office.folder.rglob("*") if "kanari" in file.name.lower()]
