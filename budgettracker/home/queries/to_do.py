"""What needs doing with each family, one by one: questions to answer, holds that ran out, what was decided."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.home.kinds import TaskKind
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.questions.models import Question
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.plans import PlanInWords, running_plans
from budgettracker.wording import shortened

SHOWN_DAYS = 60
"""How long a decision is shown to whoever asked for it and has not looked at the family since."""
LONGEST_NAME, LONGEST_REASON = 60, 120
MOST = 500


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: its kind, the id of what its link leads to, and the words of the link."""

    kind: TaskKind
    id: uuid.UUID
    text: str


RunningPlans = list[tuple[Spend, PlanInWords]]
"""Plans of regular payments that still run."""


def tasks_of(
    person: Person, family_ids: Collection[uuid.UUID], on: date, plans: RunningPlans | None = None
) -> dict[uuid.UUID, list[Task]]:
    """For each family with any: questions from a manager, holds that ran out, and what was decided since last seen.

    A few queries, however many families there are. Nobody answers a question of their own; what was declined is shown
    to whoever asked for it, until they have looked at the family.
    """
    tasks = open_tasks_of(person, family_ids, on, plans)
    for family_id, task in _declined(person, family_ids, on):
        tasks.setdefault(family_id, []).append(task)
    return tasks


def open_tasks_of(
    person: Person, family_ids: Collection[uuid.UUID], on: date, plans: RunningPlans | None = None
) -> dict[uuid.UUID, list[Task]]:
    """The same without what was decided: what is open with the families, and nothing of what this person has read.

    `plans` are the families' running plans, where the caller has read them.
    """
    tasks: dict[uuid.UUID, list[Task]] = {}
    for family_id, task in (
        *_questions(person, family_ids),
        *_limit_questions(person, family_ids),
        *_holds(family_ids, on),
        *_plans(running_plans(family_ids, on) if plans is None else plans, on),
    ):
        tasks.setdefault(family_id, []).append(task)
    return tasks


_SPEND_WAITS = or_(Spend.state == SpendState.REQUESTED, Spend.review == Review.OPEN)
_LIMIT_WAITS = LimitChange.state == LimitState.REQUESTED
"""What questions are about, as long as it is not decided: then they need no answer."""
FamilyTasks = list[tuple[uuid.UUID, Task]]
"""Tasks, each with the id of its family."""


def _questions(person: Person, family_ids: Collection[uuid.UUID]) -> FamilyTasks:
    rows = db.session.execute(
        _unanswered(person, family_ids)
        .add_columns(Spend)
        .join(Spend, Spend.id == Question.spend_id)
        .options(joinedload(Spend.details))
        .where(_SPEND_WAITS)
    )
    return [
        (row.family_id, Task(TaskKind.QUESTION, row.id, f"{asker} asks about {_named(spend)}"))
        for row, asker, spend in rows
    ]


def _limit_questions(person: Person, family_ids: Collection[uuid.UUID]) -> FamilyTasks:
    rows = db.session.execute(
        _unanswered(person, family_ids)
        .add_columns(LimitChange.to_pence)
        .join(LimitChange, LimitChange.id == Question.limit_change_id)
        .where(_LIMIT_WAITS)
    )
    return [
        (row.family_id, Task(TaskKind.LIMIT_QUESTION, row.id, f"{asker} asks about the limit of {pounds(pence)}"))
        for row, asker, pence in rows
    ]


def asks_about(person: Person) -> ColumnElement[bool]:
    """A where-clause on Family: somebody else asks about it, and it is not answered."""
    spends = exists().where(Spend.id == Question.spend_id, _SPEND_WAITS).correlate(Question)
    changes = exists().where(LimitChange.id == Question.limit_change_id, _LIMIT_WAITS).correlate(Question)
    questions = exists().where(Question.family_id == Family.id, *_open_to(person), or_(spends, changes))
    return questions.correlate(Family)


def _open_to(person: Person) -> tuple[ColumnElement[bool], ...]:
    return Question.answered_at.is_(None), Question.asked_by_id != person.id


