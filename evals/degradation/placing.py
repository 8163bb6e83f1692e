"""How a sheet comes to lie under the scanner or the camera: draws the geometry of one page from a degradation."""

import numpy as np

from evals.degradation.degradation import Degradation
from evals.degradation.sheet import Floats, Profile, Sheet, camera_distance, creased, curled, flat

_FRAME = (3, 4)
"""Sides of a phone's picture."""


def drawn(most: float, draw: np.random.Generator) -> float:
    """A value from a third of `most` to `most`."""
    return float(most * draw.uniform(1 / 3, 1.0))


def signed(most: float, draw: np.random.Generator) -> float:
    """As `drawn`, either way."""
    return drawn(most, draw) * (1 if draw.random() < 0.5 else -1)


def crease_places(degradation: Degradation, draw: np.random.Generator) -> list[float]:
    """Where the creases lie: shares of the height, even thirds or halves but for a little."""
    count = degradation.folds
    return [(index + 1) / (count + 1) + float(draw.uniform(-0.02, 0.02)) for index in range(count)]


def place_sheet(
    size: tuple[float, float], degradation: Degradation, creases: list[float], draw: np.random.Generator
) -> Sheet:
    """A sheet of `size` (width and height in points) with `creases` (shares of its height) as the degradation lays it."""
    width, height = size
    across: Profile = curled(width, drawn(degradation.curl, draw) * width, draw) if degradation.curl else flat(width)
    down: Profile = creased(height, creases, 7.0, draw) if creases and degradation.by_camera else flat(height)
    skew, scale = signed(degradation.skew, draw), degradation.dpi / 72.0
    turn = int(draw.choice(degradation.turns))
    if not degradation.by_camera:
        canvas = (round(width * scale), round(height * scale))
        shift = draw.uniform(-4.0, 4.0, size=2) * scale if degradation.skew else np.zeros(2)
        return Sheet(
            across=across,
            down=down,
            turning=_rotation(0.0, 0.0, skew),
            distance=None,
            scale=scale,
            offset=(float(canvas[0] / 2 + shift[0]), float(canvas[1] / 2 + shift[1])),
            canvas=canvas,
            turn=turn,
        )
    tilts = signed(degradation.tilt, draw), signed(degradation.tilt * 0.5, draw)
    turning = _rotation(*tilts, skew)
    bare = Sheet(
        across=across,
        down=down,
        turning=turning,
        distance=camera_distance(max(size)),
        scale=scale,
        offset=(0.0, 0.0),
        canvas=(1, 1),
    )
    canvas, offset = _frame(bare, size, draw)
    return Sheet(
        across=across,
        down=down,
        turning=turning,
        distance=bare.distance,
        scale=scale,
        offset=offset,
        canvas=canvas,
        turn=turn,
    )


def _frame(
    sheet: Sheet, size: tuple[float, float], draw: np.random.Generator
) -> tuple[tuple[int, int], tuple[float, float]]:
    """The picture around the sheet with a rim of desk: its size, and the pixel of the sheet's middle."""
    along = np.linspace(0.0, 1.0, 20)
    width, height = size
    border = [(x * width, y * height) for x in along for y in (0.0, 1.0)]
    border += [(x * width, y * height) for x in (0.0, 1.0) for y in along]
    seen = sheet.to_canvas(np.array(border))
    low, high = seen.min(axis=0), seen.max(axis=0)
    extent = (high - low) * draw.uniform(1.04, 1.14)
    short, long = (0, 1) if extent[0] <= extent[1] else (1, 0)
    if extent[short] * _FRAME[1] > extent[long] * _FRAME[0]:
        extent[long] = extent[short] * _FRAME[1] / _FRAME[0]
    else:
        extent[short] = extent[long] * _FRAME[0] / _FRAME[1]
    room = (extent - (high - low)) / 2
    offset = extent / 2 - (low + high) / 2 + room * draw.uniform(-0.4, 0.4, size=2)
    return (round(float(extent[0])), round(float(extent[1]))), (float(offset[0]), float(offset[1]))


def _rotation(about_x: float, about_y: float, about_z: float) -> Floats:
    """Rotation by degrees about z, then x, then y."""
    x, y, z = np.radians([about_x, about_y, about_z])
    rotate_x = np.array([[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]])
    rotate_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    rotate_z = np.array([[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]])
    return rotate_y @ rotate_x @ rotate_z
