"""Rulings to edges: what is drawn in pieces or twice is one line; what does not touch is another table."""

from extractor.grids.edges import Edge, EdgeSet, edges_to_tables, rulings_to_edges
from extractor.pages.page import Ruling
from tests.grids.printed import SETTINGS, across, down, ruled


def edges(*rulings: Ruling) -> EdgeSet:
    return rulings_to_edges(rulings, SETTINGS)


def test_broken_line_is_one_up_to_the_gap_allowed() -> None:
    found = edges(across(50, 10, 60), across(50, 60 + SETTINGS.join, 100), across(50, 110, 150))
    assert found.horizontal == (Edge(50, 10, 100), Edge(50, 110, 150))
    assert found.vertical == ()


def test_dashes_of_a_dashed_line_are_joined_before_short_ones_are_dropped() -> None:
    dashes = [down(20, y, y + 2) for y in range(100, 160, 4)]
    assert edges(*dashes).vertical == (Edge(20, 100, 158),)
    assert edges(down(20, 100, 102), down(20, 300, 303)).vertical == ()


def test_double_line_is_one_between_the_two() -> None:
    (edge,) = edges(across(50, 10, 100), across(52, 12, 98)).horizontal
    assert edge == Edge(51, 10, 100)


def test_parallel_lines_further_apart_stay_two() -> None:
    found = edges(across(50, 10, 100), across(50 + 2 * SETTINGS.snap, 10, 100))
    assert len(found.horizontal) == 2


def test_many_near_lines_do_not_flow_into_one() -> None:
    found = edges(*(across(50 + step * 2, 10, 100) for step in range(10)))
    assert len(found.horizontal) >= 4


def test_leaning_line_counts_at_its_middle() -> None:
    assert edges(Ruling(10, 50, 100, 51)).horizontal == (Edge(50.5, 10, 100),)


def test_tables_apart_are_told_apart_from_top_to_bottom() -> None:
    lower, upper = ruled([10, 50, 100], [300, 320, 340]), ruled([10, 80], [50, 70])
    tables = edges_to_tables(edges(*lower, *upper), SETTINGS)
    assert [len(table.horizontal) for table in tables] == [2, 3]


def test_lines_that_enclose_nothing_are_no_table() -> None:
    underline, frame_side = across(50, 10, 100), down(200, 10, 700)
    assert edges_to_tables(edges(underline, frame_side), SETTINGS) == []


def test_lines_that_end_just_short_of_each_other_touch() -> None:
    gap = SETTINGS.snap - 0.5
    found = edges(across(50, 10 + gap, 100), across(90, 10 + gap, 100), down(10, 50, 90))
    assert len(edges_to_tables(found, SETTINGS)) == 1
    assert edges_to_tables(found, SETTINGS.model_copy(update={"snap": 0.5})) == []
