"""Bounds by what others have: 执行率高于平均水平, 总分比平均分低, 比智慧交通花钱多的项目."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.qa.measures import MEASURES, measure_called
from extractor.qa.plan import Benchmark, Comparator, MeasureName
from extractor.qa.tokens import Token

_MORE_OR_LESS: dict[str, Comparator] = {"高": ">", "多": ">", "大": ">", "好": ">", "低": "<", "少": "<", "小": "<"}
_SIGNS: tuple[Comparator, ...] = ("<", "<=", ">", ">=")
_LISTED = ("which", "how_many", "noun")
_WORDS_BETWEEN = ("skip", "measure", "noun", "sum")


@dataclass(frozen=True, kw_only=True)
class FoundBenchmark:
    """A benchmark with the indexes of the tokens that it is made of."""

    benchmark: Benchmark
    used: frozenset[int]


def find_benchmarks(tokens: Sequence[Token]) -> list[FoundBenchmark]:
    """All such bounds in `tokens`, where rows are asked for, not by how much two of them differ."""
    if not any(one.kind in _LISTED for one in tokens) or any(one.kind in ("how_much", "why") for one in tokens):
        return []
    return [found for at in range(len(tokens)) if (found := _at(tokens, at)) is not None]


def _at(tokens: Sequence[Token], at: int) -> FoundBenchmark | None:
    token = tokens[at]
    if token.kind == "compare_before" and token.value in _SIGNS:
        other = _standard(tokens, at + 1)
        sign: Comparator | None = token.value  # pyright: ignore[reportAssignmentType]
        end = other
    elif token.kind == "versus" and token.text == "比":
        other = _standard(tokens, at + 1)
        end, sign = _sign_behind(tokens, other) if other is not None else (None, None)
    else:
        return None
    if other is None or end is None or sign is None:
        return None
    if tokens[other].project is not None and len({one.text for one in tokens if one.project is not None}) > 1:
        return None
    measure, places = _measure(tokens, at, other, end)
    used = frozenset((*range(at, end + 1), *places))
    return FoundBenchmark(
        benchmark=Benchmark(measure=measure, comparator=sign, project=tokens[other].project), used=used
    )


def _standard(tokens: Sequence[Token], start: int) -> int | None:
    """Where the average or the project stands that is compared with; words such as 全部项目的 may come before it."""
    for at in range(start, min(len(tokens), start + 4)):
        if tokens[at].kind == "average" or tokens[at].project is not None:
            return at
        if tokens[at].kind not in _WORDS_BETWEEN:
            return None
    return None


def _sign_behind(tokens: Sequence[Token], other: int) -> tuple[int | None, Comparator | None]:
    for at in range(other + 1, min(len(tokens), other + 5)):
        one = tokens[at]
        if one.kind in ("greater", "smaller"):
            return at, ">" if one.kind == "greater" else "<"
        if one.text in _MORE_OR_LESS:
            return at, _MORE_OR_LESS[one.text]
        if one.kind == "compare_after" and one.value in _SIGNS:
            return at, one.value  # pyright: ignore[reportReturnType]
        if one.kind not in ("skip", "measure"):
            return None, None
    return None, None


def _measure(tokens: Sequence[Token], start: int, other: int, end: int) -> tuple[MeasureName, set[int]]:
    """What is compared, and where it is said: before the comparison, else behind what is compared with."""
    behind = [at for at in range(other + 1, min(len(tokens), max(end, other + 1) + 1)) if tokens[at].kind == "measure"]
    before = next((at for at in _before(tokens, start) if tokens[at].kind == "measure"), None)
    for at in (before, *behind):
        if at is not None and (measure := _of_forms(tokens[at].value)) is not None:
            return measure, {one for one in (before, *behind) if one is not None}
    return "total_score", set()


def _before(tokens: Sequence[Token], start: int) -> Iterator[int]:
    at = start - 1
    while at >= 0 and tokens[at].kind in ("skip", "measure"):
        yield at
        at -= 1


def _of_forms(word: str) -> MeasureName | None:
    measure = measure_called("total_score" if word == "points" else word)
    usable = measure is not None and MEASURES[measure.name].quantity in ("money", "percent", "points")
    return measure.name if measure is not None and usable and measure.bearer != "indicators" else None
