"""Findings kept in step: a form's own after a correction, those across forms after any form of their group changed."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from extractor.checks.checker import check_across_forms, check_form
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.recognition import recognise_profile
from extractor.store.keeping import replace_parts
from extractor.store.loading import LoadedForm, load_forms
from extractor.store.outbox import queue
from extractor.store.rows import Row, finding_rows, form_rows
from extractor.store.tables import StoredEvaluation, StoredFinding, StoredReviewItem

_DECISION = ("state", "reason", "decided_by", "decided_at")


def recheck_form(session: Session, form: LoadedForm, profiles: Mapping[str, Profile]) -> None:
    """Brings columns, parts and own findings of a form in step with how it stands now; keeps decisions on findings."""
    row = form.row
    profile = form_profile(form, profiles)
    result = form.result.model_copy(update={"profile": profile.name})
    rows = form_rows(result)
    for column, value in rows.evaluation.items():
        setattr(row, column, value)
    replace_parts(session, row.id, rows)
    _replace_findings(session, row.id, check_form(result.reading(), profile), across=False)
    recount(session, [row.id])
    queue(session, "index", row.id)


def recheck_across(session: Session, forms: Sequence[LoadedForm], profiles: Mapping[str, Profile]) -> list[int]:
    """Runs the rules across `forms`; the ids of those whose findings changed."""
    own = [form_profile(form, profiles) for form in forms]
    found = check_across_forms([form.result.reading() for form in forms], own)
    changed = [
        form.row.id
        for form, findings in zip(forms, found, strict=True)
        if _replace_findings(session, form.row.id, findings, across=True)
    ]
    recount(session, changed)
    for one in changed:
        queue(session, "index", one)
    return changed


def form_profile(form: LoadedForm, profiles: Mapping[str, Profile]) -> Profile:
    """The scoring rules of a form: those that a person named, else recognised from its weights as they stand."""
    named = profiles.get(form.row.profile or "") if form.row.profile_chosen else None
    return named or recognise_profile(FormFacts(form.result.reading()), profiles)


def group_forms(session: Session, group_key: str, limit: int) -> list[LoadedForm]:
    """The current forms that rules compare with those of `group_key`: its year's, or its unit's in a year of more than
    `limit` forms. A form that another one in its own document supersedes is among them: that is a duplicate.
    """
    year = int(group_key.partition("|")[0])
    of_year = StoredEvaluation.year == year
    many = (session.scalar(select(func.count()).where(of_year, StoredEvaluation.current)) or 0) > limit
    successor = select(StoredEvaluation.document_id, StoredEvaluation.id).subquery()
    ids = session.scalars(
        select(StoredEvaluation.id)
        .outerjoin(successor, successor.c.id == StoredEvaluation.superseded_by)
        .where(
            StoredEvaluation.group_key == group_key if many else of_year,
            StoredEvaluation.current | (successor.c.document_id == StoredEvaluation.document_id),
        )
        .order_by(StoredEvaluation.id)
    ).all()
    return load_forms(session, ids)


def _replace_findings(session: Session, evaluation_id: int, findings: Sequence[Finding], *, across: bool) -> bool:
    """Puts `findings` in place of those of the same sort; decisions on the same finding stay. Whether any changed."""
    kept = session.scalars(
        select(StoredFinding)
        .where(StoredFinding.evaluation_id == evaluation_id, StoredFinding.across.is_(across))
        .order_by(StoredFinding.ordinal)
    ).all()
    rows = finding_rows(findings, across=across)
    if [_as_row(one) for one in kept] == rows:
        return False
    decided = {one.key: {name: getattr(one, name) for name in _DECISION} for one in kept}
    undecided = {"state": "open", "reason": None, "decided_by": None, "decided_at": None}
    session.execute(delete(StoredFinding).where(StoredFinding.id.in_([one.id for one in kept])))
    if rows:
        whole = [{"evaluation_id": evaluation_id, **row, **decided.get(row["key"], undecided)} for row in rows]
        session.execute(insert(StoredFinding), whole)
    return True


def _as_row(one: StoredFinding) -> Row:
    names = ("key", "ordinal", "rule", "severity", "verdict", "pointer", "message", "detail", "across")
    return {name: getattr(one, name) for name in names}


def recount(session: Session, evaluation_ids: Sequence[int]) -> None:
    """Brings the counts of open findings and review items in step with their rows; a new version for each form."""
    session.flush()
    for one in evaluation_ids:
        open_findings = session.execute(
            select(StoredFinding.severity, func.count())
            .where(StoredFinding.evaluation_id == one, StoredFinding.state == "open")
            .group_by(StoredFinding.severity)
        ).all()
        count = {severity: number for severity, number in open_findings}  # noqa: C416 - rows are typed as tuples only when unpacked
        row = session.get_one(StoredEvaluation, one)
        row.errors, row.warnings, row.notes = count.get("error", 0), count.get("warning", 0), count.get("info", 0)
        row.review_open = (
            session.scalar(
                select(func.count()).where(StoredReviewItem.evaluation_id == one, StoredReviewItem.state == "open")
            )
            or 0
        )
        row.version += 1
