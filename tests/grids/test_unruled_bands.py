"""Bands of rows that share columns."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.geometry import Box
from extractor.grids.unruled_bands import row_bands

EM = 10.0


def row(y: float, *extents: tuple[float, float]) -> list[Box]:
    return [Box(x0, y, x1, y + EM) for x0, x1 in extents]


def test_rows_with_the_same_rivers_are_one_band() -> None:
    rows = [row(0, (0, 40), (60, 90)), row(20, (0, 30), (50, 95)), row(40, (60, 80))]
    (band,) = row_bands(rows, EM)
    assert (band.start, band.end) == (0, 3)
    assert band.columns == ((-1.0, 45.25), (45.25, 96.0))


def test_row_across_a_river_begins_a_band() -> None:
    rows = [row(0, (0, 40), (60, 90)), row(20, (0, 90)), row(40, (0, 20), (35, 70), (85, 90))]
    assert [(band.start, band.end, len(band.columns)) for band in row_bands(rows, EM)] == [
        (0, 1, 2),
        (1, 2, 1),
        (2, 3, 3),
    ]


def test_row_goes_with_the_neighbour_it_lines_up_with() -> None:
    table = [row(20 * index, (0, 40), (60, 90), (120, 140)) for index in range(4)]
    total = row(80, (10, 30), (120, 140))
    signature = row(100, (0, 60), (75, 110))
    bands = row_bands([*table, total, signature], EM)
    assert [(band.start, band.end) for band in bands] == [(0, 5), (5, 6)]


def test_label_beside_other_rows_keeps_its_column() -> None:
    label = Box(0, 10, 20, 30)
    rows = [[label, Box(100, 0, 140, EM)], row(20, (30, 80))]
    (band,) = row_bands(rows, EM, [label])
    assert len(band.columns) == 2
    assert band.columns[0][1] < 30


@given(
    st.lists(
        st.lists(
            st.tuples(st.floats(0, 500), st.floats(1, 200)).map(lambda one: (one[0], one[0] + one[1])),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=12,
    )
)
def test_bands_cover_all_rows_in_order(extents: list[list[tuple[float, float]]]) -> None:
    rows = [row(20.0 * index, *sorted(own)) for index, own in enumerate(extents)]
    bands = row_bands(rows, EM)
    assert [band.start for band in bands] == [0, *(band.end for band in bands[:-1])]
    assert bands[-1].end == len(rows)
    for band in bands:
        assert all(left < right for left, right in band.columns)
