"""Where a form starts and ends, and what kind it is."""

from extractor.readers.form_finder import FormSegment, is_fund_header, is_indicator_header, row_title
from tests.readers.written import FORM, HEAD, INDICATORS, delimited, forms, lines, row, table

UNTITLED = FORM.replace("项目支出绩效自评表", "")
APPLICATION = """
项目支出绩效目标申报表 | < | < | <
项目名称 | 档案数字化 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 扫描页数 | ≥10万页
"""
MONITORING = """
项目名称 | 档案数字化 | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况
产出指标 | 数量指标 | 扫描页数 | ≥10万页 | 6万页 | 10万页
"""


def kinds(segments: list[FormSegment]) -> list[tuple[str, str | None]]:
    return [(one.kind, one.title) for one in segments]


def test_one_form_with_lines_around_it() -> None:
    (form,) = forms(lines("第三部分 绩效情况\n各项目自评结果如下。"), table(FORM), lines("填表人：张三"))
    assert (form.kind, form.title) == ("project", "项目支出绩效自评表")
    assert form.rows[0].texts == ["项目支出绩效自评表"]


def test_several_forms_in_one_grid_and_text_between() -> None:
    both = forms(table(FORM.strip("\n") + "\n" + FORM.strip("\n")), lines("说明文字"), table(FORM, page=2))
    assert kinds(both) == [("project", "项目支出绩效自评表")] * 3
    assert [one.page for one in both] == [1, 1, 2]
    assert [one.rows[-1].texts[0] for one in both] == ["总分", "总分", "总分"]


def test_title_line_above_the_table() -> None:
    found = forms(lines("附件2\n2023年度项目支出绩效自评表\n单位：万元"), table(UNTITLED))
    assert kinds(found) == [("project", "2023年度项目支出绩效自评表")]


def test_form_without_a_title() -> None:
    (form,) = forms(lines("一段没有标题的文字"), table(UNTITLED))
    assert (form.kind, form.title) == ("project", None)


def test_forms_without_titles_part_at_the_next_project_name() -> None:
    found = forms(table(UNTITLED), table(UNTITLED.replace("档案数字化", "库房维修")))
    assert kinds(found) == [("project", None)] * 2
    assert found[1].rows[0].texts[:2] == ["项目名称", "库房维修"]


def test_new_sheet_begins_a_new_form() -> None:
    sheets = [table(UNTITLED.replace("项目名称", "名目"), page=number, source="workbook") for number in (1, 2)]
    assert kinds(forms(*sheets)) == [("project", None)] * 2


def test_new_page_of_a_document_does_not() -> None:
    (form,) = forms(table(HEAD, page=1), table(INDICATORS, page=2))
    assert {one.page for one in form.rows} == {1, 2}


def test_title_without_a_table_is_told_apart() -> None:
    contents = "目录\n一、部门概况 .... 1\n二、项目支出绩效自评表 .... 12\n项目支出绩效自评表\n第三部分 名词解释"
    (mention,) = forms(lines(contents))
    assert (mention.has_table, mention.title) == (False, "项目支出绩效自评表")
    mention, form = forms(lines(contents), table(FORM))
    assert [mention.has_table, form.has_table] == [False, True]
    assert form.rows[0].texts == ["项目支出绩效自评表"]


def test_title_repeated_over_the_form_counts_once() -> None:
    found = forms(lines("项目支出绩效自评表"), table(FORM))
    assert [one.has_table for one in found] == [False, True]


def test_goal_that_speaks_of_the_form_does_not_end_it() -> None:
    goals = FORM.replace("完成档案扫描10万页", "1.扫描10万页⏎2.开展项目支出绩效自评").replace("已扫描10万页", "已完成")
    assert len(forms(table(goals))) == 1
    assert row_title(row("2.开展项目支出绩效自评 | 已完成")) is None
    assert row_title(row("详见项目支出绩效自评表。")) is None


def test_other_kinds_are_named() -> None:
    department = FORM.replace("项目支出绩效自评表", "部门整体支出绩效自评表")
    found = forms(table(APPLICATION), table(department), table(FORM))
    assert kinds(found) == [
        ("target_application", "项目支出绩效目标申报表"),
        ("department", "部门整体支出绩效自评表"),
        ("project", "项目支出绩效自评表"),
    ]


def test_other_kinds_without_a_title_are_told_by_their_columns() -> None:
    assert kinds(forms(table(MONITORING))) == [("monitoring", None)]
    assert kinds(forms(table(APPLICATION.replace("项目支出绩效目标申报表", "")))) == [("target_application", None)]


def test_accounts_and_prose_are_nothing() -> None:
    accounts = "科目 | 年初预算 | 决算\n基本支出 | 100 | 90"
    assert forms(table(accounts), lines("本年度绩效自评工作已完成。")) == []


def test_form_in_text() -> None:
    lines_of_text = "\n".join(" | ".join(one for one in line.split(" | ") if one != "<") for line in FORM.splitlines())
    (form,) = forms(delimited("工作总结\n\n" + lines_of_text.replace("^", "")))
    assert form.kind == "project"


def test_row_titles() -> None:
    assert row_title(row("项目支出绩效自评表 | （2023年度）")) == ("project", "项目支出绩效自评表")
    assert row_title(row("附件2⏎项目支出绩效自评表⏎（2023年度）")) == ("project", "项目支出绩效自评表")
    assert row_title(row("项目支出绩效自评表 | 甲 | 乙")) is None
    assert row_title(row("名称 | 项目支出绩效自评表")) is None


def test_headers_are_told_by_several_of_their_columns() -> None:
    assert is_fund_header(row("项目资金 | 年初预算数 | 全年执行数"))
    assert not is_fund_header(row("全年预算数 | 100"))
    assert is_indicator_header(row("一级指标 | 三级指标 | 年度指标值 | 分值"))
    assert is_indicator_header(row("指标名称 | 目标值 | 完成值 | 得分"))
    assert not is_indicator_header(row("一级指标 | 二级指标 | 三级指标"))
    assert not is_indicator_header(row("分值 | 得分 | 实际完成值"))


def test_title_printed_again_on_the_next_page_does_not_part_the_form() -> None:
    header, *others = INDICATORS.strip("\n").splitlines()
    above = table(HEAD.strip("\n") + "\n" + header, page=1)
    again = lines("项目支出绩效自评表（续）\n（2023年度）", page=2)
    (form,) = forms(above, again, table("\n".join(others), page=2))
    assert {one.page for one in form.rows} == {1, 2}


def test_same_title_over_another_project_parts_forms() -> None:
    pages = [
        part
        for page in (1, 2)
        for part in (lines("项目支出绩效自评表", page=page), table(HEAD + INDICATORS, page=page))
    ]
    unfinished = [one for one in forms(*pages) if one.has_table]
    assert len(unfinished) == 2
