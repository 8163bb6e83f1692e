"""What the REST API gives (its representations): made by the service, read by the Python client, described in OpenAPI."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field

from extractor.checks.finding import Finding
from extractor.problems import Problem

DocumentState = Literal["waiting", "reading", "checking", "done", "unchanged", "failed", "cancelled"]


class ProblemDetails(BaseModel):
    """What went wrong (RFC 9457). `detail` is Chinese, for the person; `errors` names the fields of a bad request."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: list[dict[str, str]] = Field(default_factory=list[dict[str, str]])


class JobDocumentView(BaseModel):
    """How far one file is: waiting, reading, checking, done, unchanged (known before), failed or cancelled."""

    id: int
    document: str = Field(description="the file's name as it was handed in")
    size: int
    state: DocumentState
    attempts: int
    problems: list[Problem]
    evaluation_ids: list[int]
    started_at: datetime | None
    finished_at: datetime | None


class JobView(BaseModel):
    """An upload: its files in order, and whether all of them are over. `batch`: what lists are narrowed to it by."""

    id: str
    batch: int | None
    created_at: datetime
    created_by: str
    profile: str | None
    cancelled: bool
    over: bool
    documents: list[JobDocumentView]


class EvaluationSummary(BaseModel):
    """A form in the list. Amounts in 元, rates in percent; `recomputed_total` is Σ indicator scores + execution score."""

    id: int
    document_id: int
    source: str
    project_code: str | None
    project_name: str | None
    year: int | None
    implementing_unit: str | None
    supervising_unit: str | None
    annual_budget: Decimal | None
    executed: Decimal | None
    execution_rate: Decimal | None
    total_score: Decimal | None
    recomputed_total: Decimal | None
    grade: str | None
    errors: int
    warnings: int
    notes: int
    review: int
    corrected: int
    state: str
    profile: str | None
    revision: int
    current: bool
    version: int


class EvaluationPage(BaseModel):
    """A page of the list; `total` counts all that fit."""

    items: list[EvaluationSummary]
    total: int


class FindingView(Finding):
    """A finding with its number and what was decided: open, accepted or dismissed (with a reason)."""

    id: int
    evaluation_id: int
    state: str
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    across: bool = Field(description="found by comparing forms")


class FindingLine(FindingView):
    """A finding with the form that it is about."""

    project_code: str | None
    project_name: str | None
    implementing_unit: str | None
    year: int | None


class FindingPage(BaseModel):
    """A page of findings, the gravest first; `total` counts all that fit."""

    items: list[FindingLine]
    total: int


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


class AcceptedView(BaseModel):
    """A doubtful value that somebody found right as it was read."""

    pointer: str
    accepted_by: str
    accepted_at: datetime


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
    accepted: list[AcceptedView]
    profile: str | None
    title: str | None
    notes: list[dict[str, Any]]
    printed_level_weights: dict[str, str]
