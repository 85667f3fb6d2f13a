"""The figures of Goal 3, computed from register folders: an independent reading of the indicator rules.

Written the plain and slow way, one rule a function, with the sentence it implements. Only a test oracle: the program under
test must come to the same figures by its own means.

    python3 register_oracle.py --units units.csv --period 2026-Q1 [--calendar administrative] [--by sex] NAME=FOLDER…
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Callable

from register_files import Activity, Centre, Record, Registers, Service, Status, Unit, read_registers, read_units

# ---- Codes, in the order of the vocabulary ----

BASIC = (
    "medical_care psychological_counselling legal_advice legal_aid shelter essential_needs protection life_skills vocational"
).split()
COUNSELLING = "perpetrator_counselling behaviour_change_education".split()
TRAFFICKING = (
    "tip_essential_needs tip_medical tip_interpretation tip_legal_advice tip_legal_aid tip_travel tip_psychological "
    "tip_education tip_vocational tip_hardship_allowance"
).split()
ALSO_TRAFFICKING = "medical_care psychological_counselling legal_advice legal_aid shelter essential_needs vocational".split()
VOCABULARY = BASIC + COUNSELLING + TRAFFICKING
REINTEGRATION = "tip_education tip_vocational tip_hardship_allowance vocational".split()

SEXES = ["female", "male", "other", "unknown"]
AGES = ["under_16", "16_17", "18_59", "60_over", "unknown"]
SCOPES = ["domestic", "non_domestic"]
OUTSIDE = "outside"

REACHED_STATES = {"provided", "received_elsewhere"}
LIABILITIES = ["prosecuted", "pending", "below", "unknown"]
LOOKBACK = timedelta(days=30)
SHORTEST_DOCUMENT = 6


@dataclass(frozen=True)
class Rule:
    """Which records qualify for an indicator of people, and which kinds of service reach."""

    indicator: str
    role: str
    kinds: frozenset[str]
    marked: tuple[str, ...]


VIOLENCE = frozenset({"domestic_violence", "gender_based_violence"})
VICTIMS = Rule("3.2a", "victim", VIOLENCE, tuple(BASIC))
PERPETRATORS = Rule("3.2b", "perpetrator", VIOLENCE, tuple(COUNSELLING))
RETURNEES = Rule(
    "3.3", "returnee", frozenset({"trafficking_return"}), tuple(kind for kind in VOCABULARY if kind in TRAFFICKING + ALSO_TRAFFICKING)
)


# ---- Calendars ----

MONTHS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12), "9M": (1, 9), "": (1, 12)}


def period_year(period: str) -> int:
    return int(period.partition("-")[0])


def period_days(calendar: str, period: str) -> tuple[date, date]:
    """First and last day of a period such as `2026-Q1`, `2026-9M` or `2026`."""
    year, _, part = period.partition("-")
    first_month, last_month = MONTHS[part]
    if calendar == "calendar":
        return first_of_month(int(year), first_month), first_of_month(int(year), last_month + 1) - timedelta(days=1)
    # "`administrative` (15th to 14th; year from 15 December)": from the 15th of the month before to the 14th of the last month.
    return first_of_month(int(year), first_month - 1).replace(day=15), date(int(year), last_month, 14)


def first_of_month(year: int, month: int) -> date:
    """Months 0 and 13 are the December before and the January after."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def within(day: date, days: tuple[date, date]) -> bool:
    return days[0] <= day <= days[1]


def reporting_year(calendar: str, day: date) -> int:
    return next(year for year in (day.year, day.year + 1) if within(day, period_days(calendar, str(year))))


# ---- Persons ----

Code = tuple[str, str]  # register name and person code
Person = frozenset[Code]


def code_of(row: Record | Status | Service) -> Code:
    return (row.register, row.person)


def persons(records: list[Record]) -> list[Person]:
    """“the same person code in one register is one person, in two registers two … Linking is transitive.”"""
    counted = [record for record in records if record.state != "error"]
    found: list[Person] = [frozenset({code}) for code in sorted({code_of(record) for record in counted})]
    for group in linking_groups(counted):
        found = joined(found, {code_of(record) for record in group})
    return found


