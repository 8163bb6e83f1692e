"""Bounds in a question: 执行率低于一半, 预算在100万到500万之间, 九十分以上, 支出超过年初预算."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.qa.benchmarks import find_benchmarks
from extractor.qa.measures import MEASURES, measure_called
from extractor.qa.plan import Benchmark, Comparator, Condition, Grade, MeasureComparison, MeasureName
from extractor.qa.quantities import QuantityMention
from extractor.qa.tokens import Token

_OPPOSITE: dict[str, Comparator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!="}
_MORE_OR_LESS: dict[str, Comparator] = {
    "高": ">", "多": ">", "大": ">", "好": ">", "低": "<", "少": "<", "小": "<", "差": "<"
}  # fmt: skip
_GRADES: tuple[Grade, ...] = ("差", "中", "良", "优")
_BETWEEN_MARKS = ("-", "~", "—", "–", "、", ",")
_PERCENT_OF_BUDGET = ("executed", "annual_budget", "actual")
_COUNTED_NOUNS: dict[str, MeasureName] = {"indicators": "indicator_count", "findings": "finding_count"}


@dataclass(kw_only=True)
class Bounds:
    """What was found: `used` are indexes of the tokens that the bounds are made of."""

    conditions: list[Condition] = field(default_factory=list[Condition])
    comparisons: list[MeasureComparison] = field(default_factory=list[MeasureComparison])
    benchmarks: list[Benchmark] = field(default_factory=list[Benchmark])
    grades: list[Grade] = field(default_factory=list[Grade])
    used: set[int] = field(default_factory=set[int])
    notes: list[str] = field(default_factory=list[str])


def find_bounds(tokens: Sequence[Token], *, about_indicators: bool) -> Bounds:
    """All bounds in `tokens`; `about_indicators`: scores without a measure are those of indicator rows."""
    bounds = Bounds()
    _compare_measures(tokens, bounds)
    if not about_indicators:
        for found in find_benchmarks(tokens):
            bounds.benchmarks.append(found.benchmark)
            bounds.used |= found.used
    at = 0
    while at < len(tokens):
        at = _bound_at(tokens, at, bounds, about_indicators=about_indicators)
    return bounds


def _compare_measures(tokens: Sequence[Token], bounds: Bounds) -> None:
    """Two measures side by side and how they differ: 支出比年初预算还多, 年初预算跟全年预算对不上."""
    told = [(at, one) for at, one in enumerate(tokens) if one.kind != "skip" or one.text in _MORE_OR_LESS]
    for place, (at, token) in enumerate(told[:-2]):
        behind = told[place + 1 :]
        against = behind[0][1].kind == "versus" and behind[0][1].text.startswith("比")
        (other_at, other), *rest = behind[1:] if against else behind
        if token.kind != "measure" or other.kind != "measure" or not rest:
            continue
        word = rest[0][1]
        signs = {"greater": ">", "smaller": "<"} if against else {}
        if len(rest) > 1 and rest[1][1].kind in ("how_much", "quantity") and rest[1][1].start == word.end:
            continue  # 比年初预算多多少
        if word.kind == "noun" and word.text.startswith("对不上"):
            word = replace(word, kind="compare_after", value="!=")
        sign = (
            signs.get(word.kind)
            or (_moved(word) if against else None)
            or (_MORE_OR_LESS.get(word.text) if against else None)
        )
        if sign is None and word.kind == "compare_after" and (against or word.value in ("!=", "=")):
            sign = word.value
        one, two = measure_called(token.value), measure_called(other.value)
        if sign is None or one is None or two is None or one.quantity != two.quantity or one.quantity == "text":
            continue
        bounds.comparisons.append(MeasureComparison(measure=one.name, comparator=sign, other=two.name))  # pyright: ignore[reportArgumentType]
        bounds.used |= {at, other_at, rest[0][0], *((behind[0][0],) if against else ())}


def _moved(word: Token) -> Comparator | None:
    """全年预算比年初预算增加了: which of the two is more."""
    if (word.kind, word.value) in (("measure", "budget_change"), ("flag", "increased")):
        return ">"
    return "<" if (word.kind, word.value) in (("measure", "budget_cut"), ("flag", "decreased")) else None


def _bound_at(tokens: Sequence[Token], at: int, bounds: Bounds, *, about_indicators: bool) -> int:
    token = tokens[at]
    if token.kind == "grade" and at + 1 < len(tokens) and tokens[at + 1].kind == "compare_after":
        place = _GRADES.index(token.value)  # pyright: ignore[reportArgumentType]
        bounds.grades += _GRADES[place:] if tokens[at + 1].value.startswith(">") else _GRADES[: place + 1]
        bounds.used |= {at, at + 1}
        return at + 2
    if token.kind == "compare_before":
        quantity = _next_quantity(tokens, at + 1)
        if quantity is not None:
            return _add(tokens, at, quantity, token.value, bounds, about_indicators=about_indicators)
        return _measure_comparison(tokens, at, bounds)
    if token.kind == "quantity" and token.quantity is not None:
        comparator = _comparator_after(tokens, at) or _equals(tokens, at)
        if comparator is not None:
            return _add(tokens, at, at, comparator, bounds, about_indicators=about_indicators)
    return at + 1


def _next_quantity(tokens: Sequence[Token], at: int) -> int | None:
    while at < len(tokens) and (tokens[at].kind == "skip" or tokens[at].kind == "measure"):
        # 支出不到预算的三成: the budget between comparator and share
        if tokens[at].kind == "measure" and tokens[at].value not in ("annual_budget", "target"):
            return None
        at += 1
    return at if at < len(tokens) and tokens[at].kind == "quantity" else None


def _comparator_after(tokens: Sequence[Token], at: int) -> str | None:
    """What a word behind the quantity says: 以上, 以下, 到 (a range), 不到 (一半不到)."""
    after = at + 1
    if after < len(tokens) and tokens[after].kind == "skip" and tokens[after].text in ("的", "都", "还", "也"):
        after += 1
    if after >= len(tokens):
        return None
    following = tokens[after]
    if following.kind == "compare_after" and following.value != "between":
        return (
            "between"
            if following.value == "to" and _next_quantity(tokens, after + 1) is not None
            else (None if following.value == "to" else following.value)
        )
    if (
        following.kind == "mark"
        and following.text in _BETWEEN_MARKS[:4]
        and _next_quantity(tokens, after + 1) == after + 1
    ):
        return "between"
    if following.kind == "skip" and following.text in ("到", "至") and _next_quantity(tokens, after + 1) == after + 1:
        return "between"
    if following.kind == "compare_before" and _next_quantity(tokens, after + 1) is None:
        return following.value
    return None


def _equals(tokens: Sequence[Token], at: int) -> str | None:
    """Whether a quantity right behind its measure is meant as the value (执行率100%的项目)."""
    quantity = tokens[at].quantity
    if at + 1 < len(tokens) and tokens[at + 1].text.startswith("级"):
        return None  # 百万元级
    if quantity is None:
        return None
    before = at - 1
    while before >= 0 and tokens[before].kind == "skip":
        before -= 1
    if quantity.kind not in ("percent", "points", "money"):
        denied = before > 0 and tokens[before].kind == "not" and tokens[before - 1].kind == "measure"
        if quantity.kind == "plain" and quantity.value == 0 and before >= 0 and tokens[before].kind == "measure":
            return "="  # 完成值是0
        return "!=" if denied and quantity.kind == "plain" else (">" if quantity.strict else None)
    if quantity.strict:
        return ">"
    if quantity.kind == "points" and at + 1 < len(tokens) and tokens[at + 1].text.startswith("的"):
        return "="  # 一百分的项目
    if before > 0 and tokens[before].kind == "not" and tokens[before - 1].kind == "measure":
        return "!="
    return "=" if before >= 0 and tokens[before].kind == "measure" and tokens[before].value != "weight" else None


def _add(
    tokens: Sequence[Token], start: int, place: int, comparator: str, bounds: Bounds, *, about_indicators: bool
) -> int:
    quantity = tokens[place].quantity
    assert quantity is not None
    used = set(range(start, place + 1))
    high, end = None, place + 1
    if comparator == "between" or _is_range(tokens, place):
        second = _second_quantity(tokens, place)
        if second is None:
            return place + 1
        comparator, high, end = "between", tokens[second].quantity, second + 1
        used |= set(range(place, end))
    while (
        end < len(tokens)
        and tokens[end].kind in ("compare_after", "compare_before")
        and _next_quantity(tokens, end + 1) is None
    ):
        if tokens[end].kind == "compare_before" and start != place:
            break
        if tokens[end].kind == "compare_after" and start != place and comparator in (">", "<"):
            pass  # 超过90%以上: the first word stands
        used.add(end)
        end += 1
    if quantity.strict and comparator == "=":
        comparator = ">"
    if start > 0 and tokens[start - 1].kind == "not" and comparator in _OPPOSITE:
        comparator = _OPPOSITE[comparator]
        used.add(start - 1)
    measure, measure_at = _measure_of(tokens, start, end, quantity, bounds, about_indicators=about_indicators)
    if measure is None:
        return end
    beyond = any(one.kind == "flag" and one.value == "over" for one in tokens[max(0, start - 3) : start])
    condition = _condition(measure, comparator, quantity, high, beyond=beyond)
    bounds.conditions.append(condition)
    if measure_at is not None:
        used.add(measure_at)
    else:
        bounds.notes.append(f"“{tokens[place].text}”按{MEASURES[measure].label}理解。")
    bounds.used |= used
    return end


def _is_range(tokens: Sequence[Token], place: int) -> bool:
    return _comparator_after(tokens, place) == "between"


def _second_quantity(tokens: Sequence[Token], place: int) -> int | None:
    for at in range(place + 1, min(len(tokens), place + 4)):
        if tokens[at].kind == "quantity":
            return at
    return None


def _measure_of(
    tokens: Sequence[Token], start: int, end: int, quantity: QuantityMention, bounds: Bounds, *, about_indicators: bool
) -> tuple[MeasureName | None, int | None]:
    """The measure that a bound from `start` to `end` is on, and the token that says so (`None`: what the unit suggests)."""
    for at in _places_around(tokens, start, end, bounds.used):
        token = tokens[at]
        if token.kind == "level1" and token.value == "满意度指标" and quantity.kind == "percent" and about_indicators:
            return "actual", None  # 满意度低于90%
        if token.kind == "noun" and quantity.kind in ("count", "plain") and token.value in _COUNTED_NOUNS:
            return _COUNTED_NOUNS[token.value], at
        if token.kind == "flag" and token.value == "over":
            return "achievement", None
        if token.kind == "flag" and token.value == "lost" and quantity.kind in ("points", "plain", "count"):
            return "points_lost", at
        if about_indicators and (printed := _printed_share(token, quantity, at, tokens[start:end], start)):
            return printed, at
        if token.kind == "measure" and (measure := _fitting(token.value, quantity, about_indicators=about_indicators)):
            return measure, at
    before = bounds.conditions[-1].measure if bounds.conditions else None
    if before is not None and quantity.kind == "plain" and 0 < start <= max(bounds.used) + 3:
        return before, None  # 95以上99以下
    return _suggested(quantity, about_indicators=about_indicators), None


def _printed_share(
    token: Token, quantity: QuantityMention, at: int, bound: Sequence[Token], start: int
) -> MeasureName | None:
    """Whose printed value itself is bounded (满意度实际值不到90%, 目标值是100%), not its share of the target."""
    nought = quantity.kind == "plain" and quantity.value == 0
    if not (nought or quantity.kind == "percent") or quantity.unit == "倍" or token.kind != "measure":
        return None
    if any(one.kind == "measure" and one.value == "target" for one in bound):
        return None
    if token.value == "actual" and token.text.endswith("值"):
        return "actual"
    return "target" if token.value == "target" and at < start and token.text.endswith(("值", "目标")) else None


def _places_around(tokens: Sequence[Token], start: int, end: int, used: set[int]) -> list[int]:
    before: list[int] = []
    at = start - 1
    while at >= 0 and at not in used and _within_clause(tokens[at]):
        before.append(at)
        at -= 1
    after: list[int] = []
    at = end
    while at < len(tokens) and tokens[at].kind in ("skip", "measure"):
        after.append(at)
        if tokens[at].kind == "measure":
            break
        at += 1
    # 90%以上的执行率, but not 90%以上的项目，预算是多少
    return before[:4] + after


def _within_clause(token: Token) -> bool:
    """Whether a bound can be on a measure before `token`: 执行率达标（95%以上）."""
    return token.kind not in ("mark", "quantity", "project") or (token.kind == "mark" and token.text in '(:“"')


def _fitting(word: str, quantity: QuantityMention, *, about_indicators: bool) -> MeasureName | None:
    """The measure that `word` says, if it can be bounded by such a quantity."""
    kind = quantity.kind
    if word == "points":
        word = "score" if about_indicators else "total_score"
    measure = measure_called(word)
    if measure is None:
        return None
    if kind == "percent" and word in _PERCENT_OF_BUDGET:
        return "execution_rate"
    if kind == "percent" and word == "unspent":
        return "unspent"
    if kind == "percent" and word in ("budget_change", "budget_cut"):
        return "budget_change_rate"
    if quantity.unit == "倍" or (kind == "percent" and word == "target"):
        return "achievement" if word in ("actual", "target", "achievement") else None
    if measure.quantity == "text":
        return None
    if kind == "plain" or measure.quantity == {"percent": "percent", "points": "points", "money": "money"}.get(kind):
        return measure.name
    return measure.name if kind == "count" and measure.quantity == "points" else None


def _suggested(quantity: QuantityMention, *, about_indicators: bool) -> MeasureName | None:
    if quantity.kind == "percent":
        return "achievement" if about_indicators else "execution_rate"
    if quantity.kind == "points":
        return "score" if about_indicators else "total_score"
    if quantity.kind == "money":
        return "annual_budget"
    return None


def _condition(
    measure: MeasureName, comparator: str, quantity: QuantityMention, high: QuantityMention | None, *, beyond: bool
) -> Condition:
    """The bound; `beyond`: a multiple counts from the target on (超过目标一倍 is twice of it)."""
    value, top = quantity.value, high.value if high is not None else None
    if high is not None and quantity.kind == "plain" and high.kind == "money" and value < top / 1000:  # pyright: ignore[reportOptionalOperand]
        value *= 10**4 if high.value < 10**8 else 10**8  # 100到500万
    if quantity.unit == "倍":
        value = value * 100 + (100 if beyond else 0)
    if (
        measure == "achievement"
        and quantity.kind == "percent"
        and value < 100
        and (beyond or comparator in (">", ">="))
    ):
        value += 100  # 超过目标20%以上
    if measure == "unspent" and quantity.kind == "percent":
        measure, value = "execution_rate", 100 - value
        comparator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(comparator, comparator)
        top = 100 - top if top is not None else None
    if MEASURES[measure].quantity == "percent" and quantity.kind == "plain" and 0 < value < 1 and "." in str(value):
        value *= 100
    if top is not None and top < value:
        value, top = top, value
    return Condition(measure=measure, comparator=comparator, value=Decimal(value), high=top)  # pyright: ignore[reportArgumentType]


def _measure_comparison(tokens: Sequence[Token], at: int, bounds: Bounds) -> int:
    """A measure bounded by another one: 支出超过年初预算, 全年预算低于年初预算."""
    other = at + 1
    while other < len(tokens) and tokens[other].kind == "skip":
        other += 1
    before = at - 1
    while before >= 0 and tokens[before].kind in ("skip", "not"):
        before -= 1
    if other >= len(tokens) or before < 0 or tokens[other].kind != "measure" or tokens[before].kind != "measure":
        return at + 1
    one, two = measure_called(tokens[before].value), measure_called(tokens[other].value)
    if one is None or two is None or one.quantity != two.quantity or one.quantity == "text":
        return at + 1
    comparator = tokens[at].value
    used = {before, at, other}
    if tokens[at - 1].kind == "not":
        comparator = _OPPOSITE[comparator]
        used.add(at - 1)
    if comparator == "between":
        return at + 1
    bounds.comparisons.append(MeasureComparison(measure=one.name, comparator=comparator, other=two.name))  # pyright: ignore[reportArgumentType]
    bounds.used |= used
    return other + 1
