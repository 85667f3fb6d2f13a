"""The pages of members, accounts, grants and audit in a real browser, by those whom the demo gives an account."""

import re

from signing_in import everywhere, groups, look


def walk(view, *addresses):
    """Looks at pages one after another; each is kept nowhere."""
    for address in addresses:
        response = view.open(address)
        assert response.status == 200 and response.headers["cache-control"] == "no-store", address
        look(view)


def turned_away(view, *addresses):
    for address in addresses:
        assert view.open(address).status == 404, address
        look(view)


@everywhere
def test_an_administrator_keeps_accounts_and_opens_no_case(enter, width, language):
    view = enter("quan-tri", width, language)
    walk(view, "/users", "/grants", "/users/add")
    name = f"khach-{width}-{language}"
    view.page.fill("[name=name]", name)
    view.page.select_option("[name=role]", "auditor")
    view.page.click("main form button.primary")
    view.page.wait_for_load_state("networkidle")
    look(view)
    # The code for enrolling is shown once, group by group.
    assert re.fullmatch(r"[0-9A-Z]{12}", groups(view).replace("-", ""))
    assert name in view.open("/users").text()
    turned_away(view, "/members", "/audit", "/retention")


@everywhere
def test_a_manager_admits_after_comparing_a_fingerprint(enter, width, language):
    view = enter("quan-ly", width, language)
    walk(view, "/members", "/members/admit", "/retention", "/grants", "/audit", "/account")
    view.open("/members")
    view.page.locator("form[action='/members/remove'] button").first.click()
    view.page.wait_for_load_state("networkidle")
    look(view)
    turned_away(view, "/users")


@everywhere
def test_an_auditor_reads_and_checks_the_chain(enter, width, language):
    view = enter("kiem-tra", width, language)
    walk(view, "/audit", "/audit?check=yes", "/grants")
    turned_away(view, "/members", "/users")


@everywhere
def test_a_case_worker_sees_who_holds_the_keys(enter, width, language):
    view = enter("nhan-vien", width, language)
    walk(view, "/members", "/account")
    turned_away(view, "/users", "/audit", "/grants", "/members/admit", "/retention")