def joined(found: list[Person], codes: set[Code]) -> list[Person]:
    """Makes one person of all that hold one of the codes."""
    touched = [person for person in found if person & codes]
    return [person for person in found if not person & codes] + [frozenset().union(*touched)]


def linking_groups(records: list[Record]) -> list[list[Record]]:
    """“Records, of any state but `error`, that carry the same document number are one person … unless among these records
    … two disagree: then none of them links by it”"""
    numbers = sorted({number for record in records if (number := document_number(record.document))})
    groups = [[record for record in records if document_number(record.document) == number] for number in numbers]
    return [group for group in groups if not disagreement(group)]


def document_number(text: str) -> str | None:
    """“normalised to letters and digits, upper case; fewer than 6 characters, or one character repeated, links nothing”"""
    number = "".join(character for character in text if character.isalpha() or character.isdecimal()).upper()
    if len(number) < SHORTEST_DOCUMENT or len(set(number)) == 1:
        return None
    return number


def disagreement(group: list[Record]) -> bool:
    """“two disagree (both sexes known and different, both birth years known and different, or two in one case)”"""
    return any(disagree(first, second) for number, first in enumerate(group) for second in group[:number])


def disagree(first: Record, second: Record) -> bool:
    sexes = "unknown" not in (first.sex, second.sex) and first.sex != second.sex
    births = None not in (first.birth_year, second.birth_year) and first.birth_year != second.birth_year
    one_case = case_of(first) == case_of(second)
    return sexes or births or one_case


def case_of(row: Record | Status | Service) -> tuple[str, str]:
    return (row.register, row.case)


# ---- Person-years ----


@dataclass(frozen=True)
class PersonYear:
    """A person in a reporting year: the qualifying records of the year in order, and what belongs to them."""

    records: tuple[Record, ...]
    statuses: tuple[Status, ...]
    events: tuple[Service, ...] = ()

    @property
    def detected(self) -> date:
        """“its date d is the earliest”"""
        return self.records[0].detected

    @property
    def sex(self) -> str:
        """“sex and birth year the earliest known value among the qualifying records of the year, in that order”"""
        return next((record.sex for record in self.records if record.sex != "unknown"), "unknown")

    @property
    def birth_year(self) -> int | None:
        return next((record.birth_year for record in self.records if record.birth_year is not None), None)


def record_order(record: Record) -> tuple[date, bytes, bytes, int]:
    """“ties: register name, then case code, compared by their UTF-8 bytes – `10` before `2` – then the earlier row”"""
    return (record.detected, record.register.encode(), record.case.encode(), record.row)


def records_in_role(person: Person, rule: Rule, state: str, registers: Registers) -> list[Record]:
    """“state `confirmed`, one of its kinds, the person in its role”; the same for `suspected`, which is counted beside."""
    return [
        record
        for record in registers.records
        if code_of(record) in person and record.state == state and record.kind in rule.kinds and record.role == rule.role
    ]


def person_years(person: Person, rule: Rule, calendar: str, registers: Registers) -> list[PersonYear]:
    """“a person and a reporting year with at least one qualifying detection”"""
    qualifying = sorted(records_in_role(person, rule, "confirmed", registers), key=record_order)
    years = sorted({reporting_year(calendar, record.detected) for record in qualifying})
    found = [
        person_year(person, [record for record in qualifying if reporting_year(calendar, record.detected) == year], registers)
        for year in years
    ]
    return with_events(found, services_of(person, qualifying, registers))


def person_year(person: Person, qualifying: list[Record], registers: Registers) -> PersonYear:
    cases = {case_of(record) for record in qualifying}
    statuses = [status for status in registers.statuses if code_of(status) in person and case_of(status) in cases]
    return PersonYear(tuple(qualifying), tuple(sorted(statuses, key=status_order)))


def status_order(status: Status) -> tuple[date, bytes, int]:
    """“the latest dated value … (same day: the later row)”"""
    return (status.on, status.register.encode(), status.row)


