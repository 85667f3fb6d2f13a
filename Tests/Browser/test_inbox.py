"""Volunteers' logs at a centre in a real browser: from what is told to a case that counts."""

import re

import pytest
from signing_in import everywhere, look, path
from test_cases import fill, goal, note, open_case, save


def tell(view, **answers):
    """Writes down what a volunteer tells on the telephone; the log's page."""
    assert view.open("/inbox/told").status == 200
    look(view)
    fill(view, answers)
    save(view)
    assert re.fullmatch(r"/inbox/[0-9A-Z]{26}", path(view)), view.page.locator("main").inner_text()
    look(view)
    return path(view)


@pytest.mark.parametrize("width, language, scripts", [(360, "vi", True), (1280, "en", True), (360, "en", False)])
def test_a_log_counts_once_it_is_accepted(enter, width, language, scripts):
    worker = enter("nhan-vien", width, language, java_script_enabled=scripts)
    officer = enter("tong-hop")
    case = open_case(worker)
    code = worker.page.locator("h1 .code").inner_text()
    detected, reached = goal(officer, "3.2a")
    log = tell(worker, **{"told_support.shelter": True, "told_person": "woman", "told_day": "today", "told_note": "đến lúc tối"})
    assert goal(officer, "3.2a") == (detected, reached)
    assert "đến lúc tối" in worker.page.locator("main").inner_text()
    worker.open(f"{log}/existing")
    look(worker)
    worker.page.fill("[name=log_code]", code)
    save(worker)
    # Whom of the case the log is about is chosen, and nothing accepted unseen.
    assert goal(officer, "3.2a") == (detected, reached)
    look(worker)
    worker.page.locator("[name=log_person]").select_option(index=1)
    save(worker)
    assert path(worker).split("?")[0] == case, worker.page.locator("main").inner_text()
    look(worker)
    assert goal(officer, "3.2a") == (detected, reached + 1)
    assert "đến lúc tối" in worker.page.locator("main").inner_text()
    # It is gone from the inbox, and sending it again changes nothing.
    assert worker.open(log).status == 404
    assert goal(officer, "3.2a") == (detected, reached + 1)


def test_a_log_opens_a_case_that_counts_when_it_is_confirmed(enter):
    worker, officer = enter("nhan-vien"), enter("tong-hop")
    detected, reached = goal(officer, "3.2a")
    log = tell(worker, **{"told_support.medical_care": True, "told_danger": "now", "told_person": "woman"})
    worker.open("/inbox")
    look(worker)
    assert worker.page.locator(f"li:has(a[href='{log}'])").inner_text().count("nguy hiểm ngay") == 1
    worker.open(f"{log}/new")
    look(worker)
    assert worker.page.locator("[name=log_danger]").is_checked()
    worker.page.locator("[name=detected_place]").select_option(index=3)
    save(worker)
    case = path(worker).split("?")[0]
    assert re.fullmatch(r"/cases/[0-9A-Z]{26}", case), worker.page.locator("main").inner_text()
    # A trusted address is no receiver that the law lists: suspected, until somebody confirms it.
    assert goal(officer, "3.2a") == (detected, reached)
    note(worker, case, "state", case_state="confirmed")
    assert goal(officer, "3.2a") == (detected + 1, reached + 1)
    worker.open("/today")
    look(worker)
    assert worker.page.locator(f"section.danger a[href^='{case}']").count() > 0


@everywhere
def test_the_pages_of_the_inbox(enter, width, language):
    worker = enter("nhan-vien", width, language)
    log = tell(worker, **{"told_support.shelter": True, "told_hide.police": True})
    for page in ("/today", "/inbox", log, f"{log}/new", f"{log}/existing", "/inbox/told", "/inbox/brought", "/inbox/slip"):
        assert worker.open(page).status == 200
        look(worker)
        assert "shelter" not in worker.page.title()
    # Without a reason nothing is set aside.
    worker.open(log)
    worker.page.locator(f"form[action='{log}/aside'] button").click()
    worker.page.wait_for_load_state("networkidle")
    look(worker)
    worker.page.locator("[name=log_reason]").select_option("mistake")
    worker.page.locator(f"form[action='{log}/aside'] button").click()
    worker.page.wait_for_load_state("networkidle")
    assert path(worker) == "/inbox?done=aside"
    look(worker)
    assert all("422" in complaint for complaint in worker.complaints)
