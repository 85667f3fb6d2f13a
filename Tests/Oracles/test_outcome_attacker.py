"""Who was reached is never told of a few people, nor does it narrow how many there are: another solver tries.

The attacker holds every outcome, total and late change that was published. Outcomes are unknown numbers of each quarter and of who came and
went; a small group's outcome counts as learnt when all numbers that agree give the group the same one. The program has ranks in whole numbers
where the attacker has linear and whole-number programmes (HiGHS).

NUONG_PROBE names the probe of the disclosure method (default: the debug build of this checkout), NUONG_DISCLOSURE_HISTORIES the number of
made-up years of publication. A failure is repeated by its seed. `-s` prints how much was tried.
"""

import os
import random
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from asking import probe, tally  # noqa: F401 – fixtures
from disclosure_attacker import MANY, PARTS, YEAR, Cell, Figure, count, exactly, members
from disclosure_histories import Probe, figure_of_others, hidden_by, made_up_people

K, R = 5, 10
HISTORIES = range(1, int(os.environ.get("NUONG_DISCLOSURE_HISTORIES", "50")) + 1)
QUARTERS = range(4)
ENTRIES, WITHDRAWALS = 4, 5
GROUPS = [group for size in (1, 2, 3, 4, 5, 6) for group in combinations(range(6), size)]


class Late(NamedTuple):
    entries: int
    withdrawals: int


class Public(NamedTuple):
    """What everybody knows of a year in the end."""

    totals: list[int]
    """Masks of the periods whose people are known."""
    outcomes: list[int]
    late: Late | None
    is_final_outcome_known: bool


def combination(period: int) -> list[int]:
    return [period >> quarter & 1 for quarter in QUARTERS] + [0, 0]


FINAL = [1, 1, 1, 1, 1, -1]
"""The final people are those of the quarters, with who came and without who went."""


def told(public: Public) -> list[list[int]]:
    return [combination(period) for period in public.outcomes] + [FINAL] * public.is_final_outcome_known


def is_determined(goal: list[int], rows: list[list[int]]) -> bool:
    """Whether numbers of any size that agree with what was told all give the same sum."""
    if not rows:
        return False
    for sign in (1, -1):
        answer = linprog([sign * part for part in goal], A_eq=rows, b_eq=[0] * len(rows), bounds=(None, None))
        if answer.status in (2, 3, 4):  # Unbounded; a dual that is infeasible is told as either.
            return False
        assert answer.status == 0, answer.message
        if abs(answer.fun) > 1e-6:
            return False
    return True


def small_groups(counts: list[int]) -> list[tuple[int, ...]]:
    """Groups of quarters, entries and withdrawals, all with somebody, of fewer people than may be told of."""
    return [group for group in GROUPS if all(counts[part] for part in group) and sum(counts[part] for part in group) < R]


def learnt(people: np.ndarray, late: Late, public: Public) -> list[tuple[int, ...]]:
    """The small groups whose outcome follows; a difference of who came and who went is about both.

    Of nobody nobody was reached: the attacker is even told where there is nobody.
    """
    counts = [count(people, Cell(1 << quarter)) for quarter in QUARTERS] + list(late)
    rows = told(public) and told(public) + [[int(index == part) for index in range(6)] for part in range(6) if counts[part] == 0]

    def goals(group: tuple[int, ...]) -> list[list[int]]:
        plain = [1 if part in group else 0 for part in range(6)]
        return [plain, [-part if index == WITHDRAWALS else part for index, part in enumerate(plain)]]

    final = [tuple(range(6))] if public.is_final_outcome_known and 0 < int(np.dot(FINAL, counts)) < R else []
    return final + [group for group in small_groups(counts) if any(is_determined(goal, rows) for goal in goals(group))]


def narrowed(people: np.ndarray, late: Late, public: Public, reached: list[int], with_outcomes: bool) -> list[tuple[int, int]]:
    """The range of people of each quarter that the totals, and perhaps the outcomes, leave; numbers of reached people are at most those."""
    counts = [count(people, Cell(1 << quarter)) for quarter in QUARTERS]
    rows, sums = [], []

    def know(of_people: list[int], of_reached: list[int], total: int) -> None:
        rows.append(of_people + of_reached)
        sums.append(total)

    for period in public.totals:
        know(combination(period), [0] * 6, sum(counts[quarter] for quarter in members(period)))
    if public.late:
        for part, number in ((ENTRIES, late.entries), (WITHDRAWALS, late.withdrawals)):
            know([int(index == part) for index in range(6)], [0] * 6, number)
    if with_outcomes:
        for row in told(public):
            know([0] * 6, row, int(np.dot(row, reached)))
    at_most = np.hstack([np.eye(6), -np.eye(6)])
    constraints = [LinearConstraint(at_most, 0, np.inf)]
    if rows:
        constraints.append(LinearConstraint(np.array(rows), sums, sums))
    ranges = []
    for quarter in QUARTERS:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(12)
            goal[quarter] = sign
            answer = milp(goal, integrality=np.ones(12), bounds=Bounds(0, MANY), constraints=constraints, options={"presolve": False})
            assert answer.status == 0, answer.message
            ends.append(int(round(answer.x[quarter])))
        ranges.append((ends[0], ends[1]))
    return ranges


