"""What managers write for everybody of a scheme, and why money of a family stayed unused."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

REASONS = ("confidence", "process", "too_few_families", "came_otherwise", "not_needed")
KINDS = ("example", "you_said")
MOMENT = sa.DateTime(timezone=True)


def _ids(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in names]


def _to(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, to in columns.items()
    ]


def _one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}_known"))


def upgrade() -> None:
    op.create_table(
        "family_unused",
        *_ids("id", "authority_id", "family_id"),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        *_ids("recorded_by_id"),
        sa.Column("recorded_at", MOMENT, nullable=False),
        _one_of("family_unused", "reason", REASONS),
        *_to("family_unused", authority_id="authority", family_id="family", recorded_by_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_unused")),
    )
    op.create_index("ix_family_unused_family_id", "family_unused", ["family_id"])
    op.create_table(
        "written_example",
        *_ids("id", "authority_id", "scheme_id"),
        sa.Column("kind", sa.String(20), nullable=False),
        *_ids("written_by_id"),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        _one_of("written_example", "kind", KINDS),
        *_to("written_example", authority_id="authority", scheme_id="scheme", written_by_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_example")),
    )
    op.create_index("ix_written_example_scheme_id", "written_example", ["scheme_id"])
    op.create_table(
        "written_example_details",
        *_ids("written_example_id", "authority_id"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        *_to("written_example_details", written_example_id="written_example", authority_id="authority"),
        sa.PrimaryKeyConstraint("written_example_id", name=op.f("pk_written_example_details")),
    )


def downgrade() -> None:
    op.drop_table("written_example_details")
    op.drop_table("written_example")
    op.drop_table("family_unused")
