"""A morning from the scan to the opinion, in one go, as a reviewer spends it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from evals.datasets import load_records
from evals.degradation.presets import preset
from evals.degradation.scanned import scan_document
from evals.forms.documents import make_document
from evals.forms.named_layouts import LAYOUTS

SCORE = "/indicators/0/score"


@pytest.fixture(scope="module")
def scan(tmp_path_factory) -> Path:
    """A form of eight indicators on one page, as a scanner at 150 dots per inch leaves it."""
    folder = tmp_path_factory.mktemp("scan")
    sample = next(one for one in load_records("provinces") if one.name == "hubei-school")
    drawn = make_document(folder / "drawn.pdf", [(sample, next(iter(LAYOUTS.values())))])
    return scan_document(drawn, folder / "扫描件.pdf", preset("scan-150"), seed=1).path


def test_from_the_scan_to_the_opinion(visitor, scan, tmp_path):
    page = visitor.go("/upload")
    page.set_input_files("#pick-files", scan)
    card = page.locator(".job").first
    line = card.locator(".job-file", has_text="扫描件.pdf")

    # stopped, and taken up again without another upload
    card.get_by_role("button", name="取消").click()
    expect(line.locator(".tag")).to_have_text("已取消")
    card.get_by_role("button", name="重试没读成的").click()
    expect(line.locator("li.now")).to_be_visible()
    expect(line.locator(".tag.done")).to_be_visible(timeout=120_000)
    line.get_by_role("link", name="打开").click()

    # what stands on paper is beside what was read of it
    expect(page.locator(".sheet.shown img").first).to_be_visible()
    expect(page.locator("#review-totals")).to_contain_text("98.19")
    value = page.locator(f'#paper .value[data-pointer="{SCORE}"]')
    before = float(value.inner_text())
    value.click()
    expect(page.locator(f'.mark.active[data-pointer="{SCORE}"]')).to_be_visible()

    # corrected, the total is recomputed at once and what does not hold any more is said
    page.keyboard.press("e")
    page.locator(".value-input").fill(f"{before - 1:g}")
    page.keyboard.press("Enter")
    expect(page.locator("#review-totals .total-sum")).to_have_text("97.19")
    expect(page.locator("#review-totals .total-sum")).to_have_class("total-sum error-text")
    page.locator("#tab-findings").click()
    expect(page.locator("#review-list .finding", has_text="ARI007")).to_be_visible()

    with page.expect_download() as exported:
        page.locator(".review-actions summary").click()
        page.get_by_role("link", name="Word 核查意见").click()
    opinion = tmp_path / "意见.docx"
    exported.value.save_as(opinion)
    said, pictures = text_and_pictures(opinion)
    assert "义务教育薄弱环节改善与能力提升" in said and "97.19" in said and pictures > 0
    with page.expect_download() as exported:
        page.locator(".review-actions summary").click()
        page.get_by_role("link", name="PDF 核查意见").click()
    assert exported.value.path().read_bytes().startswith(b"%PDF-")

    # asked, the answer has the figure and its citation opens the page at the box
    page.goto(f"{visitor.site.address}/ask")
    page.get_by_role("textbox").fill("义务教育薄弱环节改善与能力提升的总分是多少？")
    page.keyboard.press("Enter")
    expect(page.locator(".answer-text")).to_contain_text("98.19")
    page.locator("a.source").first.click()
    expect(page.locator(".mark.active")).to_be_visible()
    expect(page.get_by_role("heading", name="义务教育薄弱环节改善与能力提升")).to_be_visible()


def text_and_pictures(path: Path) -> tuple[str, int]:
    from docx import Document

    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]), len(document.inline_shapes)


def test_files_dropped_on_any_page_are_handed_in(visitor):
    page = visitor.go("/rules")
    page.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File(["没有表的一页"], "拖进来的.txt", { type: "text/plain" }));
            carried.items.add(new File(["x"], ".DS_Store"));
            window.carried = carried;
            document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer: carried, bubbles: true }));
        }"""
    )
    expect(page.locator("#drop-veil")).to_be_visible()
    page.evaluate(
        """() => document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer: window.carried, bubbles: true, cancelable: true }))"""
    )
    page.wait_for_url("**/upload")
    line = page.locator(".job").first.locator(".job-file")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("拖进来的.txt")
    expect(line.locator(".job-problems")).to_contain_text("没有", timeout=60_000)


def test_users_and_tokens_are_kept_in_the_settings(visitor):
    page = visitor.go("/settings")
    page.on("dialog", lambda dialog: dialog.accept())
    users, tokens, audit = (page.locator(f"#{name}") for name in ("users", "tokens", "audit"))
    dialog = page.locator("#add-user")

    def add(name: str, role: str) -> None:
        page.get_by_role("button", name="添加用户").click()
        dialog.get_by_label("用户名").fill(name)
        dialog.get_by_label("密码（至少 10 个字符）").fill("一个足够长的密码123")
        dialog.get_by_label("角色").select_option(role)
        dialog.get_by_role("button", name="添加", exact=True).click()
        expect(dialog).to_be_hidden()
        expect(users.locator("tr", has_text=name)).to_be_visible()

    add("王主任", "admin")
    add("小李", "viewer")
    other = users.locator("tr", has_text="小李")
    other.get_by_role("combobox").select_option("reviewer")
    expect(audit).to_contain_text("小李: role reviewer")
    other.get_by_role("button", name="停用").click()
    expect(other).to_contain_text("已停用")

    page.get_by_role("button", name="发放令牌").click()
    page.locator("#add-token").get_by_label("用途").fill("汇总脚本")
    page.locator("#add-token").get_by_label("代表用户").select_option("王主任")
    page.locator("#add-token").get_by_role("button", name="添加").click()
    secret = page.locator("#add-token").get_by_label("令牌", exact=True).input_value()
    with visitor.site.api() as api:
        assert api.get("/me", headers={"Authorization": f"Bearer {secret}"}).json()["name"] == "王主任"
        page.locator("#add-token footer").get_by_role("button", name="关闭").click()
        tokens.get_by_role("button", name="吊销").click()
        expect(tokens).to_contain_text("还没有令牌")
        assert api.get("/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401

    users.locator("tr", has_text="小李").get_by_role("button", name="删除").click()
    expect(users.locator("tr", has_text="小李")).to_have_count(0)
    users.locator("tr", has_text="王主任").get_by_role("button", name="删除").click()
    expect(page.locator(".notice.error")).to_contain_text("唯一的管理员")
    visitor.wrong = [said for said in visitor.wrong if "422" not in said]
