"""Regular payments are plans: what is approved holds the money of each cap period, and each payment is a purchase."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

STATES = ("requested", "approved", "declined", "withdrawn", "bought", "reversed")
NAME = "ck_spend_state_known"
WITHIN = "drawn_pence >= 0 AND drawn_pence <= COALESCE(approved_pence, 0)"
RHYTHMS = "rhythm IN ('weekly', 'fortnightly', 'four_weekly', 'monthly')"
WORDS = ("afterwards", "looked_at", "end_reason")


def _allow(states: tuple[str, ...]) -> None:
    known = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), f"state IN ({known})")


def upgrade() -> None:
    _allow((*STATES, "ended"))
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("plan_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("drawn_pence", sa.BigInteger(), nullable=False, server_default="0"))
        batch.create_foreign_key(op.f("fk_spend_plan_id"), "spend", ["plan_id"], ["id"])
        batch.create_check_constraint(op.f("ck_spend_drawn_within_approved"), WITHIN)
        batch.create_index("ix_spend_plan_id", ["plan_id"])
    with op.batch_alter_table("spend") as batch:
        batch.alter_column("drawn_pence", server_default=None)
    with op.batch_alter_table("spend_details") as batch:
        for name in WORDS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("spend_details") as batch:
        for name in WORDS:
            batch.alter_column(name, server_default=None)
    op.create_table(
        "plan_schedule",
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("payment_pence", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(RHYTHMS, name=op.f("ck_plan_schedule_rhythm_known")),
        sa.CheckConstraint("payment_pence > 0", name=op.f("ck_plan_schedule_payment_above_zero")),
        sa.ForeignKeyConstraint(["spend_id"], ["spend.id"], name=op.f("fk_plan_schedule_spend_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_plan_schedule_authority_id")),
        sa.PrimaryKeyConstraint("spend_id", name=op.f("pk_plan_schedule")),
    )
    op.create_table(
        "plan_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_plan_part_above_zero")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_plan_part_authority_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["spend.id"], name=op.f("fk_plan_part_plan_id")),
        sa.ForeignKeyConstraint(["period_id"], ["budget_period.id"], name=op.f("fk_plan_part_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_part")),
        sa.UniqueConstraint("plan_id", "period_id", name=op.f("uq_plan_part_plan_id_period_id")),
    )


def downgrade() -> None:
    op.drop_table("plan_part")
    op.drop_table("plan_schedule")
    # A plan that is over held nothing any more, as what was withdrawn.
    op.execute("UPDATE spend SET state = 'withdrawn' WHERE state = 'ended'")
    with op.batch_alter_table("spend_details") as batch:
        for name in reversed(WORDS):
            batch.drop_column(name)
    with op.batch_alter_table("spend") as batch:
        batch.drop_index("ix_spend_plan_id")
        batch.drop_constraint(op.f("ck_spend_drawn_within_approved"), type_="check")
        batch.drop_constraint(op.f("fk_spend_plan_id"), type_="foreignkey")
        batch.drop_column("drawn_pence")
        batch.drop_column("plan_id")
    _allow(STATES)
