"""How a place prints the form: everything that differs between layouts, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evals.forms.labels import NATIONAL, Labels

IndicatorColumn = Literal[
    "level1",
    "level2",
    "level3",
    "target",
    "operator",
    "target_value",
    "target_unit",
    "actual",
    "weight",
    "score",
    "deviation_reason",
]
FundColumn = Literal["initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score"]

Column = IndicatorColumn | str
"""A column of the record, or one of another kind by its heading with `@` before it (`@序号`)."""
Block = Literal["funds", "goals", "indicators"]

STANDARD_COLUMNS: tuple[IndicatorColumn, ...] = (
    "level1",
    "level2",
    "level3",
    "target",
    "actual",
    "weight",
    "score",
    "deviation_reason",
)
WEIGHT_FIRST: tuple[IndicatorColumn, ...] = (
    "level1",
    "level2",
    "level3",
    "weight",
    "target",
    "actual",
    "score",
    "deviation_reason",
)
SCORES_FIRST: tuple[IndicatorColumn, ...] = (
    "level1",
    "level2",
    "level3",
    "weight",
    "score",
    "target",
    "actual",
    "deviation_reason",
)
SPLIT_TARGET: tuple[IndicatorColumn, ...] = (
    "level1",
    "level2",
    "level3",
    "operator",
    "target_value",
    "target_unit",
    "actual",
    "weight",
    "score",
    "deviation_reason",
)
STANDARD_FUNDS: tuple[FundColumn, ...] = (
    "initial_budget",
    "annual_budget",
    "executed",
    "weight",
    "execution_rate",
    "score",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way to print the form; a reader must find the same record in every one.

    `header_rows`: field names a row; a name that starts with `@` is another label with an invented value (@项目负责人).
    `header_inline`: label and value share a cell. `year_place`: a cell (when "year" stands in `header_rows`), a line
    under the title, or within the title (year 0 place holders nowhere). `funds_unit`: `None` keeps the record's unit,
    else amounts are converted exactly. `rate`: the rate as the record has it, with a %, or with four decimals.
    `grouped`: thousands separators. `not_scored`: what stands under weight, rate and score beside parts of the funds.
    `level1_points` / `level2_points`: how the points follow the label, with `{points}`. `level_labels`: merged over
    the group, printed once beside the middle or the first row, or repeated in every row. `placeholder`: what level 3,
    target and actual print in a not-applicable row. `two_places`: weights and scores as 2.00. `equal_operator`,
    `qualitative_operator`: what the operator column prints for exact and for qualitative targets. `side_label`: the
    vertical label left of the indicator block. `bands`: rows with a section title across the table. `blocks`: rows
    after the total (label, text); `blocks_before`: the same before the indicators. `funds_style`: a table, or labels
    each with its amount (of the total only), or a table with the sources as columns. `fund_groups`: headings printed over
    several columns of the funds table, with the columns. `funds_remark`: heading and text of a column right of the funds.
    `management`: rows after the funds, the first of headings (the vertical label, then those of two columns of text),
    the others of a label and two texts. `order` of the blocks. `heading_groups`: headings printed over several
    columns, with the columns. `level_names`: other names for a level 1 and 2. `execution_row`: level 1 to 3 of an
    indicator row that takes weight and score of the execution. `title_rows`: rows across the table that begin it instead of the
    title above. `section_titles`: rows across the table before a block. `level1_rows`: level 1 stands in rows across the
    table above its indicators. `vertical`: labels of merged cells are set one character a line. `name_prefix`: before
    every level 3 (`指标{number}：`). `points_suffix`: behind weights and scores. `signatures`: texts of a last row.
    `above`, `below`: lines outside the table, with `{unit}`, `{year}` and `{implementing_unit}`.
    """

    name: str
    labels: Labels = NATIONAL
    title: str = "项目支出绩效自评表"
    year_place: Literal["cell", "under_title", "in_title"] = "under_title"
    year_line: str = "（{year}年度）"
    header_rows: tuple[tuple[str, ...], ...] = (("project_name",), ("supervising_unit", "implementing_unit"))
    header_suffix: str = ""
    header_inline: bool = False
    funds_unit: Literal["元", "万元"] | None = None
    fund_columns: tuple[FundColumn, ...] = STANDARD_FUNDS
    rate: Literal["number", "percent", "four_places"] = "number"
    grouped: bool = False
    not_scored: str = "—"
    goals: Literal["side_by_side", "stacked", "under"] = "side_by_side"
    funds_style: Literal["table", "pairs", "list", "transposed"] = "table"
    fund_groups: tuple[tuple[str, tuple[FundColumn, ...]], ...] = ()
    funds_remark: tuple[str, str] | None = None
    management: tuple[tuple[str, str, str], ...] = ()
    order: tuple[Block, ...] = ("funds", "goals", "indicators")
    columns: tuple[Column, ...] = STANDARD_COLUMNS
    heading_groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    level_names: Mapping[tuple[str | None, str | None], tuple[str, str]] = field(
        default_factory=dict[tuple[str | None, str | None], tuple[str, str]]
    )
    execution_row: tuple[str, str, str] | None = None
    side_label: bool = True
    level1_points: str | None = None
    level2_points: str | None = None
    level_labels: Literal["merged", "middle", "first", "repeated"] = "merged"
    placeholder: tuple[str, str, str] = ("", "", "不适用")
    two_places: bool = False
    equal_operator: str = ""
    qualitative_operator: str = ""
    bands: tuple[str, str] | None = None
    total_covers_side_label: bool = True
    blocks: tuple[tuple[str, str], ...] = ()
    blocks_before: tuple[tuple[str, str], ...] = ()
    has_total: bool = True
    title_rows: tuple[str, ...] = ()
    section_titles: Mapping[Block, tuple[str, ...]] = field(default_factory=dict[Block, tuple[str, ...]])
    level1_rows: bool = False
    vertical: bool = False
    name_prefix: str = ""
    points_suffix: str = ""
    signatures: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def header_fields(self) -> set[str]:
        """Names of the record's fields that the header prints."""
        return {name for row in self.header_rows for name in row if not name.startswith("@")}
