"""EXP003 overachieved-without-reason: the target was far exceeded, with full marks and nothing said.

查什么：越大越好的指标，以实际完成值÷年度指标值的倍数，与评分规则（profile）设定的三档比较，默认1.2倍、1.3倍、2倍。
未说明原因（空白、“无”或“无偏差”）的，达到第一档报提醒，达到第二档指出应当说明原因，达到第三档且得满分的报错误，
因为年度指标值明显偏低；偏差原因栏被裁切的，只报提醒。已说明原因但仍得满分的，报提示；已说明原因并扣分的，不报。超额
完成没有官方扣分公式，因此不提出应得分。

为什么：实际达到目标的两倍，说明目标没有起到衡量作用，满分也就没有意义。

例：年度指标值≥200件，实际完成值585件（292.5%），分值2，得分2，未说明偏差原因。

依据：财预〔2020〕10号：对超额完成较多的应分析原因；已投入使用的系统要求达到130%的说明原因。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.assessment import Comparison, comparisons
from extractor.checks.explanations import real_reason, reason_column_cut, reason_of
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.phrases import points, quoted, quotes_of
from extractor.checks.profile import Profile, Thresholds
from extractor.checks.rule import Rule
from extractor.records.amounts import plain, round_half_up

CODE = "EXP003"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per over-achieved row; its metrics are listed in the message."""
    limits = profile.thresholds
    cut = reason_column_cut(form)
    for row in form.rows:
        over = _over(row, limits.over_achieved_warn) if row.applicable else []
        if not over or not row.weight:
            continue
        highest = max(ratio for _, ratio in over)
        full = row.score is not None and row.score >= row.weight
        explained = real_reason(row)
        if explained and not full:
            continue
        yield form.finding(
            CODE,
            _severity(highest, limits, full=full, explained=explained is not None, cut=cut),
            [row.at("actual"), row.at("target"), row.at("score"), row.at("deviation_reason")],
            f"超额完成{'已说明但未核减得分' if explained else '未说明原因'}：{quoted(row)}"
            + "；".join(_ratio_text(pair, ratio) for pair, ratio in over)
            + _score_text(row, full=full)
            + _advice(row, highest, limits, explained=explained is not None, cut=cut),
            printed=row.row.actual,
            recomputed=f"{_percent(highest)}%",
            quotes=quotes_of(row),
        )


def _over(row: IndicatorFacts, step: Decimal) -> list[tuple[Comparison, Decimal]]:
    """The metrics at or above the first step, with their ratio; a range is exceeded above its upper end."""
    found: list[tuple[Comparison, Decimal]] = []
    for pair in comparisons(row):
        if pair.better != "more" or pair.t <= 0:
            continue
        ratio = pair.a / (pair.target.high or pair.t)
        if ratio >= step:
            found.append((pair, ratio))
    return found


def _severity(ratio: Decimal, limits: Thresholds, *, full: bool, explained: bool, cut: bool) -> Severity:
    if explained:
        return "info"
    return "error" if full and not cut and ratio >= limits.over_achieved_error else "warning"


def _percent(ratio: Decimal) -> str:
    return plain(round_half_up(ratio * 100, 1))


def _ratio_text(pair: Comparison, ratio: Decimal) -> str:
    base = pair.target.high or pair.t
    return (
        f"目标{pair.target.text}，实际{pair.actual.text}，为目标的 {plain(pair.a)} ÷ {plain(base)} = {_percent(ratio)}%"
    )


def _score_text(row: IndicatorFacts, *, full: bool) -> str:
    if row.score is None or row.weight is None:
        return "，得分未能读出，"
    return f"，自评{'满分' if full else ''} {points(row.score)}{'' if full else f'（满分 {plain(row.weight)}）'}，"


def _advice(row: IndicatorFacts, ratio: Decimal, limits: Thresholds, *, explained: bool, cut: bool) -> str:
    if explained:
        return "已说明原因但得分未作调整，请复核年度指标值是否偏低。"
    if cut:
        return "原件“偏差原因分析及改进措施”栏没有印出，请核对完整原件。"
    said = f"偏差原因栏仅填“{row.row.deviation_reason}”" if reason_of(row) else "未说明偏差原因"
    if ratio >= limits.over_achieved_error:
        return f"{said}；实际达目标 {plain(limits.over_achieved_error)} 倍以上，年度指标值明显偏低。"
    if ratio >= limits.over_achieved_needs_reason:
        return f"{said}；达到目标的 {_percent(limits.over_achieved_needs_reason)}% 应当说明原因。"
    return f"{said}，请关注年度指标值是否偏低。"


RULE = Rule(code=CODE, name="overachieved-without-reason", title="超额完成未说明原因", severity="warning", check=check)
