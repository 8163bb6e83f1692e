"""Exports: any selection of forms as a workbook, JSON, JSON Lines or CSV."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response, StreamingResponse

from extractor.outputs.csv_table import csv_text
from extractor.outputs.workbook import workbook_bytes
from extractor.results import DocumentResult, RunResult
from extractor.store.listing import Filters
from extractor.store.store import Store
from extractor.web.api.evaluations import Wanted
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader, address_of

router = APIRouter(tags=["导出"])

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
}
_MOST_FORMS = 20_000
"""Forms of one export that is not streamed; a workbook of them is about 200 MB."""


@router.get(
    "/exports",
    summary="导出所选自评表",
    response_class=Response,
    responses={200: {"content": {kind.partition(";")[0]: {} for kind in _TYPES.values()}}},
)
def export(
    request: Request,
    person: Reader,
    filters: Wanted,
    format: Literal["xlsx", "json", "jsonl", "csv"] = "xlsx",
    ids: Annotated[list[int] | None, Query(max_length=1000)] = None,
) -> Response:
    """The forms that fit (or those with `ids`), as they now stand; formulas in texts are made harmless."""
    parts = parts_of(request)
    parts.accounts.note(who=person.name, action="export", subject=format, address=address_of(request))
    name = f"jixiao-{datetime.now(UTC):%Y%m%d-%H%M}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    documents = _documents(parts.store, filters, ids)
    if format == "jsonl":
        return StreamingResponse(_lines(documents), media_type=_TYPES[format], headers=headers)
    if (parts.store.count(filters) if ids is None else len(ids)) > _MOST_FORMS:
        raise HTTPException(413, f"一次最多导出 {_MOST_FORMS} 张表；更多请用 format=jsonl，或先筛选。")
    result = RunResult(documents=list(documents))
    if format == "xlsx":
        content: str | bytes = workbook_bytes(result)
    elif format == "csv":
        content = csv_text(result).encode("utf-8-sig")
    else:
        content = result.model_dump_json(indent=2)
    return Response(content, media_type=_TYPES[format], headers=headers)


def _documents(store: Store, filters: Filters, ids: list[int] | None) -> Iterator[DocumentResult]:
    if ids is None:
        return (form.as_document() for form in store.forms(filters))
    return (store.form(one).as_document() for one in ids)


def _lines(documents: Iterator[DocumentResult]) -> Iterator[str]:
    for document in documents:
        for evaluation in document.evaluations:
            line = {"source": document.source, "sha256": document.sha256, **evaluation.model_dump(mode="json")}
            yield json.dumps(line, ensure_ascii=False) + "\n"
