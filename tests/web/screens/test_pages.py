"""Every page: no error in it, nothing from elsewhere, no barrier that axe knows of, nothing wider than the window."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.screens.conftest import HOSTILE, Visitor

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PAGES = (
    "/",
    "/upload",
    "/projects",
    "/projects?text=nothing-is-called-so",
    "/review",
    "/review/{pdf}",
    "/findings?severity=error",
    "/ask",
    "/rules",
    "/rules/SCO001",
    "/settings",
    "/accuracy",
)
PENDING = "main .skeleton, .tabulator-alert-msg"
ON_A_PHONE = ("/", "/upload", "/projects", "/review/{pdf}", "/findings", "/settings")


def barriers(page) -> list[str]:
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def check(browser, site, *, width: int, scheme: str, language: str, pages=PAGES) -> None:
    # the policy is bypassed for axe alone; `visitor` in the other tests obeys it
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, locale="zh-CN", bypass_csp=True
    )
    context.add_cookies([{"name": "language", "value": language, "url": site.address}])
    visitor = Visitor(context, site)
    wrong: list[str] = []
    for path in pages:
        page = visitor.go(path.format(pdf=site.forms["其他管理事务"]))
        expect(page.locator(PENDING)).to_have_count(0)
        page.add_script_tag(path=AXE)
        wrong += [f"{path} {width} {scheme}: {one}" for one in barriers(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{path} is wider than {width}")
    context.close()
    assert not wrong + visitor.wrong


def test_no_page_has_barriers_on_a_desk_in_the_light(browser, site):
    check(browser, site, width=1280, scheme="light", language="zh")


def test_no_page_has_barriers_on_a_phone_in_the_dark_in_english(browser, site):
    check(browser, site, width=390, scheme="dark", language="en", pages=ON_A_PHONE)


@pytest.mark.parametrize("path", ["/", "/projects", "/findings", "/review"])
def test_text_of_documents_stays_text(visitor, path):
    page = visitor.go(path)
    expect(page.locator(PENDING)).to_have_count(0)
    expect(page.get_by_text("onerror").first).to_be_attached()
    assert page.title() != "taken"
    assert page.locator("main img[src='x']").count() == 0


def test_text_of_documents_stays_text_on_the_desk(visitor, site):
    page = visitor.go(f"/review/{site.forms[HOSTILE]}")
    expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    expect(page.locator('.value[data-pointer="/project_name"]')).to_have_text(HOSTILE)
    assert page.title() != "taken"


def test_an_address_that_leads_nowhere_has_a_page(visitor):
    page = visitor.go("/review/999999")
    expect(page.get_by_role("heading", name="没有这一页")).to_be_visible()
    visitor.wrong.clear()


def test_the_language_and_the_theme_are_remembered(visitor):
    page = visitor.go("/rules")
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rules")
    # the heading is there before the page's scripts have run
    page.wait_for_load_state("load")
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
