"""Claims on documents of jobs: several processes may read what was handed in, and none what another is reading."""

import sqlalchemy as sa
from alembic import op

from extractor.store.column_types import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds them; what was being read before has lapsed."""
    op.add_column("job_documents", sa.Column("claim", sa.String(32)))
    op.add_column("job_documents", sa.Column("claimed_until", UtcTime()))


def downgrade() -> None:
    """Drops them."""
    with op.batch_alter_table("job_documents") as table:
        table.drop_column("claimed_until")
        table.drop_column("claim")
