"""The first page in a real browser: at every width, in both languages, light and dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDTHS = [320, 360, 1280]
LANGUAGES = ["vi", "en"]
SCHEMES = ["light", "dark"]
BUDGET = 120 * 1024

everywhere = pytest.mark.parametrize(
    "width, language, scheme", [(width, language, scheme) for width in WIDTHS for language in LANGUAGES for scheme in SCHEMES]
)
paths = pytest.mark.parametrize("path", ["/", "/nowhere"])


@everywhere
@paths
def test_axe_finds_nothing(visit, width, language, scheme, path):
    view = visit(width, language, scheme)
    view.open(path)
    results = Axe().run(view.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert results.violations_count == 0, results.generate_report()


@everywhere
@paths
def test_nothing_scrolls_sideways(visit, width, language, scheme, path):
    view = visit(width, language, scheme)
    view.open(path)
    assert view.overflow() == 0
    wide = view.page.evaluate(
        """() => [...document.querySelectorAll('main *:not(.hidden):not(svg *)')]
            .filter(part => part.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5).map(part => part.outerHTML.slice(0, 80))"""
    )
    assert wide == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 640])
def test_text_at_200_percent_stays_on_the_page(visit, width, language):
    view = visit(width, language)
    view.open()
    before = view.page.evaluate("parseFloat(getComputedStyle(document.querySelector('table')).fontSize)")
    view.page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = view.page.evaluate("parseFloat(getComputedStyle(document.querySelector('table')).fontSize)")
    assert after == pytest.approx(2 * before)
    assert view.overflow() == 0
    assert view.page.get_by_role("button").bounding_box()["width"] > 0


@everywhere
def test_nothing_comes_from_elsewhere_and_nobody_complains(visit, width, language, scheme):
    view = visit(width, language, scheme)
    assert view.open().status == 200
    assert view.requests and all(url.startswith(view.address + "/") for url in view.requests)
    assert view.complaints == []


def test_no_cookie_before_somebody_chooses(visit):
    view = visit()
    view.open()
    assert view.context.cookies() == []


def test_the_button_changes_the_language_and_sets_the_cookie(visit):
    view = visit(360)
    view.open()
    assert view.page.locator("html").get_attribute("lang") == "vi"
    view.page.get_by_role("button", name="English").click()
    view.page.wait_for_load_state("networkidle")
    assert view.page.url == view.address + "/"
    assert view.page.locator("html").get_attribute("lang") == "en"
    (cookie,) = view.context.cookies()
    assert (cookie["name"], cookie["value"]) == ("language", "en")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax" and cookie["path"] == "/" and cookie["expires"] == -1
    view.page.get_by_role("button", name="Tiếng Việt").click()
    view.page.wait_for_load_state("networkidle")
    assert view.page.locator("html").get_attribute("lang") == "vi"
    assert view.complaints == []


def test_the_browsers_own_language_changes_nothing(visit):
    view = visit(locale="en-GB")
    view.open()
    assert view.page.locator("html").get_attribute("lang") == "vi"


def test_everything_is_there_without_scripts(visit):
    view = visit(360, java_script_enabled=False)
    view.page.goto(view.address)
    assert view.page.locator("article.gauge").count() == 5
    assert view.page.locator("table").count() == 5


def test_a_demo_says_so_first(visit):
    view = visit(360)
    view.open()
    mark = view.page.locator(".demo")
    assert mark.is_visible() and mark.bounding_box()["y"] == 0
    assert "DEMO" in mark.inner_text() and "Không ai trong này là người thật" in mark.inner_text()


def test_figures_stand_in_words_and_in_a_table(visit):
    view = visit()
    view.open()
    words = view.page.locator(".words").first.inner_text()
    assert re.fullmatch(r"[\d.]+ trên [\d.]+ người, [\d,]+ %, mục tiêu 90 %: (chưa )?đạt", " ".join(words.split()))
    table = view.page.get_by_role("table").first
    assert 1 <= table.locator("tbody tr").count() <= 8
    drawn = view.page.locator("article.gauge").first.locator("svg .value").all_text_contents()
    shares = [cell.removesuffix(" %") for cell in table.locator("tbody tr td:nth-of-type(2)").all_inner_texts()]
    assert drawn == shares


def test_the_page_is_light(visit):
    view = visit()
    view.open()
    assert 0 < view.bytes <= BUDGET


def test_the_keyboard_reaches_the_main_part_first(visit):
    view = visit(360)
    view.open()
    view.page.keyboard.press("Tab")
    focused = view.page.locator(":focus")
    assert focused.get_attribute("class") == "skip" and focused.bounding_box()["y"] >= 0
    view.page.keyboard.press("Enter")
    assert view.page.evaluate("document.activeElement.id") == "main"


def test_targets_are_large_enough(visit):
    view = visit(320)
    view.open()
    for target in view.page.locator("header a, header button, footer a").all():
        box = target.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24, target.inner_text()


def test_print_hides_controls_and_keeps_figures(visit):
    view = visit()
    view.open()
    view.page.emulate_media(media="print")
    assert not view.page.locator("button").is_visible()
    assert view.page.locator(".words").first.is_visible()
    assert "Times New Roman" in view.page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")


def test_a_mistyped_address_is_a_calm_page_without_echo(visit):
    view = visit(360)
    response = view.open("/ho-so/Kanarie73?ten=Kanarie73")
    assert response.status == 404
    assert "Kanarie73" not in view.page.content()
    assert view.page.get_by_role("heading", level=1).inner_text() == "Không có trang này"
    view.page.get_by_role("link", name="Về trang đầu").click()
    assert view.page.url == view.address + "/"
