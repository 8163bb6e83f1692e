"""Bent paper to flat: rulings that run in curves tell how a page is bent, and the page is drawn again without it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pages.imaging.raster import Raster, as_raster

_SHORTEST = 4.0
"""Ems: shorter pieces of rulings tell nothing about a bend."""
_SAMPLE = 1.0
"""Ems of a ruling for which one place is measured."""
_FEWEST = 3
"""Rulings that tell of a bend together."""
_ALONG, _ACROSS = 5, 2
"""Powers of the polynomial along the rulings and across them."""
_STIFF = 1e-6
"""How much the polynomial resists to being bent where nothing is measured."""
_OUTLIER = 3.0
"""Standard deviations from the bend beyond which a place counts less."""
_FLAT, _MOST = 0.07, 96
"""Ems by which most (in per cent) places lie off straight rulings at most on a page that is left as it is."""
_BETTER = 0.6
"""Share of what places lie off in the mean that may be left for a bend to be believed."""
_ROUNDS = 4
"""Fits, each with the places of the rulings and the outliers that the one before found."""
_GOES_ON = 0.1
"""Share of the longer side for which the paper goes on as it was seen last; steep ends of rulings are not seen."""
_NEAR = 1e-3
"""The same between two places of which a slope is taken."""
_MESH = 32
"""Pixels between places for which the bend is computed; those in between are interpolated."""

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelBend:
    """How far places of the flat picture lie off on the bent one, in pixels `right` and `down`.

    Both are meshes, rows x columns, of places `step` pixels apart, the first at the upper left corner.
    """

    step: int
    right: _Floats
    down: _Floats

    def before(self, other: "PixelBend") -> "PixelBend":
        """This bend of a picture that was drawn flat by `other`: both together."""
        rows, columns = self.right.shape
        x, y = np.arange(columns, dtype=np.float64)[None, :], np.arange(rows, dtype=np.float64)[:, None]
        at_x, at_y = (x + self.right / self.step).astype(np.float32), (y + self.down / self.step).astype(np.float32)

        def seen(mesh: _Floats) -> _Floats:
            found = cv2.remap(mesh.astype(np.float32), at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            return np.asarray(found, dtype=np.float64)

        return PixelBend(step=self.step, right=self.right + seen(other.right), down=self.down + seen(other.down))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    """Places measured along one ruling: `along` it and `across` it, in pixels."""

    along: _Floats
    across: _Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Polynomial:
    """A bend across horizontal rulings: powers of the place along them (from the first) and across them (from none).

    Places are shares of `side` from the middle of the picture. Beyond `along` and `across` nothing was measured: along the
    rulings the paper is taken to go on as steep as it was for a little, across them to be bent as at the last one.
    """

    side: float
    coefficients: _Floats
    along: tuple[float, float]
    across: tuple[float, float]

    def mesh(self, length: int, breadth: int) -> _Floats:
        """Pixels by which places of a picture, `length` along and `breadth` across, lie off; across x along."""
        places = (_marks(length) - length / 2) / self.side
        u = np.clip(places, *self.along)
        v = np.clip((_marks(breadth) - breadth / 2) / self.side, *self.across)
        bends, slopes = self._at(u, v), (self._at(u + _NEAR, v) - self._at(u - _NEAR, v)) / (2 * _NEAR)
        return (bends + slopes * np.clip(places - u, -_GOES_ON, _GOES_ON)) * self.side

    def _at(self, u: _Floats, v: _Floats) -> _Floats:
        return (_terms(np.tile(u, len(v)), np.repeat(v, len(u))) @ self.coefficients).reshape(len(v), len(u))


def _marks(length: int) -> _Floats:
    return np.arange(0, length + _MESH, _MESH, dtype=np.float64)


def runs_to_bend(across: Raster, down: Raster, em: float) -> PixelBend | None:
    """How a page is bent, told by its rulings; `None` for a page whose rulings are straight or tell nothing.

    Args:
        across: 255 where long thin horizontal strokes run.
        down: the same for vertical ones, of the picture mirrored at its diagonal (rows are columns).
        em: height of a character in pixels.
    """
    height, width = across.shape[:2]
    falls = _fit(_curves(across, em), width, height, em)
    leans = _fit(_curves(down, em), height, width, em)
    if falls is None and leans is None:
        return None
    straight = np.zeros((len(_marks(height)), len(_marks(width))))
    return PixelBend(
        step=_MESH,
        right=straight if leans is None else leans.mesh(height, width).T,
        down=straight if falls is None else falls.mesh(width, height),
    )


def _curves(runs: Raster, em: float) -> list[_Curve]:
    """The horizontal strokes of at least `_SHORTEST` as they run."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    numbers = np.asarray(labels)
    step = max(2, round(_SAMPLE * em))
    curves: list[_Curve] = []
    for label, (x, top, width, height, _) in enumerate(stats.tolist()):
        if label == 0 or width < _SHORTEST * em or height > 0.25 * width:
            continue
        own = numbers[top : top + height, x : x + width] == label
        count = width // step
        ink: _Floats = own[:, : count * step].reshape(height, count, step).sum(axis=2, dtype=np.float64)
        total: _Floats = ink.sum(axis=0)
        held = total > 0
        xs: _Floats = x + (np.arange(count, dtype=np.float64) + 0.5) * step
        ys: _Floats = (ink * np.arange(height, dtype=np.float64)[:, None]).sum(axis=0) / np.maximum(1.0, total)
        curves.append(_Curve(along=xs[held], across=top + ys[held]))
    return curves


