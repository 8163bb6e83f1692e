"""Grids as a stream of rows: nothing lost, nothing out of order, merged cells told to the rows they cover."""

import pytest

from extractor.geometry import Box
from extractor.grids.grid import GridCell
from extractor.provenance import Location
from extractor.readers.form_rows import overlap, place
from tests.readers.written import delimited, lines, rows, table, texts


def test_rows_of_all_grids_in_order() -> None:
    found = rows(lines("标题"), table("甲 | 乙\n丙 | 丁"), lines("附注", page=2))
    assert [row.texts for row in found] == [["标题"], ["甲", "乙"], ["丙", "丁"], ["附注"]]
    assert [row.page for row in found] == [1, 1, 1, 2]


def test_merged_cells_cover_the_rows_below() -> None:
    found = rows(table("产出指标 | 甲\n^ | 乙\n^ | \n效益指标 | 丙"))
    assert [texts(row.covering) for row in found] == [[], ["产出指标"], ["产出指标"], []]
    assert found[2].texts == []


def test_blank_rows_are_left_out_and_text_has_no_merged_cells() -> None:
    found = rows(delimited("甲 | 乙 | 丙\n\n丁 | 戊 | 己"))
    assert [row.texts for row in found] == [["甲", "乙", "丙"], ["丁", "戊", "己"]]
    assert all(row.covering == () for row in found)


def test_place_is_points_in_print_and_columns_elsewhere() -> None:
    cell = GridCell(row=0, column=2, column_span=3, text="甲", location=Location(page=1))
    assert place(cell) == (2, 5)
    printed = GridCell(row=0, column=2, text="甲", location=Location(page=1, box=Box(10, 0, 60, 20)))
    assert place(printed) == (10, 60)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (5, 25), 0.5),
        ((0, 100), (40, 50), 1.0),
        ((0, 10), (10, 20), 0.0),
        ((0, 10), (30, 40), 0.0),
        ((5, 5), (0, 10), 0.0),
    ],
)
def test_overlap_is_the_share_of_the_shorter(
    one: tuple[float, float], other: tuple[float, float], share: float
) -> None:
    assert overlap(one, other) == overlap(other, one) == share
