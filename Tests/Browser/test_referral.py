"""A person goes from one centre of the demo to the other, in a real browser, and counts once."""

import datetime
import re

from signing_in import everywhere, look, path


def press(view, selector):
    view.page.click(selector)
    view.page.wait_for_load_state("networkidle")


def day(days=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7, days=days)
    return moment.strftime("%d/%m/%Y")


def counted(view):
    """Numerator and denominator of 3.2a in the quarter of today."""
    today = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)
    period = f"{today.year}-Q{(today.month + 2) // 3}"
    answer = view.page.request.get(f"{view.address}/api/v1/indicators/goal-3?period={period}")
    assert answer.status == 200
    (figure,) = [one for one in answer.json()["figures"] if one["indicator"] == "3.2a" and one["cell"] == "all"]
    return figure["numerator"], figure["denominator"]


def test_a_person_goes_from_one_centre_to_the_other_and_counts_once(enter, office):
    officer = enter("tong-hop")
    numerator, denominator = counted(officer)

    # Without a script: everything is a page and a form.
    sender = enter("quan-ly", java_script_enabled=False)
    sender.open("/cases/new")
    sender.page.fill("[name=detected_on]", day())
    sender.page.select_option("[name=detected_place]", index=1)
    sender.page.select_option("[name=channel]", "police")
    sender.page.fill("[name=birth_year]", "1991")
    press(sender, "main form button.primary")
    case = path(sender).split("?")[0]
    assert re.fullmatch(r"/cases/[0-9A-Z]{26}", case)
    assert counted(officer) == (numerator, denominator + 1)

    sender.open(f"{case}/refer")
    sender.page.select_option("[name=refer_to]", label="Trung tâm Công tác xã hội (mẫu)")
    sender.page.fill("[name=refer_consent_on]", day())
    sender.page.fill("[name=refer_note]", "gọi buổi sáng")
    press(sender, "main form button.primary")
    assert "gọi buổi sáng" in sender.page.inner_text("main") and "1991" in sender.page.inner_text("main")
    sender.page.fill("[name=passphrase]", office.people["quan-ly"].passphrase)
    press(sender, "main form button.primary")
    assert path(sender) == f"{case}/referrals?done=sent"
    assert counted(officer) == (numerator, denominator + 1)

    receiver = enter("nhan-vien-hai")
    receiver.open("/referrals")
    look(receiver)
    press(receiver, ".caserows a[href^='/referrals/']")
    look(receiver)
    assert "gọi buổi sáng" not in receiver.page.inner_text("main")
    press(receiver, "form[action$='/accept'] button")
    taken = path(receiver).split("?")[0]
    assert taken.startswith("/cases/") and taken != case
    look(receiver)
    assert counted(officer) == (numerator, denominator + 1)

    receiver.open(f"{taken}/service")
    receiver.page.select_option("[name=service]", "medical_care")
    press(receiver, "main form button.primary")
    assert path(receiver) == f"{taken}?done=service_logged"
    assert counted(officer) == (numerator + 1, denominator + 1)

    sender.open(f"{case}/referrals")
    press(sender, "form[action$='/settle'] button")
    assert path(sender) == f"{case}/referrals?done=settled"
    press(sender, "a[href$='?reason=transferred']")
    assert sender.page.input_value("[name=closure_reason]") == "transferred"
    press(sender, "main form button.primary")
    assert path(sender).startswith(case)
    assert counted(officer) == (numerator + 1, denominator + 1)
    # Neither centre opens the other's case.
    assert sender.open(taken).status == 404
    assert receiver.open(case).status == 404


@everywhere
def test_the_pages_of_referral_and_duplicates(enter, width, language):
    view = enter("quan-ly", width, language)
    view.open("/cases")
    case = view.page.locator(".caserows a").first.get_attribute("href")
    for address in ("/referrals", "/duplicates", case, f"{case}/refer", f"{case}/referrals"):
        before = view.bytes
        response = view.open(address)
        assert response.status == 200 and response.headers["cache-control"] == "no-store", address
        assert view.bytes - before < 120_000, address
        look(view)
    view.open(f"{case}/refer")
    press(view, "main form button.primary")
    look(view)
    assert view.page.locator(".fault").count() > 0
    if person := view.page.locator("[name=person] option").last.get_attribute("value"):
        view.page.select_option("[name=person]", person)
    view.page.select_option("[name=refer_to]", index=1)
    view.page.fill("[name=refer_consent_on]", day())
    view.page.check("[name='refer_fields.name']")
    press(view, "main form button.primary")
    assert view.page.locator("[name=passphrase]").count() == 1
    look(view)