def services_of(person: Person, qualifying: list[Record], registers: Registers) -> list[Service]:
    """“those of the person in any qualifying case (role and kinds of the indicator, any year)”"""
    cases = {case_of(record) for record in qualifying}
    return [service for service in registers.services if code_of(service) in person and case_of(service) in cases]


def with_events(years: list[PersonYear], services: list[Service]) -> list[PersonYear]:
    return [
        PersonYear(year.records, year.statuses, tuple(service for service in services if owner(years, service.on) is year))
        for year in years
    ]


def owner(years: list[PersonYear], on: date) -> PersonYear | None:
    """“A service dated s belongs to the person-year with the latest d ≤ s; if there is none, to the earliest person-year with
    s ≥ d − 30 days; otherwise to none.”"""
    before = [year for year in years if year.detected <= on]
    if before:
        return max(before, key=lambda year: year.detected)
    ahead = [year for year in years if on >= year.detected - LOOKBACK]
    return min(ahead, key=lambda year: year.detected, default=None)


def reached_by(year: PersonYear, kinds: list[str] | tuple[str, ...]) -> bool:
    """“Reached: a service in state `provided` or `received_elsewhere`.”"""
    return any(event.kind in kinds and event.state in REACHED_STATES for event in year.events)


def all_declined(year: PersonYear) -> bool:
    """“people in D with events in the person-year, of whatever kind, every one `declined`”"""
    return bool(year.events) and all(event.state == "declined" for event in year.events)


# ---- Liability, identification, need ----


def latest(year: PersonYear, what: str) -> str | None:
    """“Identification and need: the latest dated value over those cases”"""
    values = [status.value for status in year.statuses if status.what == what]
    return values[-1] if values else None


def liability(year: PersonYear) -> str:
    """“within a case the latest dated value over all the person's codes in it …; over the person's qualifying cases of that year
    the gravest: prosecuted, pending, below, unknown; none is `unknown`”"""
    cases = {case_of(record) for record in year.records}
    return min((liability_in_case(year, case) for case in cases), key=LIABILITIES.index)


def liability_in_case(year: PersonYear, case: tuple[str, str]) -> str:
    values = [status.value for status in year.statuses if status.what == "liability" and case_of(status) == case]
    return values[-1] if values else "unknown"


def identification(year: PersonYear) -> str:
    """“no identification is `being_identified`”"""
    return latest(year, "identification") or "being_identified"


def need(year: PersonYear) -> str:
    """“no need, or `not_asked`, is not assessed”"""
    return latest(year, "need") or "not_asked"


# ---- Cells ----


def age(year: PersonYear) -> str:
    """“year of d − birth year”"""
    if year.birth_year is None:
        return "unknown"
    years = year.detected.year - year.birth_year
    if years < 16:
        return "under_16"
    if years < 18:
        return "16_17"
    return "18_59" if years < 60 else "60_over"


def scope(year: PersonYear) -> str:
    """“Place and scope are that record's”: those of the earliest qualifying record."""
    return "domestic" if year.records[0].kind == "domestic_violence" else "non_domestic"


def place(year: PersonYear, geography: date, units: list[Unit]) -> str:
    """“commune in the geography of the period's last day; `outside` for detection beyond the province”"""
    first = year.records[0]
    if first.place == OUTSIDE:
        return OUTSIDE
    return rolled_forward(unit_on(first.place, first.detected, units), geography, units).code


def unit_on(code: str, day: date, units: list[Unit]) -> Unit:
    return next(unit for unit in units if unit.code == code and unit.exists_on(day))


def rolled_forward(unit: Unit, geography: date, units: list[Unit]) -> Unit:
    """“Reports roll forward through successors to the geography of the report's period, never back”"""
    while unit.valid_to is not None and unit.valid_to <= geography:
        unit = unit_on(unit.successor, unit.valid_to, units)
    return unit


# ---- Plans and targets ----


@dataclass(frozen=True)
class Plan:
    """A plan's milestones: indicator to year to target."""

    id: str
    first_year: int
    milestones: dict[str, dict[int, str]]


