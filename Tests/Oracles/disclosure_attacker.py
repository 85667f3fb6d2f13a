"""An attacker on published counts: knows every table ever published and asks how small or large a hidden cell can still be.

Independent of the program: cells, closure, primary cells and the requirement are written anew from the rules, and the solver is HiGHS
(`scipy.optimize.milp`) where the program has CBC. A range is proven by whole tables that were added up in whole numbers.
"""

from __future__ import annotations

from typing import Iterable, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

PLACE, QUARTER, SEX, AGE = range(4)
PROVINCE = -1
YEAR, ALL_SEXES, FEMALE, OTHERS, ALL_AGES = 15, 15, 1, 14, 31
RUNS = [1, 3, 7, 15, 2, 6, 14, 4, 12, 8]
PARTS = {"Q1": 1, "Q2": 2, "Q3": 4, "Q4": 8, "H1": 3, "9M": 7, "year": 15}
MANY = 10_000
"""No atom has more people: past half of it a range counts as open."""


class Cell(NamedTuple):
    """A sum of atoms: masks of quarters, sexes and age bands, at one place or in the province."""

    quarters: int
    place: int = PROVINCE
    sexes: int = ALL_SEXES
    ages: int = ALL_AGES


class Figure(NamedTuple):
    """What is public of a cell; without an upper end it is at least `lower`."""

    cell: Cell
    lower: int
    upper: int | None


def exactly(cell: Cell, count: int) -> Figure:
    return Figure(cell, count, count)


