"""Bent paper: rulings that run in curves are straightened, and places map back to where the ink was."""

import cv2
import numpy as np

from extractor.geometry import Bend, Box, Homography
from extractor.pages.imaging.cells import PixelBox
from extractor.pages.imaging.layout import PageLayout, grey_to_layout
from extractor.pages.imaging.raster import Raster, as_raster
from tests.pages.imaging.drawn import EM, XS, YS, table

STILL = Homography(1, 0, 0, 0, 1, 0, 0, 0, 1)


def bent(picture: Raster, depth: float) -> Raster:
    """The picture as on paper that bulges: a place comes to lie lower the nearer it is to the middle of the page."""
    height, width = picture.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return as_raster(
        cv2.remap(picture, x, y - falls(x, width, depth).astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,))
    )


def falls(x: np.ndarray, width: int, depth: float) -> np.ndarray:
    return depth * np.sin(np.pi * x / width)


def remnants(layout: PageLayout) -> list[PixelBox]:
    """Lines of text too flat for one: ink of rulings."""
    return [line.box for line in layout.lines if line.box.bottom - line.box.top < 0.4 * EM]


def test_a_bent_page_is_drawn_flat() -> None:
    layout = grey_to_layout(bent(table(), 30.0))
    assert layout.bend is not None
    assert len(layout.cells) == 9 and len(layout.lines) == 8
    assert not remnants(layout)
    ys = sorted(one.at for one in layout.rulings.horizontal)
    assert len(ys) == len(YS) and all(abs(a - b - ys[0] + YS[0]) <= 3 for a, b in zip(ys, YS, strict=True))


def test_places_on_a_flat_page_map_back_to_the_bent_one() -> None:
    layout = grey_to_layout(bent(table(), 30.0))
    bend = layout.bend
    assert bend is not None
    mesh = [tuple(tuple(float(one) for one in row) for row in mesh) for mesh in (bend.right, bend.down)]
    way = Bend(step=bend.step, right=mesh[0], down=mesh[1], after=STILL)
    at = min(one.at for one in layout.rulings.horizontal)
    for x in (XS[0], 450, XS[-1]):
        assert abs(way.point(x, at)[1] - (YS[0] + float(falls(np.array(x), 900, 30.0)))) <= 3


def test_a_flat_page_is_left_alone() -> None:
    assert grey_to_layout(table()).bend is None


def test_ink_of_a_ruling_beside_its_straight_line_is_no_text() -> None:
    # too little to be drawn flat, enough to stand out beside a straight wall
    picture = bent(table(), 5.0)
    layout = grey_to_layout(picture)
    assert len(layout.lines) == 8
    assert not remnants(layout)


def test_a_bend_maps_boxes_by_their_corners_and_sides() -> None:
    bend = Bend(step=10.0, right=((0.0,) * 3,) * 3, down=((0.0, 5.0, 0.0),) * 3, after=STILL)
    assert bend.point(5.0, 7.0) == (5.0, 9.5)
    assert bend.box(Box(0.0, 0.0, 20.0, 4.0)) == Box(0.0, 0.0, 20.0, 9.0)
    # beyond the mesh it is as at its rim
    assert abs(bend.point(-3.0, 50.0)[1] - 50.0) < 0.01
