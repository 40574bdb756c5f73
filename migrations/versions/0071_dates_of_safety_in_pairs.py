"""What is set together is set together: sealed and crossed dates, and who saw, decided, reported or closed something."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

CHECKS = {
    "family": {
        "sealed_when_closed": "sealed_on IS NULL OR (restricted AND closed_on IS NOT NULL AND closed_on <= sealed_on)",
        "crossed_from_comparison": "crossed_on IS NULL OR (arm IS NOT NULL AND arm = 'comparison')",
    },
    "family_reader": {"seen_by_somebody": "(seen_at IS NULL) = (seen_by_id IS NULL)"},
    "hiding": {"decided_by_somebody": "(decided_by_id IS NULL) = (decided_at IS NULL)"},
    "incident": {
        "reported_by_somebody": (
            "(reported IS NULL) = (reported_by_id IS NULL) AND (reported IS NULL) = (reported_at IS NULL)"
        ),
        "closed_by_somebody": "(closed_by_id IS NULL) = (closed_at IS NULL)",
    },
}


def upgrade() -> None:
    # A record that was opened again, or whose restriction was lifted, on a wish older than its sealing stays sealed.
    family = sa.table(
        "family",
        *(sa.column(name, sa.Date()) for name in ("sealed_on", "closed_on")),
        sa.column("restricted", sa.Boolean()),
        sa.column("end_reason", sa.String()),
    )
    op.execute(family.update().where(family.c.sealed_on.is_not(None)).values(restricted=True))
    op.execute(
        family.update()
        .where(family.c.sealed_on.is_not(None), family.c.closed_on.is_(None))
        .values(closed_on=family.c.sealed_on, end_reason="plan ended")
    )
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table) as batch:
            for name, condition in checks.items():
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def downgrade() -> None:
    for table, checks in reversed(CHECKS.items()):
        with op.batch_alter_table(table) as batch:
            for name in checks:
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
