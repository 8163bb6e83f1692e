"""Rows cut into the groups of their labels: whole, in order, closed where printed points tell."""

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.level_labels import LevelLabel
from extractor.readers.level_segmentation import LabelGroup, LabelledRow, segment

LABELS = [
    LevelLabel(name, name, None) for name in ("数量指标", "质量指标", "时效指标", "社会效益指标", "可持续影响指标")
]


def cut(weights: Sequence[int], labels_at: Sequence[int], required: dict[int, int] | None = None) -> list[int]:
    """The first rows of the groups whose labels are printed beside rows `labels_at`."""
    rows = [LabelledRow(weight=Decimal(weight), level1=None, level2=None, name="甲") for weight in weights]
    groups = [LabelGroup(label=LABELS[j % 5], first=at, last=at) for j, at in enumerate(labels_at)]
    best, others = segment(rows, groups, {j: Decimal(weight) for j, weight in (required or {}).items()})
    for starts in (best, *others):
        assert starts[0] == 0
        assert list(starts) == sorted(set(starts))
        assert len(starts) == len(groups)
        assert all(start < len(rows) for start in starts)
    return list(best)


def test_labels_at_the_top_are_taken_as_printed() -> None:
    assert cut([10, 10, 30, 20], [0, 2, 3]) == [0, 2, 3]


def test_labels_in_the_middle() -> None:
    assert cut([10] * 9, [1, 4, 7]) == [0, 3, 6]
    assert cut([10] * 5, [2]) == [0]


def test_points_move_a_boundary() -> None:
    assert cut([20, 30, 10, 20], [0, 1, 3], {2: 50}) == [0, 1, 2]
    assert cut([20, 30, 10, 20], [0, 1, 3], {2: 60}) == [0, 1, 3]


def test_points_do_not_cut_a_merged_cell() -> None:
    rows = [
        LabelledRow(weight=Decimal(weight), level1=None, level2=None, name="甲", bound=bound)
        for weight, bound in ((20, 1), (30, 1), (10, 2), (20, 2))
    ]
    groups = [LabelGroup(label=LABELS[0], first=0, last=1), LabelGroup(label=LABELS[3], first=2, last=3)]
    assert segment(rows, groups, {1: Decimal(20)})[0] == (0, 2)


def test_points_that_never_close_leave_the_labels_where_they_are() -> None:
    assert cut([20, 30, 10, 20], [0, 1, 3], {2: 77}) == [0, 1, 3]


@given(st.data())
def test_groups_are_whole_and_in_printed_order(data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(0, 30), min_size=1, max_size=12))
    places = st.sets(st.integers(0, len(weights) - 1), min_size=1)
    labels_at = sorted(data.draw(places))
    required = data.draw(st.dictionaries(st.integers(1, 12), st.integers(0, 100), max_size=3))
    cut(weights, labels_at, {j: weight for j, weight in required.items() if j < len(labels_at)})
