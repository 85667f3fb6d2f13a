"""The register of organisations, activities and reporting periods in a real browser: a manager confirms, an officer sees who did."""

from signing_in import everywhere, look, path


def go(view, address):
    response = view.open(address)
    assert response.status == 200 and response.headers["cache-control"] == "no-store", address
    look(view)


def save(view):
    view.page.click("main form button.primary")
    view.page.wait_for_load_state("networkidle")
    look(view)


@everywhere
def test_a_manager_confirms_a_period_and_an_officer_sees_it(enter, width, language):
    view = enter("quan-ly", width, language)
    go(view, "/centres/periods")
    # The last quarter that is over; those before it are confirmed.
    view.page.locator("td a").first.click()
    view.page.wait_for_load_state("networkidle")
    look(view)
    view.page.select_option("[name=answer]", "nothing")
    save(view)
    if view.page.locator("[name=sure]").count():
        # There are cases: the page asks once more, and nothing is saved yet.
        view.page.check("[name=sure]")
        save(view)
    assert path(view).startswith("/centres/periods?") and "done=confirmed" in path(view)
    officer = enter("tong-hop", width, language)
    go(officer, "/centres/coverage")
    said = "Không phát sinh" if language == "vi" else "Nothing happened"
    silent = "Chưa trả lời" if language == "vi" else "Silent"
    named = officer.page.locator("tbody th a")
    assert named.count() == 5
    named.nth(1).click()
    officer.page.wait_for_load_state("networkidle")
    look(officer)
    text = officer.page.locator("main").inner_text()
    assert said in text and silent in text
    # Withdrawn, so that the next width finds the period as it was.
    view.open("/centres/periods")
    view.page.locator("td a").first.click()
    view.page.wait_for_load_state("networkidle")
    look(view)
    view.page.locator("main form").last.locator("button").click()
    view.page.wait_for_load_state("networkidle")
    assert "done=withdrawn" in path(view)


@everywhere
def test_activities_are_added_and_struck(enter, width, language):
    view = enter("quan-ly", width, language)
    go(view, "/centres/activities")
    before = view.page.locator("tbody tr").count()
    go(view, "/centres/activities/new")
    view.page.fill("[name=on]", "32/1/2026")
    save(view)
    assert view.page.locator(".fault").count() == 1
    view.page.fill("[name=on]", view.page.evaluate("(d => `${d.getDate()}/${d.getMonth() + 1}/${d.getFullYear()}`)(new Date(Date.now() - 864e5))"))
    save(view)
    assert view.page.locator("tbody tr").count() in (before + 1, 1)
    view.page.locator("tbody th a").first.click()
    view.page.wait_for_load_state("networkidle")
    look(view)
    view.page.locator("main form").last.locator("button").click()
    view.page.wait_for_load_state("networkidle")
    look(view)
    assert "done=struck" in path(view)


@everywhere
def test_the_register_is_read_filtered_and_printed(enter, width, language):
    view = enter("quan-ly", width, language)
    go(view, "/centres")
    view.page.select_option("[name=kind]", "trusted_address")
    view.page.locator("main form button").click()
    view.page.wait_for_load_state("networkidle")
    look(view)
    assert view.page.locator("tbody tr").count() > 0
    go(view, "/centres/new")
    go(view, "/centres/print")
    places = [value for value in view.page.locator("[name=place] option").evaluate_all("all => all.map(one => one.value)") if value]
    sheets = 0
    for place in places:
        view.open(f"/centres/print?place={place}")
        assert view.page.locator(".paper").count() == 1
        if view.page.locator(".paper tbody tr").count():
            sheets += 1
            look(view)
            view.page.emulate_media(media="print")
            assert view.page.locator("header").is_hidden() and view.page.locator("h1").is_hidden()
            view.page.emulate_media(media="screen")
            break
    assert sheets == 1
