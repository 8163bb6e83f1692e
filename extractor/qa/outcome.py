"""What the execution of a plan found, before it is put into words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from extractor.qa.plan import MeasureName

ResultKind = Literal["number", "money", "percent", "projects", "indicators", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundForm:
    """A form with the values asked for."""

    id: int
    code: str | None
    name: str | None
    unit: str | None
    values: dict[MeasureName, Any] = field(default_factory=dict[MeasureName, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIndicator:
    """An indicator row with its form."""

    form: FoundForm
    ordinal: int
    level1: str | None
    level2: str | None
    level3: str | None
    target: str | None
    actual: str | None
    weight: Decimal | None
    score: Decimal | None
    lost: Decimal | None
    ratio: Decimal | None
    actual_value: Decimal | None
    target_value: Decimal | None
    actual_unit: str | None
    reason: str | None

    @property
    def pointer(self) -> str:
        """The JSON pointer of the row."""
        return f"/indicators/{self.ordinal}"

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.level3 or self.level2 or self.level1 or "未命名指标"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFinding:
    """A finding with its form."""

    form: FoundForm
    rule: str
    severity: str
    pointer: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A line of a grouped figure: `count` forms (or rows) make it."""

    name: str
    value: Decimal | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it is made of: `total` forms or rows, of which `unknown` do not print the value."""

    measure: MeasureName | None
    value: Decimal | None
    count: int
    unknown: int = 0
    whole: Decimal | None = None
    other: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The rows found. `total` counts them all where only the first are held; `cited` are evaluation id and pointer."""

    kind: ResultKind
    forms: Sequence[FoundForm] = ()
    indicators: Sequence[FoundIndicator] = ()
    findings: Sequence[FoundFinding] = ()
    groups: Sequence[Group] = ()
    figure: Figure | None = None
    total: int = 0
    cited: Sequence[tuple[int, str]] = ()
    notes: Sequence[str] = ()
