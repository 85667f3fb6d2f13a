"""Accidents of a volunteer's telephone: killed, robbed of its storage, a wrong clock, a borrowed browser. Each log is at the centre once."""

import os
import signal
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from test_phone import Telephone, arrived, codes, fill, gone, lasting, receipts, telephone, until, waiting

ANDROID = "Mozilla/5.0 (Linux; Android 10; SM-A107F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36"
APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
# As these applications say it.
INSIDE = {
    "zalo": f"{ANDROID} Zalo android/12110617 ZaloTheme/light ZaloLanguage/vi",
    "facebook": f"{ANDROID} [FB_IAB/FB4A;FBAV/443.0.0.23.229;]",
    "zalo-apple": f"{APPLE} Zalo iOS/511 ZaloTheme/light ZaloLanguage/vn",
    "messenger-apple": f"{APPLE} [FBAN/MessengerForiOS;FBAV/440.0.0.29.107;FBBV/1;FBDV/iPhone10,1;FBLC/vi_VN]",
}


def evict(phone):
    """What the browser does when it needs room: everything goes but the cookie."""
    tools = phone.context.new_cdp_session(phone.page)
    kinds = "indexeddb,cache_storage,service_workers"
    tools.send("Storage.clearDataForOrigin", {"origin": phone.address, "storageTypes": kinds})


def kill(folder):
    """Ends every process of a browser at once, as a battery that runs out does."""
    name = os.fsencode(folder)

    def alive():
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if name in entry.read_bytes():
                    found.append(int(entry.parent.name))
            except OSError:
                continue
        return found

    assert len(alive()) > 1
    while still := alive():
        for process in still:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue


@pytest.mark.parametrize("is_taken", [False, True], ids=["before", "after"])
def test_a_browser_killed_while_it_sends_leaves_one_log(chromium, office, codes, tmp_path, is_taken):
    folder = tmp_path / "profile"
    phone = Telephone(lasting(chromium, folder), office.address, codes).enrol().kept()
    before = phone.ten()
    # The cookie is on the disk once the browser was closed; otherwise it takes half a minute.
    phone.context.close()
    phone = Telephone(lasting(chromium, folder), office.address, codes)
    taken = []

    def hold(route):
        taken.append(route.fetch().json()["receipt"] if is_taken else None)

    phone.context.route("**/m/logs/*", hold)
    page = phone.open()
    fill(page)
    page.click("#send")
    until(page, lambda: taken)
    kill(folder)
    again = Telephone(lasting(chromium, folder), office.address, codes)
    (receipt,) = receipts(again.open())
    gone(again)
    assert taken[0] in (None, receipt) and again.puts == phone.puts
    assert arrived(again, before) == [receipt]
    assert not again.page.is_visible("#waiting")
    again.context.close()


def test_a_telephone_that_lost_its_mark_sends_what_waited_once_it_is_enrolled_again(telephone):
    phone = telephone().enrol().kept()
    before = phone.ten()
    page = waiting(phone)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    page.wait_for_selector("#rows .why:text('phải ghi danh lại')", timeout=20_000)
    assert page.is_visible("#enrol") and "Chưa ai biết" in page.inner_text("#waiting")
    phone.enrol().open()
    assert receipts(page) == arrived(phone, before)
    assert not phone.complaints, phone.complaints


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "visited"])
def test_a_telephone_whose_storage_was_taken_goes_on(telephone, is_open):
    phone = telephone().enrol().kept()
    page = phone.open()
    before = phone.ten()
    if not is_open:
        page.goto("about:blank")
    evict(phone)
    if not is_open:
        phone.open()
        assert "chưa ghi danh" in page.inner_text("#enrol:visible")
    fill(page)
    page.wait_for_selector("#enrol", state="hidden")
    page.click("#send")
    assert receipts(page) == arrived(phone, before)
    assert not phone.complaints, phone.complaints


