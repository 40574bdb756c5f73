"""People can be told by e-mail that something waits for them: an authority's choice, off until it is made."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

KNOWN = "kind IN ('approved', 'declined', 'question', 'answer', 'handed_over', 'waiting')"


def upgrade() -> None:
    with op.batch_alter_table("authority") as batch:
        batch.add_column(sa.Column("sends_messages", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("authority") as batch:
        batch.alter_column("sends_messages", server_default=None)
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(KNOWN, name=op.f("ck_outgoing_message_kind_known")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_outgoing_message_authority_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outgoing_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_message")),
    )
    op.create_index("ix_outgoing_message_sent_at", "outgoing_message", ["sent_at"])


def downgrade() -> None:
    op.drop_index("ix_outgoing_message_sent_at", "outgoing_message")
    op.drop_table("outgoing_message")
    with op.batch_alter_table("authority") as batch:
        batch.drop_column("sends_messages")
