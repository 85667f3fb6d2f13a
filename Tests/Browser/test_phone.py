"""A volunteer's telephone in a real browser, against the real server: what is typed is kept sealed, sent once, and left quickly."""

import base64
import gzip
import json
import os
import re
import secrets
import time
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Visit
from cryptography.hazmat.primitives.asymmetric import ec
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey
from signing_in import RULES, sign_in

TYPED = ("again_day", "again_hour", "day_text", "contact_when", "note")


@pytest.fixture(scope="module")
def codes(chromium, office):
    """Makes one-time codes for `tinh-nguyen`'s telephones, as the manager does."""
    person = office.people["quan-ly"]
    view = Visit(chromium, office.address, 1280, "vi", "light")
    sign_in(view, person.name, person.passphrase, person.totp)

    def make():
        view.open("/members")
        view.page.select_option("[name=volunteer]", label="tinh-nguyen")
        view.page.click("form[action='/members/devices'] button")
        view.page.wait_for_load_state("networkidle")
        code = "-".join(view.page.locator(".codes span").all_inner_texts())
        key = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", view.page.inner_text(".points")).group(0)
        assert view.page.locator("svg.matrix").count() == 1
        return code, key

    make.view = view
    yield make
    view.context.close()


class Telephone:
    def __init__(self, context, address, codes):
        self.context, self.address, self.codes = context, address, codes
        self.complaints = []
        self.puts, self.posts = [], []
        context.on("request", self._note)
        self.page = self.tab()

    def tab(self):
        page = self.context.new_page()
        page.on("console", lambda message: self._complain(message))
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        return page

    def _complain(self, message):
        # The browser itself says when the network is away.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _note(self, request):
        if request.method == "PUT":
            self.puts.append((request.url.rsplit("/", 1)[1], request.post_data_buffer))
        elif request.method == "POST":
            self.posts.append((request.url.removeprefix(self.address), request.post_data))

    def enrol(self, pin="", fragment=True):
        code, key = self.codes()
        self.page.goto(f"{self.address}/m/enrol" + (f"#{code}.{key}" if fragment else ""))
        if not fragment:
            self.page.fill("#code", code)
        if pin:
            self.page.fill("#pin", pin)
        self.page.click("form .primary")
        self.page.wait_for_selector("#say:not(:empty)")
        self.key = key
        return self

    def open(self, tab=None):
        (tab or self.page).goto(self.address + "/m")
        (tab or self.page).wait_for_load_state("networkidle")
        return tab or self.page

    def kept(self):
        """Waits until the form can be opened without a network."""
        self.page.wait_for_function("caches.match('/m').then(page => !!page)", timeout=10_000)
        return self

    def rows(self):
        return self.page.evaluate(
            "stored('b', 'readonly', store => store.getAll()).then(all => all.map(row => "
            "({ id: row.id, state: row.state, reason: row.reason, length: row.body && row.body.length })))"
        )

    def ten(self, pin="2468"):
        """Receipts that the server has, newest first."""
        page = self.tab()
        page.goto(self.address + "/m/ten")
        if page.locator("[name=set]").count():
            page.fill("#pin", pin)
            page.click("form .primary")
            page.wait_for_selector("#say:not(:empty)")
        page.fill("#pin", pin)
        page.click("form .primary")
        page.wait_for_selector("ul.list", state="attached")
        found = page.locator("ul.list strong").all_inner_texts()
        page.close()
        return found


@pytest.fixture
def telephone(chromium, office, codes):
    made = []

    def start(**more):
        more.setdefault("viewport", {"width": 360, "height": 700})
        made.append(Telephone(chromium.new_context(locale="vi-VN", **more), office.address, codes))
        return made[-1]

    yield start
    for one in made:
        one.context.close()


def lasting(chromium, folder):
    """A browser of its own that keeps everything in a folder."""
    return chromium.browser_type.launch_persistent_context(
        folder, executable_path="/usr/bin/chromium", args=["--no-sandbox"], locale="vi-VN"
    )