LAI_CHAU = Plan(
    "lai-chau-2026-2030",
    2026,
    {"3.1": {2030: "1.4"}, "3.2a": {2030: "90"}, "3.2b": {2030: "70"}, "3.3": {2030: "100"}, "3.4": {2030: "100"}},
)
NATIONAL = Plan(
    "national-2021-2030",
    2021,
    {
        "3.1": {2025: "1.7", 2030: "1.4"},
        "3.2a": {2025: "80", 2030: "90"},
        "3.2b": {2025: "50", 2030: "70"},
        "3.3": {2025: "100", 2030: "100"},
        "3.4": {2025: "70", 2030: "100"},
    },
)
DIRECTIONS = {"3.1": "<=", "3.2a": ">=", "3.2b": ">=", "3.3": ">=", "3.4": ">="}


def default_plan(year: int) -> Plan | None:
    """“`lai-chau-2026-2030` from 2026, `national-2021-2030` for 2021–2025”"""
    return next((plan for plan in (LAI_CHAU, NATIONAL) if plan.first_year <= year), None)


def target(indicator: str, year: int) -> str | None:
    """“a year takes the plan's nearest milestone not before it; before the plan's first year, or after its last milestone, there
    is none”"""
    plan = default_plan(year)
    if plan is None:
        return None
    milestones = plan.milestones[indicator]
    ahead = [milestone for milestone in milestones if milestone >= year]
    return milestones[min(ahead)] if ahead else None


def target_keys(indicator: str, year: int, met: Callable[[str], bool] | None) -> dict[str, object]:
    """“Only `all` has target keys (null where there is none …)”; no `met` for what did not arise."""
    wanted = target(indicator, year)
    return {
        "target": wanted,
        "direction": DIRECTIONS[indicator] if wanted is not None else None,
        "met": met(wanted) if wanted is not None and met is not None else None,
    }


def share_met(denominator: int, numerator: int) -> Callable[[str], bool] | None:
    """“Targets compare in whole numbers before rounding (N × 100 ≥ T × D)”; “D = 0 … neither met nor missed”"""
    return (lambda wanted: numerator * 100 >= int(wanted) * denominator) if denominator else None


# ---- Figures ----


def percent(denominator: int, numerator: int) -> str | None:
    """“N × 100 / D, one decimal, half to even; D = 0 … no percentage”"""
    if denominator == 0:
        return None
    tenths, rest = divmod(numerator * 1000, denominator)
    if rest * 2 > denominator or (rest * 2 == denominator and tenths % 2 == 1):
        tenths += 1
    return f"{tenths // 10}.{tenths % 10}"


def figure(indicator: str, cell: str, denominator: int, numerator: int, beside: dict[str, int] | None = None) -> dict[str, object]:
    return {
        "indicator": indicator,
        "cell": cell,
        "denominator": denominator,
        "numerator": numerator,
        "percent": percent(denominator, numerator),
        "beside": beside or {},
    }


@dataclass(frozen=True)
class Count:
    """An indicator of people in one period: all its person-years, D and N among them, and the counts beside."""

    rule: Rule
    denominator: list[PersonYear]
    numerator: list[PersonYear]
    beside: dict[str, int]

    def all(self, year: int) -> dict[str, object]:
        d, n = len(self.denominator), len(self.numerator)
        return figure(self.rule.indicator, "all", d, n, self.beside) | target_keys(self.rule.indicator, year, share_met(d, n))

    def cell(self, name: str, cell_of: Callable[[PersonYear], str]) -> dict[str, object]:
        d = sum(cell_of(year) == name for year in self.denominator)
        n = sum(cell_of(year) == name for year in self.numerator)
        return figure(self.rule.indicator, name, d, n)


@dataclass(frozen=True)
class Question:
    """Which figures are asked for, and of what."""

    calendar: str
    period: str
    by: str
    registers: Registers
    persons: list[Person]
    units: list[Unit]

    @property
    def year(self) -> int:
        return period_year(self.period)

    @property
    def days(self) -> tuple[date, date]:
        return period_days(self.calendar, self.period)


