"""No release narrows a small cell, whatever is public already: an attacker with another solver tries all of them.

NUONG_PROBE names the probe of the disclosure method (default: the debug build of this checkout), NUONG_DISCLOSURE_HISTORIES the number of
made-up years of publication. A failure is repeated by its seed. `-s` prints how much was tried.
"""

import itertools
import os
import random
from typing import Iterable

import numpy as np
import pytest

from asking import probe, tally  # noqa: F401 – fixtures
from disclosure_attacker import ALL_AGES, ALL_SEXES, FEMALE, PROVINCE, YEAR, Cell, Figure, Knowledge, TableSpace, closed_cells, count, exactly, printed_cells
from disclosure_attacker import shortfalls
from disclosure_histories import History, cells_of, figure_of_others, made_up_history, made_up_people, marks, releases

K = 5
HISTORIES = range(1, int(os.environ.get("NUONG_DISCLOSURE_HISTORIES", "50")) + 1)
MUTATED = range(1, 17)


def space_of(history: History) -> TableSpace:
    """The tables of a history's places; the true one is the first that is found."""
    crossed = [crossed for cell in cells_of(history) for crossed in (cell, *crossed_by(cell))]
    space = TableSpace(len(history.people), closed_cells(len(history.people), YEAR) + crossed)
    space.found = [space.table(history.people)]
    return space


def crossed_by(cell: Cell) -> list[Cell]:
    """What a figure of others leaves by subtraction where it crosses what no table of ours does: other sexes and ages of its place and time."""
    if cell.place != PROVINCE:
        ours = cell.sexes == ALL_SEXES and cell.ages == ALL_AGES
    elif cell.ages == ALL_AGES:
        ours = cell.sexes in (ALL_SEXES, FEMALE, ALL_SEXES ^ FEMALE)
    else:
        ours = cell.sexes == ALL_SEXES and cell.quarters == YEAR and cell.ages.bit_count() == 1
    sexes = [ALL_SEXES] if cell.sexes == ALL_SEXES else range(1, ALL_SEXES + 1)
    ages = [ALL_AGES] if cell.ages == ALL_AGES else range(1, ALL_AGES + 1)
    return [] if ours else [cell._replace(sexes=sex, ages=age) for sex in sexes for age in ages]


def small_cells(people: np.ndarray, fixed: int, public: Iterable[Figure] = ()) -> list[Cell]:
    """Of fixed quarters; where a figure reaches further, also of those that are not fixed: nobody knows yet how small they will be."""
    known = np.where([[[[fixed >> quarter & 1]] for quarter in range(4)]], people, 0)
    reach = YEAR if any(figure.cell.quarters & ~fixed for figure in public) else fixed
    closed = {*closed_cells(len(people), reach), *(cell for figure in public for cell in crossed_by(figure.cell))}
    return sorted(cell for cell in closed if count(known, cell) < K)


# The attacker himself.


@pytest.mark.parametrize("seed", range(6))
def test_the_attacker_finds_what_trying_all_tables_finds(seed):
    """Five people at two places, in two quarters, women and men: the range of every cell is that of all tables written down."""
    chance = random.Random(seed)
    atoms = list(itertools.product(range(2), range(2), (0, 1), (2,)))
    tables = [[drawn.count(atom) for atom in atoms] for drawn in itertools.combinations_with_replacement(atoms, 5)]
    cells = [Cell(run, place, sexes) for run in (3, 1, 2) for place in (PROVINCE, 0, 1) for sexes in (15, FEMALE, 14)]
    holding = [[cell.quarters >> q & 1 and cell.place in (-1, p) and cell.sexes >> s & 1 for p, q, s, _ in atoms] for cell in cells]
    sums = np.array(tables) @ np.array(holding).T
    true = sums[chance.randrange(len(sums))]
    known = [0, *chance.sample(range(1, len(cells)), 3)]
    agreeing = sums[(sums[:, known] == true[known]).all(axis=1)]
    expected = list(zip(agreeing.min(axis=0).tolist(), agreeing.max(axis=0).tolist()))
    public = [exactly(cells[index], int(true[index])) for index in known] + [exactly(Cell(4), 0), exactly(Cell(8), 0)]
    for written_out in (False, True):
        found = Knowledge(TableSpace(2, cells + [Cell(YEAR, ages=4)], written_out), public)
        assert [found.range(cell) for cell in cells] == expected


