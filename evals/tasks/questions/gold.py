"""What is true of the records, computed without the product: the gold of the questions."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extractor.records.evaluation import Evaluation, Indicator

_SCALE = {"元": 1, "万元": 10_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A record with its numbers as decimals; money in 元; `None` where nothing is printed."""

    record: Evaluation

    @property
    def code(self) -> str:
        """项目编码."""
        return self.record.project_code or ""

    @property
    def name(self) -> str:
        """项目名称."""
        return self.record.project_name or ""

    @property
    def unit(self) -> str:
        """实施单位."""
        return self.record.implementing_unit or ""

    @property
    def center(self) -> bool:
        """Whether 智慧城市建设中心 carries it out, however it is spelt."""
        return "智慧城市建设" in self.unit

    def money(self, column: str, source: str = "total") -> Decimal:
        """An amount of a row of funds."""
        row = next(one for one in self.record.funds if one.source == source)
        return Decimal(getattr(row, column)) * _SCALE[self.record.funds_unit or "元"]

    @property
    def rate(self) -> Decimal:
        """执行率, percent."""
        return Decimal(next(one.execution_rate or "0" for one in self.record.funds if one.source == "total"))

    @property
    def execution_score(self) -> Decimal | None:
        """得分 of the execution."""
        printed = next(one.score for one in self.record.funds if one.source == "total")
        return Decimal(printed) if printed else None

    @property
    def total(self) -> Decimal | None:
        """总分."""
        return Decimal(self.record.total_score) if self.record.total_score else None

    @property
    def rows(self) -> list[tuple[int, Indicator]]:
        """The applicable indicators with their places."""
        return [(at, one) for at, one in enumerate(self.record.indicators) if one.level3]


def total_of(form: Form) -> Decimal:
    """总分, −1 where none is printed."""
    return form.total if form.total is not None else Decimal(-1)


def lost(row: Indicator) -> Decimal:
    """分值 − 得分."""
    return Decimal(row.weight or 0) - Decimal(row.score or 0)


def number(text: str | None) -> Decimal | None:
    """The only number of a target or actual that is one number with a unit."""
    found = re.fullmatch(r"(?:≥|≤|>|<|离职率≤)?\s*(\d+(?:\.\d+)?)(万?)[^\d;；*×]{0,6}", (text or "").strip())
    return Decimal(found[1]) * (10_000 if found[2] else 1) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """All forms of a data set."""

    forms: tuple[Form, ...]

    def codes(self, holds: Callable[[Form], bool]) -> frozenset[str]:
        """The codes of the forms for which `holds`."""
        return frozenset(one.code for one in self.forms if holds(one))

    def named(self, part: str) -> Form:
        """The one form whose name has `part`."""
        (found,) = [one for one in self.forms if part in one.name]
        return found

    def code(self, *parts: str) -> frozenset[str]:
        """The codes of the forms whose names have one of `parts`."""
        return self.codes(lambda one: any(part in one.name for part in parts))

    def rows(self, holds: Callable[[Form, Indicator], bool]) -> frozenset[tuple[str, str]]:
        """The applicable rows for which `holds`, as project code and pointer."""
        return frozenset(
            (one.code, f"/indicators/{at}") for one in self.forms for at, row in one.rows if holds(one, row)
        )

    def beyond(self, row: Indicator) -> bool:
        """Whether the actual value is above a target that is a floor."""
        aim, done = number(row.target), number(row.actual)
        return "≤" not in (row.target or "") and aim is not None and done is not None and done > aim

    def ratio(self, row: Indicator) -> Decimal | None:
        """Actual ÷ target, where the target is a floor and both are one number."""
        aim, done = number(row.target), number(row.actual)
        return done / aim if "≤" not in (row.target or "") and aim and done is not None else None

    def row(self, name: str, project: str = "") -> frozenset[tuple[str, str]]:
        """The rows whose names have `name`, in projects whose names have `project`."""
        return self.rows(lambda form, row: name in (row.level3 or "") and project in form.name)

    def total(self, values: Iterable[Decimal]) -> Decimal:
        """Σ."""
        return sum(values, Decimal(0))

    def mean(self, values: Iterable[Decimal | None]) -> Decimal:
        """Σ of the known values by their number, half up to two places."""
        known = [one for one in values if one is not None]
        return share(sum(known, Decimal(0)), Decimal(len(known)) * 100)

    def median(self, values: Iterable[Decimal | None]) -> Decimal:
        """The middle of the known values, half up to two places."""
        known = sorted(one for one in values if one is not None)
        middle = known[len(known) // 2] + known[(len(known) - 1) // 2]
        return share(middle, Decimal(200))

    def extreme(self, value: Callable[[Form], Decimal | None], *, most: bool, count: int = 1) -> frozenset[str]:
        """The codes of the forms with the highest (or lowest) values, ties included."""
        known = sorted(((value(one), one.code) for one in self.forms if value(one) is not None), reverse=most)  # pyright: ignore[reportUnknownLambdaType]
        last = known[count - 1][0]
        assert last is not None
        return frozenset(code for one, code in known if one is not None and (one >= last if most else one <= last))


def share(part: Decimal, whole: Decimal) -> Decimal:
    """part ÷ whole in percent, half up to two places."""
    return (part * 100 / whole).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """An amount as answers write it: 1,234,567.00元."""
    return f"{amount:,.2f}元"
