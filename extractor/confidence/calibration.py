"""Scores of readings to probabilities of being right, by a table that `python -m evals.tasks.calibration` makes."""

import tomllib
from bisect import bisect_right
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from extractor.confidence.closure import Evidence
from extractor.errors import SettingsError

Curve = list[tuple[float, float]]


class Calibration(BaseModel):
    """Monotone maps from score to probability, one for each kind of evidence, and how they were made.

    Attributes:
        made_by: the command, versions of the models, seeds and documents, for people.
        curves: knots (score, probability) in rising order by `Evidence`; between knots the probability is interpolated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_by: dict[str, str | int]
    curves: dict[Evidence, Curve] = Field(min_length=3)

    @field_validator("curves")
    @classmethod
    def _rising(cls, curves: dict[Evidence, Curve]) -> dict[Evidence, Curve]:
        for kind, knots in curves.items():
            for position in (0, 1):
                numbers = [knot[position] for knot in knots]
                if not numbers or numbers != sorted(numbers) or not 0 <= numbers[0] <= numbers[-1] <= 1:
                    raise ValueError(f"curve {kind} does not rise from 0 to 1")
        return curves

    def probability(self, score: float, evidence: Evidence) -> float:
        """The probability, 0..1, that a value read with `score` is right."""
        knots = self.curves[evidence]
        at = bisect_right(knots, score, key=lambda knot: knot[0])
        if at == 0:
            return knots[0][1]
        if at == len(knots):
            return knots[-1][1]
        (x0, p0), (x1, p1) = knots[at - 1], knots[at]
        return p0 + (p1 - p0) * (score - x0) / (x1 - x0)


@cache
def load_calibration(path: Path) -> Calibration:
    """The calibration in a TOML file.

    Raises:
        SettingsError: the file is missing or no calibration.
    """
    try:
        return Calibration.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SettingsError(f"校准文件 {path.name} 读不到：{error.strerror}") from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SettingsError(f"校准文件 {path.name} 不对：{error}") from error
