"""A whole form: rows routed to their blocks, the total in all its shapes, what is missing told and weighed."""

import pytest

from extractor.readers.form_reader import read_form
from extractor.records.evaluation import Evaluation, FundLine, Goals, Indicator
from extractor.records.reading import FormReading
from tests.readers.written import (
    FORM,
    HEAD,
    INDICATORS,
    codes,
    column_of,
    delimited,
    forms,
    lines,
    read,
    reasons,
    table,
)

RECORD = Evaluation(
    project_code=None,
    project_name="档案数字化",
    year=2023,
    implementing_unit="市档案馆",
    supervising_unit="市档案局",
    funds_unit="万元",
    funds=[
        FundLine(
            source="total",
            initial_budget="100.00",
            annual_budget="120.00",
            executed="114.00",
            weight="10",
            execution_rate="95",
            score="9.50",
        ),
        FundLine(
            source="fiscal",
            initial_budget="100.00",
            annual_budget="120.00",
            executed="114.00",
            execution_rate="95",
        ),
    ],
    goals=Goals(expected="完成档案扫描10万页", actual="已扫描10万页"),
    indicators=[
        Indicator(
            level1=level1,
            level2=level2,
            level3=level3,
            target=target,
            actual=actual,
            weight=weight,
            score=score,
            deviation_reason=reason,
        )
        for level1, level2, level3, target, actual, weight, score, reason in (
            ("产出指标", "数量指标", "扫描页数", "≥10万页", "10万页", "30", "30", None),
            ("产出指标", "质量指标", "扫描合格率", "≥98%", "97%", "20", "19.80", "设备老化，将更新"),
            ("效益指标", "社会效益指标", "查档人次", "≥500人次", "620人次", "30", "30", None),
            ("满意度指标", "服务对象满意度指标", "查档人满意度", "≥95%", "96%", "10", "10", None),
        )
    ],
    total_weight="100",
    total_score="99.30",
)


def test_form_in_which_nothing_is_odd() -> None:
    reading = read(table(FORM))
    assert reading.record == RECORD
    assert reading.form_title == "项目支出绩效自评表"
    assert reading.review == []
    assert reading.notes == []


def test_form_over_two_pages_with_its_header_repeated() -> None:
    head, _, rows = INDICATORS.strip("\n").partition("\n")
    first, rest = rows.split("\n", 1)
    reading = read(
        table(f"{HEAD.strip()}\n{head}\n{first}"), table(f"{head}\n{rest.replace('^', '产出指标', 1)}", page=2)
    )
    assert reading.record == RECORD
    assert reading.evidence["/indicators/0/target"].page == 1
    assert reading.evidence["/indicators/3/target"].page == 2


def test_what_stands_behind_the_total_is_not_read() -> None:
    after = "\n存在问题 | 质量指标 | 甲 | 1 | 1 | 20 | 20 | 乙\n注：得分不超过分值。"
    assert read(table(FORM.rstrip() + after), lines("总分 50")).record == RECORD


def total(row: str, *, header: str | None = None) -> FormReading:
    head = INDICATORS.strip("\n") if header is None else INDICATORS.replace(INDICATORS.strip().splitlines()[0], header)
    rows = head.strip("\n").splitlines()[:-1]
    return read(table("\n".join((HEAD.strip(), *rows, row))))


@pytest.mark.parametrize(
    ("row", "weight", "score"),
    [
        ("总分 | < | < | < | < | 100 | 99.30 | ", "100", "99.30"),
        ("合计 | | | | | 100分 | 99.30分 | ", "100", "99.30"),
        ("总计 | < | < | < | < | | 99.30 | ", None, "99.30"),
        ("总 分 | < | < | < | < | 100 | ", "100", None),
        ("自评总分 | 99.30 | < | < | < | < | < | <", None, "99.30"),
        ("总分 | 100 | 99.30", "100", "99.30"),
        ("总分 | < | < | < | < | 100 | #### | ", "100", None),
        ("年度绩效指标 | 总分 | < | < | < | 100 | 99.30 | ", "100", "99.30"),
        ("总分 | < | < | < | < | — | 99.30 | —", None, "99.30"),
        ("总分 | < | < | < | < | 100 | 优 | ", "100", None),
    ],
)
def test_totals(row: str, weight: str | None, score: str | None) -> None:
    reading = total(row)
    assert (reading.record.total_weight, reading.record.total_score) == (weight, score)
    assert (reasons(reading, "/total_score") == []) == (score is not None and row.count("99.30 | <") == 0)
    assert len(reading.record.indicators) == 4


