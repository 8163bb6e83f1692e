import pytest
from playwright.sync_api import expect

RULED = "其他管理事务"
SCORE = "/indicators/0/score"


@pytest.fixture
def ruled(visitor, site):
    page = visitor.go(f"/review/{site.forms[RULED]}")
    expect(page.locator("html[data-ready]")).to_be_attached()
    return page


def cell(page, pointer):
    return page.locator(f'#paper .value[data-pointer="{pointer}"]')


def test_a_value_and_its_box_light_up_each_other(ruled):
    cell(ruled, SCORE).click()
    expect(ruled.locator(f'.mark.active[data-pointer="{SCORE}"]')).to_be_visible()
    other = "/indicators/1/target"
    ruled.locator(f'.mark[data-pointer="{other}"]').first.click()
    expect(cell(ruled, other)).to_have_class(
        "value error active" if "error" in cell(ruled, other).get_attribute("class") else "value active"
    )
    assert "at=%2Findicators%2F1%2Ftarget" in ruled.url


def test_the_picture_of_the_page_is_shown_at_its_place(ruled):
    picture = ruled.locator(".sheet.shown img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 400
    mark = ruled.locator('.mark[data-pointer="/project_code"]').bounding_box()
    sheet = ruled.locator(".sheet").first.bounding_box()
    assert sheet["x"] < mark["x"] and mark["x"] + mark["width"] < sheet["x"] + sheet["width"]


def test_a_correction_recomputes_at_once_and_z_takes_it_back(ruled):
    totals = ruled.locator("#review-totals")
    expect(totals).to_contain_text("97.53")
    cell(ruled, SCORE).click()
    ruled.keyboard.press("e")
    ruled.locator(".value-input").fill("1")
    ruled.keyboard.press("Enter")
    expect(totals).to_contain_text("96.53")
    expect(totals.locator(".total-sum")).to_have_class("total-sum error-text")
    ruled.locator("#tab-history").click()
    expect(ruled.locator(".history li").last).to_contain_text("2 → 1")
    ruled.keyboard.press("z")
    expect(totals.locator(".total-sum")).to_have_class("total-sum good-text")


def test_a_conflict_says_who_and_keeps_what_was_typed(ruled, site, visitor):
    cell(ruled, SCORE).click()
    ruled.keyboard.press("e")
    ruled.locator(".value-input").fill("1.5")
    form = f"/evaluations/{site.forms[RULED]}"
    with site.api() as other:
        etag = other.get(form).headers["etag"]
        changed = other.patch(
            form, json={"pointer": "/indicators/2/actual", "value": "22个"}, headers={"If-Match": etag}
        )
        assert changed.status_code == 200
        ruled.keyboard.press("Enter")
        expect(ruled.locator(".notice.doubt")).to_contain_text("本机用户 刚刚改过这份表")
        expect(ruled.locator(".value-input")).to_have_value("1.5")
        expect(cell(ruled, "/indicators/2/actual")).to_have_text("22个")
        etag = changed.headers["etag"]
        other.patch(form, json={"pointer": "/indicators/2/actual", "undo": True}, headers={"If-Match": etag})
    visitor.wrong = [said for said in visitor.wrong if "412" not in said]


def test_the_doubtful_come_first_and_the_keyboard_goes_through_them(visitor, site):
    page = visitor.go(f"/review/{site.forms['干部健康管理']}")
    expect(page.locator(".doubt-card")).to_be_visible()
    first = page.locator(".doubt-card .doubt-head strong").inner_text()
    page.keyboard.press("j")
    expect(page.locator(".doubt-card .doubt-head strong")).not_to_have_text(first)
    page.keyboard.press("k")
    expect(page.locator(".doubt-card .doubt-head strong")).to_have_text(first)
    page.keyboard.press("f")
    expect(page.locator("#tab-findings")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_accepting_goes_on_to_the_next_value(visitor, site):
    page = visitor.go(f"/review/{site.forms['干部健康管理']}")
    count = page.locator("#tab-doubts .count")
    expect(page.locator(".doubt-card")).to_be_visible()
    before = int(count.inner_text())
    page.keyboard.press("Enter")
    expect(count).to_have_text(str(before - 1))
    expect(page.locator(".doubt-card")).to_be_visible()
    page.keyboard.press("z")
    expect(count).to_have_text(str(before))


def test_a_finding_is_dismissed_with_a_reason_and_opened_again(ruled):
    ruled.locator("#tab-findings").click()
    card = ruled.locator("#review-list .finding").first
    card.locator(".finding-line").click()
    card.get_by_role("button", name="不采纳…").click()
    ruled.get_by_label("不采纳的理由").fill("附件中有说明")
    ruled.keyboard.press("Enter")
    expect(ruled.locator("#review-list .finding.dismissed")).to_have_count(1)
    ruled.locator("#review-list .finding.dismissed .finding-line").click()
    ruled.get_by_role("button", name="重新处理").click()
    expect(ruled.locator("#review-list .finding.dismissed")).to_have_count(0)


@pytest.mark.parametrize(
    ("project", "shown"), [("平台运营及项目管理", "td.active"), ("高技能人才培训补助", "p.active mark")]
)
def test_documents_without_pages_are_drawn_as_they_are(visitor, site, project, shown):
    page = visitor.go(f"/review/{site.forms[project]}?at=/indicators/0/level3")
    expect(page.locator(f".source-scroll {shown}")).to_be_visible()
    name = page.locator('.value[data-pointer="/indicators/0/level3"]').inner_text()
    assert page.locator(f".source-scroll {shown}").inner_text().strip() == name


def test_what_is_left_of_a_page_is_accepted_at_once_after_a_look_and_undone_at_once(visitor, site):
    page = visitor.go(f"/review/{site.forms['干部健康管理']}")
    count = page.locator("#tab-doubts .count")
    expect(page.locator(".doubt-card")).to_be_visible()
    before = int(count.inner_text())
    page.keyboard.press("a")
    dialog = page.locator("#accepting")
    shown = dialog.locator("tbody tr").count()
    assert 2 <= shown <= before
    expect(count).to_have_text(str(before))  # nothing is accepted before it was looked at
    dialog.get_by_role("button", name=f"接受这 {shown} 处").click()
    expect(count).to_have_text(str(before - shown))
    page.locator("#tab-history").click()
    expect(page.locator(".history li").first).to_contain_text(f"等 {shown} 处")
    expect(page.locator(".history li").first).to_contain_text("确认无误")
    page.reload()
    expect(page.locator("html[data-ready]")).to_be_attached()
    page.keyboard.press("z")
    expect(count).to_have_text(str(before))
    page.locator("#tab-history").click()
    expect(page.locator("#review-list .all-clear")).to_be_visible()
