"""The version that a person's edit made, so that rules across forms, run later, are not taken for one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds it; for forms of before, every version counts as an edit."""
    op.add_column("evaluations", sa.Column("edited_version", sa.Integer, nullable=False, server_default="1"))
    op.execute("UPDATE evaluations SET edited_version = version")


def downgrade() -> None:
    """Drops it."""
    with op.batch_alter_table("evaluations") as table:
        table.drop_column("edited_version")
