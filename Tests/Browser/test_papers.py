"""Papers and the history of a case in a real browser: what a printer would get, and what the page looks like before."""

import re

import pytest
from signing_in import everywhere, look

PAPERS = ("summary", "plan", "consent")


def first_case(view):
    view.open("/cases")
    return view.page.locator(".caserows a").first.get_attribute("href")


def make(view, case, paper):
    view.open(f"{case}/print")
    view.page.click(f"form[action='{case}/print/{paper}'] button")
    view.page.wait_for_load_state("networkidle")


@everywhere
def test_a_paper_is_printed_alone_and_without_a_name(enter, width, language):
    view = enter("quan-ly", width, language)
    case = first_case(view)
    view.open(f"{case}/print")
    look(view)
    for paper in PAPERS:
        make(view, case, paper)
        look(view)
        assert view.page.title() == ("Giấy tờ – Nương" if language == "vi" else "Papers – Nương")
        view.page.emulate_media(media="print")
        seen = view.page.locator("body").inner_text()
        # Nothing but the sheet: no menu, no account, no advice, no button.
        assert seen.strip() == view.page.locator("article.paper").inner_text().strip(), paper
        assert "quan-ly" not in seen
        font = view.page.evaluate("getComputedStyle(document.documentElement).fontFamily")
        assert "Times New Roman" in font and "Liberation Serif" in font and "Noto Serif" in font
        pdf = view.page.pdf(prefer_css_page_size=True)
        size = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
        assert abs(float(size[1]) - 595) < 2 and abs(float(size[2]) - 842) < 2, size
        view.page.emulate_media(media="screen")


@everywhere
def test_the_history_is_read_in_sentences(enter, width, language):
    view = enter("quan-ly", width, language)
    case = first_case(view)
    make(view, case, "consent")
    view.open(f"{case}/history")
    look(view)
    said = view.page.locator(".journal li p").all_inner_texts()
    did = "đã mở một giấy tờ của hồ sơ để in" if language == "vi" else "made a paper of a case to print"
    assert any(line.startswith("quan-ly ") and did in line for line in said), said[:5]
    assert view.page.locator(f"a[href='{case}']").count() == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_a_case_leads_to_both(enter, language):
    view = enter("quan-ly", 1280, language)
    case = first_case(view)
    view.open(case)
    for leads in (f"{case}/print", f"{case}/history"):
        assert view.page.locator(f"a[href='{leads}']").count() == 1
