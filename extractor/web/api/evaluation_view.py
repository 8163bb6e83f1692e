"""One evaluation whole, as the API shows it: the JSON contract's shape, with decisions, corrections and sums."""

from collections.abc import Mapping, Sequence

from extractor.checks.profile import Profile
from extractor.representations import AcceptedView, CorrectionView, EvaluationView, FindingView
from extractor.results import EvaluationResult
from extractor.store.loading import LoadedForm, as_finding
from extractor.store.store import Store
from extractor.store.tables import StoredCorrection, StoredFinding, StoredReviewItem
from extractor.web.api.evaluation_list import summary_of


def finding_view(row: StoredFinding) -> FindingView:
    """The view of a stored finding."""
    return FindingView(
        **as_finding(row).model_dump(),
        id=row.id,
        evaluation_id=row.evaluation_id,
        state=row.state,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        across=row.across,
    )


def correction_view(row: StoredCorrection) -> CorrectionView:
    """The view of a stored correction."""
    return CorrectionView(
        id=row.id,
        pointer=row.pointer,
        before=row.before,
        after=row.after,
        corrected_by=row.corrected_by,
        corrected_at=row.corrected_at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )


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
        findings=[finding_view(row) for row in store.findings(form.row.id)],
        corrections=[correction_view(row) for row in store.history(form.row.id)],
        accepted=_accepted(store.accepted(form.row.id)),
        **contract,
    )


def _accepted(items: Sequence[StoredReviewItem]) -> list[AcceptedView]:
    """One for each value, however many doubts there were about it."""
    by_pointer = {
        item.pointer: AcceptedView(pointer=item.pointer, accepted_by=item.decided_by, accepted_at=item.decided_at)
        for item in items
        if item.decided_by is not None and item.decided_at is not None
    }
    return list(by_pointer.values())
