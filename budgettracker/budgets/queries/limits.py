"""Changes of limits: one, a family's whole history, those that wait, a cohort's, and who has no limit yet."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.budgets import rules
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.draws import draw_is_open
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.families.queries import visible, workable
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme


def limit_changes_of(family_id: uuid.UUID) -> list[LimitChange]:
    """The whole history of a family's limits, the newest first."""
    return list(
        db.session.scalars(
            select(LimitChange)
            .join(LimitChange.period)
            .join(BudgetPeriod.budget)
            .options(joinedload(LimitChange.details))
            .where(Budget.family_id == family_id)
            .order_by(LimitChange.proposed_at.desc(), LimitChange.id.desc())
        )
    )


def limit_change_for(person: Person, change_id: uuid.UUID, on: date) -> LimitChange:
    """One change of a limit of a family this person sees, with its words; raises NotTheirs."""
    return _one_change(change_id, visible(person, on))


def limit_change_to_decide(person: Person, change_id: uuid.UUID, on: date) -> LimitChange:
    """One change of a limit of a family of the person's own teams; raises NotTheirs, also where they may only look."""
    return _one_change(change_id, workable(person, on))


def limit_changes() -> Select[tuple[LimitChange]]:
    """Changes of limits with their words, positions and families."""
    return (
        select(LimitChange)
        .join(LimitChange.period)
        .join(BudgetPeriod.budget)
        .join(Budget.family)
        .options(
            contains_eager(LimitChange.period)
            .contains_eager(BudgetPeriod.budget)
            .contains_eager(Budget.family)
            .joinedload(Family.details),
            joinedload(LimitChange.details),
        )
    )


def _one_change(change_id: uuid.UUID, clause: ColumnElement[bool]) -> LimitChange:
    change = db.session.scalars(limit_changes().where(LimitChange.id == change_id, clause)).one_or_none()
    if change is None:
        raise NotTheirs
    return change


def limits_to_decide(person: Person, ids: Collection[uuid.UUID], on: date) -> list[LimitChange]:
    """Of these changes of limits those of families of this person's teams, with what a decider weighs about each."""
    if not ids:
        return []
    return list(db.session.scalars(limit_changes().where(LimitChange.id.in_(ids), workable(person, on))))


def unconfirmed_limits(person: Person, on: date, bound: int = 100) -> list[LimitChange]:
    """Limits of families of a person's teams that one person set alone and no senior manager has confirmed, by reference."""
    alone = (LimitChange.one_hand.is_(True), LimitChange.confirmed_at.is_(None), workable(person, on))
    return list(
        db.session.scalars(limit_changes().where(*alone).order_by(Family.reference, LimitChange.id).limit(bound))
    )


def one_hand_limits(authority_id: uuid.UUID | None, bound: int = 300) -> list[LimitChange]:
    """All limits of an authority that one person set alone and no senior manager has confirmed, by team."""
    ours = (Family.authority_id == authority_id) & Family.restricted.is_(False)
    alone = (LimitChange.one_hand.is_(True), LimitChange.confirmed_at.is_(None), ours)
    with_team = contains_eager(LimitChange.period).contains_eager(BudgetPeriod.budget).contains_eager(Budget.family)
    by_team = limit_changes().options(with_team.joinedload(Family.team))
    return list(db.session.scalars(by_team.where(*alone).order_by(Family.team_id, LimitChange.id).limit(bound)))


def cohort_of(person: Person, cohort_id: uuid.UUID, on: date, bound: int = 500) -> list[LimitChange]:
    """What one decision set for a cohort, of the families this person sees, by reference."""
    return list(
        db.session.scalars(
            limit_changes()
            .where(LimitChange.cohort_id == cohort_id, visible(person, on))
            .order_by(Family.reference_folded, LimitChange.id)
            .limit(bound)
        )
    )


def waits_for_draw(family: Family) -> str:
    """Why a family can be given no limit at present, where a draw has to say its arm first; empty where it can."""
    return rules.WAITS_FOR_DRAW if family.arm is None and draw_is_open(family.authority_id) else ""


def families_without_limit(person: Person, scheme: Scheme, on: date, bound: int = 500) -> list[Family]:
    """The open families of a person's teams in a scheme whose budget has no limit on a day yet, by reference.

    While a draw is open those that wait for their arm are left out.
    """
    may_wait = literal(not draw_is_open(person.authority_id))
    limited = (
        select(BudgetPeriod.id)
        .join(BudgetPeriod.budget)
        .where(
            Budget.family_id == Family.id,
            BudgetPeriod.limit_pence > 0,
            BudgetPeriod.starts_on <= on,
            or_(BudgetPeriod.ends_on.is_(None), BudgetPeriod.ends_on >= on),
        )
    )
    return list(
        db.session.scalars(
            select(Family)
            .options(joinedload(Family.details))
            .where(
                workable(person, on),
                Family.scheme_id == scheme.id,
                or_(Family.arm.is_(None) & may_wait, Family.arm == Arm.BUDGET, Family.crossed_on <= on),
                Family.opened_on <= on,
                or_(Family.closed_on.is_(None), Family.closed_on >= on),
                ~limited.exists(),
            )
            .order_by(Family.reference_folded, Family.id)
            .limit(bound)
        )
    )
