"""A cohort's limit takes two people: those that one person set alone are marked, work as before, and can be confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = "ck_limit_change_decided_by_another"
ANOTHER = "decided_by_id IS NULL OR proposed_by_id IS NULL OR {} OR decided_by_id <> proposed_by_id"


def upgrade() -> None:
    with op.batch_alter_table("limit_change") as batch:
        batch.add_column(sa.Column("one_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("confirmed_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_limit_change_confirmed_by_id"), "person", ["confirmed_by_id"], ["id"])
    alone = "cohort_id IS NOT NULL AND decided_by_id = proposed_by_id AND state = 'approved'"
    op.execute(f"UPDATE limit_change SET one_hand = {sa.true().compile(dialect=op.get_bind().dialect)} WHERE {alone}")
    with op.batch_alter_table("limit_change") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), ANOTHER.format("one_hand"))
        batch.alter_column("one_hand", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("limit_change") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), ANOTHER.format("cohort_id IS NOT NULL"))
        batch.drop_constraint(op.f("fk_limit_change_confirmed_by_id"), type_="foreignkey")
        batch.drop_column("confirmed_at")
        batch.drop_column("confirmed_by_id")
        batch.drop_column("one_hand")
