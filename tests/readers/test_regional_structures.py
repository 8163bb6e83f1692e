"""Structures that the regional layouts taught: read right in tables and in text with tabs, or under review."""

from pathlib import Path
from unicodedata import normalize

import pytest

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.read_back import value_differences
from evals.forms.regional_layouts import REGIONAL
from extractor.grids.grid import Grid
from extractor.pipeline import read_document
from extractor.readers.standard_headings import standard_headings
from extractor.settings import load_settings
from tests.readers.written import FORM, HEAD, INDICATORS, delimited, forms, read, reasons, table

SAMPLES = load_records("provinces")


@pytest.mark.parametrize("kind", ["xlsx", "docx", "txt"])
@pytest.mark.parametrize("name", REGIONAL)
def test_a_structure_is_read_or_marked(tmp_path: Path, name: str, kind: str) -> None:
    sample = SAMPLES[list(REGIONAL).index(name) % len(SAMPLES)]
    path = tmp_path / f"form.{kind}"
    (form,) = make_document(path, [(sample, REGIONAL[name])], Recipe(format=kind)).forms
    (reading,) = read_document(path, load_settings()).readings
    wrong = [one for one in value_differences(form, reading.record) if _differs(one.expected, one.read)]
    marked = [item.pointer for item in reading.review]
    silent = [one for one in wrong if not any(one.pointer.startswith(pointer) for pointer in marked)]
    assert not silent, silent
    assert len(wrong) <= 5, wrong


def _differs(expected: str | None, found: str | None) -> bool:
    return normalize("NFKC", expected or "") != normalize("NFKC", found or "")


def test_first_row_of_the_funds_is_the_total_whatever_it_is_called() -> None:
    reading = read(table(FORM.replace("年度资金总额", "所有钱款")))
    assert [line.source for line in reading.record.funds] == ["total", "fiscal"]
    assert any("所有钱款" in reason for reason in reasons(reading, "/funds/0"))


def test_budgets_below_a_heading_that_groups_them() -> None:
    head = HEAD.replace(
        "项目资金（万元） | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
        "项目资金（万元） | < | 预算数 | < | 决算支出 | 分值 | 执行率 | 得分\n^ | ^ | 年初 | 调整后 | ^ | ^ | ^ | ^",
    )
    (total, _) = read(*_standard(table(head.rstrip("\n") + INDICATORS))).record.funds
    assert (total.initial_budget, total.annual_budget, total.executed, total.weight) == (
        "100.00",
        "120.00",
        "114.00",
        "10",
    )


def test_sources_head_the_columns_beside_a_corner_that_reads_like_an_amount() -> None:
    head = """
项目支出绩效自评表 | < | < | < | < | < | < | <
项目名称 | 档案数字化 | < | < | 年度 | 2023 | < | <
预算金额（万元） | < | 总额 | < | 财政拨款 | < | 其他资金 | <
全年预算 | < | 120.00 | < | 100.00 | < | 20.00 | <
全年支出 | < | 114.00 | < | 100.00 | < | 14.00 | <
"""
    funds = read(table(head.rstrip("\n") + INDICATORS)).record.funds
    assert [(line.source, line.annual_budget, line.executed) for line in funds] == [
        ("total", "120.00", "114.00"),
        ("fiscal", "100.00", "100.00"),
        ("other", "20.00", "14.00"),
    ]


def test_an_amount_without_a_label_of_its_own_is_told() -> None:
    head = "项目支出绩效自评表 | < | < | < | < | < | < | <\n项目名称 | 甲 | < | < | 年度 | 2023 | < | <\n"
    reading = read(table(head + "年初预算数 | 100 | < | 90 | < | < | < | <" + INDICATORS))
    assert any("90" in reason for reason in reasons(reading, "/funds"))


