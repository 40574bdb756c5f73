"""What children say in a talk, who read it second, and what was done because of it."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

ANSWERS = "('yes', 'a_bit', 'no', 'not_said')"
POINTS = {
    "authority_id": "authority",
    "family_id": "family",
    "child_id": "child",
    "recorded_by_id": "person",
    "read_by_id": "person",
    "child_view_id": "child_view",
    "we_did_id": "we_did",
}


def _table(name: str, key: str, columns: list[sa.Column[object]], *checks: sa.CheckConstraint) -> None:
    to = {column.name: POINTS[column.name] for column in columns if column.name in POINTS}
    op.create_table(
        name,
        *columns,
        *checks,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in to.items()
        ),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")),
    )


def _ids(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def upgrade() -> None:
    moment, small = sa.DateTime(timezone=True), sa.String(20)
    questions = ("better", "home", "listened")
    _table(
        "child_view",
        "id",
        [
            *_ids("id", "authority_id", "family_id", "child_id"),
            *(sa.Column(question, small, nullable=True) for question in questions),
            sa.Column("whose", small, nullable=False),
            sa.Column("asked_on", sa.Date(), nullable=False),
            *_ids("recorded_by_id"),
            sa.Column("recorded_at", moment, nullable=False),
            *_ids("read_by_id", nullable=True),
            sa.Column("read_at", moment, nullable=True),
        ],
        *(
            sa.CheckConstraint(f"{question} IN {ANSWERS}", name=op.f(f"ck_child_view_{question}_known"))
            for question in questions
        ),
        sa.CheckConstraint("whose IN ('child', 'worker')", name=op.f("ck_child_view_whose_known")),
        sa.CheckConstraint("(read_by_id IS NULL) = (read_at IS NULL)", name=op.f("ck_child_view_read_by_somebody")),
        sa.CheckConstraint(
            "read_by_id IS NULL OR read_by_id <> recorded_by_id", name=op.f("ck_child_view_read_by_another")
        ),
    )
    op.create_index("ix_child_view_family_id", "child_view", ["family_id"])
    words = sa.Column("words", sa.Text(), nullable=False)
    _table("child_view_details", "child_view_id", [*_ids("child_view_id", "authority_id"), words])
    recorded = sa.Column("recorded_at", moment, nullable=False)
    _table("we_did", "id", [*_ids("id", "authority_id", "child_view_id", "recorded_by_id"), recorded])
    op.create_index("ix_we_did_child_view_id", "we_did", ["child_view_id"])
    words = sa.Column("words", sa.Text(), nullable=False)
    _table("we_did_details", "we_did_id", [*_ids("we_did_id", "authority_id"), words])


def downgrade() -> None:
    for name in ("we_did_details", "we_did", "child_view_details", "child_view"):
        op.drop_table(name)
