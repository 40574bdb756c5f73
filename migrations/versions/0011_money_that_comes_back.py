"""Mistakes and refunds that wait for a manager, ticks for those that one person recorded alone, receipts marked as seen.

What came back or was taken out before counts as ticked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("refund") as batch:
        batch.add_column(sa.Column("ticked_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("ticked_at", MOMENT, nullable=True))
        batch.create_foreign_key(op.f("fk_refund_ticked_by_id"), "person", ["ticked_by_id"], ["id"])
    op.execute("UPDATE refund SET ticked_at = recorded_at")
    with op.batch_alter_table("receipt") as batch:
        batch.add_column(sa.Column("refund_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_receipt_refund_id"), "refund", ["refund_id"], ["id"])
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("receipt_seen_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("receipt_seen_at", MOMENT, nullable=True))
        batch.create_foreign_key(op.f("fk_spend_receipt_seen_by_id"), "person", ["receipt_seen_by_id"], ["id"])
    _proposals()


def _proposals() -> None:
    op.create_table(
        "spend_proposal",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("was_pence", sa.BigInteger(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('mistake', 'refund')", name=op.f("ck_spend_proposal_kind_known")),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'declined')", name=op.f("ck_spend_proposal_state_known")
        ),
        sa.CheckConstraint(
            "amount_pence > 0 AND amount_pence <= was_pence", name=op.f("ck_spend_proposal_amount_within_cost")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_spend_proposal_decided_by_another"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_spend_proposal_authority_id")),
        sa.ForeignKeyConstraint(["spend_id"], ["spend.id"], name=op.f("fk_spend_proposal_spend_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_spend_proposal_proposed_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_spend_proposal_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spend_proposal")),
    )
    op.create_index("ix_spend_proposal_spend_id", "spend_proposal", ["spend_id"])
    op.create_index("ix_spend_proposal_state", "spend_proposal", ["state"])
    op.create_table(
        "spend_proposal_details",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_spend_proposal_details_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["spend_proposal.id"], name=op.f("fk_spend_proposal_details_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_spend_proposal_details")),
    )


def downgrade() -> None:
    op.drop_table("spend_proposal_details")
    op.drop_table("spend_proposal")
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f("fk_spend_receipt_seen_by_id"), type_="foreignkey")
        batch.drop_column("receipt_seen_at")
        batch.drop_column("receipt_seen_by_id")
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("fk_receipt_refund_id"), type_="foreignkey")
        batch.drop_column("refund_id")
    with op.batch_alter_table("refund") as batch:
        batch.drop_constraint(op.f("fk_refund_ticked_by_id"), type_="foreignkey")
        batch.drop_column("ticked_at")
        batch.drop_column("ticked_by_id")
