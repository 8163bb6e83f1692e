"""Evaluations: the list, one form whole, its evidence and history, and what a reviewer changes."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Header, HTTPException, Query, Request, Response
from pydantic import StringConstraints

from extractor.accounts.accounts import Person
from extractor.checks.finding import Severity
from extractor.representations import CorrectionView, EvaluationPage, EvaluationView
from extractor.store.listing import Filters
from extractor.store.loading import LoadedForm
from extractor.web.api.evaluation_list import SortBy, evaluation_page
from extractor.web.api.evaluation_view import correction_view, evaluation_view
from extractor.web.api.row_id import RowId
from extractor.web.parts import Parts, parts_of
from extractor.web.security.identity import Reader, Reviewer, address_of

router = APIRouter(tags=["自评表"])

Pointer = Annotated[
    str | None, Body(max_length=200, pattern=r"^/[A-Za-z0-9_/]+$", description="JSON pointer into the record")
]
Pointers = Annotated[
    list[Annotated[str, StringConstraints(max_length=200, pattern=r"^/[A-Za-z0-9_/]+$")]] | None,
    Body(min_length=1, max_length=500, description="several of them, to accept or undo at once"),
]
_MOST = 1e15
Amount = Annotated[Decimal | None, Query(ge=-_MOST, le=_MOST, max_digits=20, decimal_places=4)]


def wanted(
    code: Annotated[str | None, Query(max_length=100)] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    unit: Annotated[str | None, Query(max_length=200)] = None,
    text: Annotated[str | None, Query(max_length=200)] = None,
    severity: Severity | None = None,
    rule: Annotated[str | None, Query(max_length=8)] = None,
    in_review: bool = False,
    state: Literal["open", "done"] | None = None,
    rate_below: Amount = None,
    score_below: Amount = None,
    budget_from: Amount = None,
    document: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
    batch: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
    superseded: bool = False,
) -> Filters:
    """The filters that the list, the overview and exports share; see the fields of `Filters`."""
    return Filters(
        code=code,
        year=year,
        unit=unit,
        text=text,
        severity=severity,
        rule=rule,
        in_review=in_review,
        state=state,
        rate_below=rate_below,
        score_below=score_below,
        budget_from=budget_from,
        document_id=document,
        batch_id=batch,
        current=not superseded,
    )


Wanted = Annotated[Filters, Depends(wanted)]


@router.get("/evaluations", summary="自评表列表")
def list_evaluations(
    request: Request,
    person: Reader,
    filters: Wanted,
    sort: SortBy = "newest",
    direction: Literal["asc", "desc"] | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> EvaluationPage:
    """A page of the evaluations that fit, and how many fit."""
    parts = parts_of(request)
    return evaluation_page(parts, filters, sort=sort, direction=direction, limit=limit, offset=offset)


@router.get("/evaluations/{evaluation_id}", summary="一张自评表")
def one_evaluation(request: Request, response: Response, person: Reader, evaluation_id: RowId) -> EvaluationView:
    """The form as it now stands: record, evidence, open review items, findings with decisions, corrections."""
    parts = parts_of(request)
    return _answer(parts, response, parts.store.form(evaluation_id))


@router.get("/evaluations/{evaluation_id}/evidence", summary="各值的出处")
def evidence(request: Request, person: Reader, evaluation_id: RowId) -> dict[str, dict[str, Any]]:
    """Where every value stands, by its JSON pointer; the address fields that the format has."""
    result = parts_of(request).store.form(evaluation_id).result
    return result.model_dump(mode="json", include={"evidence"})["evidence"]


@router.get("/evaluations/{evaluation_id}/history", summary="修改记录")
def history(request: Request, person: Reader, evaluation_id: RowId) -> list[CorrectionView]:
    """Who changed what and when, undone changes too, oldest first."""
    store = parts_of(request).store
    store.form(evaluation_id)
    return [correction_view(correction) for correction in store.history(evaluation_id)]


@router.patch("/evaluations/{evaluation_id}", summary="更正、确认、撤销，或标为已复核")
def change(
    request: Request,
    response: Response,
    person: Reviewer,
    evaluation_id: RowId,
    pointer: Pointer = None,
    pointers: Pointers = None,
    value: Annotated[str | None, Body(max_length=5000)] = None,
    accept: Annotated[bool, Body()] = False,
    undo: Annotated[bool, Body()] = False,
    state: Annotated[Literal["open", "done"] | None, Body()] = None,
    if_match: Annotated[str | None, Header()] = None,
) -> EvaluationView:
    """Changes the form and answers how it stands then, findings recomputed.

    `pointer` with `value` (`null`: nothing is printed there) corrects; with `accept` says that it is right as read; with
    `undo` takes the last change of that value back. `pointers` with `accept` or `undo`: many values, all or none.
    `state` marks the form as reviewed. `If-Match` carries the ETag that the caller saw: 412 when somebody else changed
    the form since.
    """
    parts = parts_of(request)
    version = _version(if_match)
    several = pointers or ([pointer] if pointer is not None else [])
    if state is not None:
        parts.store.set_state(evaluation_id, state, version=version)
        form, action = parts.store.form(evaluation_id), f"mark {state}"
    elif not several or (pointers and not (accept or undo)):
        raise HTTPException(422, "请给出 pointer（哪个值）、pointers（确认或撤销哪些值）或 state。")
    elif undo:
        form, action = _undone(parts, person, evaluation_id, several, version), f"undo {' '.join(several)}"
    elif accept:
        form = parts.store.accept_values(evaluation_id, several, by=person.name, version=version)
        action = f"accept {' '.join(several)}"
    else:
        form = parts.store.correct(evaluation_id, several[0], value, by=person.name, version=version)
        action = f"correct {several[0]}"
    parts.settler.wake()
    parts.accounts.note(
        who=person.name, action="review", subject=f"evaluation {evaluation_id}: {action}", address=address_of(request)
    )
    return _answer(parts, response, form)


def _undone(parts: Parts, person: Person, evaluation_id: int, pointers: list[str], version: int | None) -> LoadedForm:
    """The last correction of a value taken back, or that values were accepted."""
    standing = [one for one in parts.store.history(evaluation_id) if one.pointer in pointers and one.undone_at is None]
    if not standing:
        return parts.store.reopen_values(evaluation_id, pointers, version=version)
    if len(pointers) > 1:
        raise HTTPException(422, "其中有更正过的值，请逐个撤销。")
    return parts.store.undo(standing[-1].id, by=person.name, version=version)


def _version(if_match: str | None) -> int:
    """The version in an If-Match header.

    Raises:
        HTTPException: it is missing (428) or not one of ours (412).
    """
    if if_match is None:
        raise HTTPException(428, "请在 If-Match 里带上读到的 ETag，以免盖掉别人的修改。")
    digits = if_match.strip().removeprefix("W/").strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise HTTPException(412, "If-Match 不是本表的版本号，请刷新后再改。")
    return int(digits)


def _answer(parts: Parts, response: Response, form: LoadedForm) -> EvaluationView:
    response.headers["ETag"] = f'"{form.row.version}"'
    return evaluation_view(parts.store, parts.app.profiles, form)
