"""What is asked about a purchase: how each scheme asks it, and what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

ANSWERS = {
    "goal": ("safety", "home", "health", "school", "together", "money"),
    "pathway": ("resources", "relationship", "both"),
    "who_asked": ("child", "parent", "network", "worker", "manager"),
    "other_funding": ("none_there", "part", "too_slow", "not_tried"),
    "family_told": ("amount", "exists", "nothing"),
}
ASKED = ("off", "optional", "required")


def _one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}_known"))


def upgrade() -> None:
    with op.batch_alter_table("scheme_voice") as batch:
        for question in ANSWERS:
            batch.add_column(sa.Column(question, sa.String(20), nullable=False, server_default="optional"))
        for question in ANSWERS:
            allowed = ", ".join(f"'{value}'" for value in ASKED)
            batch.create_check_constraint(op.f(f"ck_scheme_voice_{question}_known"), f"{question} IN ({allowed})")
    with op.batch_alter_table("scheme_voice") as batch:
        for question in ANSWERS:
            batch.alter_column(question, server_default=None)
    op.create_table(
        "spend_reasons",
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        *(sa.Column(question, sa.String(20), nullable=True) for question in ANSWERS),
        *(_one_of("spend_reasons", question, values) for question, values in ANSWERS.items()),
        sa.ForeignKeyConstraint(["spend_id"], ["spend.id"], name=op.f("fk_spend_reasons_spend_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_spend_reasons_authority_id")),
        sa.PrimaryKeyConstraint("spend_id", name=op.f("pk_spend_reasons")),
    )


def downgrade() -> None:
    op.drop_table("spend_reasons")
    with op.batch_alter_table("scheme_voice") as batch:
        for question in ANSWERS:
            batch.drop_constraint(op.f(f"ck_scheme_voice_{question}_known"), type_="check")
            batch.drop_column(question)
