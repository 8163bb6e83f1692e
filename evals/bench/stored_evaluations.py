"""Fills a store with as many evaluations as asked for: real forms read once, varied, and inserted in bulk."""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from extractor.app import App
from extractor.pipeline import DocumentReading
from extractor.records.reading import FormReading
from extractor.store.body import packed
from extractor.store.keeping import counts
from extractor.store.rows import Row, content_sha256, finding_rows, form_rows, review_rows
from extractor.store.store import Store
from extractor.store.tables import (
    StoredBody,
    StoredDocument,
    StoredEvaluation,
    StoredFinding,
    StoredFund,
    StoredIndicator,
    StoredReviewItem,
)

_CHUNK = 1000
_UNITS = 400
_TOPICS = ("信息化运维", "培训补助", "设备购置", "道路养护", "热线服务", "校舍维修", "宣传活动", "安全生产", "档案整理")


@dataclass(frozen=True, kw_only=True)
class _Model:
    """A form as rows, ready to be varied."""

    evaluation: Row
    funds: list[Row]
    indicators: list[Row]
    findings: list[Row]
    review: list[Row]
    body: bytes
    content: str


def fill_store(
    store: Store, app: App, forms: Sequence[FormReading], count: int, on_done: Callable[[int], None]
) -> None:
    """Adds `count` evaluations made of `forms`, each the only one of its document, current, with its own code.

    Codes, names, years, units, amounts and scores vary; indicators are those of the form. Ids start at 1, so the store
    has to be empty. `on_done` is told how many were added.
    """
    models = [_model(app, one) for one in forms]
    chance = random.Random(5)
    for start in range(0, count, _CHUNK):
        some = range(start, min(start + _CHUNK, count))
        made = [_varied(models[at % len(models)], at + 1, chance) for at in some]
        with store.database.write() as session:
            for table in (StoredDocument, StoredEvaluation, StoredBody, StoredFund, StoredIndicator, StoredFinding):
                _insert(session.connection().execute, table, [row for one in made for row in one[table]])
            _insert(session.connection().execute, StoredReviewItem, [r for one in made for r in one[StoredReviewItem]])
        on_done(len(some))


def _insert(execute: Callable[..., Any], table: type[Any], rows: list[Row]) -> None:
    if rows:
        execute(insert(table), rows)


def _model(app: App, form: FormReading) -> _Model:
    [checked] = app.checked_alone("", DocumentReading(source="", readings=[form])).evaluations
    rows = form_rows(checked)
    return _Model(
        evaluation=rows.evaluation | counts(checked),
        funds=rows.funds,
        indicators=rows.indicators,
        findings=finding_rows(checked.findings, across=False),
        review=review_rows(checked),
        body=packed(checked),
        content=content_sha256(checked.record),
    )


def _varied(model: _Model, number: int, chance: random.Random) -> dict[Any, list[Row]]:
    """The rows of one evaluation, by table."""
    unit = chance.randrange(_UNITS)
    year = chance.choice((2021, 2022, 2023, 2024))
    code, name = f"4403{number:017d}", f"{chance.choice(_TOPICS)}{number}"
    implementing, supervising = f"第{unit}街道办事处", f"第{unit % 40}区财政局"
    budget = Decimal(chance.randrange(10_000, 100_000_000))
    rate = Decimal(chance.randrange(5000, 10000)) / 100
    evaluation = model.evaluation | {
        "id": number,
        "document_id": number,
        "ordinal": 0,
        "form_key": f"{code}|{year}",
        "group_key": f"{year}|{supervising}",
        "content_sha256": model.content,
        "current": True,
        "project_code": code,
        "project_name": name,
        "year": year,
        "implementing_unit": implementing,
        "supervising_unit": supervising,
        "annual_budget": budget,
        "executed": budget * rate / 100,
        "execution_rate": rate,
        "total_score": Decimal(chance.randrange(6000, 10001)) / 100,
        "search_text": "\n".join((code, name, implementing, supervising)),
    }
    document: Row = {
        "id": number,
        "sha256": hashlib.sha256(str(number).encode("ascii")).hexdigest(),
        "source": f"{year}/{code}.pdf",
        "suffix": ".pdf",
        "size": 100_000,
        "pages": 2,
        "problems": [],
        "ingested_at": datetime(2024, 1, 1, tzinfo=UTC),
    }
    own = {"evaluation_id": number}
    return {
        StoredDocument: [document],
        StoredEvaluation: [evaluation],
        StoredBody: [own | {"body": model.body}],
        StoredFund: list(_with(own, model.funds)),
        StoredIndicator: list(_with(own, model.indicators)),
        StoredFinding: list(_with(own, model.findings)),
        StoredReviewItem: list(_with(own, model.review)),
    }


def _with(own: Row, rows: Sequence[Row]) -> Iterator[Row]:
    return (own | row for row in rows)
