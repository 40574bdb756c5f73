"""A receipt can come by a link, without signing in: used once, for one purchase, for three days."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_receipt_link_authority_id")),
        sa.ForeignKeyConstraint(["spend_id"], ["spend.id"], name=op.f("fk_receipt_link_spend_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_receipt_link_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_receipt_link_token_digest")),
    )
    op.create_index("ix_receipt_link_spend_id", "receipt_link", ["spend_id"])
    with op.batch_alter_table("receipt") as batch:
        batch.add_column(sa.Column("link_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_receipt_link_id"), "receipt_link", ["link_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("fk_receipt_link_id"), type_="foreignkey")
        batch.drop_column("link_id")
    op.drop_index("ix_receipt_link_spend_id", "receipt_link")
    op.drop_table("receipt_link")
