"""The reports, opened by other programs: openpyxl, python-docx, LibreOffice, Poppler, Chromium.

A made-up year of a whole province and a restricted return of it are written by the probe (NUONG_PROBE names it; default: the debug build of
this checkout), and so are returns that a real installation hands out. Figures are read back and compared with the comma-separated ones; the mark
of the restricted files stands on every page.
"""

import csv
import datetime
import hashlib
import html
import io
import json
import re
import subprocess
import time
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest

from disclosure_histories import PROBE

RECIPIENT = 'Sở "Nội vụ" & <Lai Châu>'
MARK = f"HẠN CHẾ – chỉ dành cho {RECIPIENT} – bản số 2 – do phe-duyet lập ngày 13/01/2027"
TYPED = "=1+1\n+2\n-3\n@SUM(A1)\n<b>đậm</b> & “trích”"
HIDDEN = "…"
SHEETS = ["Mục tiêu 3", "Theo xã", "Theo giới và tuổi", "Định nghĩa và ghi chú"]
MORE_SHEETS = ["Chưa được tiếp cận dịch vụ", "Dịch vụ", "Biểu bạo lực gia đình", "Xác nhận và thay đổi muộn", "So với bản trước"]


FORMS = ["goal-3.xlsx", "report.docx", "en/goal-3.xlsx", "en/report.docx"]
PRINTED = {"public": FORMS, "restricted": FORMS + ["explanation.docx", "en/explanation.docx"]}
# The sheets of the figures, and of which tables.
TABLES = {
    "Mục tiêu 3": ("goal", "delay"),
    "Theo xã": ("place",),
    "Theo giới và tuổi": ("sex", "age", "scope"),
    "Chưa được tiếp cận dịch vụ": ("unreached",),
    "Dịch vụ": ("service",),
    "Biểu bạo lực gia đình": ("forms", "measures", "victims"),
    "Xác nhận và thay đổi muộn": ("late",),
    "So với bản trước": ("changes",),
}


def write(out: Path, product: str, part: str = "year", zone: str = "UTC", recipient: str = RECIPIENT) -> Path:
    request = {"product": product, "part": part, "out": str(out), "recipient": recipient, "remarks": TYPED}
    answer = subprocess.run(
        [PROBE], input=json.dumps({"report": request}) + "\n", capture_output=True, text=True, check=True, timeout=120, env={"TZ": zone}
    )
    assert json.loads(answer.stdout)["files"]
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    top = tmp_path_factory.mktemp("reports")
    return {product: write(top / product, product) for product in ("public", "restricted", "site")}


@pytest.fixture(scope="module")
def pages(made, tmp_path_factory):
    """By file the text of each page, as LibreOffice lays it out."""
    top = tmp_path_factory.mktemp("pdf")
    found = {}
    for product in ("public", "restricted"):
        for name in PRINTED[product]:
            out = top / product / Path(name).parent
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{top}/profile", "--headless", "--convert-to", "pdf", "--outdir", out, made[product] / name],
                check=True, capture_output=True, timeout=180,
            )  # fmt: skip
            found[product, name] = page_texts(out / (Path(name).stem + ".pdf"))
    return found


