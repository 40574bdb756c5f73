"""What needs doing with each family, thing by thing: questions to answer, holds that ran out, what was declined."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.questions.models import Question
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Spend

QUESTION, LIMIT_QUESTION, HOLD = "question", "limit_question", "hold"
DECLINED, NOT_ACCEPTED, LIMIT_DECLINED = "declined", "not_accepted", "limit_declined"
TOLD_DAYS = 60
"""How long a decision that its asker has not looked at is told."""
LONGEST_NAME, LONGEST_REASON = 60, 120
MOST = 500


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: its kind, the id of what its link leads to, and the words of the link."""

    kind: str
    id: uuid.UUID
    text: str


def tasks_of(person: Person, family_ids: Collection[uuid.UUID], on: date) -> dict[uuid.UUID, list[Task]]:
    """For each family with any: questions from a manager, holds that ran out, and what was declined since last seen.

    A few questions to the database, however many families there are. Somebody's own questions are not theirs to
    answer; what was declined is told to whoever asked for it, until they have looked at the family.
    """
    found: dict[uuid.UUID, list[Task]] = {}
    for family_id, task in (
        *_questions(person, family_ids),
        *_limit_questions(person, family_ids),
        *_holds(family_ids, on),
        *_declined(person, family_ids, on),
    ):
        found.setdefault(family_id, []).append(task)
    return found


Told = list[tuple[uuid.UUID, Task]]


def _questions(person: Person, family_ids: Collection[uuid.UUID]) -> Told:
    rows = db.session.execute(
        _open(person, family_ids)
        .add_columns(Spend)
        .join(Spend, Spend.id == Question.spend_id)
        .options(joinedload(Spend.details))
        .where(or_(Spend.state == SpendState.REQUESTED, Spend.review == Review.OPEN))
    )
    return [
        (row.family_id, Task(QUESTION, row.id, f"{asker} asks about {_named(spend)}")) for row, asker, spend in rows
    ]


def _limit_questions(person: Person, family_ids: Collection[uuid.UUID]) -> Told:
    rows = db.session.execute(
        _open(person, family_ids)
        .add_columns(LimitChange.to_pence)
        .join(LimitChange, LimitChange.id == Question.limit_change_id)
        .where(LimitChange.state == LimitState.REQUESTED)
    )
    return [
        (row.family_id, Task(LIMIT_QUESTION, row.id, f"{asker} asks about the limit of {pounds(pence)}"))
        for row, asker, pence in rows
    ]


def _open(person: Person, family_ids: Collection[uuid.UUID]) -> Select[tuple[Question, str]]:
    return (
        select(Question, Person.name)
        .join(Person, Person.id == Question.asked_by_id)
        .where(Question.family_id.in_(family_ids), Question.answered_at.is_(None), Question.asked_by_id != person.id)
        .order_by(Question.asked_at, Question.id)
        .limit(MOST)
    )


def _holds(family_ids: Collection[uuid.UUID], on: date) -> Told:
    spends = db.session.scalars(
        select(Spend)
        .options(joinedload(Spend.details))
        .where(
            Spend.family_id.in_(family_ids),
            Spend.state.in_((SpendState.REQUESTED, SpendState.APPROVED)),
            Spend.hold_expires_on < on,
        )
        .order_by(Spend.hold_expires_on, Spend.id)
        .limit(MOST)
    )
    return [
        (spend.family_id, Task(HOLD, spend.id, f"Keep or withdraw {_named(spend)}, held until {_until(spend)}"))
        for spend in spends
    ]


def _until(spend: Spend) -> str:
    return long_date(spend.hold_expires_on) if spend.hold_expires_on else ""


def _declined(person: Person, family_ids: Collection[uuid.UUID], on: date) -> Told:
    """What this person asked for and a manager declined since they last looked at the family, with the reason.

    So too what was paid before anybody could decide, when a manager did not accept it.
    """
    since = datetime.combine(on - timedelta(days=TOLD_DAYS), time(), UTC)
    spends = db.session.scalars(
        select(Spend)
        .options(joinedload(Spend.details))
        .where(
            Spend.family_id.in_(family_ids),
            Spend.recorded_by_id == person.id,
            or_(
                and_(Spend.state == SpendState.DECLINED, Spend.decided_at >= since),
                and_(Spend.review == Review.DECLINED, Spend.reviewed_at >= since),
            ),
        )
        .order_by(func.coalesce(Spend.reviewed_at, Spend.decided_at), Spend.id)
        .limit(MOST)
    )
    changes = db.session.execute(
        select(LimitChange, Budget.family_id)
        .join(LimitChange.period)
        .join(BudgetPeriod.budget)
        .options(joinedload(LimitChange.details))
        .where(
            Budget.family_id.in_(family_ids),
            LimitChange.state == LimitState.DECLINED,
            LimitChange.proposed_by_id == person.id,
            LimitChange.decided_at >= since,
        )
        .order_by(LimitChange.decided_at, LimitChange.id)
        .limit(MOST)
    )
    told = [
        (spend.family_id, spend.reviewed_at, _task(NOT_ACCEPTED, spend, spend.details.review_reason))
        if spend.review == Review.DECLINED
        else (spend.family_id, spend.decided_at, _task(DECLINED, spend, spend.details.decision_reason))
        for spend in spends
    ] + [
        (
            family_id,
            change.decided_at,
            Task(
                LIMIT_DECLINED,
                change.id,
                _why(f"A limit of {pounds(change.to_pence)}", change.details.decision_reason if change.details else ""),
            ),
        )
        for change, family_id in changes
    ]
    seen = _last_seen(person, {family_id for family_id, _, _ in told}, since)
    return [
        (family_id, task)
        for family_id, decided_at, task in told
        if decided_at is not None and (family_id not in seen or seen[family_id] < decided_at)
    ]


def _last_seen(person: Person, family_ids: Collection[uuid.UUID], since: datetime) -> dict[uuid.UUID, datetime]:
    """When this person last looked at each family, as the record of reading has it."""
    if not family_ids:
        return {}
    rows = db.session.execute(
        select(AuditRecord.subject_id, func.max(AuditRecord.at))
        .where(
            AuditRecord.subject_id.in_(family_ids),
            AuditRecord.deed == Deed.FAMILY_VIEWED,
            AuditRecord.by_id == person.id,
            AuditRecord.at >= since,
        )
        .group_by(AuditRecord.subject_id)
    )
    return dict(rows.tuples().all())


def _task(kind: str, spend: Spend, reason: str) -> Task:
    return Task(kind, spend.id, _why(_named(spend), reason))


def _named(spend: Spend) -> str:
    pence = spend.approved_pence or spend.planned_pence
    if spend.paid_pence is not None:
        pence = spend.paid_pence
    return f"{pounds(pence)}, {_short(spend.details.bought_what, LONGEST_NAME) or 'a purchase'}"


def _why(what: str, reason: str) -> str:
    return f"{what}: {_short(reason, LONGEST_REASON)}" if reason else what


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"
