"""The addresses for programs, asked at random: the server never fails, and gives no answer that its own description does not name."""

import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone

import pytest
import requests
from conftest import Visit
from signing_in import code, path, send

DESCRIPTION = "/api/v1/openapi.json"
FIGURES = "GET /api/v1/indicators/goal-3"
FORM = "X-Nuong-Form"
# How often each address is asked at random; by hand 120 and more.
EXAMPLES = int(os.environ.get("NUONG_FUZZ", "10"))
# Not that whatever has the right shape is accepted: a day may be one to come, and a person one of another case.
# What other methods answer is looked at below: the check wants 405.
CHECKS = ",".join([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "missing_required_header", "ignored_auth", "use_after_free",
    "ensure_resource_availability",
])
# The session goes along with everything; a description of how to get one is no field to make up. A missing version is answered as RFC 6585
# says. Where one answer leads to the next question, the session in use would be found in the list of sessions and ended: not there.
SETTINGS = """
[generation]
with-security-parameters = false
database = "none"
[phases.coverage]
unexpected-methods = []
[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "422", "428"]
[[operations]]
include-name = "DELETE /api/v1/sessions/{name}"
phases = { stateful.enabled = false }
"""
# Every field of every form in turn takes a while: with few examples what is put right is asked at random alone, as it has the fields of
# what is written first.
if EXAMPLES < 100:
    SETTINGS += """
[[operations]]
include-method = "PUT"
phases = { coverage.enabled = false }
"""
VIETNAM = timezone(timedelta(hours=7))


class Program:
    """A program that is signed in as the centre's manager, and the case that it works on."""

    def __init__(self, address, cookie):
        self.address = address
        self.web = requests.Session()
        self.web.headers["Origin"] = address
        self.cookie = f"{cookie['name']}={cookie['value']}"
        self.web.headers["Cookie"] = self.cookie
        self.web.headers[FORM] = self.get("/api/v1/me")["form"]
        self.keys = 0

    def get(self, path):
        answer = self.web.get(self.address + path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path, **fields):
        self.keys += 1
        answer = self.web.post(self.address + path, json=fields, headers={"Idempotency-Key": f"first-of-all-{self.keys:06}"})
        assert answer.status_code == 201, f"{path}: {answer.text}"
        return answer.json()["id"]


def opened(program, today):
    """A case of our own with two people, and a record of every kind of which one can be put right."""
    place = program.get(DESCRIPTION)["components"]["schemas"]["NewCase"]["properties"]["detected_place"]["enum"][0]
    case = program.post(
        "/api/v1/cases", kind="domestic_violence", detected_on=today, detected_place=place, channel="hotline", sex="female"
    )
    at = f"/api/v1/cases/{case}"
    other = program.post(f"{at}/people", role="perpetrator", sex="male", birth_year=1980)
    (person,) = [one["id"] for one in program.get(at)["people"] if one["id"] != other]
    answers = {"disability": "no", "cannot_read": "no", "interpreter": "no", "infant": "no"}
    first = {
        "action": {"action_text": "a", "plan_state": "open"},
        "circumstances": {"person": person, **answers},
        "consent": {
            "person": person, "consent_kind": "services", "consent_answer": "yes", "said_on": today, "child_agrees": "not_asked",
            "giver": "self",
        },
        "follow-up": {"follow_up": "call", "due": today, "reached": "not_asked"},
        "incident": {"precision": "day", "repeated": "no", "children_witnessed": "no", "forms": ["physical"], "main_form": "physical"},
        "measure": {"measure": "stop_order", "decided_on": today},
        "need": {"person": person, "asked_on": today, "need_text": "a", "plan_state": "open"},
        "note": {"said_on": today, "text": "a"},
        "notice": {"told_on": today, "route": "commune", "wanted": "yes"},
        "outside-referral": {
            "person": person, "receiver": "a", "consent_on": today, "sent_on": today, "referral_outcome": "sent",
        },
        "petition": {"petition": "abuse", "sent_on": today},
        "request": {"request": "see", "asked_on": today, "due": today},
        "risk": {"assessed_on": today, "risk_level": "low"},
        "safety-plan": {"made_on": today, "people_to_call": "a"},
    }
    records = {kind: program.post(f"{at}/records/{kind}", **fields) for kind, fields in first.items()}
    return case, [person, other], records


def entered(chromium, office, name, moment=None):
    """The cookie of a sign-in through the browser."""
    person, view = office.people[name], Visit(chromium, office.address, 1280, "vi", "light")
    view.open("/sign-in")
    send(view, name=name, passphrase=person.passphrase)
    send(view, code=code(person.totp, moment))
    assert path(view) == "/today"
    (cookie,) = [cookie for cookie in view.context.cookies() if cookie["name"].endswith("-session")]
    view.context.close()
    return cookie


@pytest.fixture(scope="module")
def program(chromium, office):
    # Two sign-ins: one of them may be ended. The other's name is told to nobody who asks at random, and the questions follow each other
    # too fast for it to idle (15 minutes).
    entered(chromium, office, "quan-ly")
    return Program(office.address, entered(chromium, office, "quan-ly", time.time() + 30))