def members(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def count(people: np.ndarray, cell: Cell) -> int:
    """How many of the people, an array by place, quarter, sex and age band, a cell has."""
    places = people if cell.place == PROVINCE else people[cell.place : cell.place + 1]
    return int(places[:, members(cell.quarters)][:, :, members(cell.sexes)][:, :, :, members(cell.ages)].sum())


def closed_cells(places: int, fixed: int) -> list[Cell]:
    """Every cell that must not be learnt when it is small, printed or not."""
    runs = [run for run in RUNS if run & ~fixed == 0]
    province = [Cell(run, PROVINCE, sexes) for run in runs for sexes in (ALL_SEXES, FEMALE, OTHERS)]
    ages = [Cell(YEAR, ages=1 << band) for band in range(5)] if fixed == YEAR else []
    return province + [Cell(run, place) for run in runs for place in range(places)] + ages


def printed_cells(places: int, part: str) -> dict[str, list[Cell]]:
    """The membership tables of a release: T1 by period, T2 by commune, T4 by age band."""
    tables = {"T1": [Cell(PARTS[part]), Cell(PARTS[part], sexes=FEMALE)]}
    if part == "year":
        tables["T2"] = [Cell(YEAR, place) for place in range(places)]
        tables["T4"] = [Cell(YEAR, ages=1 << band) for band in range(5)]
    return tables


class TableSpace:
    """All whole tables, without the atoms that no cell tells apart.

    Places by quarters are written out. Sexes and age bands hang on them as margins of their own unless a cell crosses them with more:
    margins that agree where they meet always come from whole atoms, because each can be dealt out along what it shares with the rest.
    """

    def __init__(self, places: int, cells: Iterable[Cell], written_out: bool = False):
        cells = list(cells)
        self.classes = [
            [1 << place for place in range(places)],
            [1, 2, 4, 8],
            self._classes(4, {cell.sexes for cell in cells}),
            self._classes(5, {cell.ages for cell in cells}),
        ]
        self.main = {PLACE, QUARTER, SEX, AGE} if written_out else {PLACE, QUARTER}
        margins = []
        for dimension in (SEX, AGE):
            beside = set().union(*(self.crossed(cell) for cell in cells if dimension in self.crossed(cell))) - {dimension}
            if beside - {QUARTER}:
                self.main |= beside | {dimension}
            elif dimension not in self.main:
                margins.append(sorted(beside | {dimension}))
        self.blocks = [sorted(self.main)] + margins
        self.sizes = [[len(self.classes[dimension]) for dimension in block] for block in self.blocks]
        self.starts = np.cumsum([0] + [int(np.prod(size)) for size in self.sizes])
        self.width = int(self.starts[-1])
        self.found: list[np.ndarray] = []
        self._rows: dict[Cell, np.ndarray] = {}
        self.joints = np.array([row for block in range(1, len(self.blocks)) for row in self._joints(block)]).reshape(-1, self.width)

    @staticmethod
    def _classes(length: int, masks: set[int]) -> list[int]:
        """The coarsest parts of a dimension that tell the masks apart."""
        parts: dict[tuple, int] = {}
        for member in range(length):
            key = tuple(mask >> member & 1 for mask in sorted(masks))
            parts[key] = parts.get(key, 0) | 1 << member
        return list(parts.values())

    @staticmethod
    def crossed(cell: Cell) -> set[int]:
        """The dimensions in which a cell is less than everything."""
        whole = (cell.place == PROVINCE, cell.quarters == YEAR, cell.sexes == ALL_SEXES, cell.ages == ALL_AGES)
        return {dimension for dimension in range(4) if not whole[dimension]}

    def _joints(self, block: int) -> list[np.ndarray]:
        """A margin has as many people as the main block wherever they meet."""
        shared = [dimension for dimension in self.blocks[block] if dimension in self.main]
        rows = []
        for key in np.ndindex(*(len(self.classes[dimension]) for dimension in shared)):
            chosen = {dimension: [index] for dimension, index in zip(shared, key)}
            rows.append(self._indicator(0, chosen) - self._indicator(block, chosen))
        return rows

    def _indicator(self, block: int, chosen: dict[int, list[int]]) -> np.ndarray:
        part = np.zeros(self.sizes[block], dtype=np.int64)
        part[np.ix_(*(chosen.get(dimension, range(len(self.classes[dimension]))) for dimension in self.blocks[block]))] = 1
        row = np.zeros(self.width, dtype=np.int64)
        row[self.starts[block] : self.starts[block + 1]] = part.ravel()
        return row

    def row(self, cell: Cell) -> np.ndarray:
        """Which columns a cell adds up."""
        if cell not in self._rows:
            masks = (-1 if cell.place == PROVINCE else 1 << cell.place, cell.quarters, cell.sexes, cell.ages)
            chosen = {d: [i for i, part in enumerate(self.classes[d]) if part & masks[d]] for d in self.crossed(cell)}
            block = next(index for index in reversed(range(len(self.blocks))) if self.crossed(cell) <= set(self.blocks[index]))
            self._rows[cell] = self._indicator(block, chosen)
        return self._rows[cell]

    def rows(self, cells: list[Cell]) -> np.ndarray:
        return np.array([self.row(cell) for cell in cells], dtype=np.int64).reshape(-1, self.width)

    def table(self, people: np.ndarray) -> np.ndarray:
        """The people as columns."""
        for dimension in range(4):
            parts = [people.take(members(part), axis=dimension).sum(axis=dimension) for part in self.classes[dimension]]
            people = np.stack(parts, axis=dimension)
        return np.concatenate([people.sum(axis=tuple({0, 1, 2, 3} - set(block))).ravel() for block in self.blocks])


class Knowledge:
    """What somebody knows who holds everything published: all whole, non-negative tables that agree with it."""

    def __init__(self, space: TableSpace, public: Iterable[Figure]):
        self.space = space
        public = list(public)
        self.matrix = np.vstack([space.joints, space.rows([figure.cell for figure in public])]).astype(np.int64)
        bounds = [(0, 0)] * len(space.joints) + [(figure.lower, figure.upper) for figure in public]
        self.lower = np.array([lower for lower, _ in bounds], dtype=float)
        self.upper = np.array([np.inf if upper is None else upper for _, upper in bounds], dtype=float)
        self.found = [table for table in space.found if self.agrees(table)]

    def agrees(self, table: np.ndarray) -> bool:
        sums = self.matrix @ table
        return bool((table >= 0).all() and (self.lower <= sums).all() and (sums <= self.upper).all())

    def _solve(self, goal: np.ndarray, more: np.ndarray | None = None, top: int = 0, presolve: bool = True) -> np.ndarray:
        """The table with the least sum, which stays as a proof; with `more`, the one in which most of these sums come up to `top`."""
        width, extra = self.space.width, 0 if more is None else len(more)
        matrix, lower, upper = self.matrix, self.lower, self.upper
        if extra:
            matrix = np.block([[matrix, np.zeros((len(matrix), extra))], [more, -np.eye(extra)]])
            lower, upper = np.append(lower, np.zeros(extra)), np.append(upper, np.full(extra, np.inf))
        answer = milp(
            np.append(goal, np.full(extra, -1.0)),
            integrality=np.append(np.ones(width), np.zeros(extra)),
            bounds=Bounds(0, np.append(np.full(width, MANY), np.full(extra, top))),
            constraints=LinearConstraint(matrix, lower, upper) if len(matrix) else None,
            options={"mip_rel_gap": 0, "presolve": presolve},
        )
        if answer.status != 0 and presolve:
            # The presolve of HiGHS takes a programme for infeasible now and then.
            return self._solve(goal, more, top, presolve=False)
        assert answer.status == 0, f"the attacker's solver: {answer.message}"
        table = np.rint(answer.x[:width]).astype(np.int64)
        assert self.agrees(table), "the attacker's solver gave a table that does not agree"
        self.found.append(table)
        self.space.found.append(table)
        return table

    def _furthest(self, row: np.ndarray, is_low: bool, presolve: bool = True) -> int:
        return int(row @ self._solve(row * (1.0 if is_low else -1.0), presolve=presolve))

    def range(self, cell: Cell) -> tuple[int, int | None]:
        """The least and the most that a cell can be; `None`: as many as one likes."""
        row = self.space.row(cell)
        most = self._furthest(row, is_low=False, presolve=False)
        return self._furthest(row, is_low=True, presolve=False), None if most >= MANY // 2 else most

    def narrowed(self, cells: list[Cell], k: int) -> list[Cell]:
        """The cells that cannot be both 0 and k − 1 or more; of the others, tables prove it."""
        rows = self.space.rows(cells)
        return [cells[index] for index in sorted(self._unreached(rows, 0, True) | self._unreached(rows, k - 1, False))]

    def _unreached(self, rows: np.ndarray, bound: int, is_low: bool) -> set[int]:
        """The rows whose sums cannot be as small, or as large, as a bound."""

        def waiting() -> list[int]:
            if not self.found:
                return list(range(len(rows)))
            sums = rows @ np.array(self.found).T
            return np.flatnonzero(sums.min(axis=1) > bound if is_low else sums.max(axis=1) < bound).tolist()

        left = waiting()
        helped = bool(left)
        while helped:
            # One table for many at once, as long as that helps.
            if is_low:
                self._solve(rows[left].sum(axis=0).astype(float))
            else:
                self._solve(np.zeros(self.space.width), rows[left], bound)
            before, left = len(left), waiting()
            helped = 0 < len(left) < before
        failed: set[int] = set()
        while left:
            furthest = self._furthest(rows[left[0]], is_low)
            if furthest > bound if is_low else furthest < bound:
                failed.add(left[0])
            left = [index for index in waiting() if index not in failed]
        return failed


class Shortfall(NamedTuple):
    """A small cell that a release narrows: the range that the public has now, and the one that it had."""

    cell: Cell
    now: tuple[int, int | None]
    before: tuple[int, int | None]


def covers(reach: tuple[int, int | None], k: int) -> bool:
    return reach[0] == 0 and (reach[1] is None or reach[1] >= k - 1)


def shortfalls(space: TableSpace, before: list[Figure], released: list[Figure], small: list[Cell], k: int) -> tuple[list[Shortfall], int]:
    """The small cells that a release narrows below what is required, and how many had been narrowed before it."""
    ledger = Knowledge(space, before)
    space.found = list(ledger.found)
    public = Knowledge(space, before + released)
    short, already = [], 0
    for cell in public.narrowed(small, k):
        now, then = public.range(cell), ledger.range(cell)
        is_open = then[1] is None and now[0] == then[0] and (now[1] is None or now[1] >= then[0] + k - 1)
        already += not covers(then, k)
        if not (covers(now, k) or (not covers(then, k) and (now == then or is_open))):
            short.append(Shortfall(cell, now, then))
    return short, already