def years_in_period(rule: Rule, question: Question) -> list[PersonYear]:
    """“A person belongs to the period in which they were first detected in that reporting year.”"""
    return [
        year
        for person in question.persons
        for year in person_years(person, rule, question.calendar, question.registers)
        if within(year.detected, question.days)
    ]


def victims(question: Question) -> Count:
    years = years_in_period(VICTIMS, question)
    beside = {
        "suspected": suspected(VICTIMS, question),
        "declined": sum(all_declined(year) for year in years),
    }
    return Count(VICTIMS, years, [year for year in years if reached_by(year, VICTIMS.marked)], beside)


def suspected(rule: Rule, question: Question) -> int:
    """“people with no confirmed detection of that role and those kinds in the reporting year whose earliest suspected one falls in
    the period”"""
    return sum(is_suspected(person, rule, question) for person in question.persons)


def is_suspected(person: Person, rule: Rule, question: Question) -> bool:
    reporting_days = period_days(question.calendar, str(question.year))
    in_year = {
        state: [
            record.detected
            for record in records_in_role(person, rule, state, question.registers)
            if within(record.detected, reporting_days)
        ]
        for state in ("confirmed", "suspected")
    }
    return not in_year["confirmed"] and bool(in_year["suspected"]) and within(min(in_year["suspected"]), question.days)


def perpetrators(question: Question) -> Count:
    """“every liability but `prosecuted`”; “`pending`, `unknown` and their `_counselled` – inside D; `prosecuted` – outside it”"""
    years = years_in_period(PERPETRATORS, question)
    counted = [year for year in years if liability(year) != "prosecuted"]
    reached = [year for year in counted if reached_by(year, PERPETRATORS.marked)]
    beside = {
        "pending": sum(liability(year) == "pending" for year in counted),
        "pending_counselled": sum(liability(year) == "pending" for year in reached),
        "unknown": sum(liability(year) == "unknown" for year in counted),
        "unknown_counselled": sum(liability(year) == "unknown" for year in reached),
        "prosecuted": len(years) - len(counted),
    }
    return Count(PERPETRATORS, counted, reached, beside)


def returnees(question: Question) -> Count:
    """“identification `victim`; need `yes` or not assessed”; “`not_assessed` – inside D of 3.3; `need_no`, `refused` (identified
    victims) and `being_identified` – outside”"""
    years = years_in_period(RETURNEES, question)
    identified = [year for year in years if identification(year) == "victim"]
    counted = [year for year in identified if need(year) in ("yes", "not_asked")]
    beside = {
        "not_assessed": sum(need(year) == "not_asked" for year in counted),
        "need_no": sum(need(year) == "no" for year in identified),
        "refused": sum(need(year) == "refused" for year in identified),
        "being_identified": sum(identification(year) == "being_identified" for year in years),
        "each_group": sum(reached_by_each_group(year) for year in counted),
    }
    return Count(RETURNEES, counted, [year for year in counted if reached_by(year, RETURNEES.marked)], beside)


def reached_by_each_group(year: PersonYear) -> bool:
    """“N of the stricter reading: one support and one reintegration service”"""
    support = [kind for kind in RETURNEES.marked if kind not in REINTEGRATION]
    return reached_by(year, support) and reached_by(year, REINTEGRATION)


def cells(count: Count, question: Question) -> list[dict[str, object]]:
    """“Sex, age and scope print every cell; place those with D > 0; service those with N > 0”"""
    if question.by == "sex":
        return [count.cell(name, lambda year: year.sex) for name in SEXES]
    if question.by == "age":
        return [count.cell(name, age) for name in AGES]
    if question.by == "scope" and count.rule in (VICTIMS, PERPETRATORS):
        return [count.cell(name, scope) for name in SCOPES]
    if question.by == "place":
        return place_cells(count, question.days[1], question.units)
    if question.by == "service":
        return service_cells(count)
    return []


def place_cells(count: Count, geography: date, units: list[Unit]) -> list[dict[str, object]]:
    names = {place(year, geography, units) for year in count.denominator}
    ordered = sorted(names - {OUTSIDE}) + sorted(names & {OUTSIDE})
    return [count.cell(name, lambda year: place(year, geography, units)) for name in ordered]


