"""Edges to cells: merged cells, open borders, tables cut by the page."""

from collections.abc import Iterable

from extractor.grids.edges import edges_to_tables, rulings_to_edges
from extractor.grids.lattice import Lattice
from extractor.pages.page import Ruling
from tests.grids.printed import SETTINGS, across, down, ruled


def lattice(rulings: Iterable[Ruling]) -> Lattice:
    (table,) = edges_to_tables(rulings_to_edges(rulings, SETTINGS), SETTINGS)
    return Lattice(table, SETTINGS)


def spans(found: Lattice) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in found.cells]


def test_plain_table() -> None:
    found = lattice(ruled([0, 100, 200], [0, 20, 40]))
    assert spans(found) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert found.cells[3].box == (100, 20, 200, 40)
    assert found.box == (0, 0, 200, 40)
    assert found.cell_at(150, 30) == 3
    assert found.cell_at(250, 30) is None
    assert found.cell_at(150, -1) is None


def test_cell_merged_to_the_right_and_one_merged_down() -> None:
    outline = ruled([0, 300], [0, 60])
    merged = lattice([*outline, down(100, 20, 60), down(200, 0, 60), across(20, 0, 200), across(40, 100, 300)])
    assert spans(merged) == [(0, 0, 1, 2), (0, 2, 2, 1), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
    assert merged.cell_at(50, 50) == merged.cell_at(50, 30) == 2


def test_cell_merged_both_ways() -> None:
    inner = [down(200, 0, 60), across(40, 0, 300), down(100, 40, 60), across(20, 200, 300)]
    found = lattice([*ruled([0, 300], [0, 60]), *inner])
    assert (0, 0, 2, 2) in spans(found)
    assert len(found.cells) == 6


def test_corner_shape_is_cut_into_rectangles_that_cover_every_square_once() -> None:
    # the top left square is open to the right and below, the one across is closed
    rulings = [*ruled([0, 200], [0, 40]), down(100, 20, 40), across(20, 100, 200)]
    found = lattice(rulings)
    squares = [
        (row, column)
        for cell in found.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(squares) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_double_rulings_make_no_narrow_cells() -> None:
    double = [*ruled([0, 100, 200], [0, 20, 40]), *ruled([2, 102, 202], [2, 22, 42])]
    assert len(lattice(double).cells) == 4


def test_open_left_and_right_borders_end_where_the_lines_end() -> None:
    rulings = [across(y, 0, 300) for y in (0, 20, 40)] + [down(x, 0, 40) for x in (100, 200)]
    found = lattice(rulings)
    assert found.xs == [0, 100, 200, 300]
    assert len(found.cells) == 6


def test_table_cut_by_the_page_break_keeps_its_last_row() -> None:
    rulings = [across(y, 0, 200) for y in (700, 720)] + [down(x, 700, 760) for x in (0, 100, 200)]
    found = lattice(rulings)
    assert found.ys == [700, 720, 760]
    assert found.cell_at(150, 750) == 3


def test_table_cut_at_the_right_edge_keeps_the_last_column() -> None:
    rulings = [across(y, 0, 250) for y in (0, 20, 40)] + [down(x, 0, 40) for x in (0, 100, 200)]
    found = lattice(rulings)
    assert found.xs == [0, 100, 200, 250]


def test_short_overhang_is_no_column() -> None:
    rulings = [across(y, -2, 202) for y in (0, 20, 40)] + [down(x, -2, 42) for x in (0, 100, 200)]
    assert len(lattice(rulings).cells) == 4


def test_wall_with_a_gap_over_its_middle_is_no_wall() -> None:
    half = [*ruled([0, 200], [0, 40]), down(100, 0, 8), down(100, 30, 40)]
    assert spans(lattice(half)) == [(0, 0, 1, 2)]
