"""A model's scores to text: the best path of connectionist temporal classification, with a score for each character.

Graves et al., "Connectionist Temporal Classification", 2006: repeats are dropped, then blanks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

_BLANK = 0
_SAME_MARKS = (
    ",，",
    ":：",
    ";；",
    "(（",
    ")）",
    "!！",
    "?？",
    "%％",
    "~～",
    "<＜",
    ">＞",
    "=＝",
    "+＋",
    "、､",
    "-－",
    ".．",
)
"""Marks that look the same but for the white around them: to read one for the other is no misreading of the ink."""
_SPECKS = "·•●∙‧"
"""What a speck of dirt is read as; within a text the first one parts names."""
_ONE_OF_EACH = str.maketrans({marks[1]: marks[0] for marks in _SAME_MARKS})


def same_marks(text: str) -> str:
    """The text with every mark in one form, for comparing readings."""
    return text.translate(_ONE_OF_EACH)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """The text of a line without spaces.

    `scores`: probability of each character, 0..1. `places`: where each stands on the line, 0 left to 1 right. `second`: how
    an independent reading reads the line, `None` where it was read once.
    """

    text: str
    scores: tuple[float, ...]
    places: tuple[float, ...]
    second: str | None = None

    @property
    def lowest(self) -> float:
        """The lowest of the character scores; 0 for no text."""
        return min(self.scores, default=0.0)


class Alphabet:
    """The classes of a model: blank, its characters, space."""

    def __init__(self, characters: Sequence[str]) -> None:
        self._characters = ["", *characters, " "]
        index = {character: number for number, character in enumerate(self._characters)}
        twin = np.arange(len(self._characters))
        for marks in _SAME_MARKS:
            if all(mark in index for mark in marks):
                one, other = (index[mark] for mark in marks)
                twin[one], twin[other] = other, one
        self._twin = twin

    def best_path(self, output: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The best class at every step and its probability, that of its look-alike included.

        Args:
            output: probabilities, lines x steps x classes.
        """
        best = output.argmax(axis=2)
        scores = np.take_along_axis(output, best[:, :, None], axis=2)[:, :, 0]
        twins = self._twin[best]
        twin_scores = np.take_along_axis(output, twins[:, :, None], axis=2)[:, :, 0]
        return best, np.minimum(1.0, scores + np.where(twins != best, twin_scores, 0.0))

    def decode(self, best: NDArray[np.int64], scores: NDArray[np.float32], steps: float) -> LineReading:
        """One line of a best path. `steps`: how many steps the line's picture covers; the rest is padding."""
        characters: list[str] = []
        kept_scores: list[float] = []
        places: list[float] = []
        before = _BLANK
        numbers = cast("list[int]", best.tolist())
        for step, (number, score) in enumerate(zip(numbers, cast("list[float]", scores.tolist()), strict=True)):
            if number == before:
                if number != _BLANK and self._characters[number] != " ":
                    kept_scores[-1] = max(kept_scores[-1], score)
                continue
            before = number
            if number == _BLANK or self._characters[number] == " ":
                continue
            characters.append(self._characters[number])
            kept_scores.append(score)
            places.append(min(1.0, (step + 0.5) / max(steps, 1.0)))
        first, end = _within_specks(characters)
        return LineReading(
            text="".join(characters[first:end]), scores=tuple(kept_scores[first:end]), places=tuple(places[first:end])
        )


def _within_specks(characters: Sequence[str]) -> tuple[int, int]:
    """The first character and the one after the last that are no specks of dirt before and behind a text."""
    text = "".join(characters)
    kept = text.strip(_SPECKS)
    first = len(text) - len(text.lstrip(_SPECKS)) if kept else 0
    return first, first + len(kept)
