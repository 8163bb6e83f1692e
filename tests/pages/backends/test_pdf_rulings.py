"""Which drawings of a PDF page are lines of a table."""

from collections.abc import Callable
from typing import Any, cast

import pymupdf
import pytest

from extractor.pages.backends.pdf_rulings import RULING_THICKNESS, page_rulings
from extractor.pages.page import Ruling


def rulings(draw: Callable[[Any], object]) -> list[Ruling]:
    with cast("Any", pymupdf.open()) as document:
        page = document.new_page(width=300, height=400)
        draw(page)
        return page_rulings(page.get_cdrawings())


def test_stroked_lines() -> None:
    found = rulings(lambda page: (page.draw_line((10, 20), (200, 20)), page.draw_line((10, 90), (10, 20))))
    assert found == [(10, 20, 200, 20), (10, 20, 10, 90)]


def test_stroked_rectangle_is_its_four_sides() -> None:
    found = rulings(lambda page: page.draw_rect(pymupdf.Rect(10, 20, 200, 90)))
    assert sorted(found) == [(10, 20, 10, 90), (10, 20, 200, 20), (10, 90, 200, 90), (200, 20, 200, 90)]


@pytest.mark.parametrize(
    ("box", "line"),
    [((10, 20, 200, 20.5), (10, 20.25, 200, 20.25)), ((10, 20, 10.5, 90), (10.25, 20, 10.25, 90))],
)
def test_thin_filled_rectangle_is_one_line(box: tuple[float, ...], line: tuple[float, ...]) -> None:
    found = rulings(lambda page: page.draw_rect(pymupdf.Rect(*box), color=None, fill=(0, 0, 0)))
    assert [tuple(one) for one in found] == [pytest.approx(line, abs=0.01)]


def test_thin_filled_polygon_is_one_line() -> None:
    def draw(page: Any) -> None:
        page.draw_polyline([(10, 20), (200, 20), (200, 20.6), (10, 20.6)], color=None, fill=(0, 0, 0), closePath=True)

    (found,) = rulings(draw)
    assert tuple(found) == pytest.approx((10, 20.3, 200, 20.3), abs=0.01)


def test_shading_and_white_lines_and_dots_and_slopes_are_none() -> None:
    def draw(page: Any) -> None:
        page.draw_rect(pymupdf.Rect(10, 20, 200, 20 + RULING_THICKNESS + 1), color=None, fill=(0.8, 0.8, 0.8))
        page.draw_rect(pymupdf.Rect(10, 60, 200, 60.5), color=None, fill=(1, 1, 1))
        page.draw_line((10, 80), (200, 80), color=(1, 1, 1))
        page.draw_line((10, 100), (11, 100))
        page.draw_line((10, 120), (200, 160))
        page.draw_circle((100, 300), 20)

    assert rulings(draw) == []


def test_line_that_leans_a_little_counts() -> None:
    (found,) = rulings(lambda page: page.draw_line((10, 21), (200, 20)))
    assert found.horizontal
    assert tuple(found) == (10, 20, 200, 21)


def test_coloured_lines_count() -> None:
    assert len(rulings(lambda page: page.draw_line((10, 20), (200, 20), color=(1, 0, 0)))) == 1