class Step(NamedTuple):
    part: str
    shown: list[Cell]
    is_outcome_shown: bool
    is_late_told: bool
    before: Public
    after: Public
    question: dict


def history(seed: int) -> tuple[np.ndarray, list[str | Figure], Late, list[int]]:
    """People, releases and figures of others, who came and went, and how many of each quarter and of these were reached."""
    chance = random.Random(seed)
    people = made_up_people(chance, chance.randint(2, 4), chance.choice([chance.randint(4, 20), chance.randint(20, 90)]))
    steps: list[str | Figure] = [part for part in ("Q1", "Q2", "H1", "Q3", "9M", "Q4", "year") if chance.random() < 0.7]
    if chance.random() < 0.3:
        chance.shuffle(steps)
    if chance.random() < 0.3:
        steps.insert(chance.randrange(len(steps) + 1), figure_of_others(chance, people))
    year = count(people, Cell(YEAR))
    late = Late(chance.choice([0, 0, 2, 5, 6, 7, 11]), min(year, chance.choice([0, 0, 3, 5, 5, 10])))
    counts = [count(people, Cell(1 << quarter)) for quarter in QUARTERS] + list(late)
    return people, steps + ["final"], late, [chance.randint(0, number) for number in counts]


def published(probe: Probe, people: np.ndarray, steps: list[str | Figure], late: Late, reached: list[int]) -> list[Step]:
    """Publishes a year with its outcomes, each release in sight of those before."""
    figures: list[Figure] = []
    hidden: list[Cell] = []
    public = Public([], [], None, False)
    fixed = 0
    done = []
    for step in steps:
        if isinstance(step, Figure):
            figures.append(step)
            continue
        is_final = step == "final"
        part = "year" if is_final else step
        fixed |= PARTS[part]
        numerator = int(np.dot(combination(PARTS[part]), reached))
        outcome = {"known": public.outcomes, "numerator": numerator}
        if is_final:
            outcome |= {"late": list(late)}
        question = dict(people=people, part=part, fixed=fixed, locked=list(figures), hidden=list(hidden), outcome=outcome)
        if is_final:
            # Told over the final people where the late changes are; the probe's verifier wants a number that can be.
            final_people = count(people, Cell(YEAR)) + late.entries - late.withdrawals
            outcome["numerator"] = max(0, min(numerator, int(np.dot(FINAL, reached)), final_people))
        answer = probe.question(**question)
        assert answer["verdict"] == "holds", probe.last
        shown = [Cell(*cell) for cell in answer["shown"]]
        known = figures + [exactly(cell, count(people, cell)) for cell in shown]
        totals = [run for run in set(PARTS.values()) if Cell(run) in {figure.cell for figure in known if figure.lower == figure.upper}]
        outcomes = sorted({*public.outcomes, *([PARTS[part]] if answer["outcome"] and not answer["late"] else [])})
        after = Public(sorted(totals), outcomes, late if answer["late"] else None, answer["outcome"] and answer["late"])
        done.append(Step(step, shown, answer["outcome"], answer["late"], public, after, question))
        figures += [figure for figure in known if figure not in figures]
        hidden += hidden_by(people, part, shown)
        public = after
    return done


# The attacker himself.


def test_the_attacker_knows_a_difference():
    half_year_and_quarter = [combination(3), combination(1)]
    assert is_determined(combination(2), half_year_and_quarter)
    assert not is_determined(combination(2), half_year_and_quarter[:1])
    assert not is_determined(combination(4), half_year_and_quarter)
    assert is_determined([0, 0, 0, 0, 1, -1], [combination(YEAR), FINAL])
    assert not is_determined([0, 0, 0, 0, 1, 0], [combination(YEAR), FINAL])


# The method.


