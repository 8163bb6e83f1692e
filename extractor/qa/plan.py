"""What a question asks for, as data: the only thing that execution sees of it."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.checks.finding import Severity
from extractor.records.evaluation import FundSource

Intent = Literal["lookup", "filter", "count", "sum", "average", "median", "rank", "compare", "explain", "search"]
Target = Literal["projects", "indicators", "findings", "funds"]
Comparator = Literal["<", "<=", ">", ">=", "=", "!=", "between"]
Grade = Literal["优", "良", "中", "差"]
Grouping = Literal[
    "project", "implementing_unit", "supervising_unit", "year", "level1", "level2", "grade", "rule", "severity"
]
MeasureName = Literal[
    "initial_budget",
    "annual_budget",
    "executed",
    "unspent",
    "budget_change",
    "budget_cut",
    "budget_change_rate",
    "execution_rate",
    "execution_score",
    "total_score",
    "points_lost",
    "weight",
    "score",
    "score_rate",
    "achievement",
    "target",
    "actual",
    "deviation_reason",
    "expected_goal",
    "actual_goal",
    "implementing_unit",
    "supervising_unit",
    "project_code",
    "project_name",
    "year",
    "grade",
    "indicator_count",
    "finding_count",
    "project_count",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(_Part):
    """A bound on a measure: money in 元, rates and shares in percent, scores in points; `high` only for "between".

    On "actual" it is a bound on the value printed as completed, of rows that print a percentage.
    """

    measure: MeasureName
    comparator: Comparator
    value: Decimal
    high: Decimal | None = None


class MeasureComparison(_Part):
    """A bound on a measure by another one of the same project: executed > initial_budget."""

    measure: MeasureName
    comparator: Comparator
    other: MeasureName


class ProjectName(_Part):
    """A project that a question names: `mention` is what it was called there, `evaluations` the store's keys."""

    mention: str
    name: str
    codes: tuple[str, ...] = ()
    evaluations: tuple[int, ...] = ()


class UnitName(_Part):
    """A unit that a question names: `spellings` are all ways in which the forms write it."""

    mention: str
    spellings: tuple[str, ...]
    role: Literal["implementing_unit", "supervising_unit"] = "implementing_unit"


class Benchmark(_Part):
    """A bound on a measure by that of `project`, `None`: by its average over all forms of the units and years named."""

    measure: MeasureName
    comparator: Comparator
    project: ProjectName | None = None


class Filters(_Part):
    """What narrows the rows; an empty field does not. All that are given hold at once.

    `projects`, `units`: any of them; `not_projects`, `not_units`: none of them. `conditions` bound measures of the target's rows, `indicator_conditions` bound
    indicator rows where the target is projects. `topic` is free text that names indicators. `has_reason`: a reason is
    printed (or not). `first`: of the forms, the first few by a measure. `applicable` `False`: the rows marked 不适用. `missing`: the measure is not printed.
    """

    projects: tuple[ProjectName, ...] = ()
    units: tuple[UnitName, ...] = ()
    not_projects: tuple[ProjectName, ...] = ()
    not_units: tuple[UnitName, ...] = ()
    years: tuple[int, ...] = ()
    level1: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()
    topic: str | None = None
    conditions: tuple[Condition, ...] = ()
    comparisons: tuple[MeasureComparison, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    grades: tuple[Grade, ...] = ()
    not_grades: tuple[Grade, ...] = ()
    rules: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    has_finding: bool | None = None
    fund_source: FundSource | None = None
    has_reason: bool | None = None
    lost_points: bool | None = None
    over_achieved: bool | None = None
    below_target: bool | None = None
    applicable: bool | None = None
    missing: MeasureName | None = None
    first: "First | None" = None


class First(_Part):
    """The first `count` forms by a measure; what is asked is asked of these: 预算前三的项目里谁执行率最低."""

    measure: MeasureName
    descending: bool = True
    count: int = Field(default=1, ge=1, le=1000)


class Order(_Part):
    """By which measure rows are put in order, and which end comes first."""

    measure: MeasureName
    descending: bool = True


class QuestionPlan(_Part):
    """A question as understood.

    `having` bounds the figures of groups. `share`: the answer is the part that the filtered rows are of all, in percent. `limit` with `order`: the first so
    many (ties at the end included); a sum or average is then over these. `rank` asks for one place in the order (第二名). `text` is what an evidence search
    looks for. `notes` are Chinese sentences on how the question was taken, to be said with the answer. `parts` are what
    a question asks beside: each is answered by itself. `checked`: bounds that a question asks to be confirmed of what is
    looked up. "compare" without names is of the first and the last in `order`.
    """

    intent: Intent
    target: Target = "projects"
    measures: tuple[MeasureName, ...] = ()
    filters: Filters = Filters()
    group_by: Grouping | None = None
    order: Order | None = None
    limit: int | None = Field(default=None, ge=1, le=1000)
    place: int | None = Field(default=None, ge=1, le=1000)
    share: bool = False
    having: tuple[Condition, ...] = ()
    text: str | None = None
    notes: tuple[str, ...] = ()
    parts: tuple["QuestionPlan", ...] = ()
    checked: tuple[Condition, ...] = ()

    @property
    def measure(self) -> MeasureName | None:
        """The first measure asked for."""
        return self.measures[0] if self.measures else None


class Refusal(_Part):
    """Why a question has no answer here: `reason` is Chinese and says what was not understood or is not held."""

    reason: str
    kind: Literal["not_held", "unknown_project", "other_year", "opinion", "not_understood", "empty"] = "not_held"
