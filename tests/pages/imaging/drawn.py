"""Small pictures that the tests draw: a ruled table with blocks for characters, whose truth is known."""

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster

EM = 24
"""Pixels of a drawn character."""
XS = (100, 300, 500, 800)
YS = (100, 160, 220, 320)


def paper(width: int = 900, height: int = 1200, shade: int = 255) -> Raster:
    return np.full((height, width), shade, np.uint8)


def write_line(picture: Raster, x: int, y: int, count: int) -> None:
    """`count` characters from (x, y) on: rings with a cross, an em high, a little apart."""
    for number in range(count):
        draw_character(picture, x + number * (EM + 5), y, EM)


def draw_character(picture: Raster, x: int, y: int, side: int) -> None:
    middle, arm = (x + side // 2, y + side // 2), side // 2 - 1
    cv2.circle(picture, middle, arm, 0, 2)
    cv2.line(picture, (middle[0] - arm, middle[1]), (middle[0] + arm, middle[1]), 0, 2)
    cv2.line(picture, (middle[0], middle[1] - arm), (middle[0], middle[1] + arm), 0, 2)


def table(*, merged: bool = False, shade: int = 255, ink: int = 0) -> Raster:
    """Three rows and columns between `XS` and `YS` with a line of text in most cells; `merged` joins the top row."""
    picture = paper(shade=shade)
    for y in YS:
        cv2.line(picture, (XS[0], y), (XS[-1], y), ink, 2)
    for number, x in enumerate(XS):
        inner = 0 < number < len(XS) - 1
        cv2.line(picture, (x, YS[1] if merged and inner else YS[0]), (x, YS[-1]), ink, 2)
    for x in XS[:-1]:
        for y in YS[1:-1]:
            write_line(picture, x + 10, y + 15, 3)
    write_line(picture, XS[0] + 10, YS[0] + 15, 4)
    write_line(picture, 120, 500, 20)
    return picture


def grainy(picture: Raster, sigma: float) -> Raster:
    grain = np.random.default_rng(0).normal(0, sigma, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)
