"""What the rule gives for a quantitative row: target against actual, the share achieved, the points due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extractor.checks.form_facts import IndicatorFacts
from extractor.checks.profile import Formulas
from extractor.checks.scale import same_scale
from extractor.checks.scoring import Tradition, equal_share, forward_share, range_share, reverse_share
from extractor.records.amounts import plain, round_half_up
from extractor.records.targets import Measure

Better = Literal["more", "less"]

_TIME_UNITS = frozenset(
    ["秒", "分钟", "小时", "天", "日", "工作日", "自然日", "周", "星期", "月", "季度", "年", "h", "min", "s"]
)
_FEWER_IS_BETTER = re.compile(
    r"投诉|事故|故障|离职|流失|差错|出错|错误|损耗|超支|失业|死亡|发病|整改率|违规|违法|返工|退件|延误|中断|停机|排放|能耗|复发|逾期|欠费"
)
_MORE_AFTER_ALL = re.compile(
    r"无|零|下降|降低|减少|处理|办结|解决|回复|修复|查处|结案|控制|整治|处置|化解|调处|及时|达标|整改完成|识别|救治|排查|上报|满意|培训|演练|宣传"
)
_COST = re.compile(r"成本|经费|费用|支出|造价|单价|控制数|投资额?|采购金额|预算")
_SPENT = re.compile(r"节约|节省|进度|执行|完成|达标|支出率|支付|使用率|到位")
_LASTING = re.compile(r"培训|开放|运行|值守|年限|寿命|期限|保修|质保|有效期|使用|时长|课时|学时|服务时间|运行时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One metric of a row: its measures, both as numbers of one unit, and which side is better."""

    target: Measure
    actual: Measure
    t: Decimal
    a: Decimal
    better: Better

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.a <= self.t if self.better == "less" else self.a >= self.t

    @property
    def ratio(self) -> Decimal | None:
        """a/t; `None` for a target of 0 or below."""
        return self.a / self.t if self.t > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScore:
    """Points that the rule gives: `exact` before rounding, `score` after.

    `slack`: by how much the points may differ because the actual is printed rounded (86% for 86.4%). `pairs`, `shares`,
    `weight` and `tradition` are what they follow from.
    """

    exact: Decimal
    score: Decimal
    slack: Decimal
    met: bool
    pairs: Sequence[Comparison]
    shares: Sequence[Decimal]
    weight: Decimal
    tradition: Tradition

    @property
    def arithmetic(self) -> str:
        """How the points follow, for a message: "3 ÷ 4 × 5 = 3.75 分", "满分 5 分（已达到目标）"."""
        return _arithmetic(self.pairs, self.shares, self.weight, self.tradition, self.score)


def better_side(row: IndicatorFacts, target: Measure) -> Better | None:
    """Whether more or less is better: by the comparator, else by what the indicator measures; `None`: cannot tell."""
    if target.direction != "equal":
        return "more" if target.direction == "forward" else "less"
    name = f"{row.row.level3 or ''}{target.label or ''}"
    if is_cost(row, target):
        return "less"
    if target.unit in ("%", "‰") and is_cost_level(row):
        return "more" if _SPENT.search(name) else None
    if target.unit in _TIME_UNITS:
        if _LASTING.search(name):
            return "more"
        return "less" if "时效" in (row.row.level2 or "") or re.search(r"响应|时限|耗时|周期|工期|时间", name) else None
    if _FEWER_IS_BETTER.search(name) and target.comparator != "range":
        return "more" if _MORE_AFTER_ALL.search(name) else "less"
    return "more"


def is_cost_level(row: IndicatorFacts) -> bool:
    """Whether the row stands under 成本 (a level 2, or a level 1 in newer forms)."""
    return "成本" in (row.row.level2 or "") or "成本" in (row.row.level1 or "")


def is_cost(row: IndicatorFacts, target: Measure) -> bool:
    """Whether the target caps an amount of money spent: under 成本, or money whose name says cost, and not a floor."""
    if target.direction == "forward" or target.comparator == "range":
        return False
    money = target.unit == "元" or any(actual.unit == "元" for actual in row.actuals)
    name = row.row.level3 or ""
    if target.direction == "reverse":
        return money or is_cost_level(row)
    if not money or re.search(r"节约|节省|收入|产值|利润|税收|效益", name):
        return False
    return is_cost_level(row) or ("效益" not in (row.row.level1 or "") and bool(_COST.search(name)))


