"""Rulings, cells and lines of drawn tables: skewed, grainy, faint, broken, merged, shaded."""

import cv2
import numpy as np
import pytest

from extractor.pages.imaging.cells import PixelBox, walls_to_cells
from extractor.pages.imaging.layout import PageLayout, grey_to_layout, line_picture
from extractor.pages.imaging.raster import Raster
from extractor.pages.imaging.text_lines import cell_to_lines
from tests.pages.imaging.drawn import EM, XS, YS, draw_character, grainy, paper, table, write_line


def rulings(layout: PageLayout) -> tuple[list[int], list[int]]:
    found = layout.rulings
    return [round(one.at) for one in found.horizontal], [round(one.at) for one in found.vertical]


def assert_whole_table(layout: PageLayout, tolerance: int = 3) -> None:
    ys, xs = rulings(layout)
    assert len(ys) == len(YS) and len(xs) == len(XS), (ys, xs)
    assert all(abs(a - b) <= tolerance for a, b in zip(sorted(ys), YS, strict=True))
    assert all(abs(a - b) <= tolerance for a, b in zip(sorted(xs), XS, strict=True))
    assert len(layout.cells) == 9


def test_a_clean_table() -> None:
    layout = grey_to_layout(table())
    assert_whole_table(layout)
    assert abs(layout.em - EM) <= 2
    assert len(layout.lines) == 8
    assert np.array_equal(layout.to_picture, np.eye(3))


@pytest.mark.parametrize("sigma", [4.0, 9.0])
def test_grain_is_neither_ruling_nor_text(sigma: float) -> None:
    layout = grey_to_layout(grainy(table(shade=235), sigma))
    assert_whole_table(layout)
    assert len(layout.lines) == 8


def test_faint_rulings() -> None:
    assert_whole_table(grey_to_layout(table(ink=215)))


def test_broken_rulings() -> None:
    picture = table()
    for x in range(150, 800, 97):
        picture[:, x : x + 8][picture[:, x : x + 8] < 255] = 255
    ys, _ = rulings(grey_to_layout(picture))
    assert len(ys) == len(YS)


def test_merged_cells_are_one() -> None:
    cells = grey_to_layout(table(merged=True)).cells
    assert len(cells) == 7
    assert max(cells, key=lambda one: one.x1 - one.x0).x1 > XS[-1] - 6


def test_a_shade_without_a_border_is_no_ruling() -> None:
    picture = table()
    shaded = picture[600:700, 100:800]
    shaded[shaded == 255] = 200
    assert_whole_table(grey_to_layout(picture))


@pytest.mark.parametrize("angle", [-4.0, -0.7, 1.3, 6.0])
def test_skew_is_taken_out_and_kept(angle: float) -> None:
    picture = table()
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    layout = grey_to_layout(cv2.warpAffine(picture, turn, (width, height), borderValue=(255,)))
    assert len(layout.cells) == 9
    corner = layout.to_picture @ np.array([min(rulings(layout)[1]), min(rulings(layout)[0]), 1.0])
    assert np.allclose(corner[:2], turn @ np.array([XS[0], YS[0], 1.0]), atol=4)


def test_two_lines_in_a_cell_are_two() -> None:
    picture = table()
    write_line(picture, XS[2] + 10, YS[2] + 15 + 34, 3)
    lines = [line for line in grey_to_layout(picture).lines if line.bounds.top > YS[2] and line.bounds.x0 > XS[2]]
    assert len([line for line in lines if line.bounds.bottom < 400]) == 2


def test_a_title_of_large_characters_has_no_rulings() -> None:
    picture = table()
    for number in range(6):
        draw_character(picture, 200 + number * 48, 30, 46)
    assert_whole_table(grey_to_layout(picture))


def test_blank_paper_has_nothing() -> None:
    layout = grey_to_layout(paper())
    assert layout.em == 0.0 and not layout.lines and not layout.cells


