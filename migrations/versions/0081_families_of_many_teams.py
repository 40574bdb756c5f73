"""Families of many teams are counted from an index alone, and handovers are found among the first rows of families."""

from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

OF_TEAM = ["team_id", "authority_id", "sealed_on", "restricted", "opened_on", "closed_on", "lead_worker_id", "id"]


def upgrade() -> None:
    op.create_index("ix_family_of_team", "family", OF_TEAM)
    op.drop_index("ix_family_team_id", table_name="family")
    op.create_index("ix_family_lead_authority_starts", "family_lead", ["authority_id", "starts_on"])
    op.drop_index("ix_family_lead_authority_id", table_name="family_lead")


def downgrade() -> None:
    op.create_index("ix_family_lead_authority_id", "family_lead", ["authority_id"])
    op.drop_index("ix_family_lead_authority_starts", table_name="family_lead")
    op.create_index("ix_family_team_id", "family", ["team_id"])
    op.drop_index("ix_family_of_team", table_name="family")