def test_what_waited_when_the_storage_was_taken_is_not_gone_without_a_word(telephone):
    phone = telephone().enrol().kept()
    before = phone.ten()
    page = waiting(phone)
    evict(phone)
    fill(page)
    page.click("#send")
    page.wait_for_selector("#say:not(:empty)")
    phone.context.set_offline(False)
    gone(phone)
    assert len(arrived(phone, before)) == 2 or "mất" in page.inner_text("main")
    # The key is there again for days without a network.
    assert page.evaluate("storedKey().then(key => key.fingerprint)") == phone.key


def test_a_private_window_without_room_keeps_the_words_until_they_are_sent(telephone):
    phone = telephone()
    tools = phone.context.new_cdp_session(phone.page)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": phone.address, "quotaSize": 100})
    page = phone.enrol().page
    assert "Chỉ gửi được khi có mạng" in page.inner_text("#say")
    page.goto(phone.address + "/m/about")
    assert "phiếu đang chờ mất khi đóng cửa sổ" in page.inner_text("main")
    before = phone.ten()
    phone.open()
    fill(page, "giữ")
    page.click("#send")
    page.wait_for_selector("#direct:visible")
    phone.context.set_offline(True)
    page.click("#direct")
    page.wait_for_selector("#say:text('Chữ vẫn còn đây')")
    assert page.input_value("#note") == "giữ" and phone.rows() == []
    phone.context.set_offline(False)
    page.click("#direct")
    assert receipts(page) == arrived(phone, before)
    assert page.input_value("#note") == "" and len(set(phone.puts)) == 1
    assert not phone.complaints, phone.complaints


@pytest.mark.parametrize("agent", INSIDE.values(), ids=INSIDE)
def test_inside_another_application_chrome_is_offered_and_nothing_is_kept(telephone, agent):
    phone = telephone(user_agent=agent)
    page = phone.page
    page.goto(phone.address + "/m/enrol")
    assert "Nên mở bằng Chrome" in page.inner_text("#inside:visible")
    phone.enrol(fragment=False)
    assert "Nên mở bằng Chrome" in page.inner_text("#say")
    phone.open()
    assert "không giữ được phiếu" in page.inner_text("#inside:visible")
    assert page.locator("#inside").bounding_box()["y"] < page.locator("#log").bounding_box()["y"]
    if "Android" in agent:
        link = page.get_attribute("#chrome:visible", "href")
        assert link.startswith("intent://127.0.0.1") and "package=com.android.chrome" in link
    phone.context.set_offline(True)
    fill(page, "giữ")
    page.click("#send")
    page.wait_for_selector("#say:text('Chữ vẫn còn đây')")
    phone.context.set_offline(False)
    page.click("#send")
    page.wait_for_selector("#answer .done")
    assert page.input_value("#note") == "" and phone.puts == []
    kept = "Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()]).then(all => all.flat().length)"
    assert page.evaluate(kept) == 0
    assert not phone.complaints, phone.complaints


@pytest.mark.parametrize("days", [365, -365])
def test_a_clock_a_year_off_is_said_to_both_sides(telephone, codes, days):
    phone = telephone().enrol()
    there = datetime.now() + timedelta(days=days)
    phone.page.clock.set_fixed_time(there)
    page = phone.open()
    page.wait_for_selector("#clock:visible")
    fill(page)
    page.click("#send")
    (receipt,) = receipts(page)
    assert "xem lại" not in page.inner_text("#receipts")
    office = codes.view
    office.open("/inbox")
    office.open(office.page.get_attribute(f"a[href^='/inbox/']:has-text('{receipt}')", "href"))
    notice = office.page.inner_text(".notice:has-text('Đồng hồ')")
    assert f"{there:%Y-%m-%dT%H:%M}" in notice
    assert not phone.complaints, phone.complaints


