"""Rulings of which a fax or an empty cartridge has left only traces."""

import numpy as np
import pytest

from extractor.pages.imaging.layout import grey_to_layout
from extractor.pages.imaging.raster import Raster
from tests.pages.imaging.drawn import EM, XS, YS, grainy, paper, table, write_line


def worn(picture: Raster, share: float, rest: int) -> Raster:
    """The picture with its rulings broken into patches of two ems: `share` of them keep only `rest` of the darkness."""
    draw, side = np.random.default_rng(7), 2 * EM
    patches = draw.random((picture.shape[0] // side + 1, picture.shape[1] // side + 1)) < share
    gone = np.kron(patches, np.ones((side, side), bool))[: picture.shape[0], : picture.shape[1]]
    rulings = np.zeros(picture.shape, bool)
    for y in YS:
        rulings[y - 2 : y + 3, XS[0] : XS[-1]] = True
    for x in XS:
        rulings[YS[0] : YS[-1], x - 2 : x + 3] = True
    result = picture.copy()
    result[gone & rulings & (picture < 255)] = 255 - rest
    return result


def places(picture: Raster) -> tuple[set[int], set[int]]:
    found = grey_to_layout(picture).rulings
    return {round(one.at) for one in found.horizontal}, {round(one.at) for one in found.vertical}


def is_same(found: set[int], true: tuple[int, ...]) -> bool:
    return all(any(abs(one - other) <= 3 for other in found) for one in true) and all(
        any(abs(one - other) <= 3 for other in true) for one in found
    )


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_faint_patches_are_bridged(share: float) -> None:
    picture = grainy(worn(table(ink=120), share, 8), 2.0)
    ys, xs = places(picture)
    assert is_same(ys, YS) and is_same(xs, XS)
    assert len(grey_to_layout(picture).cells) == 9


def test_rows_of_dots_are_rulings() -> None:
    picture = table()
    draw = np.random.default_rng(3)
    for y in YS:
        picture[y - 1 : y + 2, XS[0] : XS[-1]] = 255
        picture[y, XS[0] : XS[-1]][draw.random(XS[-1] - XS[0]) < 0.25] = 0
    for x in XS:
        picture[YS[0] : YS[-1], x - 1 : x + 2] = 255
        picture[YS[0] : YS[-1], x][draw.random(YS[-1] - YS[0]) < 0.25] = 0
    layout = grey_to_layout(picture)
    assert len(layout.cells) == 9
    assert len(layout.lines) == 8


def test_text_without_rulings_has_none() -> None:
    picture = paper()
    for row in range(12):
        write_line(picture, 100, 100 + row * 44, 22)
        # dashes in a column, as forms have them for what is not scored
        picture[112 + row * 44 : 114 + row * 44, 780:804] = 0
    found = grey_to_layout(picture).rulings
    assert not found.horizontal and not found.vertical
