"""From a form as it stands to the columns of its rows: numbers parsed, amounts in 元, ratios and lost points."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.checks.assessment import comparisons
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, FundFacts, IndicatorFacts
from extractor.checks.organisations import organisation
from extractor.checks.wording import bare
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Evaluation
from extractor.records.targets import Measure
from extractor.results import EvaluationResult

Row = dict[str, Any]
_SCALES = {"元": Decimal(1), "万元": Decimal(10_000)}
_HUNDRED = Decimal(100)
_NAMES = ("project_code", "project_name", "implementing_unit", "supervising_unit")
_LONGEST_NAME = 300
"""Characters of a name in columns and keys: longer ones are misread pages, and databases bound what they index."""


def form_key(record: Evaluation) -> str | None:
    """What revisions of one form share: project code, else name and unit, with the year; `None`: cannot tell."""
    if record.year is None:
        return None
    if code := "".join((record.project_code or "").split())[:_LONGEST_NAME]:
        return f"{code}|{record.year}"
    name = bare(record.project_name)[:_LONGEST_NAME]
    unit = organisation(record.implementing_unit)[:_LONGEST_NAME]
    return f"{unit}|{name}|{record.year}" if name and unit else None


def group_key(record: Evaluation) -> str | None:
    """Year and supervising unit: among whom rules across forms look when a year has very many forms."""
    unit = organisation(record.supervising_unit or record.implementing_unit)[:_LONGEST_NAME]
    return f"{record.year}|{unit}" if record.year is not None else None


def content_sha256(record: Evaluation) -> str:
    """The same for two files that say the same (a form and its scan)."""
    return hashlib.sha256(record.model_dump_json().encode("utf-8")).hexdigest()


@dataclass(frozen=True, kw_only=True)
class FormRows:
    """The rows of one form, without ids: the evaluation's own columns, its funds and indicators."""

    evaluation: Row
    funds: list[Row]
    indicators: list[Row]


def form_rows(result: EvaluationResult) -> FormRows:
    """The columns of a form as it stands (corrections applied). Numbers that cannot be parsed are `None`."""
    form = FormFacts(result.reading())
    scale = _SCALES.get(result.record.funds_unit or "")
    funds = [_fund(one, scale) for one in form.funds]
    indicators = [_indicator(one) for one in form.rows]
    return FormRows(evaluation=_evaluation(result, form, funds), funds=funds, indicators=indicators)


def _evaluation(result: EvaluationResult, form: FormFacts, funds: Sequence[Row]) -> Row:
    record, total = result.record, form.total_funds
    at = total.index if total is not None else None
    amounts = funds[at] if at is not None else {}
    names = (record.project_code, record.project_name, record.implementing_unit, record.supervising_unit)
    return {
        "form_key": form_key(record),
        "group_key": group_key(record),
        **{name: (getattr(record, name) or "")[:_LONGEST_NAME] or None for name in _NAMES},
        "year": record.year,
        "funds_unit": record.funds_unit,
        "title": result.title,
        "profile": result.profile,
        **{name: amounts.get(name) for name in ("initial_budget", "annual_budget", "executed")},
        "printed_rate": total.rate if total is not None else None,
        "execution_rate": _rate(form),
        "execution_weight": total.weight if total is not None else None,
        "execution_score": total.score if total is not None else None,
        "total_weight": parse_number(record.total_weight),
        "total_score": form.total_score,
        "score_sum": _score_sum(form),
        "page": min((one.page for one in result.evidence.values()), default=None),
        "search_text": "\n".join("".join(name.split()).casefold() for name in names if name),
    }


def _rate(form: FormFacts) -> Decimal | None:
    """B/A in percent; as printed where A or B is not."""
    if form.execution is not None:
        return form.execution * _HUNDRED
    return form.total_funds.rate if form.total_funds is not None else None


def _score_sum(form: FormFacts) -> Decimal | None:
    """Σ indicator scores + execution score; `None` when a score that counts is missing."""
    total = form.total_funds
    if total is None or total.score is None or any(row.score is None for row in form.rows if row.weight):
        return None
    return form.score_sum + total.score


def _fund(fund: FundFacts, scale: Decimal | None) -> Row:
    amounts = {"initial_budget": fund.initial, "annual_budget": fund.annual, "executed": fund.executed}
    return {
        "ordinal": fund.index,
        "source": fund.line.source,
        # without a unit an amount may be 元 or 万元: unknown, not guessed
        **{name: value * scale if value is not None and scale else None for name, value in amounts.items()},
        "weight": fund.weight,
        "execution_rate": fund.rate,
        "score": fund.score,
    }


def _indicator(row: IndicatorFacts) -> Row:
    target, actual = _number(row.targets), _number(row.actuals)
    pairs = comparisons(row)
    known = row.weight is not None and row.score is not None
    return {
        "ordinal": row.index,
        **{
            name: getattr(row.row, name)
            for name in ("level1", "level2", "level3", "target", "actual", "deviation_reason")
        },
        "comparator": row.targets[0].comparator if len(row.targets) == 1 else None,
        "target_value": target.value if target else None,
        "target_unit": target.unit if target else None,
        "actual_value": actual.value if actual else None,
        "actual_unit": actual.unit if actual else None,
        "better": pairs[0].better if len(pairs) == 1 else None,
        "ratio": pairs[0].ratio if len(pairs) == 1 else None,
        "met": all(pair.met for pair in pairs) if pairs and len(pairs) == len(row.targets) else None,
        "weight": row.weight,
        "score": row.score,
        "lost": (row.weight or 0) - (row.score or 0) if known else None,
        "applicable": row.applicable,
    }


def _number(measures: Sequence[Measure]) -> Measure | None:
    return measures[0] if len(measures) == 1 and measures[0].kind == "number" else None


def finding_rows(findings: Sequence[Finding], *, across: bool) -> list[Row]:
    """The columns of findings, in order. `key` is the same for the same finding after a recheck.

    The message is left out of the key where forms are compared: it counts the forms, and so changes with every one.
    """
    seen: Counter[str] = Counter()
    rows: list[Row] = []
    for ordinal, finding in enumerate(findings):
        parts = [finding.rule, *(finding.pointers or [finding.pointer])]
        if not across:
            parts += [finding.printed or "", finding.recomputed or ""]
        digest = hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:18]
        seen[digest] += 1
        rows.append(
            {
                "key": f"{digest}.{seen[digest]}",
                "ordinal": ordinal,
                **{name: getattr(finding, name) for name in ("rule", "severity", "verdict", "pointer", "message")},
                "detail": finding.model_dump(
                    mode="json", include={"pointers", "printed", "recomputed", "repair", "quotes"}, exclude_none=True
                ),
                "across": across,
            }
        )
    return rows


def finding_of(row: Row) -> Finding:
    """The finding that a row holds."""
    plain = {name: row[name] for name in ("rule", "severity", "verdict", "pointer", "message")}
    return Finding.model_validate({**plain, **row["detail"]})


def review_rows(result: EvaluationResult) -> list[Row]:
    """The columns of the review items, in order."""
    return [
        {
            "ordinal": ordinal,
            "pointer": item.pointer,
            "reason": item.reason,
            "confidence": Decimal(str(item.confidence)),
            "points_at_stake": parse_number(item.points_at_stake) or Decimal(0),
        }
        for ordinal, item in enumerate(result.review)
    ]
