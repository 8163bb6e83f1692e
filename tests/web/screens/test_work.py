"""The work of a morning: hand in, look for what is wrong, ask, export."""

import json

from playwright.sync_api import expect

from tests.web.screens.conftest import SAMPLES


def test_an_upload_is_watched_and_its_form_opened(visitor):
    page = visitor.go("/upload")
    page.set_input_files("#pick-files", [SAMPLES / "unruled.pdf", SAMPLES / "other-kinds.pdf"])
    read = page.locator(".job-file", has_text="unruled.pdf")
    expect(read.locator(".tag.done")).to_be_visible(timeout=60_000)
    other = page.locator(".job-file", has_text="other-kinds.pdf")
    expect(other.locator(".job-problems")).to_contain_text("绩效目标申报表")
    read.get_by_role("link", name="打开").click()
    expect(page.locator("#paper .paper.indicators")).to_be_visible()


def test_the_same_file_again_is_said_to_be_known(visitor):
    page = visitor.go("/upload")
    page.set_input_files("#pick-files", [SAMPLES / "ruled.pdf"])
    expect(page.locator(".job").first.locator(".tag.accent")).to_have_text("已有", timeout=60_000)


def test_projects_are_sorted_and_searched_by_the_service(visitor):
    page = visitor.go("/projects")
    rows = page.locator(".tabulator-row")
    expect(rows.first).to_be_visible()
    page.get_by_role("columnheader", name="执行率").click()
    expect(rows.first.locator('[tabulator-field="execution_rate"]')).not_to_have_text("100.00 %")
    page.get_by_role("searchbox").fill("其他管理")
    expect(rows).to_have_count(1)
    assert "text=" in page.url
    with page.expect_download() as download:
        page.get_by_text("导出", exact=True).click()
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_overview_leads_to_the_forms_behind_its_figures(visitor):
    page = visitor.go("/")
    expect(page.locator(".figure-forms dd")).not_to_have_text("0")
    expect(page.locator("#scatter canvas")).to_be_visible()
    page.locator("#rules .bars a").first.click()
    expect(page.locator("li.finding").first).to_be_visible()


def test_findings_are_decided_in_the_list(visitor):
    page = visitor.go("/findings?severity=error&state=open")
    first = page.locator("li.finding").first
    first.get_by_role("button", name="采纳", exact=True).click()
    expect(first.locator(".tag.done")).to_have_text("已采纳")
    first.get_by_role("button", name="重新处理").click()
    expect(first.get_by_role("button", name="采纳", exact=True)).to_be_visible()


def test_a_question_is_answered_and_its_citation_opens_the_page_at_the_box(visitor):
    page = visitor.go("/ask")
    page.get_by_role("textbox").fill("其他管理事务的执行率是多少？")
    page.keyboard.press("Enter")
    expect(page.locator(".answer-text")).to_contain_text("86.25")
    page.locator("a.source").first.click()
    expect(page.locator(".mark.active")).to_be_visible()
    assert "/review/" in page.url


def test_an_answer_that_a_model_worded_says_so_and_shows_the_other(visitor):
    phrasing = {"model": "m", "template": "这是按行生成的回答"}

    def worded(route):
        """The service's own answer, as it would be with a model's wording."""
        lines = route.fetch().text().split("\n")
        changed = [
            "data: " + json.dumps({**(one := json.loads(line[6:])), "plan": one["plan"] | {"phrasing": phrasing}})
            if line.startswith("data: {")
            else line
            for line in lines
        ]
        route.fulfill(body="\n".join(changed), content_type="text/event-stream")

    page = visitor.go("/ask")
    page.route("**/questions/stream", worded)
    page.get_by_role("textbox").fill("其他管理事务的执行率是多少？")
    page.keyboard.press("Enter")
    expect(page.locator("details.phrased summary")).to_have_text("文字由模型组织，数字、名称和引文已核对")
    expect(page.get_by_text(phrasing["template"])).to_be_hidden()
    page.locator("details.phrased summary").click()
    expect(page.get_by_text(phrasing["template"])).to_be_visible()
