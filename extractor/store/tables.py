"""The tables: what lists, filters and questions need as columns, everything else of a form in one compressed body.

Amounts (`initial_budget`, `annual_budget`, `executed`) are in 元 whatever the form prints in; `None` where the form does
not say 元 or 万元. Rates are in percent. Texts are as printed. `ordinal` is 0-based and the index in JSON pointers.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, false, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from extractor.store.column_types import ExactDecimal, PrintedText, UtcTime

# SQLite counts rows by themselves only in INTEGER columns
_Id = BigInteger().with_variant(Integer, "sqlite")

SORTED_COLUMNS = (
    "project_code",
    "project_name",
    "year",
    "implementing_unit",
    "supervising_unit",
    "annual_budget",
    "executed",
    "execution_rate",
    "total_score",
    "score_sum",
    "errors",
    "warnings",
    "review_open",
    "state",
)
"""Columns of evaluations that long lists are sorted by, each with an index of its own."""


class Table(DeclarativeBase):
    """Base of all tables."""


class StoredBatch(Table):
    """One run of `ingest` (or one upload): how many documents it was given and what became of them."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime())
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime())
    added: Mapped[int] = mapped_column(default=0, server_default="0")
    unchanged: Mapped[int] = mapped_column(default=0, server_default="0")
    unread: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = ({"sqlite_autoincrement": True},)


