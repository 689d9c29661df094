"""a test has no pass mark: neither passed nor failed

Revision ID: 0002
Revises: 0001
Created: 2026-11-23
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("submission", "outcome"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("passed", existing_type=sa.Boolean(), nullable=True)


def downgrade() -> None:
    op.execute("UPDATE submission SET passed = false WHERE passed IS NULL")
    op.execute("UPDATE outcome SET passed = false WHERE passed IS NULL")
    for table in ("submission", "outcome"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("passed", existing_type=sa.Boolean(), nullable=False)
