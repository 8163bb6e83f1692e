"""Cells of an indicator row to the columns of its header, when their places cannot be trusted."""

import pytest

from extractor.grids.grid import GridCell
from extractor.provenance import Location
from extractor.readers.row_alignment import Alignment, Column, align_row, kind_price, split_fused
from extractor.readers.vocabulary import IndicatorColumn

STANDARD = "level1 level2 level3 target actual weight score deviation_reason"
WEIGHT_FIRST = "level1 level2 level3 weight target actual score deviation_reason"
SCORES_FIRST = "level1 level2 level3 weight score target actual deviation_reason"
SPLIT = "level1 level2 level3 operator target unit actual weight score deviation_reason"


def columns(names: str) -> list[Column]:
    return [
        Column(name=name, place=(float(at), float(at + 1)))  # type: ignore[arg-type]
        for at, name in enumerate(names.split())
    ]


def cells(row: str, *, shift: int = 0) -> list[GridCell]:
    """Cells between bars; blank ones only take their place."""
    return [
        GridCell(row=0, column=at + shift, text=text.strip(), location=Location(page=1))
        for at, text in enumerate(row.split("|"))
        if text.strip()
    ]


def texts(found: Alignment) -> dict[IndicatorColumn, str]:
    return {name: cell.text for name, cell in found.cells.items()}


def aligned(row: str, names: str = STANDARD, *, shift: int = 0, trusted: bool = False) -> dict[IndicatorColumn, str]:
    found = align_row(cells(row, shift=shift), columns(names), aligned=trusted)
    assert found.unassigned == ()
    return texts(found)


@pytest.mark.parametrize("shift", [-3, -2, -1, 0, 1, 2, 3])
def test_shifted_rows_are_put_back(shift: int) -> None:
    row = "产出指标 | 数量指标 | 扫描页数 | ≥10万页 | 10万页 | 20 | 19.5 | 设备老化"
    assert list(aligned(row, shift=shift).values()) == [
        "设备老化",
        "19.5",
        "20",
        "10万页",
        "≥10万页",
        "扫描页数",
        "数量指标",
        "产出指标",
    ]


def test_row_without_labels_and_reason_keeps_its_values() -> None:
    found = aligned("扫描页数 | ≥10万页 | 10万页 | 20 | 20", shift=1)
    assert found == {
        "level3": "扫描页数",
        "target": "≥10万页",
        "actual": "10万页",
        "weight": "20",
        "score": "20",
    }


def test_plain_numbers_as_target_and_actual() -> None:
    found = aligned("质量指标 | 扫描页数 | 100 | 98 | 10 | 9.8")
    assert (found["target"], found["actual"], found["weight"], found["score"]) == ("100", "98", "10", "9.8")


@pytest.mark.parametrize(
    ("names", "row"),
    [
        (WEIGHT_FIRST, "数量指标 | 扫描页数 | 20 | ≥10万页 | 10万页 | 19 | 设备老化"),
        (SCORES_FIRST, "数量指标 | 扫描页数 | 20 | 19 | ≥10万页 | 10万页 | 设备老化"),
    ],
)
def test_points_before_the_target(names: str, row: str) -> None:
    assert aligned(row, names, shift=2) == {
        "level2": "数量指标",
        "level3": "扫描页数",
        "weight": "20",
        "score": "19",
        "target": "≥10万页",
        "actual": "10万页",
        "deviation_reason": "设备老化",
    }


def test_target_in_three_columns() -> None:
    found = aligned("数量指标 | 扫描页数 | ≥ | 10 | 万页 | 10万页 | 20 | 19", SPLIT, shift=1)
    assert (found["operator"], found["target"], found["unit"], found["actual"]) == ("≥", "10", "万页", "10万页")


def test_qualitative_target_beside_an_operator_column() -> None:
    found = aligned("效益指标 | 社会效益指标 | 档案利用 | 定性 | 有所提高 | 有所提高 | 20 | 19", SPLIT)
    assert (found["operator"], found["target"], found["actual"]) == ("定性", "有所提高", "有所提高")
    assert "unit" not in found


def test_not_applicable_row() -> None:
    assert aligned("生态效益指标 | 不适用 | 0 | 0", shift=1)["weight"] == "0"
    found = aligned("其他满意度指标 | 不适用 | 不适用 | 不适用 | 5 | 5")
    assert (found["level3"], found["target"], found["actual"]) == ("不适用",) * 3
    assert (found["weight"], found["score"]) == ("5", "5")


def test_hashes_stand_for_the_score() -> None:
    found = aligned("数量指标 | 扫描页数 | ≥10万页 | 10万页 | 20 | ####")
    assert (found["weight"], found["score"]) == ("20", "####")


def test_level_label_never_becomes_a_value() -> None:
    found = align_row(cells("质量指标 | 20 | 20"), columns(STANDARD), aligned=False)
    assert texts(found)["level2"] == "质量指标"


def test_order_is_kept_and_nothing_is_used_twice() -> None:
    own = cells("产出指标 | 数量指标 | 甲 | 乙 | 丙 | 丁 | 戊 | 20 | 19 | 己 | 庚")
    found = align_row(own, columns(STANDARD), aligned=False)
    assert len(found.cells) + len(found.unassigned) == len(own)
    used = [found.cells[name.name].column for name in columns(STANDARD) if name.name in found.cells]
    assert used == sorted(set(used))


def test_nothing_to_align() -> None:
    assert align_row([], columns(STANDARD), aligned=True).cells == {}
    assert len(align_row(cells("甲"), [], aligned=True).unassigned) == 1


def test_moved_cells_are_counted() -> None:
    row = "产出指标 | 数量指标 | 扫描页数 | ≥10万页 | 10万页 | 20 | 19"
    assert align_row(cells(row), columns(STANDARD), aligned=False).moved == 0
    assert align_row(cells(row, shift=1), columns(STANDARD), aligned=False).moved == 7


@pytest.mark.parametrize(
    ("text", "column", "fits"),
    [
        ("10", "weight", True),
        ("10分", "weight", True),
        ("95%", "weight", False),
        ("良好", "score", False),
        ("扫描页数", "level3", True),
        ("≥95%", "level3", False),
        ("质量指标", "target", False),
        ("质量指标", "level2", True),
        ("万页", "unit", True),
        ("10万页", "unit", False),
        ("≥", "operator", True),
        ("提高", "operator", False),
    ],
)
def test_kinds(text: str, column: IndicatorColumn, fits: bool) -> None:
    assert (kind_price(text, column) < 3.0) is fits


def test_two_and_three_rows_in_one_line_are_split() -> None:
    one = "数量指标 | 扫描页数 | ≥10万页 | 10万页 | 20 | 19"
    two = "质量指标 | 合格率 | ≥98% | 97% | 10 | 9 | 设备老化"
    three = "时效指标 | 及时率 | 100% | 100% | 10 | 10"
    found = split_fused(cells(" | ".join((one, two, three))), columns(STANDARD))
    assert [texts(row)["level3"] for row in found] == ["扫描页数", "合格率", "及时率"]
    assert [texts(row)["score"] for row in found] == ["19", "9", "10"]
    assert [texts(row).get("deviation_reason") for row in found] == [None, "设备老化", None]


def test_line_that_is_no_sum_of_rows_is_not_split() -> None:
    assert split_fused(cells("甲 | 乙 | 丙 | 丁 | 戊 | 己 | 庚 | 辛 | 壬"), columns(STANDARD)) == []
