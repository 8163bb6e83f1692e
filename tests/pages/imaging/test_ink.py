"""Seals, shadows and grain."""

import cv2
import numpy as np
import pytest

from extractor.pages.imaging.ink import colour_to_unsealed, grey_to_even, grey_to_noise
from tests.pages.imaging.drawn import grainy, paper, table, write_line


def test_a_red_seal_is_gone_and_the_print_under_it_stays() -> None:
    grey = paper(400, 400)
    write_line(grey, 100, 190, 8)
    colour = cv2.merge([grey, grey, grey])
    seal = np.full_like(colour, 255)
    cv2.circle(seal, (200, 200), 90, (60, 50, 220), 10)
    stamped = np.minimum(colour, seal)
    assert (np.asarray(cv2.cvtColor(stamped, cv2.COLOR_BGR2GRAY)) != grey).sum() > 4000
    clean = colour_to_unsealed(stamped)
    assert ((clean > 128) == (grey > 128)).mean() > 0.9995
    assert clean[grey == 255].min() > 230


def test_thin_rulings_under_a_seal_stay() -> None:
    grey = paper(400, 400)
    for y in range(110, 300, 30):
        cv2.line(grey, (60, y), (340, y), 90, 1)
    soft = cv2.GaussianBlur(grey, (0, 0), 0.7)
    seal = np.full((400, 400, 3), 255, np.uint8)
    cv2.circle(seal, (200, 200), 80, (70, 60, 205), -1)
    stamped = (cv2.merge([soft, soft, soft]).astype(np.float32) * seal / 255).astype(np.uint8)
    kept = cv2.imdecode(cv2.imencode(".jpg", stamped, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], cv2.IMREAD_COLOR)
    clean = colour_to_unsealed(np.asarray(kept, np.uint8))
    for y in range(140, 270, 30):
        ruling, beside = clean[y, 150:250], clean[y + 10, 150:250]
        assert np.median(beside) > 225
        assert np.median(ruling) < np.median(beside) - 50


def test_a_page_without_red_is_its_lightness() -> None:
    grey = table()
    assert np.array_equal(colour_to_unsealed(cv2.merge([grey, grey, grey])), grey)
    assert colour_to_unsealed(grey) is grey


def test_shadows_are_divided_out() -> None:
    picture = table()
    light = np.linspace(0.4, 1.0, picture.shape[1])[None, :]
    even = grey_to_even((picture * light).astype(np.uint8))
    assert even[picture == 255].min() > 200
    assert even[picture == 0].max() < 60


def test_white_paper_is_left_alone() -> None:
    picture = table()
    assert grey_to_even(picture) is picture


@pytest.mark.parametrize("sigma", [0.0, 4.0, 10.0])
def test_grain_is_measured(sigma: float) -> None:
    assert grey_to_noise(grainy(paper(shade=200), sigma)) == pytest.approx(sigma, abs=1.0)
