"""Scoring rules by place: every weight, formula, threshold and tolerance that a rule uses."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import SettingsError


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Weights(_Section):
    """Points (of 100): the execution rate's and each level 1 group's, by printed label. Used to recognise the profile.

    Where a place leaves the split between the level 1 groups open, `levels` is empty and `indicators` is their sum.
    With neither, the profile is chosen by name only.
    """

    execution: Decimal = Decimal(10)
    levels: dict[str, Decimal] = Field(default_factory=dict[str, Decimal])
    indicators: Decimal | None = None
    total: Decimal = Decimal(100)


class Formulas(_Section):
    """How scores follow from values. `reverse`: "linear" (1-(a-t)/t)·w down to 0 at 2t, or "inverse" w·t/a."""

    reverse: Literal["linear", "inverse"] = "linear"
    rounding_places: int = 2
    score_tolerance: Decimal = Decimal("0.01")


class Bands(_Section):
    """Share of the weight that a qualitative result may earn, lowest and highest."""

    achieved: tuple[Decimal, Decimal] = (Decimal("0.8"), Decimal(1))
    partly: tuple[Decimal, Decimal] = (Decimal("0.6"), Decimal("0.8"))
    missed: tuple[Decimal, Decimal] = (Decimal(0), Decimal("0.6"))


class Thresholds(_Section):
    """Limits above or below which something is worth saying; ratios as fractions unless said otherwise."""

    over_achieved_warn: Decimal = Decimal("1.2")
    over_achieved_needs_reason: Decimal = Decimal("1.3")
    over_achieved_error: Decimal = Decimal(2)
    low_execution_percent: Decimal = Decimal(90)
    budget_change: Decimal = Decimal("0.10")
    budget_change_error: Decimal = Decimal(1)
    alarm_red: Decimal = Decimal("0.05")
    alarm_yellow: Decimal = Decimal("0.20")
    nothing_spent: Decimal = Decimal("0.10")
    everything_done: Decimal = Decimal("0.90")
    threshold_share: Decimal = Decimal("0.75")
    threshold_rows: int = 3
    copied_share: Decimal = Decimal("0.90")
    alarm_red_error: Decimal = Field(
        default=Decimal("0.20"),
        description="a completion gap from which the red alarm is an error, as for the yellow one",
    )
    threshold_rows_many: int = Field(default=10, description="this many rows, all on their thresholds, are an error")
    copied_rows: int = Field(default=5, description="fewer scored rows say nothing about copying")
    copied_text_share: Decimal = Field(
        default=Decimal("0.50"), description="share of the points on copied texts from which copying is a warning"
    )
    concentrated_points: Decimal = Field(
        default=Decimal(20), description="points of a level 1 below which one row may do"
    )
    concentrated_level2: Decimal = Field(default=Decimal("0.80"), description="share of a level 1 on one level 2")
    earlier_output_rows: int = Field(default=3, description="equipment counts beside a mere payment goal")
    spending_claim_points: Decimal = Field(default=Decimal(5), description="claimed minus real rate, percentage points")
    spending_claim_error: Decimal = Field(
        default=Decimal("0.50"), description="execution below which a claim is an error"
    )
    paid_in_full: Decimal = Field(default=Decimal("0.95"), description="execution from which all counts as paid")
    batch_forms: int = Field(default=10, description="forms from which a batch can show a lack of discrimination")
    batch_band: Decimal = Field(default=Decimal(5), description="points between the highest and the lowest total")
    batch_shared_rows: int = Field(default=3, description="identical rows of two forms that are no coincidence")
    batch_copied_length: int = Field(default=20, description="characters from which an identical text is copied")
    grade_margin: Decimal = Decimal(1)


class Grade(_Section):
    """A grade and the lowest total that earns it."""

    name: str
    least: Decimal


class Profile(_Section):
    """The scoring rules of one place and year; `name` is the file's stem."""

    name: str
    title: str
    source: str = Field(description="where the rules come from; what is usual but unconfirmed says so")
    code_prefixes: tuple[str, ...] = Field(
        default=(), description="how the place's project codes begin; decides between profiles of equal weights"
    )
    weights: Weights = Weights()
    formulas: Formulas = Formulas()
    bands: Bands = Bands()
    thresholds: Thresholds = Thresholds()
    grades: tuple[Grade, ...] = (
        Grade(name="优", least=Decimal(90)),
        Grade(name="良", least=Decimal(80)),
        Grade(name="中", least=Decimal(60)),
        Grade(name="差", least=Decimal(0)),
    )
    expected_level2: tuple[str, ...] = ()
    disabled_rules: tuple[str, ...] = ()


def load_profiles(folder: Path) -> Mapping[str, Profile]:
    """All profiles in `folder` (*.toml), by name.

    Raises:
        SettingsError: a file is not a valid profile; the message names file and field.
    """
    profiles: dict[str, Profile] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            profiles[path.stem] = Profile(name=path.stem, **data)
        except (tomllib.TOMLDecodeError, ValidationError) as error:
            raise SettingsError(f"评分规则文件 {path.name} 无效:{error}") from error
    if not profiles:
        raise SettingsError(f"没有找到评分规则文件:{folder} 下没有 *.toml")
    return profiles
