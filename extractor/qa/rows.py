"""Rows of the store as found forms, indicators and findings: one query each."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from extractor.qa.columns import Clause, D, E, N, evaluation_column, indicator_column
from extractor.qa.outcome import FoundFinding, FoundForm, FoundIndicator
from extractor.qa.plan import MeasureName, Order
from extractor.records.amounts import round_half_up

_FORM = (E.id, E.project_code, E.project_name, E.implementing_unit)
_ROW = (
    N.ordinal, N.level1, N.level2, N.level3, N.target, N.actual, N.weight, N.score, N.lost, N.ratio, N.actual_value,
    N.target_value, N.actual_unit, N.deviation_reason,
)  # fmt: skip


def forms_where(
    session: Session,
    clauses: Sequence[Clause],
    measures: Sequence[MeasureName],
    *,
    order: Order | None = None,
    limit: int,
    known_only: bool = False,
) -> list[FoundForm]:
    """The forms for which `clauses` hold with the values of `measures`. `known_only`: only those with the order's value."""
    columns = [(name, column) for name in measures if (column := evaluation_column(name)) is not None]
    chosen: Select[Any] = select(*_FORM, *(column.label(f"m_{name}") for name, column in columns)).where(*clauses)
    key = evaluation_column(order.measure) if order is not None else None
    if order is not None and key is not None:
        if known_only:
            chosen = chosen.where(key.is_not(None))
        chosen = chosen.order_by(_directed(key, order), E.id)
    else:
        chosen = chosen.order_by(E.id)
    names = [name for name, _ in columns]
    return [
        _form(row, cast("dict[MeasureName, Any]", dict(zip(names, row[4:], strict=True))))
        for row in session.execute(chosen.limit(limit))
    ]


def _directed(key: ColumnElement[Any], order: Order) -> ColumnElement[Any]:
    return (key.desc() if order.descending else key.asc()).nulls_last()


def _form(row: Any, values: dict[MeasureName, Any] | None = None) -> FoundForm:  # noqa: ANN401 - a row of the columns above
    return FoundForm(id=row[0], code=row[1], name=row[2], unit=row[3], values=dict(values) if values else {})


def indicators_where(
    session: Session,
    evaluation_clauses: Sequence[Clause],
    clauses: Sequence[Clause],
    *,
    order: Order | None = None,
    limit: int,
) -> list[FoundIndicator]:
    """The indicator rows for which `clauses` hold, of forms for which `evaluation_clauses` hold."""
    chosen = select(*_FORM, *_ROW).join(N, N.evaluation_id == E.id).where(*evaluation_clauses, *clauses)
    key = _row_key(order) if order is not None else None
    if order is not None and key is not None:
        chosen = chosen.where(key.is_not(None)).order_by(_directed(key, order), E.id, N.ordinal)
    else:
        chosen = chosen.order_by(E.id, N.ordinal)
    return [_indicator(row) for row in session.execute(chosen.limit(limit))]


def _row_key(order: Order) -> Any:  # noqa: ANN401 - a column
    """What rows are put in order by; actual values (only of one unit comparable) by their number."""
    return N.actual_value if order.measure == "actual" else indicator_column(order.measure)


def _indicator(row: Any) -> FoundIndicator:  # noqa: ANN401 - a row of the columns above
    names = (
        "ordinal", "level1", "level2", "level3", "target", "actual", "weight", "score", "lost", "ratio", "actual_value",
        "target_value", "actual_unit", "reason",
    )  # fmt: skip
    return FoundIndicator(form=_form(row), **dict(zip(names, row[4:], strict=True)))


def findings_where(
    session: Session, evaluation_clauses: Sequence[Clause], clauses: Sequence[Clause], *, limit: int
) -> list[FoundFinding]:
    """The findings for which `clauses` hold, of forms for which `evaluation_clauses` hold, the gravest first."""
    grave = (
        func.instr("error warning info", D.severity)
        if session.get_bind().dialect.name == "sqlite"
        else func.strpos("error warning info", D.severity)
    )
    chosen = (
        select(*_FORM, D.rule, D.severity, D.pointer, D.message)
        .join(D, D.evaluation_id == E.id)
        .where(*evaluation_clauses, *clauses)
        .order_by(grave, E.id, D.ordinal)
        .limit(limit)
    )
    return [
        FoundFinding(form=_form(row), rule=row[4], severity=row[5], pointer=row[6], message=row[7])
        for row in session.execute(chosen)
    ]


def forms_of(indicators: Sequence[FoundIndicator]) -> list[FoundForm]:
    """The forms of indicator rows, each once."""
    return list({one.form.id: one.form for one in indicators}.values())


def as_decimal(value: Any) -> Decimal | None:  # noqa: ANN401 - what a driver returns for a sum
    """What a driver returns for a sum or a computed column, as a decimal to four places."""
    if value is None:
        return None
    return value if isinstance(value, Decimal) else round_half_up(Decimal(str(value)), 4)
