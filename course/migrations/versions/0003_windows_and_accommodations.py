"""windows of quizzes, accommodations, attempts that were not submitted in time

Revision ID: 0003
Revises: 0002
Created: 2026-11-23
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiz_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("networks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_quiz_window_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_window")),
        sa.UniqueConstraint("event_id", "occasion", name=op.f("uq_quiz_window_event_id_occasion")),
    )
    op.create_table(
        "accommodation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("occasion", sa.String(length=80), nullable=True),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("extra_attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_accommodation_event_id_event")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_accommodation_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_accommodation_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_accommodation_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodation")),
    )
    with op.batch_alter_table("accommodation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accommodation_event_id"), ["event_id"], unique=False)
    op.create_table(
        "abandonment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("abandoned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_abandonment_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abandonment")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_abandonment_attempt_id")),
    )
    op.add_column("attempt", sa.Column("limit_at", sa.DateTime(timezone=True), nullable=True))
    # What ended them until now was their limit, or the day of their test, which ends them still.
    op.execute("UPDATE attempt SET limit_at = deadline_at")
    op.create_index(op.f("ix_attempt_deadline_at"), "attempt", ["deadline_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_attempt_deadline_at"), table_name="attempt")
    op.drop_column("attempt", "limit_at")
    op.drop_table("abandonment")
    op.drop_table("accommodation")
    op.drop_table("quiz_window")