@pytest.mark.parametrize("seed", range(5))
def test_margins_stand_for_the_atoms_written_out(seed):
    """Tables by margins leave every closed cell the same range as tables of atoms, whatever others published."""
    chance = random.Random(seed)
    people = made_up_people(chance, 3, chance.randint(3, 30))
    others = [figure_of_others(chance, people) for _ in range(3)]
    printed = [cell for part in ("Q1", "H1", "year") for cells in printed_cells(3, part).values() for cell in cells]
    public = others + [exactly(cell, count(people, cell)) for cell in printed if chance.random() < 0.5]
    closed = closed_cells(3, YEAR)
    spaces = [TableSpace(3, closed + [figure.cell for figure in public], written_out) for written_out in (False, True)]
    by_margins, by_atoms = (Knowledge(space, public) for space in spaces)
    assert [by_margins.range(cell) for cell in closed] == [by_atoms.range(cell) for cell in closed]
    narrow = [cell for cell in closed if (low := by_atoms.range(cell))[0] > 0 or (low[1] is not None and low[1] < K - 1)]
    assert by_margins.narrowed(closed, K) == narrow


# The method.


@pytest.mark.parametrize("seed", HISTORIES)
def test_no_release_narrows_a_small_cell(probe, tally, seed):
    history = made_up_history(seed)
    people, space = history.people, space_of(history)
    for release in releases(probe, history):
        if release.shown is None:
            assert release.verdict.startswith("unprovenNarrowing"), probe.last
            tally["refused"] += 1
            continue
        assert release.verdict == "holds", probe.last
        printed = [cell for cells in printed_cells(len(people), release.part).values() for cell in cells]
        assert set(release.shown) <= set(printed), probe.last
        assert all(count(people, cell) >= K for cell in release.shown), probe.last
        small = small_cells(people, release.fixed, release.before)
        before = release.before + marks(people, release.hidden_before, K)
        short, narrowed = shortfalls(space, before, release.figures(people), small, K)
        # What others' figures say to be no small cell, of a quarter that is not fixed, needs no protection.
        short = [one for one in short if one.before[0] < K]
        assert not short, f"seed {seed}, {release.part}: {short}\n{probe.last}"
        tally.update(releases=1, small_cells=len(small), narrowed_by_others=narrowed, printed=len(printed), shown=len(release.shown))
    tally["histories"] += 1


@pytest.mark.parametrize("seed", MUTATED)
def test_no_hidden_cell_can_be_shown_as_well(probe, tally, seed):
    """A small one is refused; with a secondary one shown the verifier refuses or the attacker succeeds, or it was hidden for nothing."""
    history = made_up_history(seed, full_size=False)
    people, space = history.people, space_of(history)
    for release in releases(probe, history):
        if release.shown is None:
            continue
        printed = {cell for cells in printed_cells(len(people), release.part).values() for cell in cells}
        small = small_cells(people, release.fixed)
        hidden = printed - set(release.shown) - {figure.cell for figure in release.before if figure.lower == figure.upper}
        for cell in sorted(hidden - set(small)) + sorted(hidden & set(small))[:2]:
            shown, verdict = probe.ask(people, release.part, release.fixed, release.before, also=[cell], hidden=release.hidden_before)
            assert set(shown) == {*release.shown, cell}
            if cell in small:
                assert verdict == "smallCellShown", probe.last
                tally["small_refused"] += 1
                continue
            before = release.before + marks(people, release.hidden_before, K)
            told = [exactly(other, count(people, other)) for other in shown]
            attacked, _ = shortfalls(space, before, told, small_cells(people, release.fixed, release.before), K)
            assert verdict != "holds" or attacked, f"hidden for nothing, by the verifier's own proof: {probe.last}"
            tally.update(secondary=1, secondary_refused=verdict != "holds", secondary_attacked=bool(attacked))
            tally["hidden_for_nothing"] += not attacked


# Leaks that earlier versions of the method had.


def people_by_quarter(*counts: int) -> np.ndarray:
    """Women of one age band at one of two places."""
    people = np.zeros((2, 4, 4, 5), dtype=np.int64)
    people[0, : len(counts), 0, 2] = counts
    return people


def test_a_hidden_quarter_gives_nothing_to_a_half_year(probe):
    """Everybody knows k: what is hidden in the first table of all, with nothing to protect but itself, is below it."""
    history = History(people_by_quarter(4, 4), ["Q1", "Q2", "H1"])
    first, second, half_year = releases(probe, history)
    assert first.shown == second.shown == []
    known = [Figure(Cell(1), 0, K - 1), Figure(Cell(2), 0, K - 1), *half_year.figures(history.people)]
    assert Knowledge(space_of(history), known).narrowed([Cell(1), Cell(2)], K) == []


def test_a_release_does_not_tell_a_quarter_that_is_not_fixed_yet(probe):
    people = people_by_quarter(6, 7, 7, 2)
    history = History(people, [exactly(Cell(YEAR), 22), "9M"])
    (release,) = releases(probe, history)
    short, _ = shortfalls(space_of(history), release.before, release.figures(people), [Cell(8)], K)
    assert not short
