"""What people are told about their account when they next sign in."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import aliased

from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db
from budgettracker.people.kinds import NoticeKind
from budgettracker.people.models import Notice, Person
from budgettracker.people.rules.notices import NoticeWords, words_of

MOST = 100


def unread_of(person_id: uuid.UUID) -> list[NoticeWords]:
    """What this person has not read yet, in words, the oldest first."""
    about, by, second = aliased(Person), aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(Notice, about.name, by.name, second.name)
        .join(about, about.id == Notice.about_id)
        .outerjoin(by, by.id == Notice.by_id)
        .outerjoin(second, second.id == Notice.second_id)
        .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        .order_by(Notice.happened_at, Notice.id)
        .limit(MOST)
    )
    return [
        words_of(
            notice.kind,
            own=notice.about_id == person_id,
            about=about_name,
            by=by_name,
            second=second_name,
            at=notice.happened_at,
        )
        for notice, about_name, by_name, second_name in rows
    ]


def has_unread(person_id: uuid.UUID) -> bool:
    """Is there something this person has not read yet?"""
    unread = select(Notice.id).where(Notice.person_id == person_id, Notice.read_at.is_(None)).limit(1)
    return db.session.scalar(unread) is not None


def told_before_live(authority_id: uuid.UUID | None) -> bool:
    """Has a senior manager been told of what was done before the authority was live?"""
    notice = select(Notice.id).filter_by(authority_id=authority_id, kind=NoticeKind.BEFORE_LIVE).limit(1)
    return db.session.scalar(notice) is not None


def anything_alone(authority_id: uuid.UUID | None) -> bool:
    """Did one person do something alone before the authority was live?"""
    alone = (
        select(Confirmation.id).where(Confirmation.authority_id == authority_id, Confirmation.alone.is_(True)).limit(1)
    )
    return db.session.scalar(alone) is not None
