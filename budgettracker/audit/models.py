"""Audit records: one chain per subject, each line's exact bytes hashed together with the line before it."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class Deed(StrEnum):
    """Everything that is recorded, named subject.past_participle."""

    AUTHORITY_ADDED = "authority.added"
    PERSON_ADDED = "person.added"
    PERSON_CORRECTED = "person.corrected"
    PERSON_INVITED = "person.invited"
    PERSON_SUSPENDED = "person.suspended"
    PERSON_RESTORED = "person.restored"
    PERSON_ROLES_CHANGED = "person.roles_changed"
    PERSON_TEAMS_CHANGED = "person.teams_changed"
    PERSON_POST_CHANGED = "person.post_changed"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of a deed
    SESSION_STARTED = "session.started"
    SESSION_ENDED = "session.ended"
    TEAM_ADDED = "team.added"
    TEAM_RENAMED = "team.renamed"
    SCHEME_ADDED = "scheme.added"
    SCHEME_BANDS_CHANGED = "scheme.bands_changed"
    FAMILY_ADDED = "family.added"
    FAMILY_CORRECTED = "family.corrected"
    FAMILY_CLOSED = "family.closed"
    FAMILY_REOPENED = "family.reopened"
    FAMILY_VIEWED = "family.viewed"
    CHILD_ADDED = "child.added"
    CHILD_CORRECTED = "child.corrected"
    LIMIT_PROPOSED = "limit.proposed"
    LIMIT_APPROVED = "limit.approved"
    LIMIT_DECLINED = "limit.declined"
    LIMIT_WITHDRAWN = "limit.withdrawn"
    LIMIT_SET = "limit.set"
    SPEND_LOGGED = "spend.logged"
    SPEND_REQUESTED = "spend.requested"
    SPEND_APPROVED = "spend.approved"
    SPEND_DECLINED = "spend.declined"
    SPEND_WITHDRAWN = "spend.withdrawn"
    SPEND_BOUGHT = "spend.bought"
    SPEND_REFUNDED = "spend.refunded"
    SPEND_REVERSED = "spend.reversed"
    SPEND_REVIEWED = "spend.reviewed"
    SPEND_IMPORTED = "spend.imported"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    HOLD_KEPT = "hold.kept"
    RECEIPT_ADDED = "receipt.added"
    RECEIPT_VIEWED = "receipt.viewed"
    ACTIVITY_ADDED = "activity.added"
    INTERVENTION_ADDED = "intervention.added"
    WORK_LOGGED = "work.logged"
    WORK_CORRECTED = "work.corrected"
    WORK_WITHDRAWN = "work.withdrawn"
    MONTH_CLOSED = "month.closed"
    MONTH_REOPENED = "month.reopened"
    POST_ADDED = "post.added"
    POST_COST_ADDED = "post.cost_added"
    PENSION_RATE_ADDED = "pension_rate.added"
    RUN_MADE = "run.made"
    STUDY_ADDED = "study.added"
    STUDY_JOINED = "study.joined"
    WORKBOOK_ASKED = "workbook.asked"
    WORKBOOK_BUILT = "workbook.built"
    WORKBOOK_DOWNLOADED = "workbook.downloaded"
    LEDGER_EXPORTED = "ledger.exported"
    BOOKS_CHECKED = "books.checked"
    FOLDER_IMPORTED = "folder.imported"
    DEMO_MADE = "demo.made"


class AuditRecord(WithId, Base):
    """One line of who did what, when, from what to what. Holds ids, amounts, codes and dates; never names or text."""

    __tablename__ = "audit_record"
    __table_args__ = (
        UniqueConstraint("subject_id", "sequence"),
        Index("ix_audit_record_authority_at", "authority_id", "at"),
    )

    authority_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("authority.id"))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[uuid.UUID]
    sequence: Mapped[int]
    deed: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class AuditChain(Base):
    """How far a subject's chain reaches, so that a missing tail is noticed."""

    __tablename__ = "audit_chain"

    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    last_sequence: Mapped[int]
    last_digest: Mapped[str] = mapped_column(String(64))
