"""One evaluation whole, as the API shows it: the JSON contract's shape, with decisions, corrections and sums."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from extractor.checks.finding import Finding
from extractor.checks.profile import Profile
from extractor.results import EvaluationResult
from extractor.store.loading import LoadedForm, as_finding
from extractor.store.store import Store
from extractor.store.tables import StoredCorrection, StoredFinding
from extractor.web.api.evaluation_list import EvaluationSummary, summary_of


class FindingView(Finding):
    """A finding with its number and what was decided: open, accepted or dismissed (with a reason)."""

    id: int
    evaluation_id: int
    state: str
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    across: bool = Field(description="found by comparing forms")

    @classmethod
    def of(cls, row: StoredFinding) -> "FindingView":
        """The view of a stored finding."""
        return cls(
            **as_finding(row).model_dump(),
            id=row.id,
            evaluation_id=row.evaluation_id,
            state=row.state,
            reason=row.reason,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            across=row.across,
        )


class CorrectionView(BaseModel):
    """A change of a value: from what to what, by whom, when; and by whom it was undone."""

    id: int
    pointer: str
    before: str | None
    after: str | None
    corrected_by: str
    corrected_at: datetime
    undone_by: str | None
    undone_at: datetime | None

    @classmethod
    def of(cls, row: StoredCorrection) -> "CorrectionView":
        """The view of a stored correction."""
        return cls(
            id=row.id,
            pointer=row.pointer,
            before=row.before,
            after=row.after,
            corrected_by=row.corrected_by,
            corrected_at=row.corrected_at,
            undone_by=row.undone_by,
            undone_at=row.undone_at,
        )


class EvaluationView(BaseModel):
    """A form as it now stands.

    `record`, `evidence`, `review` and the fields of `findings` are those of the JSON contract (docs/cli.md); `summary` is
    its line in the list; `version` is what If-Match wants.
    """

    id: int
    version: int
    state: str
    document_id: int
    source: str
    pages: int
    superseded_by: int | None
    summary: EvaluationSummary
    record: dict[str, Any]
    evidence: dict[str, Any]
    review: list[dict[str, Any]]
    findings: list[FindingView]
    corrections: list[CorrectionView]
    profile: str | None
    title: str | None
    notes: list[dict[str, Any]]
    printed_level_weights: dict[str, str]


def evaluation_view(store: Store, profiles: Mapping[str, Profile], form: LoadedForm) -> EvaluationView:
    """The view of a form, with the decisions on its findings and its corrections."""
    result: EvaluationResult = form.result
    contract = result.model_dump(mode="json", exclude={"findings"})
    summary = summary_of(form.row, form.document.source, profiles)
    return EvaluationView(
        id=form.row.id,
        version=form.row.version,
        state=form.row.state,
        document_id=form.document.id,
        source=summary.source,
        pages=form.document.pages,
        superseded_by=form.row.superseded_by,
        summary=summary,
        findings=[FindingView.of(row) for row in store.findings(form.row.id)],
        corrections=[CorrectionView.of(row) for row in store.history(form.row.id)],
        **contract,
    )
