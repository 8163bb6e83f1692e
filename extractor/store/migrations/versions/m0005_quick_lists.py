"""Quick lists: an index for every column that lists are sorted by, and a number that tells whether anything changed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SORTED = (
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
_BEFORE = {
    "ix_evaluations_unit": "supervising_unit",
    "ix_evaluations_rate": "execution_rate",
    "ix_evaluations_budget": "annual_budget",
    "ix_evaluations_errors": "errors",
}


def upgrade() -> None:
    """Puts the new indexes in place of those that they contain, and begins to count changes."""
    for name in _BEFORE:
        op.drop_index(name, table_name="evaluations")
    op.create_index("ix_evaluations_current", "evaluations", ["current", "id"])
    for column in _SORTED:
        op.create_index(f"ix_evaluations_by_{column}", "evaluations", ["current", column, "id"])
    state = op.create_table(
        "store_state",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("changes", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.bulk_insert(state, [{"id": 1, "changes": 0}])


def downgrade() -> None:
    """Goes back to the indexes of before."""
    op.drop_table("store_state")
    for column in _SORTED:
        op.drop_index(f"ix_evaluations_by_{column}", table_name="evaluations")
    op.drop_index("ix_evaluations_current", table_name="evaluations")
    for name, column in _BEFORE.items():
        op.create_index(name, "evaluations", ["current", column])
