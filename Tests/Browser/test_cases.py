"""A case from its opening to its end in a real browser, by those who work at a centre."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from signing_in import look, path, send

VIETNAM = timezone(timedelta(hours=7))
MOST_BYTES = 120 * 1024
# A list of up to 50 cases; the demo has fewer.
MOST_LIST_BYTES = 40 * 1024


def day(ahead=0):
    return (datetime.now(VIETNAM) + timedelta(days=ahead)).strftime("%d/%m/%Y")


def goal(view, indicator):
    """The live numbers of this quarter, as an officer reads them: (D, N)."""
    now = datetime.now(VIETNAM)
    period = f"{now.year}-Q{(now.month + 2) // 3}"
    answer = view.page.request.get(f"{view.address}/api/v1/indicators/goal-3?period={period}&calendar=calendar")
    assert answer.status == 200, answer.text()
    figures = {figure["indicator"]: figure for figure in answer.json()["figures"] if figure["cell"] == "all"}
    return figures[indicator]["denominator"], figures[indicator]["numerator"]


def save(view):
    view.page.locator("main form.stack button.primary").click()
    view.page.wait_for_load_state("networkidle")


def fill(view, answers):
    """Answers questions of a form by their names; `True` ticks a box."""
    for name, value in answers.items():
        field = view.page.locator(f'[name="{name}"]')
        if value is True:
            field.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def note(view, case, form, **answers):
    """Fills in one form of a case, after a look at it."""
    assert view.open(f"{case}/{form}").status == 200, form
    look(view)
    fill(view, answers)
    save(view)
    assert path(view).split("?")[0] == case, view.page.locator("main").inner_text()


def open_case(view, **answers):
    view.open("/cases/new")
    look(view)
    fields = {"kind": "domestic_violence", "detected_on": day(), "channel": "peoples_committee", "sex": "female", "birth_year": "34"}
    fill(view, {**fields, **answers})
    view.page.locator('[name="detected_place"]').select_option(index=3)
    save(view)
    assert re.fullmatch(r"/cases/[0-9A-Z]{26}\?.*|/cases/[0-9A-Z]{26}", path(view)), view.page.locator("main").inner_text()
    look(view)
    return path(view).split("?")[0]


def refer(sender, receiver, case, passphrase):
    """Refers the one person of a case to the other centre of the demo, which accepts; its case."""
    sender.open(f"{case}/refer")
    look(sender)
    sender.page.locator('[name="refer_to"]').select_option(label="Trung tâm Công tác xã hội (mẫu)")
    sender.page.locator('[name="refer_consent_on"]').fill(day())
    save(sender)
    look(sender)
    sender.page.locator('[name="passphrase"]').fill(passphrase)
    save(sender)
    assert path(sender) == f"{case}/referrals?done=sent", sender.page.locator("main").inner_text()
    receiver.open("/referrals")
    look(receiver)
    receiver.page.locator(".caserows a[href^='/referrals/']").first.click()
    receiver.page.wait_for_load_state("networkidle")
    look(receiver)
    receiver.page.locator("form[action$='/accept'] button").click()
    receiver.page.wait_for_load_state("networkidle")
    look(receiver)
    return path(receiver).split("?")[0]


@pytest.mark.parametrize(
    "width, language, scripts", [(360, "vi", True), (1280, "en", True), (1280, "vi", False), (360, "en", False)]
)
def test_a_case_goes_its_way_and_the_figures_with_it(enter, office, width, language, scripts):
    officer = enter("tong-hop")
    worker = enter("nhan-vien", width, language, java_script_enabled=scripts)
    reached, (detected, _) = goal(officer, "3.2a")[1], goal(officer, "3.2a")

    case = open_case(worker)
    assert goal(officer, "3.2a") == (detected + 1, reached)

    note(worker, case, "record/incident", **{"happened_on": day(-2), "forms.physical": True, "main_form": "physical", "relation": "wife"})
    note(worker, case, "record/risk", **{"assessed_on": day(), "risk_level": "immediate_danger"})
    assert worker.page.locator(".notice.danger").count() == 1
    code = worker.page.locator("h1 .code").inner_text()
    today = worker.open("/today").text()
    look(worker)
    assert code in today[: today.index("</section>")], "immediate danger comes first"
    note(worker, case, "record/need", need_text="Chỗ ở vài đêm", service="shelter")
    note(worker, case, "record/action", action_text="Gọi nhà tạm lánh", due=day(2))
    note(worker, case, "record/consent", consent_kind="services", consent_answer="yes")
    note(worker, case, "service", service="psychological_counselling", given_on=day())
    assert goal(officer, "3.2a") == (detected + 1, reached + 1)
    # Another centre takes her on: she is one person, and one who was reached already.
    there = enter("nhan-vien-hai", width, language, java_script_enabled=scripts)
    taken = refer(worker, there, case, office.people["nhan-vien"].passphrase)
    assert goal(officer, "3.2a") == (detected + 1, reached + 1)
    note(there, taken, "service", service="medical_care", given_on=day())
    assert goal(officer, "3.2a") == (detected + 1, reached + 1)
    worker.open(f"{case}/referrals")
    look(worker)
    worker.page.locator("form[action$='/settle'] button").click()
    worker.page.wait_for_load_state("networkidle")
    note(worker, case, "record/follow-up", follow_up="call", due=day(7))
    note(worker, case, "person", role="perpetrator", sex="male", birth_year="1980")
    # The page of a case in which everything stands, in the other language and back.
    look(worker)
    for _ in range(2):
        worker.page.locator('form[action="/language"] button').click()
        worker.page.wait_for_load_state("networkidle")
        assert path(worker) == case
    # Whoever closes while the danger lasts is asked.
    worker.open(f"{case}/close")
    worker.page.locator('[name="closure_reason"]').select_option("needs_met")
    save(worker)
    assert worker.page.locator('[name="sure_danger"]').count() == 1
    look(worker)
    note(worker, case, "record/risk", assessed_on=day(), risk_level="low")
    note(worker, case, "close", closure_reason="needs_met", note="Ổn định")
    assert code in worker.open("/cases?show=closure_waits").text()

    manager = enter("quan-ly", width, language)
    note(manager, case, "sign")
    assert code not in manager.open("/cases").text() and code in manager.open("/cases?show=closed").text()
    # What was reached stays reached.
    assert goal(officer, "3.2a") == (detected + 1, reached + 1)
    # The one question that had to be answered first is all that a browser complained about.
    complaints = [text for view in (officer, worker, there, manager) for text in view.complaints]
    assert len(complaints) == 1 and "422" in complaints[0], complaints


def test_a_perpetrator_counts_once_his_liability_is_known_and_he_was_counselled(enter):
    officer, worker = enter("tong-hop"), enter("nhan-vien")
    detected, counselled = goal(officer, "3.2b")
    case = open_case(worker)
    note(worker, case, "person", role="perpetrator", sex="male", birth_year="41")
    assert goal(officer, "3.2b") == (detected + 1, counselled)
    # The page of the day asks what is missing, and answers in place.
    worker.open("/today")
    code = worker.open(case) and worker.page.locator("h1 .code").inner_text()
    worker.open("/today")
    worker.page.locator("#muc-liability-missing ~ ul li", has_text=code).locator("a.act").click()
    worker.page.wait_for_load_state("networkidle")
    worker.page.locator('[name="status_value"]').select_option("prosecuted")
    save(worker)
    assert goal(officer, "3.2b") == (detected, counselled)
    note(worker, case, "status?what=liability", status_value="below", since=day())
    box = worker.open(f"{case}/service") and worker.page.locator(".boxes input")
    box.nth(0).uncheck()
    box.nth(1).check()
    worker.page.locator('[name="service"]').select_option("perpetrator_counselling")
    save(worker)
    assert goal(officer, "3.2b") == (detected + 1, counselled + 1)


@pytest.mark.parametrize("width, language", [(360, "en"), (1280, "vi")])
def test_two_who_put_the_same_right_both_see_it(enter, width, language):
    worker, manager = enter("nhan-vien", width, language), enter("quan-ly", width, language)
    case = open_case(worker)
    note(worker, case, "record/note", text="Lần đầu")
    link = worker.page.locator('a[href*="/record/note?id="]').get_attribute("href")
    worker.open(link)
    manager.open(link)
    manager.page.fill('[name="text"]', "Quản lý sửa")
    save(manager)
    worker.page.fill('[name="text"]', "Nhân viên sửa")
    save(worker)
    shown = worker.page.locator("main").inner_text()
    assert "Quản lý sửa" in shown and worker.page.locator('[name="text"]').input_value() == "Nhân viên sửa"
    look(worker)
    save(worker)
    assert path(worker).split("?")[0] == case
    assert "Nhân viên sửa" in worker.page.locator("main").inner_text()


def test_a_form_that_is_sent_twice_is_one_entry(enter):
    worker = enter("nhan-vien")
    case = open_case(worker)
    worker.open(f"{case}/service")
    worker.page.locator('[name="service"]').select_option("legal_advice")
    fields = worker.page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form.stack')))")
    for _ in range(2):
        answer = worker.page.request.post(
            f"{worker.address}{case}/service", form=fields, headers={"Origin": worker.address}, max_redirects=0
        )
        assert answer.status == 303
    worker.open(case)
    assert worker.page.locator(".journal li").count() == 1


def test_what_is_odd_is_asked_about_and_what_is_wrong_refused(enter):
    worker = enter("nhan-vien")
    case = open_case(worker)
    worker.open(f"{case}/service")
    worker.page.locator('[name="service"]').select_option("shelter")
    worker.page.fill('[name="given_on"]', day(-90))
    save(worker)
    look(worker)
    sure = worker.page.locator('[name="sure_early"]')
    assert sure.count() == 1
    sure.check()
    save(worker)
    assert path(worker).split("?")[0] == case
    worker.open(f"{case}/service")
    worker.page.fill('[name="given_on"]', day(1))
    save(worker)
    look(worker)
    # No service was chosen, and the day has not come: both are said, and what was typed stands there.
    assert worker.page.locator(".fault").count() == 2 and worker.page.input_value('[name="given_on"]') == day(1)
    # Marks that turn the direction of writing and NUL do not reach the case; a long story does.
    story = "a\u202eb" + "ợ" * 59_998
    note(worker, case, "record/note", text=story)
    shown = worker.page.locator("main").inner_text()
    assert "\u202e" not in shown and "ợ" * 59_998 in shown
    worker.open(f"{case}/record/note")
    worker.page.fill('[name="text"]', "ợ" * 60_001)
    save(worker)
    assert worker.page.locator(".fault").count() == 1 and len(worker.page.input_value('[name="text"]')) == 60_001


# The second time further ahead: the session was last used at the time to which the first had let the clock run.
@pytest.mark.parametrize("width, language, scripts, minutes", [(360, "vi", True, 15), (1280, "en", False, 31)])
def test_what_is_typed_while_the_session_ends_comes_back_from_memory(enter, office, width, language, scripts, minutes):
    worker = enter("nhan-vien", width, language, java_script_enabled=scripts)
    case = open_case(worker)
    worker.open(f"{case}/record/note")
    typed = f'Hoàng yến {width}: "cửa sau" <b>\nhai dòng'
    worker.page.fill('[name="text"]', typed)
    try:
        office.clock.ahead(minutes * 60 + 1)
        save(worker)
        assert path(worker) == "/return"
        look(worker)
        send(worker, passphrase="mot cau khac han")
        # While it waits it is in no file, nor on a page that anybody could read without the passphrase.
        assert "Hoàng yến" not in worker.page.content()
        assert unsaid(office, "Hoàng yến", "hoang yen", "cửa sau")
        send(worker, passphrase=office.people["nhan-vien"].passphrase)
        look(worker)
        assert worker.page.locator('[name="text"]').input_value() == typed
        worker.page.locator("main form button.primary").click()
        worker.page.wait_for_load_state("networkidle")
        assert path(worker).split("?")[0] == case, worker.page.locator("main").inner_text()
        assert worker.page.locator("main").inner_text().count('"cửa sau" <b>') == 1
    finally:
        office.clock.ahead(0)
    # Kept in the case, and readable in no file all the same.
    assert unsaid(office, "Hoàng yến", "hoang yen", "cửa sau")


def unsaid(office, *words):
    """Whether no byte of the server's folder, and nothing that it printed, holds any of the words."""
    kept = b"".join(file.read_bytes() for file in office.folder.rglob("*") if file.is_file())
    assert len(kept) > 100_000
    printed = "\n".join(office.lines).encode()
    return not any(word.encode(encoding) in kept + printed for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def test_pages_of_cases_are_light(enter):
    worker = enter("nhan-vien")
    case = open_case(worker)
    for address in ["/today", "/cases", "/cases/new", case, f"{case}/record/risk", f"{case}/record/incident", f"{case}/service"]:
        worker.bytes = 0
        worker.open(address)
        assert worker.bytes <= (MOST_LIST_BYTES if address == "/cases" else MOST_BYTES), address
