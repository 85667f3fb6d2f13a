"""A release of figures in a real browser: prepared, sent back, prepared again, approved and published by somebody else; the ledger;
exact figures for one recipient."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from conftest import visits
from signing_in import everywhere, look, path

LARGE = pytest.mark.parametrize("width, language", [(1280, "vi")])


def seen(view):
    """What every page must be, also on the narrowest screen."""
    look(view)
    size = view.page.viewport_size
    view.page.set_viewport_size({"width": 320, "height": 800})
    assert view.overflow() == 0, f"{path(view)} at 320 px"
    view.page.set_viewport_size(size)


def go(view, address):
    response = view.open(address)
    assert response.status == 200 and response.headers["cache-control"] == "no-store", address
    seen(view)


def press(view, selector):
    view.page.click(selector)
    view.page.wait_for_load_state("networkidle")
    seen(view)


def text(view):
    return view.page.locator("main").inner_text()


def prepare(view, period, vintage="first"):
    go(view, "/releases")
    press(view, "main .links a[href='/releases/new']")
    view.page.select_option("[name=period]", period)
    view.page.select_option("[name=vintage]", vintage)
    press(view, "main form button.primary")
    return path(view).removesuffix("?done=prepared")


def newest(view, release):
    """Opens a release from the list, where the newest stands first."""
    go(view, "/releases")
    press(view, "tbody th a >> nth=0")
    assert path(view) == release


def quarter(view, index):
    """One of the quarters that are over: each journey publishes another."""
    view.open("/releases/new")
    offered = view.page.locator("[name=period] option").evaluate_all("all => all.map(one => [one.value, one.text])")
    return [value for value, name in offered if "-Q" in value and not re.search("chưa kết thúc|not over yet", name)][index]


def numbers(file):
    """Every number of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(file), data_only=True)
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float))}


def saved(view, selector):
    """A file that a click downloads: its name and its bytes."""
    with view.page.expect_download() as download:
        view.page.click(selector)
    return download.value.suggested_filename, open(download.value.path(), "rb").read()


def public_files(officer, visitor, release, period):
    """What is public is the same for an officer and for somebody who only looks at the first page."""
    go(officer, release)
    workbook = numbers(saved(officer, "a[href$='/files/goal-3.xlsx']")[1])
    assert numbers(saved(officer, "a[href$='/files/en/goal-3.xlsx']")[1]) == workbook
    visitor.open("/")
    seen(visitor)
    assert visitor.page.locator("main article.gauge").count() > 0, "a demo's own figures stand above"
    link = visitor.page.locator("section[aria-labelledby='cong-bo'] details[open] a[href$='/figures.csv']")
    assert link.count() == 1 and "/published/" in link.get_attribute("href")
    figures = saved(visitor, "section[aria-labelledby='cong-bo'] details[open] a[href$='/figures.csv']")[1]
    rows = list(csv.DictReader(io.StringIO(figures.decode("utf-8-sig"))))
    assert {row["period"] for row in rows} == {period}
    shown = [row for row in rows if row["measure"] == "denominator" and row["place"] == row["sex"] == row["age"] == "all" and row["value"]]
    assert shown and all(int(row["value"]) in workbook for row in shown)
    assert visitor.complaints == [] and not [one for one in visitor.context.cookies() if "session" in one["name"]]


def exact_figures(office, officer, release, language):
    """The restricted return: asked for, refused with a wrong passphrase, handed out in one file, and listed."""
    go(officer, release)
    press(officer, "main .links a[href$='/return']")
    assert path(officer) == f"{release}/return"
    officer.page.fill("[name=recipient]", "Sở Nội vụ")
    officer.page.fill("[name=passphrase]", "không đúng")
    press(officer, "main form button.primary")
    assert officer.page.locator("#o-passphrase-fault").count() == 1
    assert officer.page.input_value("[name=recipient]") == "Sở Nội vụ" and officer.page.input_value("[name=passphrase]") == ""
    officer.page.fill("[name=comment]", "Đã gọi điện nhắc")
    officer.page.fill("[name=passphrase]", office.people["tong-hop"].passphrase)
    name, bundle = saved(officer, "main form button.primary")
    assert name.startswith("nuong-") and name.endswith("-first-1.zip")
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert archive.testzip() is None
        rows = list(csv.DictReader(io.StringIO(archive.read("figures.csv").decode("utf-8-sig"))))
        exact = next(row for row in rows if (row["table"], row["indicator"], row["measure"], row["scope"]) == ("goal", "3.2a", "denominator", "all"))
        assert int(exact["value"]) in numbers(archive.read("goal-3.xlsx"))
        assert "Sở Nội vụ" in archive.read("report.html").decode()
    go(officer, release)
    assert "Sở Nội vụ" in officer.page.locator("section[aria-labelledby='han-che']").inner_text()