def test_a_clock_that_is_set_right_keeps_nothing_back(telephone):
    phone = telephone().enrol()
    page = phone.page
    page.clock.set_fixed_time(datetime.now() + timedelta(days=365))
    phone.context.route("**/m/logs/*", lambda route: route.fulfill(status=429, headers={"Retry-After": "1"}), times=1)
    phone.open()
    fill(page)
    page.click("#send")
    page.wait_for_selector("#why:text('đang bận')")
    page.clock.set_fixed_time(datetime.now())
    # As the network comes and goes.
    page.evaluate("() => { setInterval(() => dispatchEvent(new Event('online')), 500) }")
    receipts(page)


def test_a_log_that_waited_keeps_the_form_that_it_was_written_on(telephone, codes):
    phone = telephone().enrol().kept()
    before = phone.ten()
    page = waiting(phone, "mẫu cũ")
    # Meanwhile the form changes, and to one that the server does not know yet.
    page.evaluate("form.setAttribute('data-form', '77')")
    fill(page, "mẫu lạ")
    page.click("#send")
    page.wait_for_selector("#rows li:nth-child(2)")
    phone.context.set_offline(False)
    assert set(receipts(page, 2)) == set(arrived(phone, before))
    said = page.locator("#receipts li").all_inner_texts()
    office = codes.view
    assert sum("xem lại" in text for text in said) == 1
    for text in said:
        is_held = "xem lại" in text
        office.open("/inbox")
        link = office.page.locator(f"a[href^='/inbox/']:has-text('{text[-7:]}')")
        assert office.page.locator("section[aria-labelledby=giu]", has=link).count() == int(is_held)
        office.open(link.get_attribute("href"))
        assert ("mẫu lạ" if is_held else "mẫu cũ") in office.page.inner_text("main")
        assert ("máy chủ không biết" in office.page.inner_text("main")) == is_held


OLDER = """
for (const name of ['BroadcastChannel', 'AbortController', 'ResizeObserver']) delete window[name];
for (const name of ['locks', 'storage', 'sendBeacon', 'serviceWorker']) delete Navigator.prototype[name];
delete HTMLElement.prototype.inert;
"""


def test_an_older_browser_that_can_seal_does_it(telephone):
    phone = telephone().enrol()
    page = phone.page
    page.add_init_script(OLDER)
    before = phone.ten()
    page = waiting(phone)
    assert page.evaluate("!window.BroadcastChannel && !navigator.locks && !navigator.serviceWorker && !form.inert")
    phone.context.set_offline(False)
    assert receipts(page) == arrived(phone, before)
    gone(phone)
    fill(page, "canary")
    page.click(".exit")
    page.wait_for_url("**/m/notes")
    assert phone.posts[-1][0] == "/m/out"
    assert not phone.complaints, phone.complaints


def test_a_thousand_envelopes_in_a_day_keep_the_log_waiting_and_lose_none(telephone, office):
    phone = telephone().enrol()
    page = phone.open()
    answers = page.evaluate(
        """async () => {
            const answers = {};
            for (let sent = 0; sent < 1000; sent++) {
                const body = crypto.getRandomValues(new Uint8Array(4096));
                const outcome = await put({ id: freshId(), form: 1, fingerprint: key.fingerprint, centre: key.centre, body });
                const name = !outcome ? 'waits' : outcome.held ? 'held' : 'taken';
                answers[name] = (answers[name] || 0) + 1;
            }
            return answers;
        }"""
    )
    # policies/phone-limits.yaml
    assert answers == {"taken": 60, "held": 540, "waits": 400}
    fill(page)
    page.click("#send")
    page.wait_for_selector("#waiting:visible")
    page.click("#now")
    page.wait_for_selector("#why:text('Máy chủ đang bận')")
    assert phone.rows()[0]["state"] == "waiting"
    try:
        office.clock.ahead(86_400)
        page.click("#now")
        receipts(page)
        assert "xem lại" not in page.inner_text("#receipts")
    finally:
        office.clock.ahead(0)
    gone(phone)
    assert not phone.complaints, phone.complaints
