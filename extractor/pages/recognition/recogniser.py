"""Pictures of lines to their texts, in batches of lines of about the same width."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster, as_raster
from extractor.pages.recognition.decoding import Alphabet, LineReading
from extractor.pages.recognition.engine import Batch, Engine, open_engine
from extractor.pages.recognition.memory import share_one_heap
from extractor.pages.recognition.models import recogniser_model, second_model
from extractor.processors import processors

_HEIGHT = 48
"""Pixels of a line that the model was trained on."""
_STEP = 8
"""Pixels of a line that one step of the model's output covers."""
_WIDTHS = 16
"""Widths are padded to a multiple of this, so that lines of about the same length share a batch."""
_NARROWEST = 32
_WIDEST = 3200
"""Pixels at `_HEIGHT`; longer lines are squeezed."""
_BATCH_PIXELS = 2560
"""Width of all lines of a batch: larger batches gain nothing and need memory."""


class Recogniser:
    """Reads pictures of single lines of text. One at a time; make one for each worker."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._alphabet = Alphabet(engine.characters())

    def read(self, lines: Sequence[Raster]) -> list[LineReading]:
        """The readings of grey pictures of lines, dark on light, each tight around its text, in their order."""
        scaled = [_scaled(line) for line in lines]
        groups = list(_groups(scaled))
        paths: dict[int, tuple[np.ndarray, np.ndarray]] = {}

        def take(number: int, output: Batch) -> None:
            paths[number] = self._alphabet.best_path(output)

        self.engine.run((_batch([scaled[index] for index in group]) for group in groups), take)
        found: dict[int, LineReading] = {}
        for number, group in enumerate(groups):
            best, scores = paths[number]
            for row, index in enumerate(group):
                found[index] = self._alphabet.decode(best[row], scores[row], scaled[index].shape[1] / _STEP)
        return [found[index] for index in range(len(lines))]


def _scaled(line: Raster) -> Raster:
    height, width = line.shape[:2]
    wanted = min(_WIDEST, max(8, round(width * _HEIGHT / max(1, height))))
    way = cv2.INTER_LINEAR if height <= _HEIGHT else cv2.INTER_AREA
    return as_raster(cv2.resize(line, (wanted, _HEIGHT), interpolation=way))


def _padded_width(line: Raster) -> int:
    return max(_NARROWEST, -(-line.shape[1] // _WIDTHS) * _WIDTHS)


def _groups(lines: Sequence[Raster]) -> Iterator[list[int]]:
    """Indices of lines of one padded width, at most `_BATCH_PIXELS` together; the widest first, so that no core waits."""
    group: list[int] = []
    for index in sorted(range(len(lines)), key=lambda one: -_padded_width(lines[one])):
        width = _padded_width(lines[index])
        if group and (width != _padded_width(lines[group[0]]) or width * (len(group) + 1) > _BATCH_PIXELS):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _batch(lines: Sequence[Raster]) -> Batch:
    """Values -1 black to 1 white, 0 where padded, the same in all three colours."""
    batch = np.zeros((len(lines), 3, _HEIGHT, _padded_width(lines[0])), np.float32)
    for row, line in enumerate(lines):
        batch[row, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1.0
    return batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognisers:
    """`first` reads every line; `second` is another model for the lines that are read again, `None` where there is none."""

    first: Recogniser
    second: Recogniser | None


_loading = threading.Lock()


@cache
def _loaded() -> Recognisers:
    share_one_heap()
    cv2.setNumThreads(processors())
    model = second_model()
    return Recognisers(
        first=Recogniser(open_engine(recogniser_model())),
        second=Recogniser(open_engine(model)) if model is not None else None,
    )


def loaded_recognisers() -> Recognisers:
    """The process's recognisers, loaded at their first use.

    Raises:
        RecognitionMissing: a library or the first model is not installed.
    """
    with _loading:
        return _loaded()