def fill(page, note=""):
    page.check("[value=medical_care]")
    if note:
        page.fill("#note", note)


def receipts(page, count=1):
    page.wait_for_selector(f"#receipts li:nth-child({count})", timeout=15_000, state="attached")
    return re.findall(r"[0-9A-Z]{3}-[0-9A-Z]{3}", page.inner_text("#receipts"))


def gone(phone):
    phone.page.wait_for_function("rows().then(all => all.length === 0)", timeout=10_000)


def until(page, happened):
    """Waits for what a handler of a test notes."""
    end = time.monotonic() + 15
    while not happened() and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert happened()


def arrived(phone, before):
    """Receipts that the server has since then, newest first; nothing else changed."""
    after = phone.ten()
    new = [receipt for receipt in after if receipt not in before]
    assert after[len(new) :] == before[: 10 - len(new)]
    return new


def waiting(phone, note=""):
    """The page of a telephone without a network, in which a log waits."""
    page = phone.open()
    phone.context.set_offline(True)
    fill(page, note)
    page.click("#send")
    page.wait_for_selector("#rows li")
    return page


def test_enrolling_compares_the_key_and_leaves_no_code_in_the_address(telephone):
    phone = telephone().enrol()
    page = phone.page
    assert "#" not in page.url
    assert phone.key in page.inner_text("#say")
    assert page.inner_text("main .box strong") == phone.key
    assert page.evaluate("storedKey().then(key => key.fingerprint)") == phone.key
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    # A code that was used is wrong, and the page says so without a new key.
    page.goto("about:blank")
    page.goto(f"{phone.address}/m/enrol#AAAA-AAAA-AAAA.{phone.key}")
    page.click("form .primary")
    page.wait_for_selector("#say.attention")
    assert page.locator("#key").count() == 0
    assert not phone.complaints, phone.complaints


def test_a_key_that_was_not_announced_is_said(telephone, codes):
    phone = telephone()
    code, key = codes()
    other = ("Z" if key[0] != "Z" else "Y") + key[1:]
    phone.page.goto(f"{phone.address}/m/enrol#{code}.{other}")
    phone.page.click("form .primary")
    phone.page.wait_for_selector("#say.attention")
    assert phone.page.evaluate("storedKey()") is None


def test_two_taps_make_a_log_that_the_server_has(telephone):
    phone = telephone().enrol()
    page = phone.open()
    page.check("[value=medical_care]")
    page.click("#send")
    (receipt,) = receipts(page)
    gone(phone)
    ((name, body),) = phone.puts
    assert len(body) == 4096 and len(name) == 26
    assert phone.ten()[0] == receipt
    assert not page.is_checked("[value=medical_care]")
    assert not phone.complaints, phone.complaints


def test_a_double_tap_is_one_log(telephone):
    phone = telephone().enrol()
    page = phone.open()
    before = phone.ten()
    fill(page)
    page.evaluate("() => { const button = document.getElementById('send'); button.click(); button.click(); button.click(); }")
    receipts(page)
    gone(phone)
    fill(page, "hai")
    page.dblclick("#send")
    both = receipts(page, 2)
    gone(phone)
    assert len(phone.puts) == 2
    assert sorted(arrived(phone, before)) == sorted(both)


def test_offline_it_is_kept_and_sent_when_the_network_is_back(telephone):
    phone = telephone().enrol().kept()
    phone.open()
    before = phone.ten()
    phone.context.set_offline(True)
    page = phone.page
    page.goto(phone.address + "/m")
    assert page.title() == "Ghi chú"
    for count in (1, 2):
        fill(page, "canary")
        page.click("#send")
        page.wait_for_selector(f"#rows li:nth-child({count})")
    assert "Chưa ai biết" in page.inner_text("#waiting")
    # Flapping, and the page opened anew.
    for offline in (False, True, False, True):
        phone.context.set_offline(offline)
    page.reload()
    page.wait_for_selector("#waiting:visible, #receipts li", state="attached")
    assert page.input_value("#note") == ""
    phone.context.set_offline(False)
    page.wait_for_function("rows().then(all => all.length === 0)", timeout=30_000)
    # Both, each once.
    assert len(arrived(phone, before)) == 2
    assert not phone.complaints, phone.complaints