@pytest.mark.parametrize("seed", HISTORIES)
def test_no_outcome_of_a_few_people_follows(probe, tally, seed):
    people, steps, late, reached = history(seed)
    for step in published(probe, people, steps, late, reached):
        period = PARTS["year" if step.part == "final" else step.part]
        told_now = late if step.part == "final" else Late(0, 0)
        assert not learnt(people, told_now, step.after), f"seed {seed}, {step.part}: {step.after}\n{probe.last}"
        if step.is_outcome_shown:
            assert period in step.after.totals and count(people, Cell(period)) >= R, probe.last
        if step.is_late_told:
            assert step.part == "final" and YEAR in step.after.totals and all(number == 0 or number >= K for number in late), probe.last
        elif step.part == "final" and step.before.outcomes.count(YEAR):
            assert step.is_outcome_shown, "what stays silent of who came and went keeps the year its outcome"
        tally.update(releases=1, outcomes=step.is_outcome_shown, late=step.is_late_told)
    tally["histories"] += 1


@pytest.mark.parametrize("seed", HISTORIES[:100])
def test_outcomes_do_not_narrow_how_many_there_are(probe, tally, seed):
    """At most as many were reached as there are: with all outcomes a small quarter is as open as with the totals alone."""
    people, steps, late, reached = history(seed)
    done = published(probe, people, steps, late, reached)
    last = done[-1]
    ranges = [narrowed(people, late, last.after, reached, with_outcomes) for with_outcomes in (False, True)]
    for quarter in QUARTERS:
        if count(people, Cell(1 << quarter)) < K:
            (low, high), (low_then, high_then) = ranges[1][quarter], ranges[0][quarter]
            assert low == low_then and min(high, K - 1) == min(high_then, K - 1), f"seed {seed}, quarter {quarter}\n{probe.last}"
            tally["small_quarters"] += 1


@pytest.mark.parametrize("seed", range(1, 41))
def test_no_hidden_outcome_can_be_shown_as_well(probe, tally, seed):
    """The verifier refuses it; it would have told of a few people, or of people whose number is hidden."""
    people, steps, late, reached = history(seed)
    for step in published(probe, people, steps, late, reached):
        if step.is_outcome_shown:
            continue
        question = step.question | {"outcome": step.question["outcome"] | {"shown": True}}
        assert probe.question(**question)["verdict"] in ("outcomeTooSmall", "outcomeImpossible"), probe.last
        period = PARTS["year" if step.part == "final" else step.part]
        shown = step.after._replace(
            outcomes=[*step.after.outcomes, *([] if step.is_late_told else [period])], is_final_outcome_known=step.is_late_told)
        of_few = bool(learnt(people, late if step.is_late_told else Late(0, 0), shown))
        assert of_few or period not in shown.totals, f"hidden for nothing\n{probe.last}"
        tally.update(hidden_outcomes=1, of_hidden_people=period not in shown.totals, of_few_people=of_few)


# Worse ways.


def test_an_outcome_wherever_enough_people_are_tells_of_a_few(probe):
    """Six in the second quarter: the outcomes of the first and of the half-year, each of enough people, leave that of the six."""
    people = np.zeros((2, 4, 4, 5), dtype=np.int64)
    people[0, :2, 0, 2] = 20, 6
    steps = published(probe, people, ["Q1", "H1"], Late(0, 0), [11, 4, 0, 0, 0, 0])
    assert [step.is_outcome_shown for step in steps] == [True, False]
    assert learnt(people, Late(0, 0), Public([1, 3], [1, 3], None, False)) == [(1,)]
    assert not learnt(people, Late(0, 0), steps[-1].after)


def test_the_final_people_beside_the_fixed_ones_tell_of_who_came(probe):
    """Six came late: the year's outcome over the fixed people and over the final ones leave that of the six."""
    people = np.zeros((2, 4, 4, 5), dtype=np.int64)
    people[0, :, 0, 2] = 20, 20, 20, 20
    reached = [11, 12, 13, 14, 6, 0]
    steps = published(probe, people, ["year", "final"], Late(6, 0), reached)
    assert [(step.is_outcome_shown, step.is_late_told) for step in steps] == [(True, False), (True, False)]
    assert learnt(people, Late(6, 0), Public([YEAR], [YEAR], Late(6, 0), True)) == [(4,)]
    many = published(probe, people, ["year", "final"], Late(11, 0), [*reached[:4], 6, 0])
    assert many[-1].is_outcome_shown and many[-1].is_late_told
    assert not learnt(people, Late(11, 0), many[-1].after)