class StoredDocument(Table):
    """A file, once for its content: `sha256` names the blob with the original bytes."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(PrintedText())
    suffix: Mapped[str] = mapped_column(String(16))
    size: Mapped[int] = mapped_column(BigInteger)
    pages: Mapped[int]
    problems: Mapped[list[Any]] = mapped_column(JSON)
    ingested_at: Mapped[datetime] = mapped_column(UtcTime())
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id", ondelete="SET NULL"), index=True)

    __table_args__ = ({"sqlite_autoincrement": True},)


class StoredEvaluation(Table):
    """A form. `current` is False for one that `superseded_by` replaces; `version` counts every change to the row, and
    `edited_version` is the one that a person's last edit made.

    `form_key` is project code (else name and unit) with the year: forms with the same key are revisions of one form.
    `group_key` is the year with the supervising unit: the forms that rules across forms compare.
    `printed_rate` is the execution rate as printed, `execution_rate` B/A recomputed (as printed where A or B is missing).
    `score_sum` is Σ indicator scores + execution score. `errors`, `warnings`, `notes` count open findings, `review_open`
    open review items. `state` is open or done, set by the person who reviews. `profile_chosen`: a person named the
    `profile`; else it is recognised again at every recheck.
    """

    __tablename__ = "evaluations"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int]
    form_key: Mapped[str | None] = mapped_column(PrintedText(), index=True)
    group_key: Mapped[str | None] = mapped_column(PrintedText(), index=True)
    content_sha256: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    current: Mapped[bool]
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("evaluations.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    edited_version: Mapped[int] = mapped_column(default=1, server_default="1")
    state: Mapped[str] = mapped_column(String(8), default="open", server_default="open")
    project_code: Mapped[str | None] = mapped_column(PrintedText(), index=True)
    project_name: Mapped[str | None] = mapped_column(PrintedText())
    year: Mapped[int | None]
    implementing_unit: Mapped[str | None] = mapped_column(PrintedText())
    supervising_unit: Mapped[str | None] = mapped_column(PrintedText())
    title: Mapped[str | None] = mapped_column(PrintedText())
    profile: Mapped[str | None] = mapped_column(PrintedText())
    profile_chosen: Mapped[bool] = mapped_column(default=False, server_default=false())
    funds_unit: Mapped[str | None] = mapped_column(String(2))
    initial_budget: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    annual_budget: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    executed: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    printed_rate: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    execution_rate: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    execution_weight: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    execution_score: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    total_weight: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    total_score: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    score_sum: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    page: Mapped[int | None]
    errors: Mapped[int] = mapped_column(default=0, server_default="0")
    warnings: Mapped[int] = mapped_column(default=0, server_default="0")
    notes: Mapped[int] = mapped_column(default=0, server_default="0")
    review_open: Mapped[int] = mapped_column(default=0, server_default="0")
    corrected: Mapped[int] = mapped_column(default=0, server_default="0")
    search_text: Mapped[str] = mapped_column(PrintedText())

    __table_args__ = (
        Index("ix_evaluations_listing", "current", "year", "total_score"),
        Index("ix_evaluations_current", "current", "id"),
        *(Index(f"ix_evaluations_by_{column}", "current", column, "id") for column in SORTED_COLUMNS),
        {"sqlite_autoincrement": True},
    )


class StoredBody(Table):
    """A form whole: the record as it now stands, evidence, review, notes, as compressed JSON (see `body`)."""

    __tablename__ = "bodies"

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class StoredFund(Table):
    """A row of 项目资金. `source` is total, current_year_appropriation, carryover, other ... as in the record."""

    __tablename__ = "funds"

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(32))
    initial_budget: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    annual_budget: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    executed: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    weight: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    execution_rate: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    score: Mapped[Decimal | None] = mapped_column(ExactDecimal())

    __table_args__ = ({"sqlite_with_rowid": False},)


class StoredIndicator(Table):
    """A row of 年度绩效指标: texts as printed, and what can be computed with.

    `target_value`, `actual_value` where the cell holds exactly one number (base units: 5万元 is 50000 元); `ratio` is
    actual / target on one scale, `met` whether the target is reached, `better` more or less; `lost` weight − score.
    `applicable` is False for a placeholder without level 3.
    """

    __tablename__ = "indicators"

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    level1: Mapped[str | None] = mapped_column(PrintedText())
    level2: Mapped[str | None] = mapped_column(PrintedText())
    level3: Mapped[str | None] = mapped_column(PrintedText())
    target: Mapped[str | None] = mapped_column(PrintedText())
    actual: Mapped[str | None] = mapped_column(PrintedText())
    deviation_reason: Mapped[str | None] = mapped_column(PrintedText())
    comparator: Mapped[str | None] = mapped_column(String(5))
    target_value: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    target_unit: Mapped[str | None] = mapped_column(PrintedText())
    actual_value: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    actual_unit: Mapped[str | None] = mapped_column(PrintedText())
    better: Mapped[str | None] = mapped_column(String(4))
    ratio: Mapped[Decimal | None] = mapped_column(ExactDecimal(6))
    met: Mapped[bool | None]
    weight: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    score: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    lost: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    applicable: Mapped[bool]

    __table_args__ = (
        Index("ix_indicators_lost", "lost", sqlite_where=text("lost > 0"), postgresql_where=text("lost > 0")),
        {"sqlite_with_rowid": False},
    )


class StoredFinding(Table):
    """A finding. `key` tells the same finding again after a recheck; `state` is open, accepted or dismissed."""

    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(24))
    ordinal: Mapped[int]
    rule: Mapped[str] = mapped_column(String(8))
    severity: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str] = mapped_column(String(8))
    pointer: Mapped[str] = mapped_column(PrintedText())
    message: Mapped[str] = mapped_column(PrintedText())
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    across: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(String(10), default="open", server_default="open")
    reason: Mapped[str | None] = mapped_column(PrintedText())
    decided_by: Mapped[str | None] = mapped_column(PrintedText())
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime())

    __table_args__ = (
        Index("ix_findings_evaluation", "evaluation_id", "ordinal"),
        Index("ix_findings_rule", "rule", "evaluation_id"),
        {"sqlite_autoincrement": True},
    )


class StoredReviewItem(Table):
    """A value to look at. `state` is open, accepted (right as read) or corrected."""

    __tablename__ = "review_items"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int]
    pointer: Mapped[str] = mapped_column(PrintedText())
    reason: Mapped[str] = mapped_column(PrintedText())
    confidence: Mapped[Decimal] = mapped_column(ExactDecimal())
    points_at_stake: Mapped[Decimal] = mapped_column(ExactDecimal())
    state: Mapped[str] = mapped_column(String(10), default="open", server_default="open")
    decided_by: Mapped[str | None] = mapped_column(PrintedText())
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime())

    __table_args__ = ({"sqlite_autoincrement": True},)


class StoredCorrection(Table):
    """One change of a value by a person: `before` and `after` as in the record (`None`: empty). Undone, it stays."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id", ondelete="CASCADE"), index=True)
    pointer: Mapped[str] = mapped_column(PrintedText())
    before: Mapped[str | None] = mapped_column(PrintedText())
    after: Mapped[str | None] = mapped_column(PrintedText())
    corrected_by: Mapped[str] = mapped_column(PrintedText())
    corrected_at: Mapped[datetime] = mapped_column(UtcTime())
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime())
    undone_by: Mapped[str | None] = mapped_column(PrintedText())

    __table_args__ = ({"sqlite_autoincrement": True},)


class PendingChange(Table):
    """The outbox: what the transaction that wrote it leaves to be done after its commit.

    `kind` "index": the passages of the evaluation with id `subject` are out of date; "group": the rules across forms
    have to run over the group whose key is `subject`; "blob": the file with the sha256 `subject` may be unneeded.
    """

    __tablename__ = "pending_changes"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_pending_changes_kind", "kind", "id"), {"sqlite_autoincrement": True})


class StoreState(Table):
    """One row: `changes` grows with every transaction that changes forms, findings or decisions."""

    __tablename__ = "store_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    changes: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