def hinted(program):
    """The server's description, with hints: ids, days and the form's token, which a random text would never hit."""
    today = datetime.now(VIETNAM).date()
    days = [(today - timedelta(days=ago)).isoformat() for ago in (0, 1, 400)]
    case, people, records = opened(program, days[0])
    (spare,) = [one["name"] for one in program.get("/api/v1/sessions")["sessions"] if not one["is_this_one"]]
    document = program.get(DESCRIPTION)
    known = {"case": [case], FORM: [program.web.headers[FORM]], "If-Match": ['"0"', '"1"'], "name": [spare], "period": ["2026", "2026-Q3"]}
    for at, operations in document["paths"].items():
        if "{record}" in at:
            known["record"] = [records[at.split("/")[-2]]]
        for parameter in (one for operation in operations.values() for one in operation["parameters"]):
            if parameter["name"] in known:
                parameter["schema"] = {"enum": known[parameter["name"]]}
    for form in (shape for name, shape in document["components"]["schemas"].items() if name.startswith("New")):
        fields = form["properties"]
        for name, shape in fields.items():
            if name in ("person", "for_person"):
                fields[name] = {"enum": people if name in form["required"] else [*people, None]}
            elif name == "people":
                fields[name] = {**shape, "items": {"enum": people}}
            elif shape.get("format") == "date":
                fields[name] = {"anyOf": [{"enum": days}, shape]}
    return document


def answered(report):
    """How often each address answered with which status."""
    statuses = defaultdict(Counter)
    for line in report.read_text().splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        for name, interaction in recorder.get("interactions", {}).items():
            if interaction["response"]:
                asked = recorder["cases"][name]["value"]
                statuses[f"{asked['method']} {asked['path']}"][interaction["response"]["status_code"]] += 1
    return statuses


def test_no_answer_is_a_failure_or_undocumented(program, tmp_path):
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(hinted(program)))
    settings = tmp_path / "schemathesis.toml"
    settings.write_text(SETTINGS)
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", settings, "run", document, "--url", program.address,
            "--header", f"Cookie: {program.cookie}", "--header", f"Origin: {program.address}", "--max-examples", str(EXAMPLES),
            "--seed", "7", "--checks", CHECKS, "--warnings", "off", "--continue-on-failure", "--no-color", "--report", "ndjson",
            "--report-ndjson-path", tmp_path / "said.ndjson",
        ],
        cwd=tmp_path, capture_output=True, text=True,
    )
    statuses = answered(tmp_path / "said.ndjson")
    for name, counts in sorted(statuses.items()):
        print(f"{name}: " + ", ".join(f"{status} × {count}" for status, count in sorted(counts.items())))
    assert done.returncode == 0, done.stdout + done.stderr
    # Each address did what it is for, at least once; figures are not for a manager, and what is put right has to meet its version.
    silent = [name for name, counts in statuses.items() if not any(200 <= status < 300 for status in counts)]
    assert [name for name in silent if not name.startswith("PUT")] == [FIGURES], silent
    # Nothing above ended this session: else every answer would have been that nobody is signed in.
    program.get("/api/v1/me")


def test_who_is_not_signed_in_learns_nothing_but_that(office):
    """Every address, without a cookie and with one that is none: 401, except the description itself."""
    document = requests.get(office.address + DESCRIPTION).json()
    nobody = dict.fromkeys(["case", "record", "name"], "0" * 26)
    for pattern, operations in document["paths"].items():
        for method, operation in operations.items():
            for headers in ({}, {"Cookie": "nuong-development-session=" + "0" * 52}, {FORM: "x", "Idempotency-Key": "x" * 16}):
                answer = requests.request(
                    method, office.address + pattern.format(**nobody), json=None if method == "get" else {},
                    headers={"Origin": office.address, **headers},
                )
                expected = 200 if pattern == DESCRIPTION else 401
                assert answer.status_code == expected, (method, pattern, answer.text)
                assert str(expected) in operation["responses"]


def test_a_method_that_an_address_has_not_is_no_address(program):
    """As the check that is left out would have it, but for the status: nothing tells an address from none."""
    for pattern, operations in program.get(DESCRIPTION)["paths"].items():
        address = program.address + pattern.format(**dict.fromkeys(["case", "record", "name"], "0" * 26))
        for method in {"get", "post", "put", "patch", "delete", "options", "trace"} - set(operations):
            answer = program.web.request(method, address)
            assert answer.status_code == 404 and answer.json()["code"] == "not_found", (method, pattern, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"


def test_whoever_can_stand_in_a_case_can_be_added_to_one(program):
    shapes = program.get(DESCRIPTION)["components"]["schemas"]
    roles = shapes["Case"]["properties"]["people"]["items"]["properties"]["role"]["enum"]
    assert set(roles) <= set(shapes["NewPerson"]["properties"]["role"]["enum"])