def _fit(curves: Sequence[_Curve], length: int, breadth: int, em: float) -> _Polynomial | None:
    """The bend across rulings that run along the `length` of a picture; `None` where they are straight, or no bend fits.

    Where each ruling belongs is unknown, but it is the same all along it: how far it strays from there is the bend.
    """
    if len(curves) < _FEWEST:
        return None
    side, count = float(max(length, breadth)), len(curves)
    owner = np.concatenate([np.full(len(one.along), index) for index, one in enumerate(curves)])
    u = (np.concatenate([one.along for one in curves]) - length / 2) / side
    measured = (np.concatenate([one.across for one in curves]) - breadth / 2) / side
    places = np.array([measured[owner == index].mean() for index in range(count)])
    off = np.abs(measured - places[owner]) * side
    straight = float(np.sqrt(np.mean(off**2)))
    if np.percentile(off, _MOST) < _FLAT * em:
        return None
    weights, left, coefficients = np.ones(len(u)), np.zeros(len(u)), np.zeros(0)
    for _ in range(_ROUNDS):
        terms = _terms(u, np.asarray(places[owner], dtype=np.float64))
        bends = terms.shape[1]
        system = np.zeros((len(u), bends + count))
        system[:, :bends] = terms
        system[np.arange(len(u)), bends + owner] = 1.0
        normal = (system * weights[:, None]).T @ system
        normal[np.arange(bends), np.arange(bends)] += _STIFF * len(u)
        solved = np.linalg.lstsq(normal, system.T @ (weights * measured), rcond=None)[0]
        found: _Floats = np.asarray(solved, dtype=np.float64)
        coefficients, places, left = found[:bends], found[bends:], measured - system @ found
        spread = max(1e-9, float(np.sqrt(np.average(left**2, weights=weights))))
        weights = np.minimum(1.0, (_OUTLIER * spread / np.maximum(1e-12, np.abs(left))) ** 2)
    rest = float(np.sqrt(np.average(left**2, weights=weights))) * side
    if rest > _BETTER * straight:
        return None
    return _Polynomial(
        side=side,
        coefficients=coefficients,
        along=(float(u.min()), float(u.max())),
        across=(float(places.min()), float(places.max())),
    )


def _terms(u: _Floats, v: _Floats) -> _Floats:
    """Powers of the place along a ruling from the first, times powers of the place across it from none."""
    return np.stack([u**i * v**j for i in range(1, _ALONG + 1) for j in range(_ACROSS + 1)], axis=1)


def bent_to_flat(picture: Raster, bend: PixelBend) -> Raster:
    """The picture as if its paper were not bent, same size, white beyond its edges."""
    height, width = picture.shape[:2]
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    columns, rows = np.meshgrid(x / bend.step, y / bend.step)
    right, down = (
        cv2.remap(one.astype(np.float32), columns, rows, cv2.INTER_LINEAR) for one in (bend.right, bend.down)
    )
    return as_raster(
        cv2.remap(picture, right + x[None, :], down + y[:, None], cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    )
