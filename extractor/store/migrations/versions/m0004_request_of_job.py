"""The request that a job came with, so that what workers log can be found by the number that its sender was given."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds it; earlier jobs have none."""
    op.add_column("jobs", sa.Column("request_id", sa.String(32)))


def downgrade() -> None:
    """Drops it."""
    with op.batch_alter_table("jobs") as table:
        table.drop_column("request_id")
