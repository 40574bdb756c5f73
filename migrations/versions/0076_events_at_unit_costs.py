"""Events that happen with families, at published unit costs: as a study counts them, and as a run freezes them."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

KEY, WHOLE, WORDS, DAY = sa.Uuid(), sa.BigInteger(), sa.Text(), sa.Date()
PROCESSES = (
    "'contact_and_referral', 'initial_assessment', 'ongoing_support_month', 'closing', 'core_assessment', "
    "'planning_and_review', 'section_47_enquiry', 'pre_proceedings_and_court'"
)


def _counted(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("authority_id", KEY, nullable=False),
        sa.Column("arm", sa.String(20), nullable=False),
        sa.Column("process", sa.String(30), nullable=False),
        sa.Column("starts_on", DAY, nullable=False),
        sa.Column("ends_on", DAY, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("unit_pence", WHOLE, nullable=False),
        sa.Column("price_year", sa.String(7), nullable=False),
        sa.Column("counted_by", WORDS, nullable=False),
        sa.Column("priced_by", WORDS, nullable=False),
        sa.CheckConstraint(f"process IN ({PROCESSES})", name=op.f(f"ck_{table}_process_known")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f(f"fk_{table}_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    op.create_table(
        "study_event",
        *_counted("study_event"),
        sa.Column("study_id", KEY, nullable=False),
        sa.Column("added_by_id", KEY, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("arm IN ('budget', 'comparison')", name=op.f("ck_study_event_arm_known")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_study_event_dates_in_order")),
        sa.CheckConstraint(
            "number > 0 AND unit_pence > 0", name=op.f("ck_study_event_number_and_cost_above_zero")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_event_study_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_study_event_added_by_id")),
    )
    op.create_index("ix_study_event_study_id", "study_event", ["study_id"])
    op.create_table(
        "run_event",
        *_counted("run_event"),
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("uprated_pence", WHOLE, nullable=False),
        sa.Column("cost_pence", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_event_run_id")),
    )
    op.create_index("ix_run_event_run_id", "run_event", ["run_id"])


def downgrade() -> None:
    op.drop_table("run_event")
    op.drop_table("study_event")
