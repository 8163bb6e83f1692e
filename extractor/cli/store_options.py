"""The filters that the commands on the store share."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.app import App
    from extractor.store.index.evidence_index import EvidenceIndex
    from extractor.store.listing import Filters
    from extractor.store.store import Store


class SeverityChoice(StrEnum):
    """At least one open finding as severe as this."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


YearOption = Annotated[int | None, typer.Option("--year", metavar="YEAR", help="年度。")]
UnitOption = Annotated[
    str | None, typer.Option("--unit", metavar="NAME", help="实施单位或主管部门的名称，写一部分即可。")
]
TextOption = Annotated[
    str | None, typer.Option("--text", metavar="WORDS", help="项目编码、项目名称、单位名称里含有的文字。")
]
FindingsOption = Annotated[bool, typer.Option("--has-findings", help="有问题（错误或提醒）的。")]
SeverityOption = Annotated[
    SeverityChoice | None, typer.Option("--severity", metavar="error|warning|info", help="有这一级别以上的问题的。")
]
RuleOption = Annotated[str | None, typer.Option("--rule", metavar="CODE", help="有某一规则的问题的，例：SCO001。")]
ReviewOption = Annotated[bool, typer.Option("--in-review", help="有待复核项的。")]
RateOption = Annotated[str | None, typer.Option("--rate-below", metavar="PERCENT", help="执行率低于百分之几的。")]
ScoreOption = Annotated[str | None, typer.Option("--score-below", metavar="POINTS", help="总分低于几分的。")]
AllOption = Annotated[bool, typer.Option("--all", help="被新版本替代的也要。")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和提示。")]


def filters(
    *,
    year: int | None = None,
    unit: str | None = None,
    text: str | None = None,
    has_findings: bool = False,
    severity: SeverityChoice | None = None,
    rule: str | None = None,
    in_review: bool = False,
    rate_below: str | None = None,
    score_below: str | None = None,
    superseded_too: bool = False,
) -> "Filters":
    """The filters that the options ask for.

    Raises:
        SettingsError: a limit is no number.
    """
    from extractor.store.listing import Filters

    chosen: Any = severity.value if severity is not None else "warning" if has_findings else None
    return Filters(
        year=year,
        unit=unit,
        text=text,
        severity=chosen,
        rule=rule.upper() if rule else None,
        in_review=in_review,
        rate_below=_number("--rate-below", rate_below),
        score_below=_number("--score-below", score_below),
        current=not superseded_too,
    )


def _number(option: str, value: str | None) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(value.strip().removesuffix("%"))
    except InvalidOperation as error:
        raise SettingsError(f"{option} 要写一个数，“{value}”不是") from error
    if not number.is_finite():
        raise SettingsError(f"{option} 要写一个数，“{value}”不是")
    return number


def follow_index(app: "App", store: "Store", *, quiet: bool) -> str | None:
    """Brings the evidence index in step with the store, with a bar for a person who waits; says what is wrong with it."""
    import sys

    from extractor.cli.progress import counted_bar

    due = store.index_due()
    if not due:
        return None
    index: EvidenceIndex = app.open_index(store)
    try:
        with counted_bar("建立索引", due, shown=not quiet and sys.stderr.isatty()) as advance:
            for done in store.settle_index(index):
                advance(done)
        return index.status().problem
    finally:
        index.close()
