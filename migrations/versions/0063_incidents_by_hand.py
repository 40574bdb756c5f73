"""Incidents opened by hand, their clock, and who is named to protect data."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BEFORE = "kind IN ('wrong_family', 'wrong_receipt', 'wrong_words')"
KNOWN = "kind IN ('wrong_family', 'wrong_receipt', 'wrong_words', 'sent_wrong', 'lost', 'seen', 'other')"


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("protects_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("protects_until", sa.Date(), nullable=True))
    with op.batch_alter_table("incident_details") as batch:
        batch.add_column(sa.Column("what", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("report_words", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("incident_details") as batch:
        batch.alter_column("what", server_default=None)
        batch.alter_column("report_words", server_default=None)
    with op.batch_alter_table("incident") as batch:
        batch.add_column(sa.Column("aware_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("reported", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("reported_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("reported_at", MOMENT, nullable=True))
        batch.create_foreign_key(op.f("fk_incident_reported_by_id"), "person", ["reported_by_id"], ["id"])
        batch.drop_constraint(op.f("ck_incident_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_incident_kind_known"), KNOWN)
    op.execute("UPDATE incident SET aware_at = opened_at")
    with op.batch_alter_table("incident") as batch:
        batch.alter_column("aware_at", nullable=False)


def downgrade() -> None:
    op.execute("DELETE FROM incident_details WHERE incident_id IN (SELECT id FROM incident WHERE NOT (" + BEFORE + "))")
    op.execute("DELETE FROM incident WHERE NOT (" + BEFORE + ")")
    with op.batch_alter_table("incident") as batch:
        batch.drop_constraint(op.f("ck_incident_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_incident_kind_known"), BEFORE)
        batch.drop_constraint(op.f("fk_incident_reported_by_id"), type_="foreignkey")
        for name in ("aware_at", "reported", "reported_by_id", "reported_at"):
            batch.drop_column(name)
    with op.batch_alter_table("incident_details") as batch:
        batch.drop_column("what")
        batch.drop_column("report_words")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("protects_from")
        batch.drop_column("protects_until")
