"""Makes a random register folder from a seed: valid for the import, made-up codes only, aimed at the awkward rules.

    python3 make_register.py --seed 7 --cases 60 --out FOLDER [--start 2023-12-01] [--end 2026-06-30] [--today 2026-06-30]

Two registers of different seeds fit into one installation: centre codes carry the seed, externals depend on their year only, and
the hidden people behind the codes are the same, so that document numbers link across registers while case and person codes clash.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from register_files import Unit, read_units
from register_oracle import BASIC, COUNSELLING, OUTSIDE, TRAFFICKING, VOCABULARY, first_of_month, period_days

COLUMNS = {
    "cases": "case kind detected_on detected_place channel state centre incident_on forms narrative",
    "people": "case person role sex birth_year name id_number phone address ethnicity relationship",
    "statuses": "case person what value on",
    "services": "case person service state on provider note",
    "centres": "code name kind public place valid_from valid_to",
    "activities": "centre kind on participants_female participants_male note",
    "externals": "indicator year value source",
}
CHANNELS = (
    "peoples_committee police border_guard school village_head organisation hotline trusted_address health_facility self other"
).split()
FORMS = "physical psychological sexual economic".split()
ROLES = {
    "domestic_violence": "victim victim victim perpetrator perpetrator".split(),
    "gender_based_violence": "victim victim perpetrator".split(),
    "trafficking_return": "returnee returnee returnee accompanying_minor".split(),
}
SERVICE_STATES = "provided provided provided provided received_elsewhere referred not_applicable declined declined unavailable".split()
LIABILITIES = "below prosecuted pending pending unknown".split()
IDENTIFICATIONS = "victim victim victim victim being_identified not_victim".split()
NEEDS = "yes yes no refused not_asked".split()
COMMON_SERVICES = {
    "victim": BASIC + ["visit_and_gift"],
    "perpetrator": COUNSELLING + COUNSELLING + ["community_criticism", "administrative_fine"],
    "returnee": TRAFFICKING + ["tip_vocational", "shelter", "vocational", "vocational"],
    "accompanying_minor": TRAFFICKING,
}
OTHER_SERVICES = "community_criticism contact_ban administrative_fine criminal_handling visit_and_gift other".split()

# Ages 15 to 18, 59 and 60 at detection, and people born in the year of detection.
BIRTH_YEARS = [1950, *range(1963, 1968), 1990, 1991, *range(2006, 2012), 2024, 2025]
OFFSETS = [-200, -32, -31, -30, -29, -1, 0, 0, 1, 14, 30, 90, 200, 366]
# Victims, and as many perpetrators, of the first day: 1 of 16 is 6.25 %, half-way between two decimals; 8 of 16 is a target just met.
CROWD = 16
CROWD_REACHED = [1, 5, 8, 9, 13]
# Cases of a knot: see `make_knot`.
KNOT = 4
# First days of a reporting year in the two calendars.
TURNS = ((1, 1), (12, 15))
# Communes that were merged, kept their code under another name, or lie across old district lines; looked up for their day.
PLACES = "03386 03387 03388 03389 03403 03408 03409 03415 03586 03394 03618 03619 03625 03595".split()
EXTERNALS = {2020: "1.9", 2022: "1.7", 2023: "1.65", 2024: "1.8", 2025: "1.7", 2026: "1.4", 2027: "1.45"}


@dataclass(frozen=True)
class Body:
    """A hidden human being; several person codes may stand for one."""

    number: int
    sex: str
    birth_year: int
    document: str


def body(number: int) -> Body:
    """The same for every seed, so that two registers share people."""
    chance = random.Random(f"body {number}")
    # The last three link nothing: too short, one character repeated, neither letter nor digit; đ is a letter and makes it six.
    good = [f"0121{number:08d}", f"0121{number:08d}", f"AB{number:05d}", f"đ{number:05d}"]
    document = chance.choice(good + [f"{number:03d}-a7", chr(ord("A") + number % 26) * 7, "?? -- ??"])
    return Body(number, chance.choice(["female", "female", "male", "other"]), chance.choice(BIRTH_YEARS), document)


@dataclass
class Register:
    """A register in the making: rows by file, and the choices that hold for all of it."""

    chance: random.Random
    seed: int
    case_count: int
    start: date
    end: date
    today: date
    units: list[Unit]
    rows: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def __post_init__(self) -> None:
        bodies = [body(number) for number in range(max(4, self.case_count // 2))]
        codes = [f"P{number}" for number in range(max(6, self.case_count * 3 // 4))]
        self.body_of = {code: self.chance.choice(bodies) for code in codes}
        self.bodies = bodies
        self.edges = edges(self.quiet_until, self.last_day)

    def make(self) -> None:
        self.make_centres()
        self.make_activities()
        self.make_externals()
        crowd, knots, others = self.case_codes()
        reached = self.chance.choice(CROWD_REACHED)
        for number, code in enumerate(crowd):
            self.make_crowd_case(code, number < reached)
        for number in range(len(knots) // KNOT):
            self.make_knot(number, knots[number * KNOT : (number + 1) * KNOT])
        people, detected = self.people_and_day(0)
        for number, code in enumerate(others):
            # Now and then the same people on the same day as in the case before: only the order of codes tells which comes first.
            if self.chance.random() < 0.8:
                people, detected = self.people_and_day(number)
            self.make_case(code, people, detected)
        # Ties within a day are told by the row, also between rows of different cases.
        for name in ("cases", "people", "statuses", "services", "activities"):
            self.chance.shuffle(self.rows[name])

    # ---- Days ----

    @property
    def quiet_until(self) -> date:
        """The first day's quarter holds nobody but the crowd."""
        return min(self.start + timedelta(days=32), self.last_day)

    @property
    def last_day(self) -> date:
        return min(self.end, self.today)

    def event_day(self) -> date:
        """Often within two days of an edge: of a quarter in either calendar, 1 July 2025, or a leap day."""
        day = self.chance.choice(self.edges) + timedelta(days=self.chance.randint(-2, 1))
        if self.chance.random() < 0.3 or not self.quiet_until <= day <= self.last_day:
            day = self.quiet_until + timedelta(days=self.chance.randint(0, (self.last_day - self.quiet_until).days))
        return day

    def detection_day(self, person: str) -> date:
        """Every other time the day that belongs to a body, in all registers: several detections on one day."""
        number = self.body_of[person].number
        own = self.edges[number % len(self.edges)] + timedelta(days=number % 3 - 1)
        return own if self.chance.random() < 0.5 and self.quiet_until <= own <= self.last_day else self.event_day()

    def near(self, day: date) -> date:
        return min(day + timedelta(days=self.chance.choice(OFFSETS)), self.today)

    # ---- Cases and people ----

    def case_codes(self) -> tuple[list[str], list[str], list[str]]:
        """Those of the crowd, of the knots and the others: numbers of unequal length and letters beyond ASCII, for the order of bytes."""
        prefixes = ["", "", "z", "0", "", "Z", "đ", "hồ-"]
        codes = [f"{prefixes[number % len(prefixes)]}{number}" for number in range(1, self.case_count + 1)]
        crowd = min(CROWD, self.case_count // 3)
        knots = crowd + self.case_count // 30 * KNOT
        return codes[:crowd], codes[crowd:knots], codes[knots:]

    def make_crowd_case(self, code: str, reached: bool) -> None:
        detected = date_text(self.chance, self.start)
        where = self.place_on(self.start)
        self.add("cases", code, "domestic_violence", detected, where, "police", "confirmed", "", "", "", "")
        for role, service in (("victim", "shelter"), ("perpetrator", "perpetrator_counselling")):
            person = f"{role}-{code}"
            self.add("people", code, person, role, self.chance.choice(["female", "male", "unknown"]), "", "", "", "", "", "", "")
            if reached:
                self.add("services", code, person, service, "provided", detected, "", "")

    def people_and_day(self, number: int) -> tuple[list[str], date]:
        """The codes of a case's people and its day; often the body that belongs to this number, in all registers."""
        people = self.chance.sample(sorted(self.body_of), self.chance.choice([1, 1, 2, 2, 3]))
        fated = [code for code, known in self.body_of.items() if known.number == number % len(self.bodies)]
        if fated and self.chance.random() < 0.3:
            people = [fated[0], *(code for code in people if code != fated[0])]
        return people, self.detection_day(people[0])

    def make_case(self, code: str, people: list[str], detected: date) -> None:
        chance = self.chance
        kind = chance.choice(["domestic_violence"] * 3 + ["gender_based_violence"] * 2 + ["trafficking_return"] * 3)
        self.add_case(code, kind, detected, chance.choice(["confirmed"] * 14 + ["suspected"] * 5 + ["error"] * 2))
        for person in people:
            self.make_person(code, person, chance.choice(ROLES[kind]), detected, chance.random() < 0.7)
        double = self.double(people)
        if double is not None and chance.random() < 0.4:
            self.make_person(code, double, chance.choice(ROLES[kind]), detected, chance.random() < 0.05)

    def make_knot(self, number: int, cases: list[str]) -> None:
        """One person under two codes that stand together in a case and are linked by others, the same in every register, all on one
        day: only the rows tell which value is the later."""
        chance = self.chance
        detected = self.edges[(number + 1) * len(self.edges) // 5 % len(self.edges)]
        codes = [f"K{number}a", f"K{number}b"]
        kinds = ["domestic_violence", "gender_based_violence", "trafficking_return", "trafficking_return"]
        for case, kind, people in zip(cases, kinds, [codes, codes[:1], codes[1:], codes[:1]], strict=True):
            self.add_case(case, kind, detected, "confirmed")
            for person in people:
                alone = len(people) == 1
                sex, document = ("unknown", f"KN{number:06d}") if alone else (chance.choice(["female", "male"]), "")
                self.add_person(case, person, chance.choice(ROLES[kind]), sex, "", document, detected)

    def add_case(self, code: str, kind: str, detected: date, state: str) -> None:
        chance = self.chance
        forms = "|".join(chance.sample(FORMS, chance.randint(0, 2)))
        incident = date_text(chance, detected - timedelta(days=chance.randint(0, 40))) if chance.random() < 0.3 else ""
        where = self.place_on(detected)
        channel, centre = chance.choice(CHANNELS), chance.choice(["", *self.centre_codes()])
        self.add("cases", code, kind, date_text(chance, detected), where, channel, state, centre, incident, forms, note(chance))

    def double(self, people: list[str]) -> str | None:
        """Another code of the first person's body: two codes of one person, or two with one document number, in one case."""
        own = self.body_of[people[0]]
        return next((code for code, known in self.body_of.items() if known == own and code not in people), None)

    def place_on(self, day: date) -> str:
        codes = sorted({unit.code for unit in self.units if unit.exists_on(day)} & set(PLACES))
        return OUTSIDE if self.chance.random() < 0.08 else self.chance.choice(codes)

    def make_person(self, case: str, person: str, role: str, detected: date, with_document: bool) -> None:
        chance = self.chance
        known = self.body_of[person]
        # Where no document links, other values may stand without making a conflict.
        sure = 20 if with_document else 4
        sex = chance.choice([known.sex] * sure + ["unknown"] * 6 + ["female", "male"])
        birth = chance.choice([known.birth_year] * sure + [None] * 8 + [known.birth_year - 1])
        birth_year = str(birth) if birth is not None and birth <= detected.year else ""
        document = chance.choice([known.document] * 24 + [chance.choice(self.bodies).document]) if with_document else ""
        self.add_person(case, person, role, sex, birth_year, document, detected)

    def add_person(self, case: str, person: str, role: str, sex: str, birth_year: str, document: str, detected: date) -> None:
        self.add("people", case, person, role, sex, birth_year, "", respelt(self.chance, document), "", "", "", "")
        self.make_statuses(case, person, role, detected)
        self.make_services(case, person, role, detected)

    # ---- Statuses and services ----

    def make_statuses(self, case: str, person: str, role: str, detected: date) -> None:
        chance = self.chance
        wanted = {"perpetrator": ["liability"] * 3, "returnee": ["identification"] * 3 + ["need"] * 2}.get(role, [])
        if chance.random() < 0.3:
            wanted = wanted + [chance.choice(["liability", "identification", "need", "consent_statistics", "consent_services"])]
        day = chance.choice([detected, self.near(detected)])
        for what in wanted:
            if chance.random() < 0.6:
                # Half of the values of a person share one day: the later row counts.
                on = day if chance.random() < 0.5 else self.near(detected)
                self.add("statuses", case, person, what, chance.choice(status_values(what)), date_text(chance, on))

    def make_services(self, case: str, person: str, role: str, detected: date) -> None:
        chance = self.chance
        only_declined = chance.random() < 0.1
        for _ in range(chance.choice([0, 1, 1, 2, 2, 3])):
            kinds = COMMON_SERVICES[role] if chance.random() < 0.8 else VOCABULARY + OTHER_SERVICES
            state = "declined" if only_declined else chance.choice(SERVICE_STATES)
            on = chance.choice([self.near(detected), self.near(detected), self.event_day()])
            provider = chance.choice(["", *self.centre_codes()])
            self.add("services", case, person, chance.choice(kinds), state, date_text(chance, on), provider, note(chance))

    # ---- Centres, activities, externals ----

    def centre_codes(self) -> list[str]:
        return [row[0] for row in self.rows["centres"]]

    def make_centres(self) -> None:
        """One centre is always there; the validity of others begins and ends around the last day of a period."""
        self.make_centre("social_assistance_centre", "yes", date(2015, 1, 1), None)
        for public in ("yes", "yes", "yes", "yes", "yes", "no"):
            first = self.chance.choice([date(2016, 1, 1), self.around_an_edge()])
            last = self.chance.choice([None, self.around_an_edge()])
            self.make_centre("social_assistance_centre", public, first, last)
        for kind in ("peoples_committee", "trusted_address", "health_facility"):
            self.make_centre(kind, self.chance.choice(["yes", "no"]), date(2016, 1, 1), None)

    def make_centre(self, kind: str, public: str, first: date, last: date | None) -> None:
        code = f"S{self.seed}-{len(self.rows['centres']) + 1}"
        if last is not None and last < first:
            first, last = last, first
        where = self.chance.choice(sorted({unit.code for unit in self.units if unit.exists_on(first)} & set(PLACES)))
        validity = date_text(self.chance, first), date_text(self.chance, last) if last else ""
        self.add("centres", code, f"Centre {code}", kind, public, where, *validity)

    def around_an_edge(self) -> date:
        turns = [day for day in self.edges if (day.month, day.day) in TURNS] or self.edges
        return self.chance.choice(self.chance.choice([self.edges, turns])) + timedelta(days=self.chance.choice([-2, -1, -1, 0]))

    def make_activities(self) -> None:
        """Around the first and the last day of the twelve months before a period's end."""
        for code in self.centre_codes():
            for _ in range(self.chance.choice([0, 1, 1, 2])):
                day = self.around_an_edge()
                day = self.chance.choice([day, year_before(day)])
                kind = self.chance.choice(["support", "prevention", "response"])
                numbers = str(self.chance.randint(0, 40)), str(self.chance.randint(0, 40))
                self.add("activities", code, kind, date_text(self.chance, min(day, self.today)), *numbers, note(self.chance))

    def make_externals(self) -> None:
        for year in sorted(self.chance.sample(sorted(EXTERNALS), 5)):
            self.add("externals", "3.1", str(year), EXTERNALS[year], "made up")

    # ---- Rows and files ----

    def add(self, name: str, *values: str) -> None:
        self.rows[name].append(values)

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.rows.items():
            (folder / f"{name}.csv").write_bytes(file_bytes(self.chance, COLUMNS[name].split(), rows))


def edges(start: date, end: date) -> list[date]:
    """First days of quarters in both calendars, 1 July 2025 and leap days, between two days."""
    years = range(start.year, end.year + 2)
    quarters = [f"{year}-Q{quarter}" for year in years for quarter in range(1, 5)]
    firsts = [period_days(calendar, quarter)[0] for calendar in ("calendar", "administrative") for quarter in quarters]
    leap_days = [first_of_month(year, 3) - timedelta(days=1) for year in years]
    # The change of the year and of the communes, more often than the others.
    favourites = [day for day in firsts if (day.month, day.day) in TURNS] + [date(2025, 7, 1)] * 3
    return [day for day in firsts + leap_days + favourites if start <= day <= end] or [end]


def year_before(day: date) -> date:
    """The same day one year earlier; for 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def status_values(what: str) -> list[str]:
    return {"liability": LIABILITIES, "identification": IDENTIFICATIONS, "need": NEEDS}.get(what, ["yes", "no"])


def respelt(chance: random.Random, document: str) -> str:
    """Another spelling of the same number: case, spaces, dots and dashes."""
    text = chance.choice([document, document.lower(), document.upper()])
    cut = chance.randint(0, len(text))
    return text[:cut] + chance.choice(["", "", " ", "-", ".", "/"]) + text[cut:]


def note(chance: random.Random) -> str:
    """Free text that a careless reader trips over."""
    return chance.choice(["", "", "", "", "a, b; c", 'said "yes"', "two\nlines", "two\n\nlines", "ghi chú ế ộ đ"])


def date_text(chance: random.Random, day: date) -> str:
    return day.isoformat() if chance.random() < 0.3 else day.strftime("%d/%m/%Y")


def file_bytes(chance: random.Random, header: list[str], rows: list[tuple[str, ...]]) -> bytes:
    """One file in one of the allowed spellings: separator, line ends, byte order mark, composition, padding, blank lines."""
    separator, line_end = chance.choice([",", ";"]), chance.choice(["\n", "\r\n"])
    text = line(header, separator, line_end)
    for row in rows:
        padded = [f" {value} " if value and chance.random() < 0.02 else value for value in row]
        text += line(padded, separator, line_end) + (line_end if chance.random() < 0.03 else "")
    text = unicodedata.normalize(chance.choice(["NFC", "NFC", "NFD"]), text)
    return text.encode(chance.choice(["utf-8", "utf-8-sig"]))


def line(values: list[str], separator: str, line_end: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=line_end).writerow(values)
    return buffer.getvalue()


def make_register(folder: Path, *, seed: int, cases: int, start: date, end: date, today: date, units: list[Unit]) -> None:
    """Writes the register of a seed into a folder."""
    register = Register(random.Random(seed), seed, cases, start, end, today, units)
    register.make()
    register.write(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes a random register folder from a seed.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=date.fromisoformat, default=date(2023, 12, 1), help="first day of detection")
    parser.add_argument("--end", type=date.fromisoformat, default=date(2026, 6, 30), help="last day of detection")
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 6, 30), help="no event is dated after it")
    parser.add_argument("--units", type=Path, default=Path(__file__).parent / "units.csv", help="list of units (CSV)")
    options = parser.parse_args()
    make_register(
        options.out,
        seed=options.seed,
        cases=options.cases,
        start=options.start,
        end=options.end,
        today=options.today,
        units=read_units(options.units),
    )


if __name__ == "__main__":
    main()
