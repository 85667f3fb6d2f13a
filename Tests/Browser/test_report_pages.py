"""Printed and public pages in Chromium: no request, no scrolling aside, accessible, the mark on every printed page.

NUONG_PROBE names the probe that writes them (default: the debug build of this checkout).
"""

import json
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from disclosure_histories import PROBE

WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    top = tmp_path_factory.mktemp("reports")
    for product in ("public", "restricted", "site"):
        request = {"product": product, "part": "year", "out": str(top / product), "recipient": "Sở Nội vụ", "remarks": "Một dòng"}
        subprocess.run([PROBE], input=json.dumps({"report": request}) + "\n", text=True, check=True, capture_output=True, timeout=120)
    return top


PAGES = ["public/report.html", "restricted/report.html", "restricted/en/report.html", "site/index.html", "site/en/index.html"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_whole_narrow_and_accessible(chromium, made, page, scheme):
    for width in WIDTHS:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab = context.new_page()
        asked = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(f"file://{made}/{page}")
        assert len(asked) == 1, asked
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
        context.close()


def test_links_between_the_languages_lead_there(chromium, made):
    tab = chromium.new_page()
    tab.goto(f"file://{made}/site/index.html")
    tab.get_by_role("link", name="English").click()
    assert tab.evaluate("document.documentElement.lang") == "en"
    tab.get_by_role("link", name="Tiếng Việt").click()
    assert tab.evaluate("document.documentElement.lang") == "vi"
    tab.close()


@pytest.mark.parametrize("page", ["restricted/report.html", "restricted/en/report.html"])
def test_the_mark_stands_on_every_printed_page(chromium, made, tmp_path, page):
    tab = chromium.new_page()
    tab.goto(f"file://{made}/{page}")
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    tab.close()
    text = subprocess.run(["pdftotext", tmp_path / "page.pdf", "-"], check=True, capture_output=True, text=True).stdout
    printed = text.split("\f")[:-1]
    word = "RESTRICTED – for" if "/en/" in page else "HẠN CHẾ – chỉ dành cho"
    assert len(printed) >= 3 and [word in " ".join(one.split()) for one in printed] == [True] * len(printed)