def test_a_flapping_network_gives_exactly_one_log_each(telephone):
    # By hand as long as it is in a village: NUONG_FLAPS=5 NUONG_FLAP_ON=10 NUONG_FLAP_OFF=50.
    flaps, on, off = (float(os.environ.get(name, usual)) for name, usual in (("NUONG_FLAPS", 3), ("NUONG_FLAP_ON", 1), ("NUONG_FLAP_OFF", 2)))
    phone = telephone().enrol().kept()
    page = phone.open()
    before = phone.ten()
    for _ in range(int(flaps)):
        phone.context.set_offline(True)
        fill(page)
        page.click("#send")
        page.wait_for_timeout(off * 1_000)
        phone.context.set_offline(False)
        page.wait_for_timeout(on * 1_000)
    page.wait_for_function("rows().then(all => all.length === 0)", timeout=60_000)
    assert len(arrived(phone, before)) == int(flaps)
    assert not phone.complaints, phone.complaints


def test_two_tabs_send_each_log_once(telephone):
    phone = telephone().enrol()
    before = phone.ten()
    one, other = phone.open(), phone.open(phone.tab())
    phone.context.set_offline(True)
    for page in (one, other):
        fill(page)
        page.click("#send")
        page.wait_for_selector("#rows li")
    phone.puts.clear()
    phone.context.set_offline(False)
    for page in (one, other):
        page.evaluate("() => { send(true) }")
    both = receipts(one, 2)
    gone(phone)
    assert len({name for name, _ in phone.puts}) == 2
    assert sorted(arrived(phone, before)) == sorted(both)


@pytest.mark.parametrize("how", ["lost", "closed"])
def test_an_answer_that_is_lost_is_asked_for_again(telephone, how):
    phone = telephone().enrol()
    page = phone.open()
    sent = []

    def swallow(route):
        # The server has it; the telephone does not learn of it.
        response = route.fetch()
        sent.append(response.json()["receipt"])
        if how == "closed":
            time.sleep(0.3)
        route.abort()

    page.route("**/m/logs/*", swallow)
    fill(page)
    page.click("#send")
    page.wait_for_selector("#rows li")
    until(page, lambda: sent)
    assert phone.rows()[0]["state"] == "waiting"
    page.close()
    phone.page = phone.tab()
    phone.open()
    assert receipts(phone.page) == sent[:1]
    gone(phone)
    assert len({body for _, body in phone.puts}) == 1
    assert phone.ten().count(sent[0]) == 1


def test_a_telephone_that_is_taken_away_is_told_and_what_waits_is_held(telephone, codes):
    phone = telephone().enrol().kept()
    page = waiting(phone)
    office = codes.view
    office.open("/members")
    while office.page.locator("form[action='/members/devices/remove']").count():
        office.page.locator("form[action='/members/devices/remove'] button").first.click()
        office.page.wait_for_load_state("networkidle")
    phone.context.set_offline(False)
    page.wait_for_selector("#receipts li", state="attached", timeout=30_000)
    assert "xem lại" in page.inner_text("#receipts")
    assert page.is_visible("#enrol")
    page.goto(phone.address + "/m/ten")
    assert page.locator("main a[href='/m/enrol']").count() == 1


@pytest.mark.parametrize("storage", ["IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') }"])
def test_without_room_nothing_is_lost(telephone, storage):
    phone = telephone().enrol()
    page = phone.open()
    page.evaluate("() => { " + storage + " }")
    fill(page, "giữ")
    page.click("#send")
    page.wait_for_selector("#direct:visible")
    assert page.input_value("#note") == "giữ" and phone.puts == []
    page.click("#direct")
    receipts(page)
    assert page.input_value("#note") == ""