def journey(officer, approver, period, language):
    said = (lambda vi, en: vi) if language == "vi" else (lambda vi, en: en)

    # Prepared by one, who cannot approve it.
    first = prepare(officer, period)
    assert first.startswith("/releases/") and len(first) == len("/releases/") + 26
    assert said("nên người khác phải duyệt", "somebody else has to approve") in text(officer)
    assert officer.page.locator("main form").count() == 0

    # Sent back with a note by somebody else; without a note it is not.
    newest(approver, first)
    assert said("không công bố để bảo vệ người được trợ giúp", "not published, to protect those who were helped") in text(approver)
    assert approver.page.locator("td span[aria-hidden]").first.inner_text() == "…"
    press(approver, "form[action$='/send-back'] button")
    assert approver.page.locator("#o-note-fault").count() == 1
    approver.page.fill("[name=note]", "Thiếu số của một xã")
    press(approver, "form[action$='/send-back'] button")
    assert path(approver) == f"{first}?done=returned"
    assert approver.page.locator("main form").count() == 0

    # Prepared again, approved with a remark.
    go(officer, first)
    assert "Thiếu số của một xã" in text(officer)
    second = prepare(officer, period)
    assert second != first
    newest(approver, second)
    approver.page.fill("[name=remark]", "Đã xem từng bảng")
    press(approver, "form[action$='/approve'] button")
    assert path(approver) == f"{second}?done=approved" and "Đã xem từng bảng" in text(approver)

    # Published after being asked once more, and then for good.
    press(approver, "main .links a.primary")
    assert path(approver) == f"{second}/publish"
    assert said("không rút lại được", "cannot be taken back") in text(approver)
    press(approver, "main form button.primary")
    assert path(approver) == f"{second}?done=published"
    with approver.page.expect_download() as download:
        approver.page.click("a[href$='/files/figures.csv']")
    assert download.value.suggested_filename == "figures.csv"
    lines = open(download.value.path(), encoding="utf-8-sig").read().splitlines()
    assert lines[0] == "table,indicator,measure,place,period,sex,age,service,value,status"
    assert all(f",{period}," in line for line in lines[1:]) and any(line.endswith(",suppressed") for line in lines)

    # The same first release a second time is refused beside the field.
    assert prepare(officer, period) == "/releases/new"
    assert officer.page.locator("#o-vintage-fault").count() == 1

    # It stands in the ledger; a text of others waits there until it is in numbers.
    go(officer, "/ledger")
    assert officer.page.locator(f"a[href='{second}']").count() == 1
    press(officer, "main .links a[href='/ledger/new']")
    officer.page.select_option("[name=indicator]", "3.3")
    officer.page.select_option("[name=year]", index=2)
    press(officer, "main form button.primary")
    assert officer.page.locator("#o-source-fault").count() == 1
    officer.page.fill("[name=source]", f"Báo tỉnh, {period}: “vài người”")
    press(officer, "main form button.primary")
    assert path(officer) == "/ledger?done=registered"
    press(officer, "td a[href*='models='] >> nth=0")
    assert "vài người" in text(officer)
    officer.page.fill("[name=from]", "2")
    officer.page.fill("[name=to]", "9")
    press(officer, "main form button.primary")
    assert path(officer) == "/ledger?done=registered"
    assert said("từ 2 đến 9", "2 to 9") in text(officer)
    assert officer.page.locator("a[href*='models=']").count() == 0
    assert [said for view in (officer, approver) for said in view.complaints if "422" not in said] == []
    return second


