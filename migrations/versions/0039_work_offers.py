"""A colleague named on an entry is offered one of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("authority_id", "entry_id", "person_id")),
        sa.Column("offered_by_id", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'confirmed', 'declined')", name=op.f("ck_work_offer_state_known")),
        sa.CheckConstraint("offered_by_id <> person_id", name=op.f("ck_work_offer_to_another")),
        sa.CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL)", name=op.f("ck_work_offer_answered_then")
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_entry_id IS NOT NULL)",
            name=op.f("ck_work_offer_confirmed_has_entry"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_work_offer_authority_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["work_entry.id"], name=op.f("fk_work_offer_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_offer_person_id")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name=op.f("fk_work_offer_offered_by_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_entry_id"], ["work_entry.id"], name=op.f("fk_work_offer_confirmed_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_offer")),
        sa.UniqueConstraint("entry_id", "person_id", name=op.f("uq_work_offer_entry_id_person_id")),
    )
    op.create_index("ix_work_offer_person_id", "work_offer", ["person_id"])
    op.create_index("ix_work_offer_confirmed_entry_id", "work_offer", ["confirmed_entry_id"])


def downgrade() -> None:
    op.drop_table("work_offer")