def _unanswered(person: Person, family_ids: Collection[uuid.UUID]) -> Select[tuple[Question, str]]:
    return (
        select(Question, Person.name)
        .join(Person, Person.id == Question.asked_by_id)
        .where(Question.family_id.in_(family_ids), *_open_to(person))
        .order_by(Question.asked_at, Question.id)
        .limit(MOST)
    )


def _holds(family_ids: Collection[uuid.UUID], on: date) -> FamilyTasks:
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
        (
            spend.family_id,
            Task(TaskKind.HOLD, spend.id, f"Keep or withdraw {_named(spend)}, held until {_until(spend)}"),
        )
        for spend in spends
    ]


def _plans(plans: RunningPlans, on: date) -> FamilyTasks:
    """Payments of plans that are due, and plans whose day has come to be looked at again."""
    tasks: FamilyTasks = []
    for spend, plan in plans:
        name = shortened(spend.details.bought_what, LONGEST_NAME) or "a regular payment"
        if plan.to_look_at and spend.review_on is not None:
            text = f"Look at {name} again: {pounds(plan.left_pence)} is left of the plan"
            tasks.append((spend.family_id, Task(TaskKind.LOOK_AGAIN, spend.id, text)))
        if plan.due_on is not None and plan.due_on <= on:
            text = f"Record {pounds(plan.payment_pence)}, {name}, due {long_date(plan.due_on)}"
            tasks.append((spend.family_id, Task(TaskKind.PAYMENT_DUE, spend.id, text)))
    return tasks


def _until(spend: Spend) -> str:
    return long_date(spend.hold_expires_on) if spend.hold_expires_on else ""


def _declined(person: Person, family_ids: Collection[uuid.UUID], on: date) -> FamilyTasks:
    """What this person asked for and a manager declined since they last looked at the family, with the reason.

    A limit that was approved is told too: nothing else on the page says that it came.

    So too what was paid before anybody could decide, when a manager did not accept it.
    """
    since = datetime.combine(on - timedelta(days=SHOWN_DAYS), time(), UTC)
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
            LimitChange.state.in_((LimitState.DECLINED, LimitState.APPROVED)),
            LimitChange.proposed_by_id == person.id,
            LimitChange.decided_at >= since,
        )
        .order_by(LimitChange.decided_at, LimitChange.id)
        .limit(MOST)
    )
    decided = [
        (spend.family_id, spend.reviewed_at, _task(TaskKind.NOT_ACCEPTED, spend, spend.details.review_reason))
        if spend.review == Review.DECLINED
        else (spend.family_id, spend.decided_at, _task(TaskKind.DECLINED, spend, spend.details.decision_reason))
        for spend in spends
    ] + [(family_id, change.decided_at, _limit_task(change)) for change, family_id in changes]
    seen = _last_seen(person, {family_id for family_id, _, _ in decided}, since)
    return [
        (family_id, task)
        for family_id, decided_at, task in decided
        if decided_at is not None and (family_id not in seen or seen[family_id] < decided_at)
    ]


def _limit_task(change: LimitChange) -> Task:
    if change.state == LimitState.APPROVED:
        return Task(TaskKind.LIMIT_APPROVED, change.id, f"The limit is {pounds(change.to_pence)} now")
    reason = change.details.decision_reason if change.details else ""
    return Task(TaskKind.LIMIT_DECLINED, change.id, _with_reason(f"A limit of {pounds(change.to_pence)}", reason))


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


def _task(kind: TaskKind, spend: Spend, reason: str) -> Task:
    return Task(kind, spend.id, _with_reason(_named(spend), reason))


def _named(spend: Spend) -> str:
    """A purchase by its amount and what is bought: what was paid, else what was approved or asked for."""
    pence = spend.held_pence or spend.approved_pence or spend.planned_pence
    if spend.paid_pence is not None:
        pence = spend.paid_pence
    return f"{pounds(pence)}, {shortened(spend.details.bought_what, LONGEST_NAME) or 'a purchase'}"


def _with_reason(subject: str, reason: str) -> str:
    return f"{subject}: {shortened(reason, LONGEST_REASON)}" if reason else subject
