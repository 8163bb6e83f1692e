"""SCO003 qualitative-score-outside-band: the points of a qualitative row do not fit what it says was achieved.

查什么：年度指标值和实际完成值均为文字的指标，核对得分占分值的比例是否落在相应档次内。实际完成值与年度指标值相同，或
写明已达成的，为上档；“基本完成”“部分达成”等为中档；“未完成”“不满足”等为下档。各档比例由评分规则（profile）
设定，默认80%～100%、60%～80%、0～60%。只判断措辞明确的指标。

为什么：文字描述弹性大，分档是仅有的约束。

例：年度指标值“满足”，实际完成值“不满足”，分值5，得分5。

依据：财预〔2020〕10号附件：达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差三档，100%-80%
（含）、80%-60%（含）、60%-0%；各档比例由评分规则（profile）设定。
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.phrases import points, quoted, quotes_of
from extractor.checks.profile import Bands, Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain, round_half_up

CODE = "SCO003"
MISSED = re.compile(
    r"未(?!来|成年|见|发现|发生|出现)|^不(?!断|低于|少于|超过|高于|存在|发生)|没有(?!发生|出现|发现)|较差|否"
)
PARTLY = re.compile(r"部分|基本|大部|较(?!差|大|为|上年|去年)|一定(?:程度|效果)|有待|逐步")
ACHIEVED = re.compile(
    r"(?:全部|均|已)?(?:达成|达到|完成)(?:年度|预期|绩效)*(?:指标|目标|效果)?|达标|是|通过|良好|优秀?"
)


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per clear qualitative row whose share of the weight lies outside its band."""
    for row in form.rows:
        if not row.applicable or not row.weight or row.score is None or not 0 <= row.score <= row.weight:
            continue
        judged = _band(row, profile.bands)
        if judged is None:
            continue
        result, (least, most) = judged
        lowest, highest = least * row.weight, most * row.weight
        tolerance = profile.formulas.score_tolerance
        if lowest - tolerance <= row.score <= highest + tolerance:
            continue
        yield form.finding(
            CODE,
            "warning",
            [row.at("score"), row.at("target"), row.at("actual")],
            f"定性指标得分与完成情况不符：{quoted(row)}目标“{row.row.target}”，实际“{row.row.actual}”，属{result}，"
            f"应得权重的 {plain(least * 100)}%～{plain(most * 100)}%，即 {_two(lowest)}～{_two(highest)} 分，"
            f"自评 {points(row.score)}（满分 {plain(row.weight)}）。",
            printed=row.row.score,
            recomputed=f"{_two(lowest)}-{_two(highest)}",
            quotes=quotes_of(row),
        )


def _band(row: IndicatorFacts, bands: Bands) -> tuple[str, tuple[Decimal, Decimal]] | None:
    """The result that the words clearly state, with its band; `None` when they do not, or are not words."""
    measures = (*row.targets, *row.actuals)
    if not row.targets or not row.actuals or any(measure.kind != "text" for measure in measures):
        return None
    target, actual = _bare(row.row.target), _bare(row.row.actual)
    if target == actual:
        return "达成预期", bands.achieved
    if len(row.actuals) > 1 or len(actual) > 20:
        return None
    if MISSED.search(actual) and not MISSED.search(target):
        return "未达成预期", bands.missed
    if PARTLY.search(actual) and not PARTLY.search(target):
        return "部分达成预期", bands.partly
    return ("达成预期", bands.achieved) if ACHIEVED.fullmatch(actual) else None


def _bare(text: str | None) -> str:
    return re.sub(r"[\W_]", "", text or "")


def _two(value: Decimal) -> str:
    return plain(round_half_up(value))


RULE = Rule(
    code=CODE,
    name="qualitative-score-outside-band",
    title="定性指标得分超出分档范围",
    severity="warning",
    check=check,
)
