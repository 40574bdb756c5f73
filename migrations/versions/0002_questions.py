"""Questions about what waits for a decision, and a quick way to the purchases that wait for a review."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=True),
        sa.Column("limit_change_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(spend_id IS NULL) <> (limit_change_id IS NULL)", name=op.f("ck_question_about_one_thing")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_question_answered_by_somebody")
        ),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> asked_by_id", name=op.f("ck_question_answered_by_another")
        ),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_question_family_id")),
        sa.ForeignKeyConstraint(["spend_id"], ["spend.id"], name=op.f("fk_question_spend_id")),
        sa.ForeignKeyConstraint(["limit_change_id"], ["limit_change.id"], name=op.f("fk_question_limit_change_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_question_asked_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_question_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_family_id", "question", ["family_id"])
    op.create_index("ix_question_spend_id", "question", ["spend_id"])
    op.create_index("ix_question_limit_change_id", "question", ["limit_change_id"])
    op.create_table(
        "question_details",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_details_question_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_details")),
    )
    op.create_index("ix_spend_review", "spend", ["review"])


def downgrade() -> None:
    op.drop_index("ix_spend_review", table_name="spend")
    op.drop_table("question_details")
    op.drop_index("ix_question_limit_change_id", table_name="question")
    op.drop_index("ix_question_spend_id", table_name="question")
    op.drop_index("ix_question_family_id", table_name="question")
    op.drop_table("question")
