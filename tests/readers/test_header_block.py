"""The head of a form: labels and values beside each other, in one cell, cut, or missing."""

from typing import Any

import pytest

from extractor.readers.header_block import HeaderBlock
from extractor.readers.reading_draft import ReadingDraft
from tests.readers.written import delimited, rows, table


def header(text: str, *, delimited_text: bool = False) -> tuple[dict[str, Any], ReadingDraft]:
    draft = ReadingDraft()
    block = HeaderBlock(draft)
    for row in rows(delimited(text) if delimited_text else table(text)):
        block.read_title_year(row)
        block.read_row(row)
    return block.finish(), draft


def test_labels_and_values_beside_each_other() -> None:
    fields, draft = header(
        "项目名称 | 档案数字化 | 项目编码 | 44030023\n"
        "主管部门及代码 | [101]市档案局 | 实施单位 | 市档案馆\n"
        "项目资金（万元） | | 自评年度 | 2023年"
    )
    assert fields == {
        "project_code": "44030023",
        "project_name": "档案数字化",
        "year": 2023,
        "implementing_unit": "市档案馆",
        "supervising_unit": "[101]市档案局",
        "funds_unit": "万元",
    }
    assert draft.evidence["/implementing_unit"].cell == "R2C4"
    assert draft.review == []


def test_label_and_value_in_one_cell() -> None:
    fields, _ = header("项目名称：档案数字化 | 主管部门（盖章）：市档案局\n*项目编码: 4403 | 年度：2023")
    assert (fields["project_name"], fields["supervising_unit"]) == ("档案数字化", "市档案局")
    assert (fields["project_code"], fields["year"]) == ("4403", 2023)


def test_several_labels_in_one_line() -> None:
    fields, _ = header("填报单位：市档案馆  主管部门：市档案局 实施单位：档案馆", delimited_text=True)
    assert (fields["supervising_unit"], fields["implementing_unit"]) == ("市档案局", "档案馆")


def test_label_with_a_colon_and_its_value_in_the_next_cell() -> None:
    fields, _ = header("项目名称： | 档案：数字化 | 年度： | 2023")
    assert (fields["project_name"], fields["year"]) == ("档案：数字化", 2023)


def test_values_of_other_labels_are_not_taken() -> None:
    fields, _ = header("项目负责人 | 张三 | 项目名称 | 档案数字化\n联系电话 | 12345678 | 实施单位 | ")
    assert fields["project_name"] == "档案数字化"
    assert fields["implementing_unit"] is None


def test_first_of_two_values_stays() -> None:
    fields, _ = header("实施单位 | 市档案馆\n预算单位 | 财政局")
    assert fields["implementing_unit"] == "市档案馆"


def test_value_that_is_itself_a_label_word() -> None:
    fields, _ = header("项目名称 | 项目名称 | 年度 | 2023")
    assert fields["project_name"] == "项目名称"


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2023年度项目支出绩效自评表", 2023),
        ("项目支出绩效自评表⏎（２０２２年度）", 2022),
        ("填报日期：2024年3月20日", None),
        ("自评期间：2023年1月1日至2023年12月31日", 2023),
        ("项目支出绩效自评表", None),
    ],
)
def test_year_in_the_title(title: str, year: int | None) -> None:
    fields, _ = header(title)
    assert fields["year"] == year


def test_labelled_year_wins_over_the_title() -> None:
    fields, draft = header("2024年项目支出绩效自评表\n年度 | 2023")
    assert fields["year"] == 2023
    assert draft.evidence["/year"].cell == "R2C2"


def test_cut_year_is_null_and_told() -> None:
    fields, draft = header("项目名称 | 甲 | 绩效自评年度 | 2")
    assert fields["year"] is None
    assert [note.code for note in draft.notes] == ["REA001"]
    assert draft.notes[0].printed == "2"
    assert "/year" in [item.pointer for item in draft.review]
    assert "/year" not in draft.evidence


def test_code_turned_into_scientific_notation_is_lost() -> None:
    fields, draft = header("项目编码 | 4.40303E+20 | 项目名称 | 甲")
    assert fields["project_code"] is None
    assert any("科学计数法" in item.reason for item in draft.review)


def test_code_broken_over_two_lines_is_one() -> None:
    fields, _ = header("项目编码 | 440303 210301⏎500004143")
    assert fields["project_code"] == "440303210301500004143"


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("项目资金（万元）", "万元"),
        ("项目资金(元)", "元"),
        ("金额单位：万元", "万元"),
        ("单位：人民币元", "元"),
        ("资金（单位：万元）", "万元"),
        ("共计100万元", None),
    ],
)
def test_unit_of_the_amounts(printed: str, unit: str | None) -> None:
    fields, draft = header(f"项目名称 | 甲 | {printed}")
    assert fields["funds_unit"] == unit
    assert ("/funds_unit" in [item.pointer for item in draft.review]) == (unit is None)


def test_missing_name_is_doubted() -> None:
    _, draft = header("项目编码 | 1")
    assert "/project_name" in [item.pointer for item in draft.review]


def test_a_unit_behind_an_unknown_label_puts_the_missing_units_under_review() -> None:
    fields, draft = header("项目名称 | 甲\n牵头部门 | 清河县水务局 | 实施单位 | 供水站")
    assert (fields["supervising_unit"], fields["implementing_unit"]) == (None, "供水站")
    (item,) = [item for item in draft.review if item.pointer == "/supervising_unit"]
    assert "牵头部门" in item.reason and "清河县水务局" in item.reason
    assert "/implementing_unit" not in [one.pointer for one in draft.review]


def test_a_unit_that_is_not_printed_is_no_doubt() -> None:
    _, draft = header("项目名称 | 甲\n实施单位 | 供水站 | 立项时间 | 2月")
    assert "/supervising_unit" not in [item.pointer for item in draft.review]