def test_line_picture_shows_nothing_outside_its_cell() -> None:
    layout = grey_to_layout(table())
    for line in layout.lines:
        shown = line_picture(layout, line)
        assert shown.shape[0] >= line.box.bottom - line.box.top
        assert not (shown[:, 0] < 128).any() and not (shown[0] < 128).any()


def test_boxes_hold_the_ink_and_stay_in_their_cells() -> None:
    layout = grey_to_layout(table())
    for line in layout.lines:
        inner, outer = line.box, line.bounds
        assert outer.x0 <= inner.x0 < inner.x1 <= outer.x1 and outer.top <= inner.top < inner.bottom <= outer.bottom
        assert (ink(layout, inner) < 128).any()


def ink(layout: PageLayout, box: PixelBox) -> Raster:
    return layout.grey[box.top : box.bottom, box.x0 : box.x1]


def test_a_cell_around_a_neighbour_leaves_it_its_ink() -> None:
    walls = np.zeros((200, 300), np.uint8)
    cv2.rectangle(walls, (10, 10), (290, 190), 255, 3)
    # two rows, the lower one parted; the ruling between the left cells is gone
    cv2.line(walls, (150, 100), (290, 100), 255, 3)
    cv2.line(walls, (150, 100), (150, 190), 255, 3)
    text = np.zeros_like(walls)
    text[130:150, 40:100] = text[130:150, 200:260] = 255
    areas = walls_to_cells(walls, EM)
    around = max(range(len(areas.cells)), key=lambda one: areas.cells[one].x1 - areas.cells[one].x0)
    own = areas.ink_in(text, around)
    assert own[140, 60] and not own[140, 230]


def test_lines_beside_a_ruling_that_was_not_seen_are_read_apart() -> None:
    picture = paper()
    write_line(picture, 110, 120, 3)
    for column, x in enumerate((240, 340)):
        write_line(picture, x, 105 + column * 4, 2)
        write_line(picture, x, 105 + EM + 8 + column * 4, 2)
    ink = np.where(picture < 128, 255, 0).astype(np.uint8)
    lines = cell_to_lines(ink, PixelBox(100, 90, 420, 180), EM)
    assert len(lines) == 5
    assert all(box.bottom - box.top <= EM + 2 for box in lines)


def test_dots_far_from_characters_are_dirt() -> None:
    picture = table()
    for x, y in ((XS[1] + 150, YS[1] + 20), (XS[2] + 200, YS[2] + 70)):
        cv2.circle(picture, (x, y), 2, 0, -1)
    cv2.circle(picture, (XS[1] + 10 + 3 * (EM + 5) + 3, YS[1] + 15 + EM - 3), 2, 0, -1)
    lines = [line.box for line in grey_to_layout(picture).lines]
    assert len(lines) == 8
    # a full stop stays with its line
    assert any(box.x0 < XS[1] + 20 < box.x1 and box.x1 >= XS[1] + 10 + 3 * (EM + 5) for box in lines)


def test_a_short_ruling_that_others_cross_has_text_close_beside_it() -> None:
    # four rows of a head: the side of the labels is short of certain, every row crosses it, and values stand close to it
    picture = paper()
    ys, x = (100, 149, 198, 247, 296), 300
    for y in ys:
        cv2.line(picture, (100, y), (800, y), 0, 2)
    for at in (100, 800):
        cv2.line(picture, (at, ys[0]), (at, 900), 0, 2)
    for y in (400, 500, 600, 700, 800, 900):
        cv2.line(picture, (100, y), (800, y), 0, 2)
    cv2.line(picture, (x, ys[0]), (x, ys[-1]), 0, 3)
    for y in ys[:-1]:
        cv2.rectangle(picture, (x + 5, y + 15), (x + 5 + EM, y + 28), 0, 2)
        write_line(picture, x + EM + 12, y + 13, 6)
        write_line(picture, 130, y + 13, 3)
    _, xs = rulings(grey_to_layout(picture))
    assert any(abs(one - x) <= 3 for one in xs), xs
