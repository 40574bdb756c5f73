"""What stands wrongly with a family is hidden at once; who could see it is written down; a quote goes with a request."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.add_column(sa.Column("quote", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("hidden", sa.String(10), nullable=True))
        batch.create_check_constraint(op.f("ck_receipt_hidden_known"), "hidden IN ('hidden', 'removed')")
    with op.batch_alter_table("receipt") as batch:
        batch.alter_column("quote", server_default=None)
    _hidings()
    _incidents()


def _hidings() -> None:
    op.create_table(
        "hiding",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_by_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('receipt', 'purchase_words', 'family_notes')", name=op.f("ck_hiding_kind_known")),
        sa.CheckConstraint("state IN ('hidden', 'brought_back', 'removed')", name=op.f("ck_hiding_state_known")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> hidden_by_id", name=op.f("ck_hiding_decided_by_another")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_hiding_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_hiding_family_id")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["person.id"], name=op.f("fk_hiding_hidden_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_hiding_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiding")),
    )
    op.create_index("ix_hiding_family_id", "hiding", ["family_id"])
    op.create_index("ix_hiding_subject_id", "hiding", ["subject_id"])
    op.create_table(
        "hiding_details",
        sa.Column("hiding_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_hiding_details_authority_id")),
        sa.ForeignKeyConstraint(["hiding_id"], ["hiding.id"], name=op.f("fk_hiding_details_hiding_id")),
        sa.PrimaryKeyConstraint("hiding_id", name=op.f("pk_hiding_details")),
    )


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('wrong_family', 'wrong_receipt', 'wrong_words')", name=op.f("ck_incident_kind_known")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_incident_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_incident_family_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_incident_opened_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_incident_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_family_id", "incident", ["family_id"])
    op.create_index("ix_incident_subject_id", "incident", ["subject_id"])
    op.create_table(
        "incident_details",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("could_see", sa.Text(), nullable=False),
        sa.Column("looked", sa.Text(), nullable=False),
        sa.Column("went_out", sa.Text(), nullable=False),
        sa.Column("informed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_incident_details_authority_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_details_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_details")),
    )


def downgrade() -> None:
    op.drop_table("incident_details")
    op.drop_index("ix_incident_subject_id", table_name="incident")
    op.drop_index("ix_incident_family_id", table_name="incident")
    op.drop_table("incident")
    op.drop_table("hiding_details")
    op.drop_index("ix_hiding_subject_id", table_name="hiding")
    op.drop_index("ix_hiding_family_id", table_name="hiding")
    op.drop_table("hiding")
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("ck_receipt_hidden_known"), type_="check")
        batch.drop_column("hidden")
        batch.drop_column("quote")