@pytest.fixture
def visitor(chromium, office):
    """Opens a browser in which nobody is signed in."""
    with visits(chromium, office.address) as start:
        yield start


@everywhere
def test_a_release_is_sent_back_prepared_again_and_published(enter, visitor, office, width, language):
    officer, approver = enter("tong-hop", width, language), enter("phe-duyet", width, language)
    index = [(360, "vi"), (360, "en"), (1280, "vi"), (1280, "en")].index((width, language))
    period = quarter(officer, index)
    release = journey(officer, approver, period, language)
    public_files(officer, visitor(width, language), release, period)
    exact_figures(office, officer, release, language)


@everywhere
def test_an_estimate_is_typed_asked_about_approved_and_never_public(enter, width, language):
    officer, approver = enter("tong-hop", width, language), enter("phe-duyet", width, language)
    said = (lambda vi, en: vi) if language == "vi" else (lambda vi, en: en)
    go(officer, "/releases/new")
    unfinished = officer.page.locator("[name=period] option").evaluate_all("all => all.map(one => one.value)")[-1]
    officer.page.select_option("[name=period]", unfinished)
    officer.page.select_option("[name=vintage]", "estimate")
    officer.page.fill("[name=difficulties]", "Đường xa, mưa nhiều")
    officer.page.fill("[name=remarks]", "Xã Phong Thổ mở 2 lớp tập huấn")
    officer.page.fill("[name=from]", "5/3")
    press(officer, "main form button.primary")
    assert officer.page.locator("#o-from-fault").count() == 1
    officer.page.fill("[name=from]", "")
    press(officer, "main form button.primary")
    # A small number beside a commune is asked about, and everything typed is still there.
    assert officer.page.locator("#o-checked-fault").count() == 1
    assert officer.page.input_value("[name=remarks]").endswith("2 lớp tập huấn")
    officer.page.check("[name=checked]")
    press(officer, "main form button.primary")
    release = path(officer).removesuffix("?done=prepared")
    assert said("không công bố", "never public") in text(officer) and officer.page.locator("td.number").count() == 0

    newest(approver, release)
    assert said("không được có tên người", "no names, no small numbers") in text(approver)
    assert "2 lớp tập huấn" in text(approver)
    approver.page.fill("[name=remark]", "Đã đọc")
    press(approver, "form[action$='/approve'] button")
    assert approver.page.locator("main .links a[href$='/publish']").count() == 0
    press(approver, "section[aria-labelledby='han-che'] a")
    assert path(approver) == f"{release}/return"
    press(approver, "main form button.primary")
    assert approver.page.locator("#o-recipient-fault").count() == 1 and approver.page.locator("#o-passphrase-fault").count() == 1


def test_everything_works_without_scripts(enter):
    officer = enter("tong-hop", 360, "vi", java_script_enabled=False)
    approver = enter("phe-duyet", 360, "vi", java_script_enabled=False)
    journey(officer, approver, quarter(officer, 4), "vi")


@LARGE
def test_vintages_stand_side_by_side_and_a_year_is_read_on_a_telephone(enter, width, language):
    officer, approver = enter("tong-hop", width, language), enter("phe-duyet", width, language)
    period = quarter(officer, 5)
    for vintage in ("first", "revised"):
        release = prepare(officer, period, vintage)
        newest(approver, release)
        press(approver, "form[action$='/approve'] button")
        go(approver, f"{release}/publish")
        press(approver, "main form button.primary")
        assert path(approver) == f"{release}?done=published"
    assert approver.page.locator("section[aria-labelledby='muc-do'] thead th.number").count() == 2
    year = prepare(officer, period.split("-")[0])
    telephone = enter("phe-duyet", 360, language)
    newest(telephone, year)
    assert telephone.page.locator("section[aria-labelledby='xa'] tbody tr").count() > 0


def test_nobody_else_finds_them(enter):
    for name in ("quan-ly", "kiem-tra"):
        view = enter(name)
        for address in ("/releases", "/releases/new", "/ledger", "/ledger/new"):
            assert view.open(address).status == 404, address
            look(view)
        assert view.page.locator("a[href='/releases']").count() == 0
    approver = enter("phe-duyet")
    assert approver.open("/releases/new").status == 404
