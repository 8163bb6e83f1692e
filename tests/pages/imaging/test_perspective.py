"""Photos of sheets: corners found, sheet flattened, scans left alone."""

import cv2
import numpy as np

from extractor.pages.imaging.perspective import Sheet, picture_to_sheet, sheet_to_flat
from extractor.pages.imaging.raster import Raster, as_raster
from tests.pages.imaging.drawn import paper, table

CORNERS = np.array([[90, 60], [980, 110], [1040, 1330], [40, 1250]], np.float32)
SHEET = Sheet(corners=CORNERS.astype(np.float64), outline=CORNERS.astype(np.float64))


def photo(ground: int = 70) -> Raster:
    sheet = table()
    height, width = sheet.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = cv2.getPerspectiveTransform(corners, CORNERS)
    around = np.full((1400, 1100), ground, np.uint8)
    return as_raster(cv2.warpPerspective(sheet, seen, (1100, 1400), dst=around, borderMode=cv2.BORDER_TRANSPARENT))


def shadowed(picture: Raster) -> Raster:
    """A soft shadow across the lower half, in which paper is darker than the ground beside it."""
    y, x = np.mgrid[0:1400, 0:1100]
    share = 1 / (1 + np.exp(-(y - 800 + 0.3 * x) / 40))
    return (picture * (1 - 0.65 * share)).astype(np.uint8)


def test_corners_of_a_sheet() -> None:
    found = picture_to_sheet(photo())
    assert found is not None
    assert np.allclose(found.corners, CORNERS, atol=6)


def test_the_edge_of_a_shadow_is_no_edge_of_the_sheet() -> None:
    found = picture_to_sheet(shadowed(photo(130)))
    assert found is not None
    assert np.allclose(found.corners, CORNERS, atol=12)


def test_a_sheet_is_told_by_its_lack_of_colour_too() -> None:
    grey = photo(200)
    coloured = np.stack([grey // 3, grey // 2, grey], axis=2)
    coloured[grey != 200] = grey[grey != 200][:, None]
    found = picture_to_sheet(coloured)
    assert found is not None
    assert np.allclose(found.corners, CORNERS, atol=12)


def test_flat_sheet_maps_back_to_the_photo() -> None:
    flat, back = sheet_to_flat(photo(), SHEET)
    height, width = flat.shape
    corner = back @ np.array([width, height, 1.0])
    assert np.allclose(corner[:2] / corner[2], CORNERS[2], atol=2)
    assert np.median(flat) == 255


def test_a_sheet_about_as_long_as_a4_is_as_long_as_a4() -> None:
    # seen at a slant a sheet looks shorter than it is; then columns of one table differ from page to page
    corners = CORNERS * np.array([1.0, 1.08], np.float32)
    flat, _ = sheet_to_flat(photo(), Sheet(corners=corners.astype(np.float64), outline=corners.astype(np.float64)))
    assert abs(flat.shape[0] / flat.shape[1] - 2**0.5) < 0.01


def test_what_lies_beside_a_bent_sheet_is_shown_as_paper() -> None:
    share = np.linspace(0, 1, 40)[:, None]
    top = CORNERS[0] + share * (CORNERS[1] - CORNERS[0]) + 20 * np.sin(np.pi * share) * np.array([[0, 1]])
    picture = photo()
    cv2.fillPoly(picture, [np.vstack([top, CORNERS[1::-1]]).astype(np.int32)], (70,))
    sheet = Sheet(corners=SHEET.corners, outline=np.vstack([top, CORNERS[2:]]))
    flat, _ = sheet_to_flat(picture, sheet)
    assert flat[:40].min() > 200


def test_a_scan_has_no_sheet_to_cut_out() -> None:
    assert picture_to_sheet(table()) is None
    assert picture_to_sheet(paper()) is None
    assert picture_to_sheet(paper(shade=0)) is None
