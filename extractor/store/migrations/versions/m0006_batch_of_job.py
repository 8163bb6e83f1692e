"""The batch of an upload, so that lists can be narrowed to what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds it; earlier uploads have none."""
    op.add_column("jobs", sa.Column("batch_id", sa.BigInteger))


def downgrade() -> None:
    """Drops it."""
    with op.batch_alter_table("jobs") as table:
        table.drop_column("batch_id")
