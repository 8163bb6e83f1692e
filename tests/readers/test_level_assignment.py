"""Level labels of every row, also where they are printed beside the wrong one."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.readers.level_assignment import assign_levels, level_points
from extractor.readers.level_labels import level_label
from extractor.readers.level_segmentation import LabelledRow


def row(weight: str, level2: str = "", level1: str = "", *, name: str = "甲", bound: int | None = None) -> LabelledRow:
    return LabelledRow(
        weight=Decimal(weight),
        level1=level_label(level1, 1) if level1 else None,
        level2=level_label(level2, 2) if level2 else None,
        name=name,
        bound=bound,
        level1_bound=bound is not None,
    )


def level2_of(rows: Sequence[LabelledRow]) -> list[str | None]:
    return [one.level2 for one in assign_levels(rows)]


def level1_of(rows: Sequence[LabelledRow]) -> list[str | None]:
    return [one.level1 for one in assign_levels(rows)]


def test_labels_at_the_first_row_of_their_groups() -> None:
    rows = [
        row("10", "数量指标", "产出指标(50分)"),
        row("10"),
        row("30", "质量指标"),
        row("20", "社会效益指标", "效益指标(30分)"),
        row("10", "可持续影响指标"),
    ]
    found = assign_levels(rows)
    assert [one.level2 for one in found] == ["数量指标", "数量指标", "质量指标", "社会效益指标", "可持续影响指标"]
    assert [one.level1 for one in found] == ["产出指标"] * 3 + ["效益指标"] * 2
    assert not any(one.repaired or one.also for one in found)
    assert level_points(rows) == {"产出指标": "50", "效益指标": "30"}


def test_labels_repeated_in_every_row() -> None:
    rows = [row("10", "数量指标", "产出指标"), row("10", "数量指标", "产出指标"), row("10", "质量指标", "产出指标")]
    assert level2_of(rows) == ["数量指标", "数量指标", "质量指标"]


def test_labels_at_the_middle_row_of_their_groups() -> None:
    rows = [
        row("10"),
        row("10", "数量指标"),
        row("10"),
        row("5"),
        row("10", "质量指标", "产出指标(50分)"),
        row("5"),
        row("10"),
        row("10", "社会效益指标", "效益指标(30分)"),
        row("10"),
    ]
    assert level2_of(rows) == ["数量指标"] * 3 + ["质量指标"] * 3 + ["社会效益指标"] * 3
    assert level1_of(rows) == ["产出指标"] * 6 + ["效益指标"] * 3


def test_drifted_label_is_repaired_by_the_printed_points() -> None:
    # 社会效益指标 stands one row too low: 产出 would have 60 points instead of 50
    rows = [
        row("20", "数量指标", "产出指标(50分)"),
        row("30", "质量指标"),
        row("10", name="查档人次"),
        row("20", "社会效益指标", "效益指标(30分)"),
        row("10", "服务对象满意度指标", "满意度指标(10分)"),
    ]
    found = assign_levels(rows)
    assert [one.level2 for one in found] == [
        "数量指标",
        "质量指标",
        "社会效益指标",
        "社会效益指标",
        "服务对象满意度指标",
    ]
    assert [one.repaired for one in found] == [False, False, True, False, False]
    assert found[2].level1 == "效益指标"


def test_merged_cell_is_never_cut() -> None:
    rows = [row("10", "数量指标", "产出指标", bound=1), row("10", "数量指标", "产出指标", bound=1)]
    rows += [row("10", "质量指标", "产出指标", bound=2), row("10", "质量指标", "产出指标", bound=2)]
    assert level2_of(rows) == ["数量指标"] * 2 + ["质量指标"] * 2


def test_level1_follows_from_level2_where_it_is_not_printed() -> None:
    rows = [row("10", "质量指标"), row("10", "生态效益指标"), row("10", "服务对象满意度指标")]
    assert level1_of(rows) == ["产出指标", "效益指标", "满意度指标"]


def test_cost_is_a_level2_of_outputs_unless_it_is_a_level1() -> None:
    rows = [row("10", "数量指标", "产出指标"), row("10", "成本指标"), row("10", "社会效益指标", "效益指标")]
    assert level1_of(rows) == ["产出指标", "产出指标", "效益指标"]
    newer = [row("20", "经济成本指标", "成本指标(20分)"), row("40", "数量指标", "产出指标(40分)")]
    assert level1_of(newer) == ["成本指标", "产出指标"]


def test_only_level1_labels() -> None:
    found = assign_levels([row("10"), row("10", level1="产出指标"), row("10", level1="效益指标"), row("10")])
    assert [(one.level1, one.level2) for one in found] == [
        ("产出指标", None),
        ("产出指标", None),
        ("效益指标", None),
        ("效益指标", None),
    ]


def test_no_labels_at_all() -> None:
    assert [(one.level1, one.level2) for one in assign_levels([row("10"), row("20")])] == [(None, None)] * 2


def test_printed_form_of_a_label_is_kept() -> None:
    rows = [row("10", "数量", "产出"), row("10", "服务对象满意度", "满意度")]
    found = assign_levels(rows)
    assert [(one.level1, one.level2) for one in found] == [("产出", "数量"), ("满意度", "服务对象满意度")]


def test_two_cuts_as_good_are_both_told() -> None:
    # labels centred in groups of even size: the row between may belong to either
    rows = [row("10"), row("10", "数量指标"), row("10"), row("10"), row("10", "质量指标"), row("10")]
    found = assign_levels(rows)
    undecided = [one for one in found if one.also is not None]
    assert all(one.also in ("数量指标", "质量指标") and one.also != one.level2 for one in undecided)
    assert undecided
