"""By which role a purchase stands decided, and how much dearer than approved a scheme lets one come.

Purchases of before get the lowest deciding role that their decider held that day; what nobody has accepted gets none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROLES = (
    *("practitioner", "manager", "senior_manager", "finance", "business_support"),
    *("auditor", "evaluator", "administrator"),
)
KNOWN = "decided_as IN ({})".format(", ".join(f"'{role}'" for role in ROLES))

FRONT_LINE = """
    UPDATE spend SET decided_as = 'practitioner'
    WHERE decided_by_id IS NULL AND review = 'none' AND state IN ('bought', 'reversed')
"""
DECIDED = """
    UPDATE spend SET decided_as = CASE WHEN EXISTS (
        SELECT 1 FROM role_grant WHERE role_grant.person_id = spend.{by} AND role_grant.role = 'manager'
        AND role_grant.starts_on <= DATE(spend.{at}) AND (role_grant.ends_on IS NULL OR role_grant.ends_on >= DATE(spend.{at}))
    ) THEN 'manager' ELSE 'senior_manager' END
    WHERE spend.{by} IS NOT NULL AND {when}
"""


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("decided_as", sa.String(30), nullable=True))
        batch.create_check_constraint(op.f("ck_spend_decided_as_known"), KNOWN)
    op.execute(FRONT_LINE)
    op.execute(DECIDED.format(by="decided_by_id", at="decided_at", when="review = 'none'"))
    op.execute(DECIDED.format(by="reviewed_by_id", at="reviewed_at", when="review = 'accepted'"))
    op.create_table(
        "price_margin",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("most_pence", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("percent >= 0", name=op.f("ck_price_margin_percent_not_negative")),
        sa.CheckConstraint("most_pence >= 0", name=op.f("ck_price_margin_most_not_negative")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_price_margin_dates_in_order")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_price_margin_authority_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_price_margin_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_margin")),
        sa.UniqueConstraint("scheme_id", "starts_on", name=op.f("uq_price_margin_scheme_id_starts_on")),
    )


def downgrade() -> None:
    op.drop_table("price_margin")
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f("ck_spend_decided_as_known"), type_="check")
        batch.drop_column("decided_as")
