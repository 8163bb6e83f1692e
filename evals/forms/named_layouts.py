"""The named layouts, at least one for every variant seen, and random mixtures of them."""

from dataclasses import replace
from random import Random

from evals.forms.labels import INTEGRATED, NATIONAL, NATIONAL_FULL_WIDTH, SHENZHEN, SPECIAL_FUND
from evals.forms.layout import SCORES_FIRST, SPLIT_TARGET, STANDARD_COLUMNS, WEIGHT_FIRST, Layout

_NOTE = "注：1.得分一档最高不能超过该指标分值上限。2.定性指标根据指标完成情况分为达成预期指标、部分达成、未达成三档。"
_SIGNED = "填表人：王小明          联系电话：12345678          填报日期：{next_year}年3月15日"
_PROBLEMS = (
    (
        "存在问题及原因分析",
        "1.部分项目启动较晚，支出进度前慢后快；2.个别指标设置不够细化，年初测算与实际需求存在差距。",
    ),
    ("下一步改进措施", "加强前期论证，合理编制年度预算；按季度跟踪支出进度，预计完成100%的指标按月督办，及时纠偏。"),
)

SHENZHEN_2023 = Layout(
    name="shenzhen-2023",
    labels=SHENZHEN,
    year_place="cell",
    header_rows=(("project_code", "project_name", "year"), ("implementing_unit", "supervising_unit")),
    header_suffix=":",
    bands=("资金使用情况", "项目目标完成情况"),
    level1_points="({points}分)",
)
NATIONAL_2020 = Layout(
    name="national-2020",
    labels=NATIONAL,
    funds_unit="万元",
    rate="percent",
    above=("",),
    level1_points="（{points}分）",
    total_covers_side_label=False,
    below=(_NOTE,),
)
FULL_WIDTH_SCORES_FIRST = Layout(
    name="scores-first",
    labels=NATIONAL_FULL_WIDTH,
    columns=SCORES_FIRST,
    funds_unit="万元",
    grouped=True,
    not_scored="-",
    placeholder=("不适用", "", ""),
    below=(_SIGNED,),
)
WEIGHT_FIRST_MIDDLE = Layout(
    name="weight-first",
    labels=NATIONAL,
    columns=WEIGHT_FIRST,
    header_rows=(
        ("project_name", "project_code"),
        ("supervising_unit", "implementing_unit"),
        ("@项目负责人", "@联系电话"),
    ),
    level_labels="middle",
    level1_points="\n({points}分)",
    goals="stacked",
    not_scored="",
    placeholder=("", "", ""),
)
SPLIT = Layout(
    name="split-target",
    labels=INTEGRATED,
    title="{year}年度项目支出绩效自评表",
    year_place="in_title",
    columns=SPLIT_TARGET,
    header_rows=(("project_name", "project_code"), ("supervising_unit", "implementing_unit")),
    equal_operator="=",
    qualitative_operator="定性",
    two_places=True,
    rate="percent",
    funds_unit="万元",
    placeholder=("无", "无", "无"),
    above=("金额单位：{unit}",),
    blocks=_PROBLEMS,
)
REPEATED = Layout(
    name="repeated-labels",
    labels=INTEGRATED,
    title="项目支出绩效自评情况表",
    level_labels="repeated",
    side_label=False,
    header_rows=(("project_name",), ("project_code",), ("supervising_unit",), ("implementing_unit",), ("year",)),
    year_place="cell",
    rate="four_places",
    grouped=True,
    columns=STANDARD_COLUMNS,
    placeholder=("无", "无", "无"),
)
SPECIAL = Layout(
    name="special-fund",
    labels=SPECIAL_FUND,
    title="专项资金绩效自评表",
    year_line="（{year}年度）",
    above=("填报单位（盖章）：{implementing_unit}                    单位：{unit}",),
    header_rows=(("project_name",), ("supervising_unit", "implementing_unit")),
    level1_points="（{points}分）",
    level2_points="（{points}分）",
    funds_unit="万元",
    rate="percent",
    goals="side_by_side",
    blocks=_PROBLEMS[:1],
    below=(_SIGNED,),
)
INLINE_HEADER = Layout(
    name="inline-header",
    labels=SPECIAL_FUND,
    header_inline=True,
    header_suffix="：",
    header_rows=(("project_name", "year"), ("supervising_unit", "implementing_unit")),
    year_place="cell",
    level_labels="first",
    two_places=True,
    not_scored="/",
    placeholder=("不适用", "不适用", "不适用"),
)
NO_REASON = Layout(
    name="no-reason-column",
    labels=NATIONAL,
    title="部门预算项目支出绩效自评表",
    columns=STANDARD_COLUMNS[:-1],
    fund_columns=("annual_budget", "executed", "execution_rate", "weight", "score"),
    funds_unit="万元",
    total_covers_side_label=False,
    blocks=_PROBLEMS,
)

LAYOUTS = {
    layout.name: layout
    for layout in (
        SHENZHEN_2023,
        NATIONAL_2020,
        FULL_WIDTH_SCORES_FIRST,
        WEIGHT_FIRST_MIDDLE,
        SPLIT,
        REPEATED,
        SPECIAL,
        INLINE_HEADER,
        NO_REASON,
    )
}
"""Named layouts by name."""


def random_layout(seed: int) -> Layout:
    """A mixture: a named layout in which independent features are redrawn from the other layouts. Same seed, same layout."""
    draw = Random(seed)
    pool = list(LAYOUTS.values())
    base = draw.choice(pool)
    columns = draw.choice(pool).columns
    return replace(
        base,
        name=f"random-{seed}",
        labels=draw.choice(pool).labels,
        columns=columns,
        fund_columns=draw.choice(pool).fund_columns,
        funds_unit=draw.choice(("元", "万元", None)),
        rate=draw.choice(("number", "percent", "four_places")),
        grouped=draw.random() < 0.3,
        not_scored=draw.choice(("—", "-", "", "/")),
        goals=draw.choice(("side_by_side", "side_by_side", "stacked")),
        side_label=draw.random() < 0.8,
        level1_points=draw.choice((None, "({points}分)", "（{points}分）", "\n（{points}分）")),
        level2_points=draw.choice((None, None, None, "({points}分)")),
        level_labels=draw.choice(("merged", "merged", "merged", "middle", "first", "repeated")),
        placeholder=draw.choice(pool).placeholder,
        two_places=draw.random() < 0.4,
        equal_operator=draw.choice(("", "=")),
        qualitative_operator=draw.choice(("", "定性")),
        bands=draw.choice(pool).bands,
        total_covers_side_label=draw.random() < 0.5,
        blocks=draw.choice(pool).blocks,
        below=draw.choice(pool).below,
    )