def test_an_unknown_source_below_the_total_is_told() -> None:
    funds = HEAD[HEAD.index("项目资金") : HEAD.index("年度总体")]
    rest = funds + "^ | 神秘款项 | 0 | 0 | 0 | — | — | —\n"
    reading = read(table(FORM.replace(funds, "") + rest))
    assert [line.source for line in reading.record.funds] == ["total", "fiscal"]
    assert any("神秘款项" in reason for reason in reasons(reading, "/funds"))


def test_goals_behind_a_label_merged_over_both_sides() -> None:
    goals = "目标 | 设定目标 | 扫描10万页 | < | < | < | < | <\n^ | 达成情况 | 已扫描10万页 | < | < | < | < | <"
    head = HEAD[: HEAD.index("年度总体目标")] + goals
    record = read(table(head + INDICATORS)).record
    assert (record.goals.expected, record.goals.actual) == ("扫描10万页", "已扫描10万页")


def test_remarks_are_reasons_where_they_speak_of_them_and_no_column_is_named_so() -> None:
    form = FORM.replace("偏差原因分析及改进措施", "备注").replace("| 无", "|")
    told = read(table(form.replace("设备老化", "由于设备老化"))).record
    assert told.indicators[1].deviation_reason == "由于设备老化，将更新"
    other = form.replace("设备老化，将更新", "见附件")
    assert read(table(other)).record.indicators[1].deviation_reason is None


@pytest.mark.parametrize("blanks", [True, False])
def test_headings_in_two_lines_of_text(blanks: bool) -> None:
    first = ["一级指标", "二级指标", "三级指标", "指标值", "", "完成情况", "", "分值", "得分", "原因及措施"]
    second = ["", "", "", "年初指标值", "调整值", "年末完成值", "偏离度"]
    value = ["产出指标", "数量指标", "扫描页数", "≥10万页", "≥9万页", "11万页", "无偏离", "30", "30"]
    lines = [[cell for cell in line if cell or blanks] for line in (first, second)]
    text = "\n".join("\t".join(line) for line in (["项目支出绩效自评表"], *lines, *[value] * 3))
    (one, *_) = read(*_standard(delimited(text))).record.indicators
    assert (one.level3, one.target, one.actual, one.weight) == ("扫描页数", "≥10万页", "11万页", "30")


def _standard(*grids: Grid) -> list[Grid]:
    return list(standard_headings(grids))


def test_figures_further_below_the_total_are_no_source_of_funds() -> None:
    title, *rest = HEAD.strip("\n").splitlines()
    header, funds, goals = rest[:2], rest[2:5], rest[5:]
    total = "总分 | < | < | < | < | 100 | < | 99.80"
    own = "自有资金 | < | 20.00 | 20.00 | 20.00 | — | 100% | —"
    other = "填表人 | 张某 | < | < | < | < | < | <\n上年同期 | < | 90.00 | 95.00 | 80.00 | — | 84% | —"
    form = "\n".join([title, *header, *goals, INDICATORS.strip("\n"), total, *funds, own, other])
    assert [line.source for line in read(table(form)).record.funds] == ["total", "fiscal", "own_funds"]
    (segment,) = forms(table(form))
    assert not any("上年同期" in row.texts for row in segment.rows)


def test_a_row_of_text_with_fewer_cells_than_the_header_beside_an_unread_column_is_doubted() -> None:
    heading = INDICATORS.strip("\n").splitlines()[0].replace("| 分值", "| 评价标准 | 分值")
    full = "产出指标 | 数量指标 | 扫描页数 | ≥10万页 | 10万页 | 按比例得分 | 30 | 30 | 无"
    short = "产出指标 | 质量指标 | 扫描合格率 | ≥98% | 97% | 20 | 19.80 | 设备老化"
    text = "\n".join((HEAD.strip("\n"), heading, full, short)).replace(" | ", "\t")
    reading = read(delimited(text))
    assert not any("格数比表头少" in reason for reason in reasons(reading, "/indicators/0"))
    assert any("格数比表头少" in reason for reason in reasons(reading, "/indicators/1")), reading.review
