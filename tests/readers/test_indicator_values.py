"""The values of a row: joined targets, points, reasons, and what is odd about them."""

from dataclasses import replace

import pytest

from extractor.records.reading import FormReading
from tests.readers.written import HEAD, codes, column_of, delimited, read, reasons, table

HEADER = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
SPLIT = "一级指标 | 二级指标 | 三级指标 | 运算符 | 指标值 | 计量单位 | 实际完成值 | 分值 | 得分"


def form(rows: str, header: str = HEADER) -> FormReading:
    return read(table(f"{HEAD.strip()}\n{header}\n{rows}\n总分 | | | | | 100 | 99"))


@pytest.mark.parametrize(
    ("printed", "target"),
    [
        ("≥ | 95 | %", "≥95%"),
        ("= | 10 | 台", "=10台"),
        ("大于等于 | 95 | %", "≥95%"),
        (">= | 95 | %", "≥95%"),
        (" | 10 | 台", "10台"),
        ("≥ | ≥95 | %", "≥95%"),
        ("≥ | 95% | %", "≥95%"),
        ("定性 | 有所提高 | 无", "有所提高"),
        ("定性 | 良好 | 级", "良好"),
        ("≤ | 100 | ", "≤100"),
    ],
)
def test_target_in_three_columns_is_joined(printed: str, target: str) -> None:
    reading = form(f"产出指标 | 数量指标 | 甲 | {printed} | 10 | 20 | 20", SPLIT)
    assert reading.record.indicators[0].target == target


@pytest.mark.parametrize("sign", ["V", "2", "》", "Z", "二"])
def test_a_sign_that_compares_nothing_is_told(sign: str) -> None:
    reading = form(f"产出指标 | 数量指标 | 甲 | {sign} | 95 | % | 96% | 20 | 20", SPLIT)
    assert any(sign in reason for reason in reasons(reading, "/indicators/0/target"))


@pytest.mark.parametrize("sign", ["≥", "定性", "/", "无", "等于"])
def test_signs_and_kinds_of_targets_are_well(sign: str) -> None:
    reading = form(f"产出指标 | 数量指标 | 甲 | {sign} | 95 | % | 96% | 20 | 20", SPLIT)
    assert not reasons(reading, "/indicators/0/target")


def scanned(rows: str) -> FormReading:
    return read(table(f"{HEAD.strip()}\n{SPLIT}\n{rows}\n总分 | | | | | | | 100 | 99", source="ocr"))


def test_a_sign_lost_from_a_picture_is_told() -> None:
    rows = "产出指标 | 数量指标 | {} | {} | 95 | % | 96% | 20 | 20"
    reading = scanned("\n".join(rows.format(name, sign) for name, sign in (("甲", "≥"), ("乙", ""), ("丙", "≥"))))
    assert [bool(reasons(reading, f"/indicators/{index}/target")) for index in range(3)] == [False, True, False]


def test_a_joined_target_is_no_surer_than_its_sign() -> None:
    grid = table(f"{HEAD.strip()}\n{SPLIT}\n产出指标 | 数量指标 | 甲 | ≥ | 95 | % | 96% | 20 | 20", source="ocr")
    unsure = tuple(replace(one, confidence=0.4, second="2") if one.text == "≥" else one for one in grid.cells)
    reading = read(replace(grid, cells=unsure))
    assert reading.evidence["/indicators/0/target"].confidence == 0.4
    assert reading.evidence["/indicators/0/target"].alternatives == ["295%"]


def test_points_that_are_no_number_are_null_and_told() -> None:
    reading = form("产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | ####\n^ | 质量指标 | 乙 | 1 | 1 | 20 | 无")
    assert column_of(reading, "score") == [None, None]
    assert any("####" in reason for reason in reasons(reading, "/indicators/0/score"))
    assert any("无" in reason for reason in reasons(reading, "/indicators/1/score"))


def test_points_keep_their_digits() -> None:
    reading = form("产出指标 | 数量指标 | 甲 | 1 | 1 | 20.00 | 19.50分\n^ | 质量指标 | 乙 | 1 | 1 | 5 | —")
    assert column_of(reading, "weight") == ["20.00", "5"]
    assert column_of(reading, "score") == ["19.50", None]


def test_missing_values_are_told() -> None:
    reading = form("产出指标 | 数量指标 | 甲 | | | 20 | 20")
    assert reasons(reading, "/indicators/0/target") == ["没有读到年度指标值"]
    assert reasons(reading, "/indicators/0/actual") == ["没有读到实际完成值"]


@pytest.mark.parametrize(("printed", "reason"), [("无", None), ("—", None), ("", None), ("无偏差", "无偏差")])
def test_reason_that_says_nothing_is_null(printed: str, reason: str | None) -> None:
    reading = form(f"产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | 20 | {printed}")
    assert reading.record.indicators[0].deviation_reason == reason


