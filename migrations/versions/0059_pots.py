"""Pots: what finance set aside for a scheme or an authority; only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def key(name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_pot_{name}"))


def upgrade() -> None:
    op.create_table(
        "pot",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=True),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_pot_above_zero")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_pot_dates_in_order")),
        key("authority_id", "authority"),
        key("scheme_id", "scheme"),
        key("set_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot")),
    )
    op.create_index("ix_pot_authority_id", "pot", ["authority_id"])
    words = "pot rows are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        collides = "EXISTS (SELECT 1 FROM pot WHERE id = NEW.id OR (id = NEW.id))"
        op.execute(f"CREATE TRIGGER pot_no_update BEFORE UPDATE ON pot {refuse}")
        op.execute(f"CREATE TRIGGER pot_no_delete BEFORE DELETE ON pot {refuse}")
        op.execute(f"CREATE TRIGGER pot_no_replace BEFORE INSERT ON pot WHEN {collides} {refuse}")
        return
    op.execute("CREATE TRIGGER pot_no_change BEFORE UPDATE OR DELETE ON pot FOR EACH ROW EXECUTE FUNCTION only_added()")
    op.execute("CREATE TRIGGER pot_no_truncate BEFORE TRUNCATE ON pot FOR EACH STATEMENT EXECUTE FUNCTION only_added()")


def downgrade() -> None:
    op.drop_table("pot")
