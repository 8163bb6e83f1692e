"""What toner does on paper: faint and broken print, thick copies, creases, the back page shining through.

A print is an array of ink densities, height x width, 0 (bare paper) to 1 (black).
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from evals.degradation.degradation import Degradation

Print = NDArray[np.float32]

_RULING_POINTS = 22.0
"""Strokes at least so long (points) are rulings, not parts of characters."""


def smooth_noise(shape: tuple[int, int], grain: float, draw: np.random.Generator) -> Print:
    """Clouds with features of `grain` pixels, evenly spread over 0..1."""
    rows, columns = (max(2, int(side / grain) + 2) for side in shape)
    coarse = draw.standard_normal((rows, columns), dtype=np.float32)
    fine = cast("Print", cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC))
    # ranks of a sample give an even spread, so that a share of the clouds is a share of the area
    sample = np.sort(fine[:: max(1, shape[0] // 200), :: max(1, shape[1] // 200)].ravel())
    low, high = float(sample[0]), float(sample[-1])
    steps = np.interp(np.linspace(low, high, 1024), sample, np.linspace(0, 1, len(sample))).astype(np.float32)
    places = (fine - low) * (1023 / max(high - low, 1e-6))
    return steps[np.clip(places, 0, 1023).astype(np.uint16)]


def worn(ink: Print, degradation: Degradation, scale: float, draw: np.random.Generator) -> Print:
    """The print with the ink of the degradation; `scale` is pixels per point."""
    result = _spread(ink, degradation.spread * scale) if degradation.spread else ink
    if degradation.rulings < 1 or degradation.ruling_gaps:
        result = _fainter_rulings(result, degradation, scale, draw)
    if degradation.dropouts:
        result = _dropouts(result, degradation.dropouts, scale, draw)
    grain = np.float32(degradation.ink) + np.float32(0.05) * draw.standard_normal(ink.shape, dtype=np.float32)
    return np.asarray(np.clip(result * grain, 0, 1), dtype=np.float32)


def _spread(ink: Print, pixels: float) -> Print:
    """Strokes grown (or shrunk) by a fraction of a pixel or more."""
    kernel = np.ones((3, 3), np.uint8)
    step = cv2.dilate if pixels > 0 else cv2.erode
    result, left = ink, abs(pixels)
    while left > 0:
        share = min(1.0, left)
        result = ((1 - share) * result + share * cast("Print", step(result, kernel))).astype(np.float32)
        left -= share
    return result


def _fainter_rulings(ink: Print, degradation: Degradation, scale: float, draw: np.random.Generator) -> Print:
    dark = (ink > 0.2).astype(np.uint8)
    length = max(5, int(_RULING_POINTS * scale))
    across = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)
    down = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)), dtype=np.uint8)
    # the soft rim of a stroke belongs to it
    rulings = cv2.dilate(across | down, np.ones((3, 3), np.uint8)).astype(np.float32)
    strength = np.full(ink.shape, degradation.rulings, dtype=np.float32)
    if degradation.ruling_gaps:
        gaps = smooth_noise(ink.shape, 7.0 * scale, draw) < degradation.ruling_gaps
        strength = np.where(gaps, np.float32(0.05), strength)
    return (ink * (1 - rulings + rulings * strength)).astype(np.float32)


def _dropouts(ink: Print, share: float, scale: float, draw: np.random.Generator) -> Print:
    """Pale patches (an empty cartridge) and, within them, missing grains of toner."""
    patches = smooth_noise(ink.shape, 40.0 * scale, draw)
    depth = np.clip((patches - (1 - 2 * share)) / max(2 * share, 1e-6), 0, 1)
    grains = smooth_noise(ink.shape, 0.8 * scale, draw)
    return ink * (1 - depth * np.where(grains < 0.35, 0.85, 0.3)).astype(np.float32)


def with_back_page(ink: Print, back: Print, strength: float) -> Print:
    """`back`, mirrored and blurred by the paper, shines through by `strength`."""
    mirrored = back[:, ::-1]
    if mirrored.shape != ink.shape:
        mirrored = cv2.resize(mirrored, (ink.shape[1], ink.shape[0]))
    behind = cast("Print", cv2.GaussianBlur(np.ascontiguousarray(mirrored), (0, 0), 2.0))
    return np.maximum(ink, behind * strength)


def creased_ink(ink: Print, creases: list[float], scale: float, draw: np.random.Generator) -> tuple[Print, Print]:
    """The print with toner cracked off along creases across the sheet, and the brightness of the paper there."""
    height, width = ink.shape
    light = np.ones(ink.shape, dtype=np.float32)
    rows = np.arange(height, dtype=np.float32)[:, None]
    result = ink
    for crease in creases:
        wander = (smooth_noise((1, width), 60 * scale, draw) - 0.5) * 2.0 * scale
        distance = (rows - crease * height - wander) / scale
        cracked = np.exp(-((distance / 0.5) ** 2)) * (smooth_noise(ink.shape, 1.5 * scale, draw) > 0.35)
        result = result * (1 - 0.9 * cracked.astype(np.float32))
        side = draw.choice((-1.0, 1.0))
        light *= 1 - 0.16 * np.exp(-(((distance + side * 1.2) / 1.1) ** 2)).astype(np.float32)
        light *= 1 - 0.05 * np.exp(-np.abs(distance) / 25.0).astype(np.float32) * (side * distance > 0)
    return result, light
