"""The commune officer's journey: a report by telephone, her and him, counselling for him, a hand-over of her, a period confirmed."""

import pytest
from signing_in import look, path
from test_cases import day, goal, note, open_case, save

CENTRE = "Trung tâm Công tác xã hội (mẫu)"


def press(view, selector):
    view.page.click(selector)
    view.page.wait_for_load_state("networkidle")


def counselled(view, case):
    """Logs counselling for him alone, who comes second."""
    view.open(f"{case}/service")
    look(view)
    view.page.locator(".boxes input").nth(0).uncheck()
    view.page.locator(".boxes input").nth(1).check()
    view.page.locator('[name="service"]').select_option("perpetrator_counselling")
    save(view)
    assert path(view) == f"{case}?done=service_logged"


def handed_over(view, case, passphrase):
    """Refers her, who comes first, with her consent."""
    view.open(f"{case}/refer")
    look(view)
    view.page.locator('[name="person"]').select_option(index=1)
    view.page.locator('[name="refer_to"]').select_option(label=CENTRE)
    view.page.fill('[name="refer_consent_on"]', day())
    view.page.fill('[name="refer_note"]', "cần chỗ ở đêm nay")
    save(view)
    look(view)
    view.page.fill('[name="passphrase"]', passphrase)
    press(view, "main form button.primary")
    assert path(view) == f"{case}/referrals?done=sent", view.page.locator("main").inner_text()
    look(view)


@pytest.mark.parametrize("width, language, scripts", [(360, "vi", True), (1280, "en", False)])
def test_a_report_by_telephone_becomes_counselling_for_him_and_a_hand_over_of_her(enter, office, width, language, scripts):
    officer = enter("tong-hop")
    (her, reached), (him, advised) = goal(officer, "3.2a"), goal(officer, "3.2b")
    commune = enter("can-bo-xa", width, language, java_script_enabled=scripts)

    # A report by telephone: the national hotline passed it on.
    case = open_case(commune, channel="hotline")
    code = commune.page.locator("h1 .code").inner_text()
    assert (goal(officer, "3.2a"), goal(officer, "3.2b")) == ((her + 1, reached), (him, advised))
    note(commune, case, "record/incident", **{"happened_on": day(), "forms.physical": True, "main_form": "physical", "relation": "wife"})
    note(commune, case, "record/risk", assessed_on=day(), risk_level="high")
    note(commune, case, "record/notice", told_on=day(), route="commune_police")

    # He: his liability is asked for until it is known; below the criminal threshold he is to be counselled.
    note(commune, case, "person", role="perpetrator", sex="male", birth_year="1985")
    assert goal(officer, "3.2b") == (him + 1, advised)
    note(commune, case, "status?what=liability", status_value="pending", since=day(-1))
    note(commune, case, "status?what=liability", status_value="below", since=day())
    assert goal(officer, "3.2b") == (him + 1, advised)
    counselled(commune, case)
    assert (goal(officer, "3.2a"), goal(officer, "3.2b")) == ((her + 1, reached), (him + 1, advised + 1))

    # She: consent, then the centre. Referring alone moves no figure.
    commune.open(case)
    victim = commune.page.locator("a[href*='/people/']").first.get_attribute("href").split("/people/")[1]
    answers = {"person": victim, "consent_kind": "sharing", "consent_answer": "yes", "share_with": CENTRE, "share_fields.services": True}
    note(commune, case, "record/consent", **answers)
    handed_over(commune, case, office.people["can-bo-xa"].passphrase)
    assert goal(officer, "3.2a") == (her + 1, reached)
    centre = enter("nhan-vien-hai", width, language)
    centre.open("/referrals")
    press(centre, ".caserows a[href^='/referrals/']")
    look(centre)
    press(centre, "form[action$='/accept'] button")
    taken = path(centre).split("?")[0]
    assert taken.startswith("/cases/") and taken != case
    # She alone went over, and counts once.
    assert "1985" not in centre.page.locator("main").inner_text()
    assert goal(officer, "3.2a") == (her + 1, reached)
    note(centre, taken, "service", service="shelter", given_on=day())
    assert goal(officer, "3.2a") == (her + 1, reached + 1)
    assert commune.open(taken).status == 404 and centre.open(case).status == 404

    # The commune ends its part; the manager signs.
    commune.open(f"{case}/referrals")
    look(commune)
    press(commune, "form[action$='/settle'] button")
    note(commune, case, "close", closure_reason="transferred")
    assert code in commune.open("/cases?show=closure_waits").text()
    assert commune.open(f"{case}/sign").status == 404
    manager = enter("quan-ly", width, language)
    note(manager, case, "sign")
    assert (goal(officer, "3.2a"), goal(officer, "3.2b")) == ((her + 1, reached + 1), (him + 1, advised + 1))
    assert [text for view in (officer, commune, centre, manager) for text in view.complaints if "404" not in text] == []


def assigned(manager, case, member):
    """Gives a case to one member alone."""
    manager.open(f"{case}/limits")
    look(manager)
    for box in manager.page.locator('[name^="assigned."]').all():
        box.set_checked(member in box.evaluate("box => box.closest('label').innerText"))
    save(manager)
    assert path(manager).split("?")[0] == case, manager.page.locator("main").inner_text()


def test_a_case_is_the_commune_s_while_it_is_nobody_else_s(enter):
    commune, manager = enter("can-bo-xa"), enter("quan-ly")
    case = open_case(commune, channel="hotline")
    code = commune.page.locator("h1 .code").inner_text()
    # Whoever opens a case is not assigned to it: it is open to all until the manager gives it to somebody.
    assigned(manager, case, "nhan-vien")
    assert commune.open(case).status == 404 and commune.open(f"{case}/service").status == 404
    assert code not in commune.open("/cases").text() and code not in commune.open("/today").text()
    assigned(manager, case, "can-bo-xa")
    assert commune.open(case).status == 200 and code in commune.open("/cases").text()
    assert enter("nhan-vien").open(case).status == 200
    # Giving cases away is the manager's.
    assert commune.open(f"{case}/limits").status == 404
    assert commune.open("/retention").status == 404 and commune.open("/audit").status == 404


@pytest.mark.parametrize("width, language", [(360, "vi"), (1280, "en")])
def test_the_commune_confirms_its_period(enter, width, language):
    commune = enter("can-bo-xa", width, language)
    commune.open("/centres/periods")
    look(commune)
    press(commune, "td a >> nth=0")
    look(commune)
    commune.page.locator('[name="answer"]').select_option("complete")
    save(commune)
    assert "done=confirmed" in path(commune)
    look(commune)
    said = "Đủ" if language == "vi" else "Everything is in"
    officer = enter("tong-hop", width, language)
    officer.open("/centres/coverage")
    officer.page.locator("tbody th a").nth(1).click()
    officer.page.wait_for_load_state("networkidle")
    assert said in officer.page.locator("main").inner_text()
    # Withdrawn, so that the next width finds the period as it was.
    commune.open("/centres/periods")
    press(commune, "td a >> nth=0")
    commune.page.locator("main form").last.locator("button").click()
    commune.page.wait_for_load_state("networkidle")
    assert "done=withdrawn" in path(commune)
