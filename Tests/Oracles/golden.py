"""The golden registers and how figures are held against their `expected.json`."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "Golden"
REGISTERS = sorted(path.parent for path in FOLDER.glob("*/expected.json"))


def questions(register: Path) -> list[tuple[str, str, str, list[dict]]]:
    """The (calendar, period, by) of a golden register, each with the figures it must give."""
    return [
        (answer["calendar"], answer["period"], by, [without_by(line) for line in answer["figures"] if line["by"] == by])
        for answer in json.loads((register / "expected.json").read_text(encoding="utf-8"))
        for by in sorted({line["by"] for line in answer["figures"]})
    ]


def without_by(line: dict) -> dict:
    return {key: value for key, value in line.items() if key != "by"}


def as_expected(figures: list[dict], expected: list[dict]) -> list[dict]:
    """The figures that `expected` speaks of, cut to the keys it gives."""
    keys = {(line["indicator"], line["cell"]): line.keys() for line in expected}
    return [
        {key: line[key] for key in keys[line["indicator"], line["cell"]]}
        for line in figures
        if (line["indicator"], line["cell"]) in keys
    ]
