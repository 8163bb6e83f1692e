"""The figures by which a form is judged at a glance: totals as printed and as they add up, counts of what was found."""

from collections import Counter
from dataclasses import dataclass

from extractor.checks.form_facts import FormFacts
from extractor.records.amounts import plain
from extractor.results import EvaluationResult


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSummary:
    """Totals as decimal strings (`None`: not printed, or cannot be computed), and counts.

    `score_sum` is Σ indicator scores + execution score, as printed in the rows; `weight_sum` the same of the weights.
    Both are `None` when a part that counts is missing.
    """

    printed_score: str | None
    score_sum: str | None
    printed_weight: str | None
    weight_sum: str | None
    errors: int
    warnings: int
    notes: int
    review: int

    @property
    def score_closes(self) -> bool | None:
        """Whether the printed total is the sum of its rows; `None` when either is unknown."""
        if self.printed_score is None or self.score_sum is None:
            return None
        return self.printed_score == self.score_sum


def summarise(evaluation: EvaluationResult) -> FormSummary:
    """The summary of one form."""
    form = FormFacts(evaluation.reading())
    counts = Counter(finding.severity for finding in evaluation.findings)
    weighted = [row for row in form.rows if row.weight]
    total = form.total_funds
    complete = total is not None and total.score is not None and all(row.score is not None for row in weighted)
    scores = form.score_sum + total.score if complete and total and total.score is not None else None
    weights = form.weight_sum + total.weight if total is not None and total.weight is not None and weighted else None
    return FormSummary(
        printed_score=plain(form.total_score) if form.total_score is not None else None,
        score_sum=plain(scores) if scores is not None else None,
        printed_weight=evaluation.record.total_weight,
        weight_sum=plain(weights) if weights is not None else None,
        errors=counts["error"],
        warnings=counts["warning"],
        notes=counts["info"],
        review=len(evaluation.review),
    )
