"""What every form prints and a picture did not yield is told; a digital document just does not print it."""

from tests.readers.written import read, reasons, table

FORM = """
项目支出绩效自评表 | < | < | < | < | < | < | <
项目名称 | 排水设施养护 | < | < | < | < | < | <
{units} | < | < | < | < | < | <
项目资金 | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | 100 | {budget} | 90 | 10 | 90 | 9
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 甲 | 1 | 1 | 90 | 90 |
总分 | < | < | < | < | 100 | {total} |
"""


def test_lost_values_of_a_picture_are_told() -> None:
    text = FORM.format(units="主管部门 | 水务局", budget="", total="99")
    scan, digital = read(table(text, source="ocr")), read(table(text))
    for pointer in ("/implementing_unit", "/funds/0/annual_budget"):
        assert reasons(scan, pointer), pointer
        assert not reasons(digital, pointer), pointer
    assert not reasons(scan, "/supervising_unit") and not reasons(scan, "/funds/0/executed")


def test_full_marks_are_round() -> None:
    odd = FORM.format(units="实施单位 | 甲局", budget="100", total="99").replace("| 100 | 99 |", "| 99.32 | |")
    assert reasons(read(table(odd, source="ocr")), "/total_weight")


def test_rows_read_across_cells_are_told() -> None:
    rows = "产出指标 | 数量指标 | 甲 | 120项120项 | 1 | 90 | 90 | 5\n^ | 质量指标 | 总分总分 | 2 | 2 | | 0 |"
    text = FORM.format(units="实施单位 | 甲局", budget="100", total="99").replace(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 90 | 90 |", rows
    )
    scan = read(table(text, source="ocr"))
    for pointer in (
        "/indicators/0/deviation_reason",
        "/indicators/0/target",
        "/indicators/1/weight",
        "/indicators/1/level3",
    ):
        assert reasons(scan, pointer), pointer
    assert not reasons(scan, "/indicators/0/weight") and not reasons(scan, "/indicators/1/target")
