"""Photos of sheets: corners found, sheet flattened, scans left alone."""

import cv2
import numpy as np

from extractor.pages.imaging.perspective import grey_to_sheet, sheet_to_flat
from tests.pages.imaging.drawn import paper, table

CORNERS = np.array([[90, 60], [980, 110], [1040, 1330], [40, 1250]], np.float32)


def photo() -> np.ndarray:
    sheet = table()
    height, width = sheet.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    ground = np.full((1400, 1100), 70, np.uint8)
    seen = cv2.getPerspectiveTransform(corners, CORNERS)
    return cv2.warpPerspective(sheet, seen, (1100, 1400), dst=ground, borderMode=cv2.BORDER_TRANSPARENT)


def test_corners_of_a_sheet() -> None:
    found = grey_to_sheet(photo())
    assert found is not None
    assert np.allclose(found, CORNERS, atol=6)


def test_flat_sheet_maps_back_to_the_photo() -> None:
    flat, back = sheet_to_flat(photo(), CORNERS.astype(np.float64))
    height, width = flat.shape
    corner = back @ np.array([width, height, 1.0])
    assert np.allclose(corner[:2] / corner[2], CORNERS[2], atol=2)
    assert np.median(flat) == 255


def test_a_scan_has_no_sheet_to_cut_out() -> None:
    assert grey_to_sheet(table()) is None
    assert grey_to_sheet(paper()) is None
    assert grey_to_sheet(paper(shade=0)) is None
