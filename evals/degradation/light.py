"""Desk, light and sensor: what happens between the sheet and the pixels."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from evals.degradation.degradation import Degradation
from evals.degradation.ink import Print, smooth_noise
from evals.degradation.placing import drawn

Picture = NDArray[np.float32]
"""Height x width x 3, red green blue, 0..1."""

_DESKS = ((0.42, 0.29, 0.19), (0.62, 0.48, 0.34), (0.33, 0.34, 0.36), (0.72, 0.71, 0.68), (0.2, 0.16, 0.14))
"""Wood, light wood, slate, pale laminate, dark wood."""


def desk(shape: tuple[int, int], scale: float, draw: np.random.Generator) -> Picture:
    """A desk top: wood grain along one direction, or a plain board."""
    tone = np.array(_DESKS[int(draw.integers(len(_DESKS)))], dtype=np.float32)
    length, width = (shape[1], shape[0]) if draw.random() < 0.5 else shape
    # noise stretched along the grain
    rings = cv2.resize(smooth_noise((length // 24 + 2, width), 5 * scale, draw), (width, length))
    pores = cv2.resize(smooth_noise((length // 12 + 2, width), 1.2 * scale, draw), (width, length))
    pattern = 0.82 + 0.22 * rings + 0.08 * pores
    if length == shape[1] and shape[0] != shape[1]:
        pattern = pattern.T
    return cast("Picture", pattern[: shape[0], : shape[1], None] * tone)


def illumination(shape: tuple[int, int], degradation: Degradation, draw: np.random.Generator) -> Print:
    """Brightness of the light over the picture: a slope, a fall-off to the corners, and cast shadows."""
    small = (max(8, shape[0] // 16), max(8, shape[1] // 16))
    y, x = np.mgrid[0 : small[0], 0 : small[1]].astype(np.float32)
    x, y = x / small[1] - 0.5, y / small[0] - 0.5
    light = np.ones(small, dtype=np.float32)
    if degradation.uneven:
        strength, angle = drawn(degradation.uneven, draw), float(draw.uniform(0, 2 * np.pi))
        light -= strength * (0.5 + x * np.cos(angle) + y * np.sin(angle))
        if degradation.by_camera:
            light -= 0.35 * strength * (x**2 + y**2)
    if degradation.shadows:
        for _ in range(int(draw.integers(1, 3))):
            light *= 1 - drawn(degradation.shadows, draw) * _shadow(x, y, draw)
    return cast("Print", cv2.resize(light, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))


def _shadow(x: Print, y: Print, draw: np.random.Generator) -> Print:
    """0..1 where a phone, a hand or the photographer's head takes the light away: a soft, wavy edge."""
    angle, reach = float(draw.uniform(0, 2 * np.pi)), float(draw.uniform(-0.1, 0.3))
    along, beyond = x * np.sin(angle) - y * np.cos(angle), x * np.cos(angle) + y * np.sin(angle) - reach
    edge = 0.05 * np.sin(along * draw.uniform(4, 9) + draw.uniform(0, 6))
    softness = float(draw.uniform(0.012, 0.06))
    covered = 1 / (1 + np.exp(np.clip(-(beyond + edge) / softness, -30, 30)))
    if draw.random() < 0.4:
        # an arm or a phone: a band, not a whole side
        covered *= 1 / (1 + np.exp(np.clip((beyond + edge - draw.uniform(0.12, 0.25)) / softness, -30, 30)))
    return covered.astype(np.float32)


def tint(degradation: Degradation, draw: np.random.Generator) -> Picture:
    """Gains of red, green and blue under a warm or a cold lamp."""
    warmth = drawn(degradation.cast, draw) * (1 if draw.random() < 0.7 else -1) if degradation.cast else 0.0
    return np.array([1 + warmth * 0.4, 1.0, 1 - warmth], dtype=np.float32)


def sensed(picture: Picture, degradation: Degradation, draw: np.random.Generator) -> NDArray[np.uint8]:
    """The picture through lens and sensor: blur, shake, noise; 0..255."""
    if degradation.blur:
        picture = cast("Picture", cv2.GaussianBlur(picture, (0, 0), degradation.blur))
    if degradation.motion >= 1:
        picture = cast("Picture", cv2.filter2D(picture, -1, _shake(drawn(degradation.motion, draw), draw)))
    values = picture * 255
    if degradation.noise:
        grain = draw.standard_normal(picture.shape[:2], dtype=np.float32)[:, :, None]
        half = (picture.shape[0] // 2 + 1, picture.shape[1] // 2 + 1, 3)
        chroma = cv2.resize(draw.standard_normal(half, dtype=np.float32), (picture.shape[1], picture.shape[0]))
        # photon noise grows with the root of the light
        level = degradation.noise * (0.5 + 0.5 * np.sqrt(np.clip(picture, 0, 1)))
        values = values + level * (0.9 * grain + 0.5 * chroma)
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _shake(length: float, draw: np.random.Generator) -> Print:
    size = int(np.ceil(length)) | 1
    kernel = np.zeros((size, size), dtype=np.float32)
    angle = float(draw.uniform(0, np.pi))
    for step in np.linspace(-(length - 1) / 2, (length - 1) / 2, 40):
        row, column = round(size // 2 + step * np.sin(angle)), round(size // 2 + step * np.cos(angle))
        kernel[min(size - 1, max(0, row)), min(size - 1, max(0, column))] += 1
    return kernel / kernel.sum()


def dirtied(image: NDArray[np.uint8], degradation: Degradation, draw: np.random.Generator) -> None:
    """Dirt on the glass of a scanner, painted into the image: dots, and lines where the sheet is drawn past it."""
    height, width = image.shape[:2]
    size = degradation.dpi / 200
    for _ in range(degradation.specks):
        at = int(draw.random() * width * 8), int(draw.random() * height * 8)
        grey = int(draw.integers(20, 170))
        radius = int(draw.gamma(1.6, 0.5) * size * 8) + 2
        cv2.circle(image, at, radius, (grey, grey, grey), -1, lineType=cv2.LINE_AA, shift=3)
    for _ in range(degradation.streaks):
        column, thick = int(draw.random() * width), int(draw.integers(1, 3))
        streak = image[:, column : column + thick].astype(np.int16) - int(draw.integers(25, 80))
        image[:, column : column + thick] = np.clip(streak, 0, 255).astype(np.uint8)
