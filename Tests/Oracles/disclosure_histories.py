"""The probe of the disclosure method, and made-up histories of publication: releases, and figures of others between them."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path
from typing import Iterable, NamedTuple

import numpy as np

from disclosure_attacker import ALL_AGES, FEMALE, PARTS, PROVINCE, RUNS, YEAR, Cell, Figure, count, exactly, members, printed_cells

ROOT = Path(__file__).resolve().parent.parent.parent
PROBE = Path(os.environ.get("NUONG_PROBE", ROOT / ".build" / "debug" / "nuong-probe")).absolute()
SECRET = 20_260_331
LINE_SECONDS = 120


class Refusal(Exception):
    """The method publishes nothing, and why."""


class Probe:
    """The program, asked one question a line."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([PROBE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.last = ""

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        assert self.process.wait(timeout=LINE_SECONDS) == 0, f"the probe ended after {self.last}"

    def ask(self, people: np.ndarray, part: str, fixed: int, locked: Iterable[Figure], **more) -> tuple[list[Cell], str]:
        """Which cells a release shows, and the verifier's verdict."""
        answer = self.question(people, part, fixed, locked, **more)
        return [Cell(*cell) for cell in answer["shown"]], answer["verdict"]

    def question(self, people: np.ndarray, part: str, fixed: int, locked: Iterable[Figure], **more) -> dict:
        """Everything that the program says of a release."""
        counted = people[:, members(fixed)].nonzero()
        quarters = np.array(members(fixed))[counted[1]]
        atoms = [[*map(int, atom), int(people[atom])] for atom in zip(counted[0], quarters, counted[2], counted[3])]
        question = {"k": 5, "r": 10, "part": part, "places": len(people), "atoms": atoms, "fixed": fixed, "locked": list(locked)}
        self.last = json.dumps(question | {"secret": SECRET} | more)
        self.process.stdin.write(self.last + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the probe died of {self.last}"
        answer = json.loads(line)
        if "fault" in answer:
            raise Refusal(answer["fault"])
        return answer


class History(NamedTuple):
    """The people of one indicator and year, and what is published of them in which order: a part of the year, or a figure of others."""

    people: np.ndarray
    steps: list[str | Figure]


def made_up_people(chance: random.Random, places: int, number: int) -> np.ndarray:
    """People dealt unevenly: a few places have most of them."""
    people = np.zeros((places, 4, 4, 5), dtype=np.int64)
    skew = chance.choice([1, 2, 3])
    quarters = [chance.choice([1, 3, 6]) for _ in range(4)]
    for _ in range(number):
        place = min(chance.randrange(places) for _ in range(skew))
        quarter = chance.choices(range(4), quarters)[0]
        sex = 0 if chance.random() < 0.8 else chance.randrange(4)
        age = 2 if chance.random() < 0.6 else chance.randrange(5)
        people[place, quarter, sex, age] += 1
    return people


def figure_of_others(chance: random.Random, people: np.ndarray) -> Figure:
    """A true figure: exact, rounded, or a lower end."""
    run, place, band = chance.choice(RUNS), chance.randrange(len(people)), 1 << chance.randrange(5)
    sexes = chance.choice([FEMALE, 2, 14])
    cells = [
        (4, Cell(chance.choice([1, 2, 4, 8]), place)),
        (4, Cell(YEAR, place)),
        (2, Cell(run, place)),
        (2, Cell(run, PROVINCE, sexes)),
        (2, Cell(run)),
        (2, Cell(YEAR, ages=band)),
        (1, Cell(YEAR, place, FEMALE)),
        (1, Cell(YEAR, place, ages=band)),
        (1, Cell(chance.choice([1, 2, 4, 8]), ages=band ^ (ALL_AGES if chance.random() < 0.5 else 0))),
    ]
    cell = chance.choices([cell for _, cell in cells], [weight for weight, _ in cells])[0]
    true = count(people, cell)
    kind = chance.random()
    if kind < 0.5:
        return exactly(cell, true)
    lower = max(0, true - chance.randrange(4))
    return Figure(cell, lower, None if kind > 0.85 else true + chance.randrange(4))


def made_up_history(seed: int, full_size: bool | None = None) -> History:
    """A year of publication; every tenth has a province's size."""
    chance = random.Random(seed)
    if full_size if full_size is not None else seed % 10 == 0:
        places, number = chance.randint(30, 38) + 1, chance.randint(150, 600)
    else:
        places, number = chance.randint(3, 9) + 1, chance.choice([chance.randint(0, 12), chance.randint(8, 40), chance.randint(20, 110)])
    people = made_up_people(chance, places, number)
    parts = [part for part in ("Q1", "Q2", "H1", "Q3", "9M", "Q4", "year") if chance.random() < 0.8 or part == "year"]
    if chance.random() < 0.3:
        first = chance.choice(["H1", "9M", "year"])
        parts = [first] + [part for part in parts if part != first]
    steps: list[str | Figure] = list(parts)
    for _ in range(chance.choice([0, 0, 1, 2, 3, 5])):
        steps.insert(chance.randrange(len(steps)), figure_of_others(chance, people))
    return History(people, steps)


class Release(NamedTuple):
    """A release on its way: which quarters are fixed, what was public and hidden before, and what it shows; `None` where it was refused."""

    part: str
    fixed: int
    before: list[Figure]
    hidden_before: list[Cell]
    shown: list[Cell] | None
    verdict: str

    def figures(self, people: np.ndarray) -> list[Figure]:
        return [exactly(cell, count(people, cell)) for cell in self.shown or []]


def hidden_by(people: np.ndarray, part: str, shown: list[Cell]) -> list[Cell]:
    """What a release prints as hidden."""
    return [cell for cells in printed_cells(len(people), part).values() for cell in cells if cell not in shown]


def marks(people: np.ndarray, hidden: list[Cell], k: int) -> list[Figure]:
    """What whoever knows which hidden cells are small knows of them."""
    return [Figure(cell, 0, k - 1) for cell in hidden if count(people, cell) < k]


def releases(probe: Probe, history: History) -> Iterable[Release]:
    """Publishes a history, each release in sight of all that was public before it."""
    public: list[Figure] = []
    hidden: list[Cell] = []
    fixed = 0
    for step in history.steps:
        if isinstance(step, Figure):
            public.append(step)
            continue
        fixed |= PARTS[step]
        try:
            shown, verdict = probe.ask(history.people, step, fixed, public, hidden=hidden)
            release = Release(step, fixed, list(public), list(hidden), shown, verdict)
        except Refusal as refusal:
            release = Release(step, fixed, list(public), list(hidden), None, str(refusal))
        yield release
        hidden += hidden_by(history.people, step, release.shown or [])
        public += [figure for figure in release.figures(history.people) if figure not in public]


def cells_of(history: History) -> list[Cell]:
    return [step.cell for step in history.steps if isinstance(step, Figure)]