def test_hashes_in_the_total_are_told() -> None:
    reading = total("总分 | < | < | < | < | 100 | ######## | ")
    assert reasons(reading, "/total_score") == ["总分印的是“####”，读不出数字"]
    assert "/total_score" not in reading.evidence


def test_total_in_text() -> None:
    text = """
项目支出绩效自评表
项目名称 | 甲 | 年度 | 2023
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 乙 | 1 | 1 | 100 | 98
总分 | 100 | 98
"""
    reading = read(delimited(text))
    assert (reading.record.total_weight, reading.record.total_score) == ("100", "98")


def test_missing_total_and_funds_and_indicators_are_told() -> None:
    header = INDICATORS.strip().splitlines()[0]
    reading = read(table(f"项目支出绩效自评表\n项目名称 | 甲\n{header}"))
    pointers = {item.pointer for item in reading.review}
    assert {"/funds", "/indicators", "/total_score"} <= pointers
    assert reading.record.indicators == []


def test_columns_cut_at_the_right() -> None:
    cut = "\n".join(" | ".join(line.split(" | ")[:6]) for line in FORM.strip("\n").splitlines())
    reading = read(table(cut))
    assert column_of(reading, "weight") == ["30", "20", "30", "10"]
    assert column_of(reading, "score") == [None] * 4
    assert reading.record.funds[0].score is None
    assert codes(reading).count("REA002") == 2
    assert "/indicators" in [item.pointer for item in reading.review]


def test_review_is_ordered_by_the_points_at_stake() -> None:
    odd = FORM.replace("≥10万页 | 10万页", " | ").replace("96%", "").replace("99.30", "####")
    reading = read(table(odd))
    stakes = [(item.pointer, item.points_at_stake) for item in reading.review]
    assert stakes == [
        ("/total_score", "100"),
        ("/indicators/0/target", "30"),
        ("/indicators/0/actual", "30"),
        ("/indicators/3/actual", "10"),
    ]


def test_review_points_weigh_the_execution_by_its_weight() -> None:
    reading = read(table(FORM.replace("114.00 | 10 ", "待定 | 10 ")))
    (item,) = [one for one in reading.review if one.pointer == "/funds/0/executed"]
    assert item.points_at_stake == "10"


def test_evidence_names_the_cell_of_every_value() -> None:
    reading = read(table(FORM))
    for pointer, cell, text in (
        ("/project_name", "R2C2", "档案数字化"),
        ("/year", "R2C6", "2023"),
        ("/funds_unit", "R4C1", "项目资金（万元）"),
        ("/funds/0/executed", "R5C5", "114.00"),
        ("/goals/actual", "R8C5", "已扫描10万页"),
        ("/indicators/1/level1", "R10C1", "产出指标"),
        ("/indicators/1/score", "R11C7", "19.80"),
        ("/total_score", "R14C7", "99.30"),
    ):
        assert (reading.evidence[pointer].cell, reading.evidence[pointer].text) == (cell, text)
        assert reading.evidence[pointer].confidence == 0.999


def test_bands_and_problem_rows_do_not_disturb() -> None:
    banded = FORM.replace("年度总体目标 |", "项目目标完成情况 | < | < | < | < | < | < | <\n年度总体目标 |")
    banded = banded.replace("项目资金（万元）", "资金使用情况 | < | < | < | < | < | < | <\n项目资金（万元）")
    assert read(table(banded)).record == RECORD


def test_two_forms_are_read_apart() -> None:
    other = FORM.replace("档案数字化", "库房维修").replace("99.30", "88.00")
    found = [read_form(segment).record for segment in forms(table(FORM), table(other))]
    assert [(one.project_name, one.total_score) for one in found] == [("档案数字化", "99.30"), ("库房维修", "88.00")]
    assert found[0] == RECORD