def service_cells(count: Count) -> list[dict[str, object]]:
    """“kinds marked for that indicator; person-years in D with ≥ 1 reached event of that kind”; “without denominator and percent”"""
    numbers = {kind: sum(reached_by(year, [kind]) for year in count.denominator) for kind in count.rule.marked}
    return [
        figure(count.rule.indicator, kind, 0, number) | {"denominator": None, "percent": None}
        for kind, number in numbers.items()
        if number > 0
    ]


def active_centres(question: Question) -> dict[str, object]:
    """3.4: centres of the period's last day and those with an activity in the twelve months up to it."""
    last = question.days[1]
    centres = {centre.code for centre in question.registers.centres if is_counted(centre, last)}
    active = {activity.centre for activity in question.registers.activities if in_twelve_months(activity, last)}
    d, n = len(centres), len(centres & active)
    return figure("3.4", "all", d, n) | target_keys("3.4", question.year, share_met(d, n))


def is_counted(centre: Centre, last: date) -> bool:
    """“centres of kind social_assistance_centre, public, valid on the period's last day”"""
    valid = centre.valid_from <= last and (centre.valid_to is None or last <= centre.valid_to)
    return centre.kind == "social_assistance_centre" and centre.public and valid


def in_twelve_months(activity: Activity, last: date) -> bool:
    """“dated after the same day one year before and up to the last day (29 February: 28)”"""
    leap_day = (last.month, last.day) == (2, 29)
    year_before = last.replace(year=last.year - 1, day=28 if leap_day else last.day)
    return year_before < activity.on <= last


def unpaid_work(question: Question) -> dict[str, object]:
    """“3.1 is printed with `--by none` for a year only, with `"value": "1.8"` (or null) and null counts”"""
    externals = {(external.indicator, external.year): external.value for external in question.registers.externals}
    value = externals.get(("3.1", question.year))
    met = (lambda wanted: Decimal(value) <= Decimal(wanted)) if value is not None else None
    counts = {"denominator": None, "numerator": None, "percent": None, "beside": {}, "value": value}
    return {"indicator": "3.1", "cell": "all"} | counts | target_keys("3.1", question.year, met)


def figures(registers: Registers, units: list[Unit], calendar: str, period: str, by: str) -> list[dict[str, object]]:
    """The list `figures`: per indicator `all` first, then the cells of the breakdown."""
    question = Question(calendar, period, by, registers, persons(registers.records), units)
    counts = [count(question) for count in (victims, perpetrators, returnees)]
    found = [line for count in counts for line in [count.all(question.year), *cells(count, question)]]
    # "3.4 is left out of every `--by` but none"; its quarters are stocks.
    if by == "none":
        found.append(active_centres(question))
    if by == "none" and period == str(question.year):
        found.insert(0, unpaid_work(question))
    return found


def report(registers: Registers, units: list[Unit], calendar: str, period: str, by: str) -> dict[str, object]:
    """The figures under their heading, as `nuong indicators --format json` prints it, but for definitions and cut-off."""
    first, last = period_days(calendar, period)
    plan = default_plan(period_year(period))
    return {
        "plan": plan.id if plan else None,
        "calendar": calendar,
        "period": period,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "geography": last.isoformat(),
        "by": by,
        "figures": figures(registers, units, calendar, period, by),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Prints the figures of Goal 3 from register folders.")
    parser.add_argument("--units", type=Path, required=True, help="list of units (CSV)")
    parser.add_argument("--calendar", choices=["calendar", "administrative"], default="calendar")
    parser.add_argument("--period", required=True, help="2026-Q1, 2026-H1, 2026-9M, 2026 …")
    parser.add_argument("--by", choices=["none", "place", "sex", "age", "scope", "service"], default="none")
    parser.add_argument("registers", nargs="+", metavar="NAME=FOLDER")
    options = parser.parse_args()
    folders = [(name, Path(folder)) for name, _, folder in (pair.partition("=") for pair in options.registers)]
    answer = report(read_registers(folders), read_units(options.units), options.calendar, options.period, options.by)
    print(json.dumps(answer, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
