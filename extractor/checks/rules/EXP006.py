"""EXP006 reason-contradicts-numbers: 无偏差 stands beside lost points or a large deviation.

查什么：偏差原因只写“无偏差”，而得分低于分值、未达到年度指标值，或者实际完成值达到应当说明原因的倍数（由评分规则
（profile）设定，默认1.3倍）的指标。另外，所有指标（不少于3行，其中有不适用指标）都写“无偏差”的，另报一条：该栏未
据实填写。

为什么：否认偏差不等于说明偏差。

例：年度指标值≥400条，实际完成值525条（131.3%），偏差原因写“无偏差”。

依据：算术关系；倍数由评分规则（profile）设定。
"""

from collections.abc import Iterator

from extractor.checks.assessment import comparisons
from extractor.checks.explanations import says_no_deviation
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.phrases import points, quoted, quotes_of
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain, round_half_up

CODE = "EXP006"
FEWEST_ROWS = 3
"""A form with fewer rows has no pattern."""


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per contradicted row, and one for a form that says 无偏差 everywhere."""
    denied = [row for row in form.rows if says_no_deviation(row.row.deviation_reason)]
    idle = [row for row in denied if not row.applicable]
    if idle and len(denied) == len(form.rows) >= FEWEST_ROWS:
        yield form.finding(
            CODE,
            "warning",
            ["/indicators", *(row.at("deviation_reason") for row in denied)],
            f"偏差原因栏通填“无偏差”：全部 {len(denied)} 行均填“{denied[0].row.deviation_reason}”，"
            f"其中 {len(idle)} 行为不适用指标，说明该栏未据实填写。",
            printed=denied[0].row.deviation_reason,
        )
    for row in denied:
        contradictions = _contradictions(row, profile) if row.applicable else []
        if not contradictions:
            continue
        yield form.finding(
            CODE,
            "warning",
            [row.at("deviation_reason"), row.at("actual"), row.at("target"), row.at("score")],
            f"偏差说明与数据矛盾：{quoted(row)}{'，'.join(contradictions)}，偏差原因栏却填“{row.row.deviation_reason}”。",
            printed=row.row.deviation_reason,
            quotes=quotes_of(row),
        )


def _contradictions(row: IndicatorFacts, profile: Profile) -> list[str]:
    """What the row's numbers say against 无偏差, in Chinese."""
    found: list[str] = []
    for pair in comparisons(row):
        text = f"目标{pair.target.text}，实际{pair.actual.text}"
        ratio = pair.a / (pair.target.high or pair.t) if pair.t > 0 else None
        if not pair.met:
            found.append(f"{text}，未达目标")
        elif pair.better == "more" and ratio and ratio >= profile.thresholds.over_achieved_needs_reason:
            share = plain(round_half_up(ratio * 100, 1))
            found.append(f"{text}，为目标的 {plain(pair.a)} ÷ {plain(pair.target.high or pair.t)} = {share}%")
    if row.weight is not None and row.score is not None and row.score < row.weight:
        found.append(f"满分 {plain(row.weight)}，自评 {points(row.score)}，扣 {points(row.weight - row.score)}")
    return found


RULE = Rule(code=CODE, name="reason-contradicts-numbers", title="“无偏差”与数据矛盾", severity="warning", check=check)
