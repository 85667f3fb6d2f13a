"""The program gives the figures of the oracle, for random registers, and those of the golden registers.

NUONG_BIN names the program (default: the debug build of this checkout), NUONG_ORACLE_SEEDS the number of random installations.
A failure is repeated by its seed: see `make_register.py`.
"""

import json
import os
import random
import subprocess
from datetime import date
from pathlib import Path

import pytest

import golden
from make_register import make_register
from register_files import read_registers, read_units
from register_oracle import report

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = Path(os.environ.get("NUONG_BIN", ROOT / ".build" / "debug" / "nuong")).absolute()
SEEDS = range(1, int(os.environ.get("NUONG_ORACLE_SEEDS", "6")) + 1)
UNITS = read_units(HERE / "units.csv")
TODAY = date(2026, 6, 30)

CALENDARS = ["calendar", "administrative"]
BREAKDOWNS = ["none", "place", "sex", "age", "scope", "service"]
YEARS = ["2024", "2025", "2026"]
PARTS = ["-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M"]


def nuong(*arguments: object) -> dict:
    """Runs the program and reads what it prints; a refusal fails the test with its words."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300)
    assert done.returncode == 0, f"nuong {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout)


def install(data: Path, registers: list[tuple[str, Path]]) -> Path:
    """A new installation with registers imported one after another."""
    nuong("init", "--data", data, "--unattended")
    for name, folder in registers:
        nuong("import", "--data", data, folder, "--register", name, "--format", "json")
    return data


def indicators(data: Path, calendar: str, period: str, by: str) -> dict:
    return nuong("indicators", "--data", data, "--period", period, "--calendar", calendar, "--by", by, "--format", "json")


def by_indicator(figures: list[dict]) -> dict[str, list[dict]]:
    """The order of cells is told by the rules, that of indicators is not."""
    return {line["indicator"]: [other for other in figures if other["indicator"] == line["indicator"]] for line in figures}


def questions(seed: int) -> list[tuple[str, str, str]]:
    """Every breakdown of a whole year in both calendars, the crowd of 2023, a year without a plan, others by chance: 23."""
    chance = random.Random(seed)
    years = [(calendar, chance.choice(YEARS), by) for calendar in CALENDARS for by in BREAKDOWNS]
    crowd = [(calendar, "2023-Q4", "none") for calendar in CALENDARS]
    parts = [(calendar, year + part, by) for calendar in CALENDARS for year in YEARS for part in PARTS for by in BREAKDOWNS]
    return years + crowd + [("calendar", "2020", "none")] + chance.sample(parts, 8)


def random_registers(seed: int, folder: Path) -> list[tuple[str, Path]]:
    """One register, or two whose names sort against the order of their import."""
    names = {"main": seed} if seed % 2 else {"main": seed, "Bravo": 1000 + seed}
    for name, own_seed in names.items():
        make_register(folder / name, seed=own_seed, cases=90, start=date(2023, 12, 1), end=TODAY, today=TODAY, units=UNITS)
    return [(name, folder / name) for name in names]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Makes each installation once: a seed or a golden folder to its registers and its data folder."""
    known = {}

    def installation(key: int | Path) -> tuple[list[tuple[str, Path]], Path]:
        if key not in known:
            folder = tmp_path_factory.mktemp("oracle")
            registers = [("main", key)] if isinstance(key, Path) else random_registers(key, folder)
            known[key] = registers, install(folder / "data", registers)
        return known[key]

    return installation


@pytest.mark.parametrize("seed, calendar, period, by", [(seed, *question) for seed in SEEDS for question in questions(seed)])
def test_random_registers(installed, seed, calendar, period, by):
    registers, data = installed(seed)
    expected = report(read_registers(registers), UNITS, calendar, period, by)
    answer = indicators(data, calendar, period, by)
    assert by_indicator(answer["figures"]) == by_indicator(expected["figures"])
    assert {key: answer.get(key) for key in expected if key != "figures"} == {key: expected[key] for key in expected if key != "figures"}


GOLDEN = [(register, *question) for register in golden.REGISTERS for question in golden.questions(register)]


@pytest.mark.parametrize("register, calendar, period, by, expected", GOLDEN, ids=[f"{g[0].name} {g[1]} {g[2]} {g[3]}" for g in GOLDEN])
def test_golden_register(installed, register, calendar, period, by, expected):
    _, data = installed(register)
    answer = indicators(data, calendar, period, by)["figures"]
    assert golden.as_expected(answer, expected) == expected
