"""A demo that serves, and a browser that looks at it."""

import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from signing_in import sign_in

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("NUONG_BIN", ROOT / ".build" / "debug" / "nuong"))
SECONDS_TO_START = 120
# The programs that the oracles ask are asked here as well.
sys.path.append(str(ROOT / "Tests" / "Oracles"))


class Clock:
    """The clock of a server, which can be let run ahead of ours."""

    def __init__(self, folder):
        self.file = folder / "clock"
        self.ahead(0)
        # clang comes with Swift.
        movable = folder / "clock.so"
        subprocess.run(["clang", "-shared", "-fPIC", "-o", movable, Path(__file__).with_name("clock.c")], check=True)
        self.environment = {**os.environ, "LD_PRELOAD": str(movable), "CLOCK_AHEAD": str(self.file)}

    def ahead(self, seconds):
        self.file.write_text(str(seconds))


class Server:
    """A program that serves, with everything that it printed."""

    def __init__(self, *words, environment=None):
        self.lines = []
        self.address = None
        self.process = subprocess.Popen(
            [str(PROGRAM), *map(str, words), "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            encoding="utf-8", env=environment,
        )
        threading.Thread(target=self._read, daemon=True).start()
        end = time.monotonic() + SECONDS_TO_START
        while self.address is None:
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                pytest.fail(f"{words[0]} did not start:\n" + "\n".join(self.lines[-20:]))
            time.sleep(0.05)

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found and self.address is None:
                self.address = found.group(0)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Demo(Server):
    """A server over a made-up province."""

    def __init__(self, folder, clock=None):
        self.folder = folder
        self.clock = clock
        super().__init__(
            "demo", "--data", folder, "--cases", "60", "--seed", "7", environment=clock.environment if clock else None
        )


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The address of a running demo: `NUONG_URL`, or one started here from `NUONG_BIN`."""
    if os.environ.get("NUONG_URL"):
        yield os.environ["NUONG_URL"].rstrip("/")
        return
    if not PROGRAM.exists():
        pytest.fail(f"{PROGRAM} is not there: build it, or name it in NUONG_BIN")
    running = Demo(tmp_path_factory.mktemp("demo") / "installation")
    yield running.address
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page that is open, with what the browser asked for and complained about."""

    def __init__(self, chromium, address, width, language, scheme, **more):
        self.address = address
        self.scripts = more.get("java_script_enabled", True)
        self.requests = []
        self.complaints = []
        self.bytes = 0
        self.context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)
        if language == "en":
            self.context.add_cookies([{"name": "language", "value": "en", "url": address}])
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self._complain)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._weigh)

    def _complain(self, message):
        """What is missing is said with its address."""
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} {message.location['url']}" if "404" in message.text else message.text)

    def _weigh(self, response):
        self.bytes += sum(response.request.sizes()[key] for key in ("responseBodySize", "responseHeadersSize"))

    def open(self, path="/"):
        response = self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return response

    def overflow(self):
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@contextmanager
def visits(chromium, address):
    """What opens a page at a width, in a language, light or dark; all are closed at the end."""
    opened = []

    def start(width=1280, language="vi", scheme="light", **more):
        opened.append(Visit(chromium, address, width, language, scheme, **more))
        return opened[-1]

    try:
        yield start
    finally:
        for visit in opened:
            visit.context.close()


@pytest.fixture
def visit(chromium, demo):
    with visits(chromium, demo) as start:
        yield start


class Person:
    """Somebody of the demo, whose six digits are good once."""

    def __init__(self, name, passphrase, totp):
        self.name, self.passphrase, self.totp = name, passphrase, totp
        self.cookies = None


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offices")
    running = Demo(folder / "installation", Clock(folder))
    found = re.findall(r"^ +([a-z-]+) \(.*?\): (\S+) · .*?([A-Z2-7]{32})$", "\n".join(running.lines), re.MULTILINE)
    running.people = {name: Person(name, passphrase, totp) for name, passphrase, totp in found}
    yield running
    running.stop()


@pytest.fixture
def enter(chromium, office):
    """Opens a browser in which somebody is signed in; one sign-in serves all tests, as it would all day."""
    opened = []

    def start(name, width=1280, language="vi", **more):
        person = office.people[name]
        view = Visit(chromium, office.address, width, language, "light", **more)
        opened.append((person, view))
        if person.cookies is None:
            sign_in(view, person.name, person.passphrase, person.totp)
            person.cookies = view.context.cookies()
        else:
            view.context.add_cookies([cookie for cookie in person.cookies if cookie["name"] != "language"])
        return view

    yield start
    for person, view in opened:
        # Where the passphrase was given again, the session goes on under another cookie.
        person.cookies = view.context.cookies()
        view.context.close()
