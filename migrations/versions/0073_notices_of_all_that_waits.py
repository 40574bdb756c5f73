"""The clock tells administrators what nobody can confirm, and senior managers which evaluators wait."""

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('decisions_wait', 'confirmations_wait', 'imports_wait', 'imports_too_old', 'holds_ran_out')"
KNOWN = (
    "kind IN ('decisions_wait', 'confirmations_wait', 'nobody_can', 'evaluators_wait', 'imports_wait', "
    "'imports_too_old', 'holds_ran_out')"
)


def upgrade() -> None:
    _kinds(KNOWN)


def downgrade() -> None:
    op.execute("DELETE FROM clock_notice WHERE kind IN ('nobody_can', 'evaluators_wait')")
    _kinds(BEFORE)


def _kinds(known: str) -> None:
    with op.batch_alter_table("clock_notice") as batch:
        batch.drop_constraint(op.f("ck_clock_notice_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_clock_notice_kind_known"), known)
