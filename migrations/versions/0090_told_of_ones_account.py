"""People are told that they are let in again, and that their name or address was changed, in words of their own."""

from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

NOTICES = "'link', 'access', 'added', 'cover', 'release', 'spoken_for', 'before_live'"


def _notices(kinds: str) -> None:
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_kind_known"), f"kind IN ({kinds})")


def upgrade() -> None:
    _notices(f"{NOTICES}, 'let_in', 'details'")


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind IN ('let_in', 'details')")
    _notices(NOTICES)
