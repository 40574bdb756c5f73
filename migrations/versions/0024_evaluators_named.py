"""Evaluators see the studies they are named in. Whoever worked with a study before is named in it, to be looked at."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_evaluator",
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("named_by_id", sa.Uuid(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_before", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_study_evaluator_dates_in_order")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_evaluator_study_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_study_evaluator_person_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_study_evaluator_named_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_evaluator")),
        sa.UniqueConstraint("study_id", "person_id", "starts_on", name=op.f("uq_study_evaluator_study_id_person_id_starts_on")),
    )
    op.create_index("ix_study_evaluator_person_id", "study_evaluator", ["person_id"])
    op.create_table(
        "evaluator_agreement",
        sa.Column("naming_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["naming_id"], ["study_evaluator.id"], name=op.f("fk_evaluator_agreement_naming_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_evaluator_agreement_authority_id")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name=op.f("fk_evaluator_agreement_agreed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator_agreement")),
        sa.UniqueConstraint("naming_id", "authority_id", name=op.f("uq_evaluator_agreement_naming_id_authority_id")),
    )
    op.create_index("ix_evaluator_agreement_authority_id", "evaluator_agreement", ["authority_id"])
    _name_those_from_before()


def _name_those_from_before() -> None:
    """Who made a study, made a run of it or asked for a workbook; where nobody did, every evaluator."""
    connection = op.get_bind()
    uuid_type = sa.Uuid()
    study = sa.table("study", sa.column("id", uuid_type), sa.column("created_at", sa.DateTime(timezone=True)))
    grant = sa.table("role_grant", sa.column("person_id", uuid_type), sa.column("role"))
    audit = sa.table(
        "audit_record", sa.column("subject_id", uuid_type), sa.column("deed"), sa.column("by_id", uuid_type)
    )
    run = sa.table("costing_run", sa.column("id", uuid_type), sa.column("study_id", uuid_type))
    workbook = sa.table("workbook", sa.column("study_id", uuid_type), sa.column("asked_by_id", uuid_type))
    joined = sa.table("study_authority", sa.column("study_id", uuid_type), sa.column("authority_id", uuid_type))
    namings = sa.table(
        "study_evaluator",
        sa.column("id", uuid_type),
        sa.column("study_id", uuid_type),
        sa.column("person_id", uuid_type),
        sa.column("starts_on", sa.Date()),
        sa.column("named_at", sa.DateTime(timezone=True)),
        sa.column("from_before", sa.Boolean()),
    )
    agreements = sa.table(
        "evaluator_agreement",
        sa.column("id", uuid_type),
        sa.column("naming_id", uuid_type),
        sa.column("authority_id", uuid_type),
        sa.column("agreed_at", sa.DateTime(timezone=True)),
    )
    everybody = set(connection.scalars(sa.select(grant.c.person_id).where(grant.c.role == "evaluator")))
    authorities: dict[uuid.UUID, set[uuid.UUID]] = {}
    for study_id, authority_id in connection.execute(sa.select(joined.c.study_id, joined.c.authority_id)):
        authorities.setdefault(study_id, set()).add(authority_id)
    at = datetime.now(UTC)
    for study_id, created_at in connection.execute(sa.select(study.c.id, study.c.created_at)).all():
        runs = sa.select(run.c.id).where(run.c.study_id == study_id)
        did = sa.select(audit.c.by_id).where(
            sa.or_(audit.c.subject_id == study_id, audit.c.subject_id.in_(runs)),
            audit.c.deed.in_(("study.added", "run.made")),
        )
        asked = sa.select(workbook.c.asked_by_id).where(workbook.c.study_id == study_id)
        worked_with_it = {*connection.scalars(did), *connection.scalars(asked)} & everybody
        for person_id in sorted(worked_with_it or everybody):
            naming_id = uuid.uuid4()
            naming = {"id": naming_id, "study_id": study_id, "person_id": person_id, "from_before": True}
            days = {"starts_on": created_at.date(), "named_at": at}
            connection.execute(namings.insert().values(**naming, **days))
            for authority_id in sorted(authorities.get(study_id, ())):
                agreement = {"id": uuid.uuid4(), "naming_id": naming_id, "authority_id": authority_id}
                connection.execute(agreements.insert().values(**agreement, agreed_at=at))


def downgrade() -> None:
    op.drop_index("ix_evaluator_agreement_authority_id", table_name="evaluator_agreement")
    op.drop_table("evaluator_agreement")
    op.drop_index("ix_study_evaluator_person_id", table_name="study_evaluator")
    op.drop_table("study_evaluator")
