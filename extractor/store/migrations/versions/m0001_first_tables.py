"""The first tables: documents, evaluations with funds and indicators, findings, review, corrections, outbox."""

import sqlalchemy as sa
from alembic import op

from extractor.store.column_types import ExactDecimal, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Creates them; a table after those it refers to."""
    for create in (
        _batches,
        _pending_changes,
        _documents,
        _evaluations,
        _bodies,
        _corrections,
        _findings,
        _funds,
        _indicators,
        _review_items,
    ):
        create()


def downgrade() -> None:
    """Drops them."""
    for table in (
        "review_items",
        "indicators",
        "funds",
        "findings",
        "corrections",
        "bodies",
        "evaluations",
        "documents",
        "pending_changes",
        "batches",
    ):
        op.drop_table(table)


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", _ID, nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("added", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )


def _pending_changes() -> None:
    op.create_table(
        "pending_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pending_changes_kind", "pending_changes", ["kind", "id"], unique=False)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("suffix", sa.String(length=16), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("ingested_at", UtcTime(), nullable=False),
        sa.Column("batch_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_batch_id", "documents", ["batch_id"], unique=False)


def _evaluations() -> None:
    op.create_table(
        "evaluations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=True),
        sa.Column("group_key", sa.Text(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("superseded_by", _ID, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("project_code", sa.Text(), nullable=True),
        sa.Column("project_name", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("implementing_unit", sa.Text(), nullable=True),
        sa.Column("supervising_unit", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("profile_chosen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("funds_unit", sa.String(length=2), nullable=True),
        sa.Column("initial_budget", ExactDecimal(), nullable=True),
        sa.Column("annual_budget", ExactDecimal(), nullable=True),
        sa.Column("executed", ExactDecimal(), nullable=True),
        sa.Column("printed_rate", ExactDecimal(), nullable=True),
        sa.Column("execution_rate", ExactDecimal(), nullable=True),
        sa.Column("execution_weight", ExactDecimal(), nullable=True),
        sa.Column("execution_score", ExactDecimal(), nullable=True),
        sa.Column("total_weight", ExactDecimal(), nullable=True),
        sa.Column("total_score", ExactDecimal(), nullable=True),
        sa.Column("score_sum", ExactDecimal(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("errors", sa.Integer(), server_default="0", nullable=False),
        sa.Column("warnings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("notes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("review_open", sa.Integer(), server_default="0", nullable=False),
        sa.Column("corrected", sa.Integer(), server_default="0", nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["superseded_by"], ["evaluations.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evaluations_budget", "evaluations", ["current", "annual_budget"], unique=False)
    op.create_index("ix_evaluations_document_id", "evaluations", ["document_id"], unique=False)
    op.create_index("ix_evaluations_errors", "evaluations", ["current", "errors"], unique=False)
    op.create_index("ix_evaluations_form_key", "evaluations", ["form_key"], unique=False)
    op.create_index("ix_evaluations_group_key", "evaluations", ["group_key"], unique=False)
    op.create_index("ix_evaluations_listing", "evaluations", ["current", "year", "total_score"], unique=False)
    op.create_index("ix_evaluations_project_code", "evaluations", ["project_code"], unique=False)
    op.create_index("ix_evaluations_rate", "evaluations", ["current", "execution_rate"], unique=False)
    op.create_index("ix_evaluations_superseded_by", "evaluations", ["superseded_by"], unique=False)
    op.create_index("ix_evaluations_unit", "evaluations", ["current", "supervising_unit"], unique=False)


def _bodies() -> None:
    op.create_table(
        "bodies",
        sa.Column("evaluation_id", _ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("evaluation_id"),
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", _ID, nullable=False),
        sa.Column("evaluation_id", _ID, nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.Column("corrected_at", UtcTime(), nullable=False),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_evaluation_id", "corrections", ["evaluation_id"], unique=False)


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("evaluation_id", _ID, nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=8), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("across", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_findings_evaluation", "findings", ["evaluation_id", "ordinal"], unique=False)
    op.create_index("ix_findings_rule", "findings", ["rule", "evaluation_id"], unique=False)


def _funds() -> None:
    op.create_table(
        "funds",
        sa.Column("evaluation_id", _ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("initial_budget", ExactDecimal(), nullable=True),
        sa.Column("annual_budget", ExactDecimal(), nullable=True),
        sa.Column("executed", ExactDecimal(), nullable=True),
        sa.Column("weight", ExactDecimal(), nullable=True),
        sa.Column("execution_rate", ExactDecimal(), nullable=True),
        sa.Column("score", ExactDecimal(), nullable=True),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("evaluation_id", "ordinal"),
        sqlite_with_rowid=False,
    )


def _indicators() -> None:
    op.create_table(
        "indicators",
        sa.Column("evaluation_id", _ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("level1", sa.Text(), nullable=True),
        sa.Column("level2", sa.Text(), nullable=True),
        sa.Column("level3", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("actual", sa.Text(), nullable=True),
        sa.Column("deviation_reason", sa.Text(), nullable=True),
        sa.Column("comparator", sa.String(length=5), nullable=True),
        sa.Column("target_value", ExactDecimal(), nullable=True),
        sa.Column("target_unit", sa.Text(), nullable=True),
        sa.Column("actual_value", ExactDecimal(), nullable=True),
        sa.Column("actual_unit", sa.Text(), nullable=True),
        sa.Column("better", sa.String(length=4), nullable=True),
        sa.Column("ratio", ExactDecimal(6), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("weight", ExactDecimal(), nullable=True),
        sa.Column("score", ExactDecimal(), nullable=True),
        sa.Column("lost", ExactDecimal(), nullable=True),
        sa.Column("applicable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("evaluation_id", "ordinal"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_indicators_lost",
        "indicators",
        ["lost"],
        unique=False,
        sqlite_where=sa.text("lost > 0"),
        postgresql_where=sa.text("lost > 0"),
    )


def _review_items() -> None:
    op.create_table(
        "review_items",
        sa.Column("id", _ID, nullable=False),
        sa.Column("evaluation_id", _ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", ExactDecimal(), nullable=False),
        sa.Column("points_at_stake", ExactDecimal(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_items_evaluation_id", "review_items", ["evaluation_id"], unique=False)
