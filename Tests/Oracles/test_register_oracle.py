"""The oracle gives the figures that the golden registers must give, and its figures add up."""

from datetime import date
from pathlib import Path

import pytest

import golden
from make_register import make_register
from register_files import read_registers, read_units
from register_oracle import document_number, figures, percent, period_days, reporting_year, target

UNITS = read_units(Path(__file__).parent / "units.csv")
TODAY = date(2026, 6, 30)
GOLDEN = [(register, *question) for register in golden.REGISTERS for question in golden.questions(register)]


def write_register(folder: Path, seed: int) -> Path:
    make_register(folder, seed=seed, cases=90, start=date(2023, 12, 1), end=TODAY, today=TODAY, units=UNITS)
    return folder


@pytest.fixture(scope="module")
def random_registers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("registers")
    return read_registers([(name, write_register(folder / name, seed)) for name, seed in (("main", 1), ("Bravo", 2))])


def counts(found: list[dict]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(line["indicator"], line["cell"]): (line["denominator"], line["numerator"]) for line in found}


def added(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def test_the_golden_registers_are_there():
    assert len(golden.REGISTERS) >= 3


@pytest.mark.parametrize("register, calendar, period, by, expected", GOLDEN, ids=[f"{g[0].name} {g[1]} {g[2]} {g[3]}" for g in GOLDEN])
def test_golden_register(register, calendar, period, by, expected):
    found = figures(read_registers([("main", register)]), UNITS, calendar, period, by)
    assert golden.as_expected(found, expected) == expected


@pytest.mark.parametrize("calendar", ["calendar", "administrative"])
@pytest.mark.parametrize("parts", [["Q1", "Q2", "Q3", "Q4"], ["H1", "H2"], ["9M", "Q4"]])
def test_parts_add_up_to_the_year(random_registers, calendar, parts):
    year = counts(figures(random_registers, UNITS, calendar, "2025", "sex"))
    parted = [counts(figures(random_registers, UNITS, calendar, f"2025-{part}", "sex")) for part in parts]
    assert year["3.2a", "all"][0] > 0
    assert {key: added([part[key] for part in parted]) for key in year} == year


@pytest.mark.parametrize("by", ["sex", "age", "scope", "place"])
def test_cells_add_up_to_all(random_registers, by):
    found = counts(figures(random_registers, UNITS, "calendar", "2025", by))
    for indicator in ("3.2a", "3.2b") if by == "scope" else ("3.2a", "3.2b", "3.3"):
        cells = [pair for (other, cell), pair in found.items() if other == indicator and cell != "all"]
        assert added(cells) == found[indicator, "all"]


def test_percent_is_half_to_even():
    assert [percent(16, n) for n in (1, 3, 5)] == ["6.2", "18.8", "31.2"]
    assert (percent(3, 2), percent(0, 0), percent(2000, 1), percent(2000, 3)) == ("66.7", None, "0.0", "0.2")


def test_calendars():
    assert period_days("administrative", "2026-Q1") == (date(2025, 12, 15), date(2026, 3, 14))
    assert period_days("administrative", "2026") == (date(2025, 12, 15), date(2026, 12, 14))
    assert period_days("calendar", "2024-Q1") == (date(2024, 1, 1), date(2024, 3, 31))
    assert reporting_year("administrative", date(2025, 12, 14)) == 2025
    assert reporting_year("administrative", date(2025, 12, 15)) == 2026


def test_document_numbers():
    assert document_number(" ab-12.34 ") == "AB1234"
    assert document_number("đ12345") == "Đ12345"
    assert [document_number(text) for text in ("12-345", "xX Xx-xX", "?? -- ??", "")] == [None] * 4


def test_targets():
    assert [target("3.2a", year) for year in (2020, 2021, 2025, 2026, 2030, 2031)] == [None, "80", "80", "90", "90", None]


def test_a_seed_gives_the_same_bytes(tmp_path):
    first, second = write_register(tmp_path / "first", 3), write_register(tmp_path / "second", 3)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {path.name: path.read_bytes() for path in second.iterdir()}
