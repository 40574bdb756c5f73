"""Limits of before second hands that whoever led the family decided: they wait for a senior manager like those of one person.

Limits of since then are judged when they are decided, and their audit says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

LED = """
    SELECT family_lead.lead_worker_id FROM budget_period
    JOIN budget ON budget.id = budget_period.budget_id
    JOIN family_lead ON family_lead.family_id = budget.family_id
    WHERE budget_period.id = limit_change.period_id AND family_lead.starts_at <= limit_change.decided_at
    ORDER BY family_lead.starts_at DESC LIMIT 1
"""
JUDGED = """
    SELECT 1 FROM audit_record WHERE audit_record.subject_id = limit_change.id
    AND audit_record.body LIKE '%"outcome":%'
"""


def upgrade() -> None:
    op.execute(
        f"UPDATE limit_change SET one_hand = {_bool(sa.true())} WHERE state = 'approved' AND one_hand IS NOT "
        f"{_bool(sa.true())} AND imported IS NOT {_bool(sa.true())} AND confirmed_at IS NULL "
        f"AND decided_by_id = ({LED}) AND NOT EXISTS ({JUDGED})"
    )


def downgrade() -> None:
    op.execute(
        f"UPDATE limit_change SET one_hand = {_bool(sa.false())} WHERE one_hand IS {_bool(sa.true())} "
        "AND (cohort_id IS NULL OR decided_by_id <> proposed_by_id)"
    )


def _bool(value: sa.ColumnElement[bool]) -> str:
    return str(value.compile(dialect=op.get_bind().dialect))
