"""Whom a released import makes out as having decided something is told so."""

from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

NOTICES = "'link', 'access', 'added', 'cover', 'release', 'before_live'"


def _notices(kinds: str) -> None:
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_kind_known"), f"kind IN ({kinds})")


def upgrade() -> None:
    _notices(f"{NOTICES}, 'spoken_for'")


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind = 'spoken_for'")
    _notices(NOTICES)
