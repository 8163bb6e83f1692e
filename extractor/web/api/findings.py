"""Findings across forms, and the decisions on them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request
from sqlalchemy import func, select

from extractor.checks.finding import Severity
from extractor.errors import NotStored
from extractor.representations import FindingLine, FindingPage, FindingView
from extractor.store.tables import StoredDocument, StoredEvaluation, StoredFinding
from extractor.web.api.evaluation_view import finding_view
from extractor.web.api.row_id import RowId
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader, Reviewer, address_of

router = APIRouter(tags=["问题"])


@router.get("/findings", summary="问题列表")
def list_findings(
    request: Request,
    person: Reader,
    rule: Annotated[str | None, Query(max_length=8)] = None,
    severity: Severity | None = None,
    verdict: Literal["form", "reading"] | None = None,
    state: Literal["open", "accepted", "dismissed"] | None = None,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    unit: Annotated[str | None, Query(max_length=200)] = None,
    text: Annotated[str | None, Query(max_length=200)] = None,
    batch: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> FindingPage:
    """The findings of all current forms that fit."""
    equal = ((StoredFinding.rule, rule), (StoredFinding.severity, severity), (StoredFinding.verdict, verdict))
    conditions: list[Any] = [StoredEvaluation.current]
    conditions += [column == value for column, value in equal if value is not None]
    conditions += [StoredFinding.state == state] if state else []
    conditions += [StoredEvaluation.year == year] if year else []
    if batch:
        documents = select(StoredDocument.id).where(StoredDocument.batch_id == batch)
        conditions.append(StoredEvaluation.document_id.in_(documents))
    if unit:
        names = (StoredEvaluation.implementing_unit, StoredEvaluation.supervising_unit)
        conditions.append(names[0].contains(unit, autoescape=True) | names[1].contains(unit, autoescape=True))
    if text:
        conditions.append(StoredFinding.message.contains(text, autoescape=True))

    grave = func.instr("error,warning,info", StoredFinding.severity)
    with parts_of(request).store.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            grave = func.strpos("error,warning,info", StoredFinding.severity)
        rows = session.execute(
            select(StoredFinding, StoredEvaluation)
            .join(StoredEvaluation, StoredEvaluation.id == StoredFinding.evaluation_id)
            .where(*conditions)
            .order_by(grave, StoredFinding.rule, StoredFinding.evaluation_id.desc(), StoredFinding.ordinal)
            .limit(limit)
            .offset(offset)
        ).all()
        counted = select(func.count()).select_from(StoredFinding)
        counted = counted.join(StoredEvaluation, StoredEvaluation.id == StoredFinding.evaluation_id)
        total = session.scalar(counted.where(*conditions)) or 0
    return FindingPage(items=[_line(finding, evaluation) for finding, evaluation in rows], total=total)


def _line(finding: StoredFinding, evaluation: StoredEvaluation) -> FindingLine:
    return FindingLine(
        **finding_view(finding).model_dump(),
        project_code=evaluation.project_code,
        project_name=evaluation.project_name,
        implementing_unit=evaluation.implementing_unit,
        year=evaluation.year,
    )


@router.patch("/findings/{finding_id}", summary="采纳或不采纳一个问题")
def decide(
    request: Request,
    person: Reviewer,
    finding_id: RowId,
    state: Annotated[Literal["open", "accepted", "dismissed"], Body()],
    reason: Annotated[str | None, Body(max_length=2000)] = None,
) -> FindingView:
    """Accepts or dismisses (with a reason) a finding, or opens it again."""
    parts = parts_of(request)
    parts.store.decide_finding(finding_id, state, reason=reason, by=person.name)
    parts.settler.wake()
    parts.accounts.note(
        who=person.name, action="decide", subject=f"finding {finding_id}: {state}", address=address_of(request)
    )
    with parts.store.reading() as session:
        row = session.get(StoredFinding, finding_id)
        if row is None:
            raise NotStored(f"没有编号为 {finding_id} 的问题。")
        return finding_view(row)
