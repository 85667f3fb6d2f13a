"""Signs in over HTTPS as the people of two files, and reads the pages that are theirs. Standard library alone."""

import base64
import hashlib
import hmac
import http.cookiejar
import json
import re
import ssl
import struct
import sys
import time
import urllib.parse
import urllib.request


def code(secret: str) -> str:
    padded = secret + "=" * (-len(secret) % 8)
    digest = hmac.new(base64.b32decode(padded), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Browser:
    def __init__(self, address: str, certificate: str) -> None:
        self.address = address
        context = ssl.create_default_context(cafile=certificate)
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=context), urllib.request.HTTPCookieProcessor(self.jar)
        )
        self.opener.addheaders = [("Accept-Language", "en")]

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path) as answer:
            return answer.read().decode()

    def send(self, page: str, path: str, **fields: str) -> str:
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token, "a page without a form"
        body = urllib.parse.urlencode({"csrf": token.group(1), **fields}).encode()
        with self.opener.open(self.address + path, body) as answer:
            return answer.read().decode()

    def sign_in(self, name: str, passphrase: str, totp: str) -> None:
        page = self.send(self.get("/sign-in"), "/sign-in", name=name, passphrase=passphrase)
        self.send(page, "/sign-in/code", code=code(totp))
        assert all(cookie.name.startswith("__Host-") and cookie.secure for cookie in self.jar if "nuong" in cookie.name)
        assert self.get("/account"), "signed in"


def open_a_case(browser: Browser) -> None:
    """The first case, with its six answers, and a service in it."""
    page = browser.get("/cases/new")
    place = re.search(r'<select name="detected_place".*?<option value="(\d{5})"', page, re.S)
    form = re.search(r'name="form" value="([^"]+)"', page)
    today = re.search(r'name="detected_on"[^>]* value="([^"]+)"', page)
    assert place and form and today, "the form of a new case"
    opened = browser.send(
        page, "/cases/new", form=form.group(1), kind="domestic_violence", detected_on=today.group(1), detected_place=place.group(1),
        channel="peoples_committee", sex="female", birth_year="34",
    )
    case = re.search(r'href="(/cases/[0-9A-Z]{26})/service"', opened)
    assert case, "the case that was opened"
    page = browser.get(case.group(1) + "/service")
    person = re.search(r'name="(people\.[0-9A-Z]+)"', page)
    form = re.search(r'name="form" value="([^"]+)"', page)
    assert person and form, "the form of a service"
    logged = browser.send(
        page, case.group(1) + "/service", form=form.group(1), service="psychological_counselling", given_on=today.group(1),
        service_state="provided", provider="", service_note="", **{person.group(1): "yes"},
    )
    assert logged.count('<ul class="journal">') == 1, "the service that was logged"
    print("cases: the first was opened, and a service logged in it")


def main() -> None:
    address, certificate, init, manager = sys.argv[1:]
    administrator = json.load(open(init))["administrator"]
    browser = Browser(address, certificate)
    browser.sign_in(administrator["name"], administrator["passphrase"], administrator["totp"])
    health = browser.get("/health")
    states = re.findall(r'<section class="card">\s*<h2>([^<]+)</h2>.*?class="state (\w+)"', health, re.S)
    print("health:", ", ".join(f"{name}: {'fine' if state == 'met' else 'ATTENTION'}" for name, state in states))
    assert len(states) >= 7 and "/users" in health
    first = json.load(open(manager))
    browser = Browser(address, certificate)
    browser.sign_in(first["name"], first["passphrase"], first["totp"])
    members = browser.get("/members")
    assert first["name"] in members
    print("members: the first manager stands there")
    open_a_case(browser)


main()
