"""What anybody reads of an installation that is no demo: the newest figures at `/`, the static page, the files; nobody signs in."""

import datetime
import json
import subprocess

import pytest
from conftest import PROGRAM, ROOT, Server, visits
from signing_in import everywhere, look, path

YEAR = datetime.date.today().year - 1
QUARTERS = [f"{YEAR}-{day}" for day in ("02-03", "05-04", "08-05", "11-06")]


class Province:
    """An installation with four public quarters and the final of their year, in which some came late."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        self.run("init", "--unattended")
        self.names = {}
        self.register(QUARTERS, 20, 1, 15)
        for name, role in (("tong-hop", "indicator_officer"), ("phe-duyet", "approver")):
            made = json.loads(self.run("user", "add", "--name", name, "--role", role, "--unattended"))
            (folder / f"{name}.txt").write_text(made["passphrase"])
        for part in ("Q1", "Q2", "Q3", "Q4"):
            self.publish(f"{YEAR}-{part}", "first")

    def run(self, *words):
        made = subprocess.run([str(PROGRAM), *words, "--data", str(self.data)], cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert made.returncode == 0, (words, made.stdout, made.stderr)
        return made.stdout

    def register(self, days, people, first, served):
        folder = self.folder / f"register-{first}"
        folder.mkdir()
        lines = {"cases": ["case,kind,detected_on,detected_place,channel,state"], "people": ["case,person,role,sex,birth_year"],
                 "services": ["case,person,service,state,on"],
                 "centres": ["code,name,kind,public,place,valid_from,valid_to", "TT,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,"]}
        number = first
        for day in days:
            for index in range(people):
                lines["cases"].append(f"H{number},domestic_violence,{day},outside,peoples_committee,confirmed")
                lines["people"].append(f"H{number},N{number},victim,{'male' if number % 3 == 0 else 'female'},1990")
                if index < served:
                    lines["services"].append(f"H{number},N{number},shelter,provided,{day}")
                number += 1
        for name, rows in lines.items():
            (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        self.run("import", str(folder))

    def acting(self, name, *words):
        return self.run(*words, "--as", name, "--passphrase-file", str(self.folder / f"{name}.txt"))

    def publish(self, period, vintage):
        made = self.acting("tong-hop", "release", "prepare", "--period", period, "--vintage", vintage, "--format", "json")
        release = json.loads(made)["release"]
        self.acting("phe-duyet", "release", "approve", release, "--comment", "đã gọi điện nhắc")
        self.acting("phe-duyet", "release", "publish", release)


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """The address of a province that serves."""
    made = Province(tmp_path_factory.mktemp("province"))
    made.register([f"{YEAR}-03-01"], 12, 900, 12)
    made.publish(str(YEAR), "final")
    server = Server("serve", "--data", made.data)
    yield server.address
    server.stop()


@pytest.fixture
def anybody(chromium, province):
    """Opens a browser that knows nobody here."""
    with visits(chromium, province) as start:
        yield start


def spotless(view):
    """A page without a picture of its own lets a browser look for one, and nothing else is missing."""
    return [said for said in view.complaints if not said.endswith(view.address + "/favicon.ico")] == []


def journey(view, language):
    said = (lambda vi, en: vi) if language == "vi" else (lambda vi, en: en)
    assert view.open("/").status == 200
    look(view)
    text = view.page.locator("main").inner_text()
    assert said(f"Mục tiêu 3: Cả năm {YEAR}", f"Goal 3: Whole year {YEAR}") in text
    # Eighty were fixed and twelve came late; the outcome is over all of them: 60 and 12 of 92.
    row = view.page.locator("section[aria-labelledby='so-lieu'] tbody tr").first
    assert row.locator("td").all_inner_texts()[:1] == ["80"] and "72" in row.locator("td").all_inner_texts()
    assert said("thêm 12 người, 0 người không còn tính; kết quả tính trên 92 người", "the outcome is over 92 people") in text
    assert view.page.locator("td span[aria-hidden]").first.inner_text() == "…"
    assert said("không công bố để bảo vệ người được trợ giúp", "not published, to protect those who were helped") in text
    assert said("không phải tỷ lệ phổ biến", "not how common violence is") in text
    assert said("Số liệu chính thức", "Vintage: final") in text
    assert view.page.locator("details").count() == 5 and view.page.locator("details[open]").count() == 1

    # Every file of the newest release is one press away, and the others open one by one.
    with view.page.expect_download() as download:
        view.page.click("a[href='/published/000005/figures.csv']")
    lines = open(download.value.path(), encoding="utf-8-sig").read().splitlines()
    assert f"T6,3.2a,entries,all,{YEAR},all,all,all,12,published" in lines
    view.page.locator("summary").nth(1).click()
    with view.page.expect_download() as download:
        view.page.click("a[href='/published/000004/goal-3.xlsx']")
    assert open(download.value.path(), "rb").read(2) == b"PK"

    # A page to print opens where it lies, with its own style and nothing else.
    view.page.click("details[open] a[href$='000005/en/report.html']" if language == "en" else "a[href='/published/000005/report.html']")
    view.page.wait_for_load_state("networkidle")
    assert view.page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") == "center"
    assert view.context.cookies() == [] or language == "en"
    assert spotless(view), view.complaints


@everywhere
def test_anybody_reads_the_newest_figures_and_downloads_files(anybody, width, language):
    view = anybody(width, language)
    journey(view, language)
    assert view.open("/").status == 200
    view.page.set_viewport_size({"width": 320, "height": 800})
    assert view.overflow() == 0


def test_everything_works_without_scripts(anybody):
    journey(anybody(360, "vi", java_script_enabled=False), "vi")


@everywhere
def test_the_static_page_stands_as_it_lies(anybody, width, language):
    view = anybody(width, language)
    assert view.open("/index.html" if language == "vi" else "/en/index.html").status == 200
    look(view)
    assert view.page.evaluate("getComputedStyle(document.querySelector('section')).borderRadius") == "6px"
    with view.page.expect_download() as download:
        view.page.click("details[open] a[href$='figures.csv']")
    assert "T1,3.2a,denominator,all" in open(download.value.path(), encoding="utf-8-sig").read()
    view.page.get_by_role("link", name="English" if language == "vi" else "Tiếng Việt").click()
    view.page.wait_for_load_state("networkidle")
    assert path(view) == ("/en/index.html" if language == "vi" else "/index.html")
    assert spotless(view), view.complaints