def test_several_metrics_in_one_cell_are_noted() -> None:
    reading = form("产出指标 | 数量指标 | 甲数量；乙数量 | 1；2 | 1；2 | 20 | 20")
    assert codes(reading) == ["REA006"]
    assert reading.record.indicators[0].target == "1；2"


def test_extra_placeholder_without_labels_is_left_out_and_noted() -> None:
    reading = form("产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | 20\n | | 不适用 | | | | ")
    assert column_of(reading, "level3") == ["甲"]
    assert [(note.code, note.pointer) for note in reading.notes] == [("REA003", "/indicators/0")]
    nothing_else = form(" | | 不适用 | | | | ")
    assert [(note.code, note.pointer) for note in nothing_else.notes] == [("REA003", "/indicators")]


def test_missing_columns_are_noted() -> None:
    reading = form(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 20", "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值"
    )
    assert [note.message for note in reading.notes] == ["指标表没有印出“得分”“偏差原因分析及改进措施”列。"]
    assert reasons(reading, "/indicators") == ["指标得分列没有印出"]
    assert reading.record.indicators[0].score is None


TEXT = """
项目支出绩效自评表
项目名称\t档案数字化
项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t100\t120\t114\t10\t95\t9.5
预期目标\t实际完成情况
扫描\t已扫描
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t扫描页数\t≥10万页\t10万页\t30\t30\t
\t\t质量指标\t扫描合格率\t≥98%\t97%\t20\t19.80\t设备老化
效益指标\t社会效益指标\t查档人次\t≥500人次\t620人次\t30\t30\t
\t满意度指标\t服务对象满意度指标\t查档人满意度\t≥95%\t96%\t10\t10\t
总分\t\t\t\t\t100\t99.30
"""


def test_rows_shifted_in_text_are_put_back_and_noted() -> None:
    reading = read(delimited(TEXT))
    assert column_of(reading, "level2") == ["数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"]
    assert column_of(reading, "score") == ["30", "19.80", "30", "10"]
    assert [(note.code, note.pointer) for note in reading.notes] == [
        ("REA003", "/indicators/1"),
        ("REA003", "/indicators/3"),
    ]
    assert "向右错开了 1 列" in reading.notes[0].message


def test_evidence_of_a_label_is_where_it_is_printed() -> None:
    reading = read(delimited(TEXT))
    first, second = reading.evidence["/indicators/0/level1"], reading.evidence["/indicators/1/level1"]
    assert (second.line, second.columns, second.text) == (first.line, first.columns, "产出指标")
    assert second.confidence < first.confidence
    unprinted = read(delimited(TEXT.replace("产出指标\t", "\t")))
    assert unprinted.record.indicators[1].level1 == "产出指标"
    assert unprinted.evidence["/indicators/1/level1"].text == "质量指标"


def test_rows_fused_in_text_are_split_and_noted() -> None:
    fused = TEXT.replace("\t30\t30\t\n\t\t质量指标", "\t30\t30\t质量指标")
    reading = read(delimited(fused))
    assert column_of(reading, "level3") == ["扫描页数", "扫描合格率", "查档人次", "查档人满意度"]
    assert column_of(reading, "weight") == ["30", "20", "30", "10"]
    assert [note.pointer for note in reading.notes if note.code == "REA005"] == ["/indicators/0", "/indicators/1"]
    assert reading.evidence["/indicators/1/score"].confidence < 0.9


def test_drifted_label_is_repaired_and_noted() -> None:
    drifted = (
        TEXT.replace("产出指标\t数", "产出指标(50分)\t数")
        .replace("效益指标\t社会", "\t")
        .replace("\t满意度指标\t服务", "效益指标(30分)\t社会效益指标\t走访次数\t1\t1\t0\t0\t\n满意度指标(10分)\t服务")
    )
    reading = read(delimited(drifted))
    assert column_of(reading, "level1") == ["产出指标", "产出指标", "效益指标", "效益指标", "满意度指标"]
    assert [note.pointer for note in reading.notes if note.code == "REA004"] == ["/indicators/2/level2"]
    assert reading.evidence["/indicators/2/level2"].confidence == 0.8


def test_a_label_that_strayed_puts_both_levels_of_its_row_under_review() -> None:
    rows = """
产出指标 | 数量指标 | 甲 | 1 | 1 | 50 | 50
效益指标 | 质量指标 | 乙 | 1 | 1 | 10 | 10
 | 社会效益指标 | 丙 | 1 | 1 | 30 | 29
"""
    reading = form(rows.strip("\n"))
    second = reading.record.indicators[1]
    assert (second.level1, second.level2) == ("产出指标", "质量指标")
    marked = {item.pointer for item in reading.review}
    assert {"/indicators/1/level1", "/indicators/1/level2"} <= marked
    assert "REA004" in codes(reading)