def page_texts(pdf: Path) -> list[str]:
    """Without line ends: a long mark may be wrapped."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def figures(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "figures.csv").read_text(encoding="utf-8-sig"))))


def workbook(folder: Path, name: str = "goal-3.xlsx"):
    return openpyxl.load_workbook(folder / name)


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def table(sheet, head: str) -> list[list]:
    """The rows beneath the one that begins with a head, up to an empty one."""
    rows = rows_of(sheet)
    start = next(index for index, row in enumerate(rows) if row[0] == head) + 1
    return rows[start : next(index for index, row in enumerate(rows + [[None]]) if index >= start and row[0] is None)]


@pytest.mark.parametrize("product", ["public", "restricted", "site"])
def test_the_same_figures_give_the_same_bytes_later_and_in_another_zone(made, tmp_path, product):
    time.sleep(2.1)
    assert digests(write(tmp_path, product, zone="Asia/Ho_Chi_Minh")) == digests(made[product])


def test_sheets_are_those_of_the_product(made):
    assert workbook(made["public"]).sheetnames == SHEETS
    assert workbook(made["restricted"]).sheetnames == SHEETS[:3] + MORE_SHEETS + SHEETS[3:]
    english = workbook(made["public"], "en/goal-3.xlsx").sheetnames
    assert english == ["Goal 3", "By commune", "By sex and age", "Definitions and notes"]


@pytest.mark.parametrize("product", ["public", "restricted"])
def test_the_goals_figures_are_numbers_and_those_of_the_rows(made, product):
    found = {row[0]: row for row in table(workbook(made[product])["Mục tiêu 3"], "Mã")}
    tables = {"public": {"T1", "T3", "T5"}, "restricted": {"goal"}}[product]
    rows = [row for row in figures(made[product]) if row["table"] in tables and row["sex"] == "all" and row.get("scope", "all") == "all"]
    assert {row["indicator"] for row in rows} | {"3.1"} == set(found)
    for row in rows:
        value, measure = found[row["indicator"]], row["measure"]
        column = {"denominator": 2, "numerator": 3, "percent": 4, "value": 4, "target": 6}.get(measure)
        if row.get("status") == "suppressed":
            assert value[column or 7] == HIDDEN
        elif column and row["value"]:
            assert isinstance(value[column], (int, float)) and value[column] == float(row["value"])
        elif measure == "met":
            assert value[7] == {"yes": "đạt", "no": "chưa đạt", "": "không phát sinh"}[row["value"]]
    assert found["3.1"][7] == {"public": "chưa có xác nhận của Thống kê tỉnh", "restricted": "chưa đạt"}[product]


def test_communes_are_those_of_the_rows_and_hidden_ones_say_nothing_else(made):
    rows = [row for row in figures(made["public"]) if row["table"] == "T2"]
    shown = table(workbook(made["public"])["Theo xã"], "Xã, phường")
    assert len(shown) == len({row["place"] for row in rows})
    cells = [cell for row in shown for cell in row[1:]]
    assert sorted(cell for cell in cells if cell != HIDDEN) == sorted(int(row["value"]) for row in rows if row["value"])
    assert sum(cell == HIDDEN for cell in cells) == sum(row["status"] == "suppressed" for row in rows) > 10
    assert all(isinstance(cell, int) or cell == HIDDEN for cell in cells)
    sheet = workbook(made["public"])["Theo xã"]
    assert any(row[0] == "…: không công bố để bảo vệ người được trợ giúp" for row in rows_of(sheet))


def test_formats_days_panes_and_printing(made):
    for product in ("public", "restricted"):
        book = workbook(made[product])
        assert book.properties.created == datetime.datetime(2027, 1, 12)
        for sheet in book:
            assert sheet.freeze_panes and sheet.print_title_rows
            assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (None, 1)
            assert "&P/&N" in (sheet.oddFooter.center.text or "") + (sheet.oddFooter.right.text or "")
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        goal = book["Mục tiêu 3"]
        percent = next(cell for row in goal.iter_rows() for cell in row if cell.column == 5 and isinstance(cell.value, float))
        assert percent.number_format == "0.0#"
        target = next(cell for row in goal.iter_rows() for cell in row if cell.column == 7 and isinstance(cell.value, (int, float)))
        assert target.number_format.endswith('"0.0#')
        days = [cell for row in book["Định nghĩa và ghi chú"].iter_rows() for cell in row if isinstance(cell.value, datetime.datetime)]
        assert [day.value for day in days][:3] == [datetime.datetime(2026, 1, 1), datetime.datetime(2026, 12, 31), datetime.datetime(2027, 1, 12)]
        assert {day.number_format for day in days} == {"dd/mm/yyyy"}
        assert [len(book[name]._charts) for name in ("Mục tiêu 3", "Theo xã")] == [1, 1]
    groups = workbook(made["restricted"])["Theo giới và tuổi"]
    assert groups.page_setup.orientation == "landscape"
    places = workbook(made["restricted"])["Theo xã"]
    head = next(row[0].row for row in places.iter_rows() if row[0].value == "Xã, phường")
    assert places.freeze_panes == f"B{head + 1}" and places.print_title_rows == f"$1:${head}"


def test_a_restricted_sheet_begins_with_the_mark_and_has_it_on_its_pages(made):
    for sheet in workbook(made["restricted"]):
        assert sheet["A1"].value == MARK
    for head, foot in page_marks(made["restricted"]):
        assert html.unescape(head).replace("&&", "&").endswith(MARK) and MARK in html.unescape(foot).replace("&&", "&")
    for sheet in workbook(made["public"]):
        assert "HẠN CHẾ" not in str(rows_of(sheet)) + str(sheet.oddHeader.center.text) + str(sheet.oddFooter.center.text)


def page_marks(folder: Path) -> list[tuple[str, str]]:
    """What stands above and below the pages of each sheet; openpyxl stumbles over quotation marks there."""
    with zipfile.ZipFile(folder / "goal-3.xlsx") as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    found = [re.search(r"<oddHeader>(.*?)</oddHeader><oddFooter>(.*?)</oddFooter>", sheet, re.DOTALL).groups() for sheet in sheets]
    assert all(len(html.unescape(text)) <= 255 for pair in found for text in pair)
    return found


def test_a_long_recipient_is_cut_on_the_edge_of_pages_alone(tmp_path):
    folder = write(tmp_path, "restricted", recipient="1 " + "&Sở " * 120)
    for sheet in workbook(folder):
        assert ("&Sở " * 120).strip() in sheet["A1"].value
    for head, foot in page_marks(folder):
        assert "HẠN CHẾ – chỉ dành cho 1 &&Sở" in html.unescape(head) and html.unescape(head).endswith("…")
        assert "HẠN CHẾ – chỉ dành cho 1 &&Sở" in html.unescape(foot) and foot.endswith("Trang &amp;P/&amp;N")


def charts(folder: Path) -> list[str]:
    with zipfile.ZipFile(folder / "goal-3.xlsx") as archive:
        return [archive.read(name).decode() for name in sorted(archive.namelist()) if name.startswith("xl/charts/chart")]


def test_a_hidden_figure_has_no_label_in_a_chart(made):
    """A spreadsheet draws the mark of a hidden cell as a zero, and would print that zero."""
    goal = charts(made["public"])[0]
    results, targets = re.findall(r"<c:ser>.*?</c:ser>", goal, re.DOTALL)
    # The chart begins with the first percentage and ends with the last.
    rows = [row for row in table(workbook(made["public"])["Mục tiêu 3"], "Mã") if row[5] == "%"]
    hidden = [index for index, row in enumerate(rows) if row[4] == HIDDEN]
    assert hidden and len(hidden) < len(rows)
    gone = re.findall(r'<c:dLbl><c:idx val="(\d+)"/><c:delete val="1"/></c:dLbl>', results)
    assert [int(index) for index in gone] == hidden
    assert "<c:dLbls>" in results and "<c:dLbls>" not in targets
    # Of many rows none has a label; where nothing is hidden each has one.
    assert "<c:dLbls>" not in charts(made["public"])[1]
    assert "<c:delete" not in re.search(r"<c:dLbls>.*?</c:dLbls>", charts(made["restricted"])[0], re.DOTALL).group(0)


def test_what_begins_like_a_formula_is_text(made):
    answers = dict(row[:2] for row in table(workbook(made["restricted"])["Xác nhận và thay đổi muộn"], "Đơn vị"))
    assert answers["=CMD()"] == "chưa báo" and answers["Trung tâm Công tác xã hội A"] == "đã báo đủ" and answers["Trạm Y tế B"] == "không phát sinh"


def test_the_old_form_reaches_the_restricted_workbook_alone(made):
    sheet = workbook(made["restricted"])["Biểu bạo lực gia đình"]
    assert [row[0] for row in table(sheet, "Hình thức")][:5] == ["Tổng số vụ", "kinh tế", "thân thể", "tinh thần", "tình dục"]
    assert table(sheet, "Biện pháp")[0][:3] == ["Tổng số", 0, 1_200]
    assert table(sheet, "Nhóm tuổi")[2] == ["từ 16 đến 59 tuổi", 38, None, None, None]
    assert len(table(workbook(made["restricted"])["Chưa được tiếp cận dịch vụ"], "Lý do")) == 4


def test_the_document_is_a_report(made):
    document = docx.Document(made["restricted"] / "report.docx")
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text.index("I. KẾT QUẢ THỰC HIỆN MỤC TIÊU 3") < text.index("II. KHÓ KHĂN, VƯỚNG MẮC") < text.index("III. NHẬN XÉT, KIẾN NGHỊ")
    assert any("40 trên 48 người, đạt 83,3\xa0%; mục tiêu từ 90\xa0% trở lên: chưa đạt." in line for line in text)
    assert any("không phát sinh trong kỳ" in line for line in text)
    assert "- 41 trên 48 đơn vị phải báo cáo đã xác nhận." in text
    assert [text.count(line) for line in TYPED.split("\n")] == [2, 2, 2, 2, 2]
    head = document.tables[0]
    assert "SỞ NỘI VỤ" in head.cell(0, 0).text and "Độc lập - Tự do - Hạnh phúc" in head.cell(0, 1).text
    assert "Số: …/BC-SNV" in head.cell(0, 0).text and "ngày … tháng … năm …" in head.cell(0, 1).text
    assert head.cell(0, 1).text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n")
    # After the text and before the annex: who gets it, and who signs.
    foot = document.tables[2]
    assert foot.cell(0, 0).text.split("\n") == ["Nơi nhận:", "- Bộ Nội vụ (báo cáo);", "- UBND tỉnh (báo cáo);", "- Lưu: VT, BĐG."]
    assert foot.cell(0, 1).text.split("\n")[:2] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    section = document.sections[0]
    page = (section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length.mm) for length in page] == [210, 297, 20, 20, 30, 15]
    assert document.styles.element.xpath("//w:docDefaults//w:rFonts/@w:ascii") == ["Times New Roman"]
    for part in (section.first_page_header, section.header, section.footer, section.first_page_footer):
        assert MARK in "\n".join(paragraph.text for paragraph in part.paragraphs)
    goal = document.tables[1]
    assert [cell.text for cell in goal.rows[2].cells][2:6] == ["48", "40", "83,3", "%"]
    assert goal.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_a_hidden_figure_is_hidden_in_the_document(made):
    document = docx.Document(made["public"] / "report.docx")
    row = next(row for row in document.tables[1].rows if row.cells[0].text == "3.3")
    assert [cell.text for cell in row.cells][2:5] == [HIDDEN] * 3 and row.cells[7].text == HIDDEN
    assert "HẠN CHẾ" not in "".join(paragraph.text for paragraph in document.sections[0].header.paragraphs)


def test_archives_are_whole_and_have_one_time(made):
    for path in made["restricted"].rglob("*"):
        if path.suffix not in (".docx", ".xlsx"):
            continue
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", PRINTED["restricted"])
def test_the_mark_stands_on_every_page(pages, name):
    word = "RESTRICTED – for" if name.startswith("en/") else "HẠN CHẾ – chỉ dành cho"
    printed = pages["restricted", name]
    assert len(printed) >= 3
    for number, page in enumerate(printed, start=1):
        assert page.count(f"{word} {RECIPIENT}") >= 2, f"page {number}: {page[:200]}"
    assert all(word not in page for page in pages.get(("public", name), []))


def test_an_explanation_has_a_page_for_each_figure_and_one_to_read_aloud(pages):
    first, second, aloud = pages["restricted", "explanation.docx"]
    assert "Chỉ tiêu 3.2a" in first and "Thêm 3 người: vào sổ muộn" in first and "Bớt 2 người: hóa ra là một người đã được đếm." in first
    assert "Chỉ tiêu 3.3" in second and "bản này: không phát sinh" in second
    assert all("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page for page in (first, second, aloud))
    said = aloud[aloud.index("BẢN ĐỌC TRƯỚC CÔNG CHÚNG") : aloud.index("Chỉ đọc các câu trên")]
    assert set(re.findall(r"\d+", said)) == {"3", "2026"} and "3.2a" not in said


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    top = tmp_path_factory.mktemp("real")
    return {product: write(top / product, product, part="Q1") for product in ("first", "revised", "culture")}


def numbers(cells) -> Counter:
    """Without zeros: a form prints some where the rows say nothing."""
    return Counter(round(float(cell), 1) for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell != 0)


@pytest.mark.parametrize("product", ["first", "revised", "culture"])
def test_a_real_workbook_has_every_sheet_and_the_numbers_of_the_rows(real, product):
    book = workbook(real[product])
    assert book.sheetnames == SHEETS[:3] + MORE_SHEETS + SHEETS[3:]
    headline = "domestic" if product == "culture" else "all"
    rows = [{**row, "value": row["value"].removeprefix("'")} for row in figures(real[product])]
    whole = {"forms", "measures", "victims", "late", "changes"} | ({"scope"} if headline == "all" else set())
    for sheet, tables in TABLES.items():
        own = [row for row in rows if row["table"] in tables and (row["scope"] in (headline, "all") or row["table"] in whole)]
        own = [row for row in own if row["table"] != "scope" or headline == "all"]
        if "sex" in tables:
            # The total stands above its groups once more.
            groups = {row["indicator"] for row in own}
            own += [
                row
                for row in rows
                if row["table"] == "goal" and row["scope"] == headline and row["indicator"] in groups and row["measure"] in ("denominator", "numerator", "percent")
            ]  # fmt: skip
        expected = numbers(float(row["value"]) for row in own if re.fullmatch(r"-?\d+(\.\d+)?", row["value"]))
        assert numbers(cell for row in rows_of(book[sheet]) for cell in row) == expected, sheet
    assert any(row["value"].startswith("-") for row in rows) == (product == "revised")
    words = {"complete": "đã báo đủ", "nothing": "không phát sinh", "silent": "chưa báo"}
    answers = {row["detail"]: words[row["value"]] for row in rows if row["table"] == "coverage"}
    assert len(set(answers.values())) == 3
    assert dict(row[:2] for row in table(book["Xác nhận và thay đổi muộn"], "Đơn vị")) == answers


@pytest.mark.parametrize("product", ["first", "revised", "culture"])
def test_a_real_return_says_for_whom_it_is(real, product):
    recipient = 'Bộ Nội vụ, "Vụ BĐG" & <Hà Nội>'
    for name in ("goal-3.xlsx", "en/goal-3.xlsx"):
        for sheet in workbook(real[product], name):
            assert recipient in sheet["A1"].value
    documents = ["report.docx", "en/report.docx"] + (["explanation.docx", "en/explanation.docx"] if product == "revised" else [])
    for name in documents:
        section = docx.Document(real[product] / name).sections[0]
        for part in (section.first_page_header, section.header, section.footer, section.first_page_footer):
            assert recipient in "\n".join(paragraph.text for paragraph in part.paragraphs)
    assert not any("BĐG" in str(path.relative_to(real[product])) for path in real[product].rglob("*"))
    assert (real[product] / "explanation.docx").exists() == (product == "revised")


def tables_of(file: Path) -> list[list[list[str]]]:
    """The tables of a public file as text, each with its head."""
    if file.suffix == ".html":
        seen = re.sub(r'<span class="hidden">.*?</span>', "", file.read_text(encoding="utf-8"))
        rows = [re.findall(r"<tr>(.*?)</tr>", one, re.DOTALL) for one in re.findall(r"<table>.*?</table>", seen, re.DOTALL)]
        return [[[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in one] for one in rows]
    if file.suffix == ".docx":
        return [[[cell.text for cell in row.cells] for row in one.rows] for one in docx.Document(file).tables]
    found = []
    for sheet in openpyxl.load_workbook(file):
        # Between empty rows a caption, the head, the rows.
        blocks = [[]]
        for row in rows_of(sheet):
            if row[0] is None:
                blocks.append([])
            else:
                blocks[-1].append(["" if cell is None else str(cell) for cell in row])
        found += [block[1:] for block in blocks if len(block) > 2]
    return found


def test_nothing_of_what_is_hidden_as_a_whole_is_in_any_public_file(made):
    """Of an indicator of three people no file says a number: neither in its row, nor in a column of its own."""
    folder = made["public"]
    rows = [row for row in figures(folder) if row["indicator"] == "3.3"]
    assert len(rows) > 10 and {(row["value"], row["status"]) for row in rows} == {("", "suppressed")}
    listed = [row for row in json.loads((folder / "figures.json").read_text(encoding="utf-8"))["figures"] if row["indicator"] == "3.3"]
    assert len(listed) == len(rows) and {row["value"] for row in listed} == {None}
    read = [path for path in sorted(folder.rglob("*")) if path.suffix in (".html", ".docx", ".xlsx")]
    assert len(read) == 6
    for file in read:
        (alone, columns) = (0, 0)
        for head, *body in [one for one in tables_of(file) if one]:
            for row in body:
                if row[0] == "3.3":
                    alone += 1
                    assert row[2:5] == [HIDDEN] * 3 and row[7] == HIDDEN, file
            for index, name in enumerate(head):
                if name.startswith("3.3:"):
                    columns += 1
                    assert {row[index] for row in body if len(row) > index} == {HIDDEN}, (file, name)
        assert alone == 1 and columns >= 2, (file, alone, columns)
