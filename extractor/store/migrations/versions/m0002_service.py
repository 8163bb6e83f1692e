"""The tables of the service: users, sessions, tokens, audit log, jobs and their documents."""

import sqlalchemy as sa
from alembic import op

from extractor.store.column_types import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Creates them; a table after those it refers to."""
    _accounts()
    _audit()
    _jobs()


def downgrade() -> None:
    """Drops them."""
    for table in ("job_documents", "jobs", "audit_entries", "api_tokens", "sessions", "users"):
        op.drop_table(table)


def _accounts() -> None:
    op.create_table(
        "users",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("created_at", UtcTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("user_id", _ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("expires_at", UtcTime(), nullable=False),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("user_id", _ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime()),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", UtcTime(), nullable=False, index=True),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created_at", UtcTime(), nullable=False, index=True),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("profile", sa.String(64)),
        sa.Column("request_key", sa.String(128)),
        sa.Column("cancelled", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("created_by", "request_key"),
    )
    op.create_table(
        "job_documents",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("job_id", sa.String(32), sa.ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("staged", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("change", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("evaluation_ids", sa.JSON(), nullable=False),
        sa.Column("started_at", UtcTime()),
        sa.Column("finished_at", UtcTime()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_documents_job", "job_documents", ["job_id", "ordinal"])
    op.create_index("ix_job_documents_state", "job_documents", ["state"])