@pytest.mark.parametrize(
    "missing",
    [
        "Object.defineProperty(crypto, 'subtle', {value: undefined})",
        "Object.defineProperty(window, 'indexedDB', {value: undefined})",
        # Private windows of some browsers: storage is forbidden, or never answers.
        "IDBFactory.prototype.open = () => { throw new DOMException('forbidden', 'SecurityError') }",
        "IDBFactory.prototype.open = () => ({})",
    ],
    ids=["sealing", "storage", "forbidden", "silent"],
)
def test_a_browser_that_cannot_seal_sends_the_form_as_it_is(telephone, missing):
    phone = telephone().enrol()
    page = phone.page
    page.add_init_script(missing)
    phone.open()
    page.wait_for_selector("#online:visible")
    page.click("#send")
    assert "Chọn ít nhất" in page.inner_text("#say")
    fill(page, "đêm qua")
    page.click("#send")
    page.wait_for_selector("#answer .done")
    receipt = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", page.inner_text("#answer")).group(0)
    assert page.input_value("#note") == "" and phone.puts == []
    assert phone.ten()[0] == receipt


@pytest.mark.parametrize("is_old", [False, True], ids=["without", "old"])
def test_without_script_every_form_is_answered_by_another_page(telephone, codes, is_old):
    phone = telephone(java_script_enabled=is_old)
    page = phone.page
    if is_old:
        # A browser that does not understand the script leaves it as a whole.
        phone.context.route("**/static/phone.js*", lambda route: route.fulfill(content_type="text/javascript", body="async of old"))
    code, key = codes()
    page.goto(phone.address + "/m/enrol")
    page.fill("#code", code)
    page.click("form .primary")
    assert page.inner_text("main .box strong") == key
    page.goto(phone.address + "/m")
    page.click("#send")
    assert page.url == phone.address + "/m/sent" and "Chọn ít nhất" in page.inner_text("#say")
    page.goto(phone.address + "/m")
    assert page.is_visible("#again_day")
    fill(page, "n")
    page.click("#send")
    assert page.url == phone.address + "/m/sent"
    assert re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", page.inner_text(".done"))
    page.click(".exit")
    assert page.url == phone.address + "/m/notes"


@pytest.mark.parametrize("how", ["button", "keys", "hidden", "offline"])
def test_leaving_quickly_hides_and_empties(telephone, how):
    phone = telephone().enrol().kept()
    page = phone.open()
    fill(page, "canary")
    if how == "offline":
        phone.context.set_offline(True)
    if how == "keys":
        for _ in range(3):
            page.keyboard.press("Shift")
    elif how == "hidden":
        page.focus(".first")
        page.keyboard.press("Enter")
    else:
        page.click(".exit")
    page.wait_for_url("**/m/notes", timeout=5000)
    assert page.title() == "Ghi chú" and page.locator("a, button, input").count() == 0
    if how != "offline":
        assert any(path == "/m/out" for path, _ in phone.posts)
    phone.context.set_offline(False)
    page.go_back()
    page.wait_for_timeout(300)
    assert page.locator("#note").count() == 0 or page.input_value("#note") == ""
    # The right to send, and what waits, stay.
    page.goto(phone.address + "/m")
    assert page.evaluate("fetch('/m/key').then(answer => answer.status)") == 200
    assert not phone.complaints, phone.complaints


