"""Purchases that took the place of others, what they said before, and corrections that wait for a manager."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WITHIN_COST = "amount_pence > 0 AND amount_pence <= was_pence"


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("corrects_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("counts_pence", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("counted_with_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_spend_corrects_id"), "spend", ["corrects_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_spend_corrects_id"), ["corrects_id"])
        batch.create_check_constraint(
            op.f("ck_spend_counted_with_an_amount"), "(counts_pence IS NULL) = (counted_with_id IS NULL)"
        )
    _proposals("'mistake', 'refund', 'correction'", f"(kind = 'correction' AND amount_pence = 0) OR ({WITHIN_COST})")
    op.create_table(
        "proposed_correction",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("paid_pence", sa.BigInteger(), nullable=False),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("vat_pence", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('devolved', 'other_help')", name=op.f("ck_proposed_correction_kind_known")),
        sa.CheckConstraint("paid_pence > 0", name=op.f("ck_proposed_correction_paid_above_zero")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["spend_proposal.id"], name=op.f("fk_proposed_correction_proposal_id")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_proposed_correction_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_proposed_correction_family_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_proposed_correction_category_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_proposed_correction_child_id")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposed_correction")),
    )
    op.create_table(
        "spend_before",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("corrected_by_id", sa.Uuid(), nullable=False),
        sa.Column("corrected_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_spend_before_authority_id")),
        sa.ForeignKeyConstraint(["spend_id"], ["spend.id"], name=op.f("fk_spend_before_spend_id")),
        sa.ForeignKeyConstraint(["corrected_by_id"], ["person.id"], name=op.f("fk_spend_before_corrected_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spend_before")),
    )
    op.create_index("ix_spend_before_spend_id", "spend_before", ["spend_id"])


def _proposals(kinds: str, amount: str) -> None:
    with op.batch_alter_table("spend_proposal") as batch:
        batch.drop_constraint(op.f("ck_spend_proposal_kind_known"), type_="check")
        batch.drop_constraint(op.f("ck_spend_proposal_amount_within_cost"), type_="check")
        batch.create_check_constraint(op.f("ck_spend_proposal_kind_known"), f"kind IN ({kinds})")
        batch.create_check_constraint(op.f("ck_spend_proposal_amount_within_cost"), amount)


def downgrade() -> None:
    op.drop_index("ix_spend_before_spend_id", table_name="spend_before")
    op.drop_table("spend_before")
    op.drop_table("proposed_correction")
    corrections = "SELECT id FROM spend_proposal WHERE kind = 'correction'"
    op.execute(f"DELETE FROM spend_proposal_details WHERE proposal_id IN ({corrections})")  # noqa: S608
    op.execute("DELETE FROM spend_proposal WHERE kind = 'correction'")
    _proposals("'mistake', 'refund'", WITHIN_COST)
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f("ck_spend_counted_with_an_amount"), type_="check")
        batch.drop_constraint(op.f("uq_spend_corrects_id"), type_="unique")
        batch.drop_constraint(op.f("fk_spend_corrects_id"), type_="foreignkey")
        batch.drop_column("counted_with_id")
        batch.drop_column("counts_pence")
        batch.drop_column("corrects_id")
