"""One store of time away: person, day, minutes, and whether the hours of a year leave it out. Entries of that kind fill it."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "absence",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("absent_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("in_hours", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("minutes > 0 AND minutes <= 1440", name=op.f("ck_absence_within_a_day")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_absence_authority_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["work_entry.id"], name=op.f("fk_absence_entry_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_absence_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_absence_entry_id")),
    )
    op.create_index("ix_absence_person_absent_on", "absence", ["person_id", "absent_on"])
    op.create_index("ix_absence_authority_absent_on", "absence", ["authority_id", "absent_on"])
    connection = op.get_bind()
    entry = sa.table(
        "work_entry",
        *(sa.column(name, sa.Uuid()) for name in ("id", "authority_id", "person_id", "activity_id", "recorded_by_id")),
        *(sa.column(name, sa.Integer()) for name in ("contact_minutes", "preparation_minutes", "travel_minutes")),
        sa.column("worked_on", sa.Date()),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
        sa.column("withdrawn_at", sa.DateTime(timezone=True)),
    )
    activity = sa.table("activity", sa.column("id", sa.Uuid()), sa.column("kind", sa.String()))
    minutes = entry.c.contact_minutes + entry.c.preparation_minutes + entry.c.travel_minutes
    away = (
        sa.select(entry, minutes.label("minutes"))
        .join(activity, activity.c.id == entry.c.activity_id)
        .where(activity.c.kind == "absent", entry.c.withdrawn_at.is_(None), minutes > 0)
    )
    rows = [
        {
            "id": uuid.uuid4(),
            "authority_id": row.authority_id,
            "person_id": row.person_id,
            "absent_on": row.worked_on,
            "minutes": row.minutes,
            "in_hours": True,
            "entry_id": row.id,
            "recorded_by_id": row.recorded_by_id,
            "recorded_at": row.recorded_at,
        }
        for row in connection.execute(away)
    ]
    if rows:
        connection.execute(table.insert(), rows)


def downgrade() -> None:
    op.drop_index("ix_absence_authority_absent_on", table_name="absence")
    op.drop_index("ix_absence_person_absent_on", table_name="absence")
    op.drop_table("absence")
