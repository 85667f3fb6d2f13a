"""Reads the folders of the register import and the list of units, as they stand, without checking them."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Unit:
    """A commune for as long as it exists: `valid_from` to the day before `valid_to`; None is open."""

    code: str
    valid_from: date | None
    valid_to: date | None
    successor: str | None

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Record:
    """One row of people.csv with the case it stands in; `row` counts the rows of people.csv."""

    register: str
    case: str
    person: str
    row: int
    kind: str
    state: str
    detected: date
    place: str
    role: str
    sex: str
    birth_year: int | None
    document: str


@dataclass(frozen=True)
class Status:
    """One row of statuses.csv; `row` counts its rows."""

    register: str
    case: str
    person: str
    row: int
    what: str
    value: str
    on: date


@dataclass(frozen=True)
class Service:
    """One row of services.csv."""

    register: str
    case: str
    person: str
    kind: str
    state: str
    on: date


@dataclass(frozen=True)
class Centre:
    """One row of centres.csv; `valid_to` is the last valid day."""

    code: str
    kind: str
    public: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Activity:
    """One row of activities.csv; every kind counts the same."""

    centre: str
    on: date


@dataclass(frozen=True)
class External:
    """One row of externals.csv."""

    indicator: str
    year: int
    value: str


@dataclass
class Registers:
    """Everything that one or more register folders say, in the order of their rows."""

    records: list[Record] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    centres: list[Centre] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    externals: list[External] = field(default_factory=list)


def read_registers(folders: list[tuple[str, Path]]) -> Registers:
    """Reads (register name, folder) pairs."""
    registers = Registers()
    for name, folder in folders:
        add_register(registers, name, Path(folder))
    return registers


def add_register(registers: Registers, name: str, folder: Path) -> None:
    cases = {row["case"]: row for row in rows(folder / "cases.csv")}
    registers.records += [record(name, number, row, cases[row["case"]]) for number, row in enumerate(rows(folder / "people.csv"))]
    registers.statuses += [status(name, number, row) for number, row in enumerate(rows(folder / "statuses.csv"))]
    registers.services += [service(name, row) for row in rows(folder / "services.csv")]
    registers.centres += [centre(row) for row in rows(folder / "centres.csv")]
    registers.activities += [Activity(row["centre"], day(row["on"])) for row in rows(folder / "activities.csv")]
    registers.externals += [External(row["indicator"], int(row["year"]), row["value"]) for row in rows(folder / "externals.csv")]


def record(register: str, number: int, row: dict[str, str], case: dict[str, str]) -> Record:
    return Record(
        register=register,
        case=row["case"],
        person=row["person"],
        row=number,
        kind=case["kind"],
        state=case["state"],
        detected=day(case["detected_on"]),
        place=case["detected_place"],
        role=row["role"],
        sex=row["sex"],
        birth_year=int(row["birth_year"]) if row.get("birth_year") else None,
        document=row.get("id_number", ""),
    )


def status(register: str, number: int, row: dict[str, str]) -> Status:
    return Status(register, row["case"], row["person"], number, row["what"], row["value"], day(row["on"]))


def service(register: str, row: dict[str, str]) -> Service:
    return Service(register, row["case"], row["person"], row["service"], row["state"], day(row["on"]))


def centre(row: dict[str, str]) -> Centre:
    last = row.get("valid_to")
    return Centre(row["code"], row["kind"], row["public"] == "yes", day(row["valid_from"]), day(last) if last else None)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of one file; an absent file has none."""
    if not path.exists():
        return []
    # "UTF-8 (BOM allowed), … RFC 4180 quotes, CRLF or LF, blank lines skipped"
    text = path.read_bytes().decode("utf-8-sig")
    lines = [[cell(value) for value in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))]
    header, *body = [line for line in lines if line not in ([], [""])]
    return [dict(zip(header, line, strict=True)) for line in body]


def separator(text: str) -> str:
    """“comma or semicolon told by the header line”"""
    return ";" if ";" in text.lstrip().splitlines()[0] else ","


def cell(value: str) -> str:
    """“NFC applied to every cell, surrounding space trimmed”"""
    return unicodedata.normalize("NFC", value).strip()


def day(text: str) -> date:
    """“Dates `dd/mm/yyyy` or `yyyy-mm-dd`”"""
    if "/" in text:
        text = "-".join(reversed(text.split("/")))
    return date.fromisoformat(text)


def read_units(path: Path) -> list[Unit]:
    """Reads the communes of the list of units; districts and the province are no places of detection."""
    return [
        Unit(
            code=row["code"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to_exclusive"]) if row["valid_to_exclusive"] else None,
            successor=row["successor_code"] or None,
        )
        for row in rows(Path(path))
        if row["level"] == "commune"
    ]
