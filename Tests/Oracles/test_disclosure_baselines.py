"""Worse ways to publish: the attacker succeeds against each of them, and not against the method on the same people.

NUONG_PROBE names the probe of the disclosure method (default: the debug build of this checkout).
"""

import random

import numpy as np

from asking import probe  # noqa: F401 – fixtures
from disclosure_attacker import PARTS, PROVINCE, YEAR, Cell, Figure, Knowledge, TableSpace, closed_cells, count, exactly, printed_cells
from disclosure_histories import Probe, hidden_by, made_up_people

K = 5
PROVINCES = [made_up_people(random.Random(seed), 5, 50) for seed in range(1, 9)]


def printed(people: np.ndarray, part: str) -> list[Cell]:
    return [cell for cells in printed_cells(len(people), part).values() for cell in cells]


def figures(people: np.ndarray, cells: list[Cell]) -> list[Figure]:
    return [exactly(cell, count(people, cell)) for cell in cells]


def pinned(people: np.ndarray, fixed: int, public: list[Figure], cells: list[Cell] | None = None) -> dict[Cell, tuple[int, int | None]]:
    """The small cells (of these, or of all closed ones) that the public has narrower than 0 to k − 1, and their ranges."""
    space = TableSpace(len(people), closed_cells(len(people), YEAR) + [figure.cell for figure in public])
    space.found = [space.table(people)]
    knowledge = Knowledge(space, public)
    small = [cell for cell in cells or closed_cells(len(people), fixed) if count(people, cell) < K]
    return {cell: knowledge.range(cell) for cell in knowledge.narrowed(small, K)}


def published(probe: Probe, people: np.ndarray, parts: list[str]) -> list[Figure]:
    """What the method publishes, each release in sight of those before."""
    public: list[Figure] = []
    hidden: list[Cell] = []
    fixed = 0
    for part in parts:
        fixed |= PARTS[part]
        shown, _ = probe.ask(people, part, fixed, public, hidden=hidden)
        public += figures(people, shown)
        hidden += hidden_by(people, part, shown)
    return public


def hidden_in(people: np.ndarray, part: str, public: list[Figure]) -> list[Cell]:
    return [cell for cell in printed(people, part) if cell not in {figure.cell for figure in public}]


def in_slices(public: list[Figure], slices: dict[int, int]) -> list[Figure]:
    """Figures of periods as figures of the slices of time that the attacker tells apart."""
    return [figure._replace(cell=figure.cell._replace(quarters=slices[figure.cell.quarters])) for figure in public]


def test_only_primary_cells_hidden(probe):
    found = []
    for people in PROVINCES:
        found += pinned(people, YEAR, figures(people, [cell for cell in printed(people, "year") if count(people, cell) >= K]))
        assert not pinned(people, YEAR, published(probe, people, ["year"]))
    assert found


def test_each_table_alone(probe):
    """Each table protects its small cells against itself; laid side by side they give some away."""
    found = []
    for people in PROVINCES:
        public = []
        for cells in printed_cells(len(people), "year").values():
            alone = figures(people, probe.ask(people, "year", YEAR, [], printed=cells)[0])
            assert not pinned(people, YEAR, alone)
            public += alone
        found += pinned(people, YEAR, public)
        assert not pinned(people, YEAR, published(probe, people, ["year"]))
    assert found


def test_each_release_alone(probe):
    people = np.zeros((3, 4, 4, 5), dtype=np.int64)
    people[0, :, 0, 2] = 9, 2, 8, 7
    parts, public = {"Q1": 1, "H1": 3}, []
    for part, fixed in parts.items():
        alone = figures(people, probe.ask(people, part, fixed, [])[0])
        assert not pinned(people, fixed, alone)
        public += alone
    assert pinned(people, 3, public)[Cell(2)] == (2, 2)
    assert not pinned(people, 3, published(probe, people, list(parts)))