@lru_cache(maxsize=1024)
def comparisons(row: IndicatorFacts) -> Sequence[Comparison]:
    """The metrics of the row, pairwise, that can be compared; empty unless it has as many actuals as targets."""
    if len(row.targets) != len(row.actuals):
        return []
    found: list[Comparison] = []
    for target, actual in zip(row.targets, row.actuals, strict=True):
        scaled = same_scale(target, actual)
        better = better_side(row, target) if scaled else None
        if scaled and better and actual.comparator != "range":
            found.append(Comparison(target=target, actual=actual, t=scaled[0], a=scaled[1], better=better))
    return found


def rule_score(row: IndicatorFacts, formulas: Formulas, *, tradition: Tradition | None = None) -> RuleScore | None:
    """The points due to a row all of whose metrics are comparable numbers; several metrics count equally.

    `None` for text, dates, units that do not agree, missing weight or score, and where no rule is known.

    Args:
        row: the indicator.
        formulas: of the profile.
        tradition: for a missed ≤ target, instead of the profile's.
    """
    return _rule_score(row, tradition or formulas.reverse, formulas.rounding_places)


@lru_cache(maxsize=1024)
def _rule_score(row: IndicatorFacts, tradition: Tradition, places: int) -> RuleScore | None:
    pairs = comparisons(row)
    if not pairs or len(pairs) != len(row.targets) or not row.weight or row.weight < 0:
        return None
    shares = [_share(pair, tradition) for pair in pairs]
    known = [share for share in shares if share is not None]
    if len(known) != len(shares):
        return None
    exact = sum(known, Decimal(0)) / len(known) * row.weight
    score = round_half_up(exact, places)
    return RuleScore(
        exact=exact,
        score=score,
        slack=max(_slack(pair) for pair in pairs) * row.weight,
        met=all(share == 1 for share in known),
        pairs=pairs,
        shares=known,
        weight=row.weight,
        tradition=tradition,
    )


def _share(pair: Comparison, tradition: Tradition) -> Decimal | None:
    if pair.better == "less":
        return reverse_share(pair.t, pair.a, tradition)
    if pair.target.comparator == "range" and pair.target.high is not None:
        return range_share(pair.t, pair.target.high, pair.a)
    return forward_share(pair.t, pair.a) if pair.target.direction == "forward" else equal_share(pair.t, pair.a)


def _arithmetic(
    pairs: Sequence[Comparison], shares: Sequence[Decimal], weight: Decimal, tradition: Tradition, score: Decimal
) -> str:
    a, t, w = plain(pairs[0].a), plain(pairs[0].t), plain(weight)
    if all(share == 1 for share in shares):
        return f"满分 {w} 分（已达到目标）"
    if len(pairs) > 1:
        parts = " + ".join(plain(round_half_up(share, 4)) for share in shares)
        way = f"({parts}) ÷ {len(shares)} × {w}"
    elif pairs[0].better == "more" and pairs[0].t > 0:
        way = f"{a} ÷ {t} × {w}"
    elif shares[0] == 0:
        return f"0 分（目标 {t}，实际 {a}{'，超出一倍以上' if pairs[0].t > 0 else ''}）"
    else:
        way = f"[1 − ({a} − {t}) ÷ {t}] × {w}" if tradition == "linear" else f"{t} ÷ {a} × {w}"
    return f"{way} = {plain(score)} 分"


def _slack(pair: Comparison) -> Decimal:
    """How far the share may be off because the actual is printed rounded: half its last place, for non-integers."""
    exponent = pair.actual.value.as_tuple().exponent if pair.actual.value is not None else 0
    if not isinstance(exponent, int) or pair.t <= 0 or (exponent >= 0 and pair.actual.unit != "%"):
        return Decimal(0)
    return Decimal(5).scaleb(min(exponent, 0) - 1) / pair.t