def test_the_page_blanks_when_hidden_and_loses_nothing(telephone):
    phone = telephone().enrol()
    page = phone.open()
    fill(page, "canary")
    page.evaluate(
        "() => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    assert page.is_visible("#blank") and not page.is_visible("#note") and not page.is_visible(".exit")
    page.click("#blank")
    assert page.input_value("#note") == "canary" and not page.is_visible("#blank")


def test_a_member_removed_means_a_new_key_for_later_logs(telephone, codes):
    phone = telephone().enrol()
    page = phone.open()
    before = page.evaluate("key.epoch")
    office = codes.view
    office.open("/members")
    office.page.locator("form[action='/members/remove'] button").first.click()
    office.page.wait_for_load_state("networkidle")
    office.page.locator("form[action='/members/remove/confirmed'] button").first.click()
    office.page.wait_for_load_state("networkidle")
    # Sealed to the key of before, by a page that does not know the newer one yet.
    fill(page)
    page.click("#send")
    receipts(page)
    assert "xem lại" not in page.inner_text("#receipts")
    phone.open()
    page.wait_for_function(f"key && key.epoch > {before}")
    fill(page)
    page.click("#send")
    receipts(page)
    assert "xem lại" not in page.inner_text("#receipts")


def test_it_is_quick_on_a_slow_telephone(telephone):
    phone = telephone().enrol()
    page = phone.open()
    phone.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    fill(page, "x" * 400)
    painted = "() => new Promise(end => { const start = performance.now(); %s; requestAnimationFrame(() => setTimeout(() => end(performance.now() - start))) })"
    sealing = page.evaluate(
        "async () => { const times = []; for (let k = 0; k < 5; k++) { const start = performance.now();"
        " await sealedRow(Object.assign(answers(), { n: [String(k)] })); times.push(performance.now() - start) } return times.sort((a, b) => a - b)[2] }"
    )
    # The best of several: another test works on the same machine.
    blanks, overlays = [], []
    for _ in range(7):
        blanks.append(page.evaluate(painted % "cover()"))
        page.evaluate("uncover()")
        overlays.append(page.evaluate(painted % "page.className = 'gone'"))
        page.evaluate("page.className = ''")
    blank, overlay = min(blanks), min(overlays)
    print(f"sealing {sealing:.0f} ms, blank {blank:.0f} ms, overlay {overlay:.0f} ms")
    assert sealing <= 100 and blank <= 100 and overlay <= 50


def test_the_form_is_painted_soon_on_a_poor_connection(telephone):
    # 400 kbit/s, 400 ms for a round trip, a processor six times slower.
    phone = telephone()
    page = phone.page
    cdp = phone.context.new_cdp_session(page)
    cdp.send("Network.enable")
    poor = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    cdp.send("Network.emulateNetworkConditions", poor)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    phone.open()
    largest = page.evaluate(
        "() => new Promise(end => new PerformanceObserver(list => end(list.getEntries().pop().startTime))"
        ".observe({ type: 'largest-contentful-paint', buffered: true }))"
    )
    print(f"largest paint {largest:.0f} ms")
    assert 0 < largest <= 4_000


@pytest.mark.parametrize("width, language, schemes", [(320, "vi", ("light", "dark")), (1280, "en", ("light",))])
def test_every_page_is_accessible_and_fits(telephone, width, language, schemes):
    for scheme in schemes:
        phone = telephone(viewport={"width": width, "height": 640}, color_scheme=scheme, bypass_csp=True)
        phone.context.add_cookies([{"name": "language", "value": language, "url": phone.address}])
        phone.enrol(pin="2468" if scheme == "light" else "")
        for path in ("/m", "/m/about", "/m/notes", "/m/enrol", "/m/ten"):
            phone.page.goto(phone.address + path)
            phone.page.wait_for_load_state("networkidle")
            if path == "/m":
                for choice in ("[value=medical_care]", "[name=again]", "[value=earlier]"):
                    phone.page.check(choice)
            found = Axe().run(phone.page, options={"runOnly": RULES})
            assert found.violations_count == 0, path + found.generate_report()
            assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_at_two_hundred_per_cent_nothing_is_cut(telephone):
    # 200 % of a screen of 360 pixels.
    phone = telephone(viewport={"width": 180, "height": 350}).enrol()
    for path in ("/m", "/m/about", "/m/ten"):
        phone.page.goto(phone.address + path)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 190, path


def test_the_pages_are_light(office, telephone):
    """What goes over the wire to a browser that unpacks gzip, bodies alone."""
    def got(path, language="vi"):
        headers = {"Cookie": f"language={language}", "Accept-Encoding": "gzip"}
        body = urllib.request.urlopen(urllib.request.Request(office.address + path, headers=headers)).read()
        return len(body), gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body

    weights = {}
    for language in ("vi", "en"):
        length, html = got("/m", language)
        parts = re.findall(rb'(?:href|src)="(/static/[^"]+|/m/manifest.json)"', html)
        weights[language] = (length, sum(got(part.decode())[0] for part in parts), len(parts) + 1)
    print(weights)
    for html, rest, count in weights.values():
        assert html <= 6 * 1024 and html + rest <= 40 * 1024 and count <= 5
    phone = telephone()
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.open()
    assert len(asked) <= 5 and all(url.startswith(phone.address) for url in asked), asked


@pytest.mark.parametrize("end", ["sent", "waiting", "exit"])
def test_nothing_that_was_typed_stands_in_a_file_of_the_browser(chromium, office, codes, tmp_path, end):
    context = lasting(chromium, tmp_path / "profile")
    phone = Telephone(context, office.address, codes).enrol(pin="77443311", fragment=False).kept()
    page = phone.open()
    for choice in ("[value=shelter][name=support]", "[name=again]", "[value=earlier]"):
        page.check(choice)
    for field in TYPED:
        page.locator("#" + field).press_sequentially("Kanari" + field[:3])
    if end == "waiting":
        context.set_offline(True)
    if end == "exit":
        page.click(".exit")
        page.wait_for_url("**/m/notes")
    else:
        page.click("#send")
        page.wait_for_selector("#rows li" if end == "waiting" else "#receipts li", state="attached")
    page.wait_for_timeout(1500)
    during = typed_in(tmp_path / "profile")
    context.close()
    assert not during and not typed_in(tmp_path / "profile")
    # The search finds what is there.
    assert any(b"village" in file.read_bytes() for file in (tmp_path / "profile").rglob("*") if file.is_file())
    (tmp_path / "profile" / "proof").write_bytes("xKanarix".encode("utf-16-le"))
    assert typed_in(tmp_path / "profile")


def typed_in(folder):
    """Files that hold something of what was typed, in any spelling that a browser writes."""
    spelled = {word.encode(kind) for word in ("kanari", "Kanari", "77443311") for kind in ("utf-8", "utf-16-le", "utf-16-be")}
    found = []
    for file in folder.rglob("*"):
        try:
            content = file.read_bytes() if file.is_file() else b""
        except OSError:
            continue
        if any(word in content for word in spelled):
            found.append(file.name)
    return found


def state(phone, pin="2468"):
    """What became of the newest log, as the volunteer reads it."""
    page = phone.tab()
    page.goto(phone.address + "/m/ten")
    page.fill("#pin", pin)
    page.click("form .primary")
    page.wait_for_selector("ul.list")
    text = page.locator("ul.list li").first.inner_text()
    page.close()
    return text


def test_what_a_volunteer_sends_is_read_answered_and_accepted(telephone, codes):
    phone = telephone().enrol()
    page = phone.open()
    fill(page, "đến lúc tối, có con nhỏ")
    page.click("#send")
    receipt = receipts(page)[0]
    phone.ten()
    assert "chưa ai đọc" in state(phone)
    office = codes.view
    office.open("/inbox")
    log = office.page.locator(f"a[href^='/inbox/']:has-text('{receipt}')").get_attribute("href")
    office.open(log)
    assert "đến lúc tối, có con nhỏ" in office.page.inner_text("main")
    assert "Đã có người đọc" in state(phone)
    office.page.click(f"form[action='{log}/call'] button")
    office.page.wait_for_load_state("networkidle")
    assert "Trung tâm nhờ gọi lại" in state(phone)
    phone.open()
    page.wait_for_selector("text=Trung tâm nhờ gọi lại", timeout=15_000)
    office.open(f"{log}/new")
    office.page.locator("[name=detected_place]").select_option(index=3)
    office.page.click("main form.stack button.primary")
    office.page.wait_for_load_state("networkidle")
    assert office.page.url.removeprefix(office.address).startswith("/cases/")
    assert "đến lúc tối, có con nhỏ" in office.page.inner_text("main")
    assert "Đã đọc và đã xong" in state(phone)
    assert "lúc tối" not in state(phone)


def test_a_log_that_was_handed_over_opens_at_the_centre(telephone, codes, tmp_path):
    phone = telephone().enrol().kept()
    page = waiting(phone, "mang tận tay")
    with page.expect_download() as handed:
        page.locator("#rows li").first.locator("button", has_text="Đưa tận tay").click()
    name = handed.value.suggested_filename
    file = tmp_path / name
    handed.value.save_as(file)
    assert re.fullmatch(r"ghi-chu-[0-9A-Z]{26}\.bin", name) and file.stat().st_size == 4096
    assert b"mang" not in file.read_bytes()
    office = codes.view
    office.open("/inbox/brought")
    office.page.set_input_files("#file", file)
    office.page.click("main form button.primary")
    office.page.wait_for_load_state("networkidle")
    assert "mang tận tay" in office.page.inner_text("main")
    # When the network is back the telephone sends it too: it is the same log.
    phone.context.set_offline(False)
    receipt = receipts(page)[0]
    assert receipt in office.page.inner_text("h1")


def base32(data):
    """Crockford's base 32 as the service writes identifiers: the last character is filled up with zeros."""
    number, bits = int.from_bytes(data, "big"), len(data) * 8
    pad = -bits % 5
    number <<= pad
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(letters[number >> shift & 31] for shift in range(bits + pad - 5, -1, -5))


def sealed_elsewhere(key, name, answers):
    """A log as another implementation of RFC 9180 seals it."""
    suite = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)
    point = base64.urlsafe_b64decode(key["key"] + "=" * (-len(key["key"]) % 4))
    public = KEMKey.from_pyca_cryptography_key(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    encapsulated, sender = suite.create_sender_context(public, info=f"nuong phone log 1|{key['centre']}".encode())
    text = json.dumps({"form": 1, "made": "2026-01-01T08:00", "language": "vi", "answers": answers}).encode() + b"\x80"
    return encapsulated + sender.seal(text + bytes(4015 - len(text)), aad=f"{name}|1".encode())


def test_another_implementation_seals_what_the_centre_opens(telephone, codes):
    phone = telephone().enrol()
    key = phone.page.request.get(phone.address + "/m/key").json()
    name = base32(secrets.token_bytes(16))
    envelope = sealed_elsewhere(key, name, {"support": ["shelter"], "note": ["từ nơi khác"]})
    headers = {"Content-Type": "application/octet-stream", "Log-Form": "1", "Log-Centre": key["centre"], "Log-Key": key["fingerprint"]}

    def put(body, name=name, **more):
        # From a page of the telephone's own, as its script does.
        return phone.page.evaluate(
            "async ([path, headers, body]) => (await fetch(path, { method: 'PUT', headers, body: new Uint8Array(body) })).status",
            [f"/m/logs/{name}", {**headers, **more}, list(body)],
        )

    phone.page.goto(phone.address + "/m/about")
    assert len(envelope) == 4096 and put(envelope) == 201 and put(envelope) == 201
    office = codes.view
    office.open(f"/inbox/{name}")
    assert "từ nơi khác" in office.page.inner_text("main")
    # The telephone's clock was a year off: the centre is told.
    assert "2026-01-01T08:00" in office.page.locator(".notice").first.inner_text()
    # A flipped bit, another centre's name and another form are held for a manager; other lengths and a megabyte are refused.
    for change in ("bit", "centre", "form"):
        other = base32(secrets.token_bytes(16))
        body = bytearray(sealed_elsewhere(key, other, {"support": ["shelter"]}))
        more = {"centre": {"Log-Centre": base32(secrets.token_bytes(16))}, "form": {"Log-Form": "77"}}.get(change, {})
        if change == "bit":
            body[3_000] ^= 1
        assert put(body, other, **more) == (201 if change == "bit" else 202), change
        office.open("/inbox")
        assert office.page.locator(f"section[aria-labelledby=giu] a[href='/inbox/{other}']").count() == 1, change
    assert put(envelope[:-1], base32(secrets.token_bytes(16))) == 422
    assert put(bytes(1 << 20), base32(secrets.token_bytes(16))) == 413