def test_zeros_shown(probe):
    """With zeros shown a hidden cell is not 0, and next to zeros it is the one that has somebody."""
    people = np.zeros((5, 4, 4, 5), dtype=np.int64)
    people[0, 0, 0, 2], people[1, 0, 0, 2], people[2, 0, 0, 2] = 12, 3, 1
    zeros = figures(people, [cell for cell in printed(people, "year") if count(people, cell) == 0])
    public = zeros + figures(people, probe.ask(people, "year", YEAR, zeros)[0])
    hidden = hidden_in(people, "year", public)
    assert {Cell(YEAR, 1), Cell(YEAR, 2)} <= set(hidden)
    found = pinned(people, YEAR, public + [Figure(cell, 1, None) for cell in hidden])
    assert found[Cell(YEAR, 1)][0] == found[Cell(YEAR, 2)][0] == 1
    assert not pinned(people, YEAR, published(probe, people, ["year"]))


def test_two_marks(probe):
    """A mark for small cells and another for those hidden beside them bound both from the other side."""
    found = []
    for people in PROVINCES:
        public = published(probe, people, ["year"])
        marks = [Figure(cell, 0, K - 1) if count(people, cell) < K else Figure(cell, K, None) for cell in hidden_in(people, "year", public)]
        found += pinned(people, YEAR, public + marks)
        assert not pinned(people, YEAR, public)
    assert found


def percent(numerator: int, denominator: int) -> float:
    return round(1000 * numerator / denominator) / 10


def test_outcome_over_hidden_people(probe):
    """So many were reached, and that is so many per cent: of whom is told although it is hidden. The method has no outcome there."""
    people = np.zeros((3, 4, 4, 5), dtype=np.int64)
    people[0, 0, 0, 2], people[1, 0, 0, 2] = 3, 1
    public = published(probe, people, ["Q1"])
    assert Cell(1) in hidden_in(people, "Q1", public)
    fitting = [number for number in range(3, 1_000) if percent(3, number) == percent(3, 4)]
    assert pinned(people, 1, public + [Figure(Cell(1), fitting[0], fitting[-1])])[Cell(1)] == (4, 4)
    assert not pinned(people, 1, public)


def test_people_counted_anew(probe):
    """Two counts of a year name who came late. The first quarter stands for those counted first, the second for those who came late."""
    people = np.zeros((4, 4, 4, 5), dtype=np.int64)
    people[:, 0, 0, 2] = 20, 30, 11, 9
    people[2, 1, 0, 3] = 1
    counted_first = people * np.array([1, 0, 0, 0])[:, None, None]
    first = published(probe, counted_first, ["year"])
    anew = published(probe, people, ["year"])
    late = [Cell(2, place) for place in (PROVINCE, 0, 1, 2, 3)]
    both = in_slices(first, {YEAR: 1}) + in_slices(anew, {YEAR: 3})
    assert {Cell(3, 2), Cell(1, 2)} <= {figure.cell for figure in both}
    found = pinned(people, 3, both, late)
    assert found[Cell(2, 2)] == found[Cell(2)] == (1, 1) and found[Cell(2, 0)] == (0, 0)
    fixed = published(probe, counted_first, ["year", "year"])
    assert set(fixed) == set(first)
    assert not pinned(people, 3, in_slices(fixed, {YEAR: 1}), late)


def test_both_calendars(probe):
    """Quarters that begin on the 15th and on the 1st of the same people tell the fortnights between; slices of time stand for quarters.

    Slices: the 15th to the 31st of December, to the 14th of March, to the 31st of March, to the 14th of June.
    """
    people = np.zeros((3, 4, 4, 5), dtype=np.int64)
    people[0, :, 0, 2] = 0, 8, 3, 9
    administrative, calendar = np.zeros_like(people), np.zeros_like(people)
    administrative[:, 0], administrative[:, 1] = people[:, 0] + people[:, 1], people[:, 2] + people[:, 3]
    calendar[:, 0] = people[:, 1] + people[:, 2]
    of_one = in_slices(published(probe, administrative, ["Q1", "Q2"]), {1: 3, 2: 12})
    of_other = in_slices(published(probe, calendar, ["Q1"]), {1: 6})
    fortnights = [Cell(1), Cell(4)]
    assert pinned(people, YEAR, of_one + of_other, fortnights)[Cell(4)] == (3, 11)
    assert of_one and not pinned(people, YEAR, of_one, fortnights)
