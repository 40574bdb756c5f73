"""Had every deed about money the hands it takes? Judged from what each deed wrote down about itself."""

import functools
import json
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, Changes
from budgettracker.audit.rules import Fault
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.ledger.queries.given_up import GivenUp, roles_given_up
from budgettracker.ledger.rules import why_too_few
from budgettracker.people.models import RoleGrant
from budgettracker.periods import day_of
from budgettracker.schemes.queries import bounds_on, other_help_on
from budgettracker.schemes.rules import Bounds
from budgettracker.second_hands import AS_ROLE, OUTCOME, WAITS_FOR, Outcome
from budgettracker.spend.models import Spend

SECOND_HAND = "second_hand"
"""The code of a fault: one person did alone what takes two."""
LIMITS = (Deed.LIMIT_PROPOSED, Deed.LIMIT_APPROVED, Deed.LIMIT_DECLINED, Deed.LIMIT_CONFIRMED, Deed.OPENING_CONFIRMED)
BACK = (Deed.SPEND_REFUNDED, Deed.SPEND_REVERSED, Deed.SPEND_CORRECTED, Deed.SPEND_PROPOSED)
FIRST = (Deed.SPEND_LOGGED, Deed.SPEND_REQUESTED, Deed.SPEND_BOUGHT, *BACK, Deed.LIMIT_PROPOSED)
LOOKS = (
    Deed.RECEIPT_EXCUSED,
    Deed.SPEND_PROPOSAL_DECIDED,
    Deed.SPEND_TICKED,
    Deed.RECEIPT_SEEN,
    Deed.REIMBURSEMENT_DECIDED,
)
SECOND = (Deed.SPEND_APPROVED, Deed.SPEND_DECLINED, Deed.SPEND_REVIEWED, *LOOKS, *LIMITS[1:])
"""Deeds of whoever begins, and of the second hand."""
DECIDE = (*SECOND[:3], Deed.RECEIPT_EXCUSED, Deed.SPEND_PROPOSAL_DECIDED, Deed.REIMBURSEMENT_DECIDED)
"""Those about a purchase that whoever put right what it says does not do."""
Subjects = Select[tuple[uuid.UUID]]
Bands = Callable[[uuid.UUID | None, date], Mapping[Role, Bounds]]
Held = Mapping[uuid.UUID | None, Collection[tuple[Role, RoleGrant]]]
SPEND = "spend"


@dataclass(frozen=True, slots=True)
class Judged:
    """One deed about money as its line tells it, with who began what it is about."""

    kind: str
    subject_id: uuid.UUID
    deed: str
    by_id: uuid.UUID | None
    at: datetime
    outcome: Outcome
    changes: Changes
    counts_on: date
    firsts: frozenset[uuid.UUID | None]
    scheme_id: uuid.UUID | None
    authority_id: uuid.UUID | None
    paid_pence: int

    @property
    def pence(self) -> int:
        """The amount that the deed let go, in pence; 0 where it let none go."""
        if self.deed == Deed.SPEND_REVIEWED:
            return self.paid_pence if self.changes.text("review") == "accepted" else 0
        if self.deed == Deed.REIMBURSEMENT_DECIDED:
            return self.paid_pence if self.changes.text("reimbursement") == "confirmed" else 0
        pence = self.changes.number("approved_pence") or self.changes.number("paid_pence")
        return self.changes.number("shared_pence") or pence


def faults(subjects: Subjects | None = None) -> list[Fault]:
    """Deeds about money that lacked a hand, or were decided above the band of the role they name.

    Of every purchase, or of those whose ids `subjects` gives. Deeds from before these were written down are left out.
    """
    held, given_up = _roles(), roles_given_up()
    bounds: Bands = functools.cache(bounds_on)
    other_help: Bands = functools.cache(other_help_on)
    result = []
    for line in (*_lines(subjects), *_limit_lines(subjects)):
        role, waits_for = _role(line.changes.text(AS_ROLE)), _role(line.changes.text(WAITS_FOR))
        words = _why(line, role, waits_for, _held(held, given_up, line))
        if words is None and role not in (None, DECIDERS[-1]) and waits_for is None and line.kind == SPEND:
            known, of = (bounds, line.scheme_id) if line.scheme_id else (other_help, line.authority_id)
            band = known(of, line.counts_on).get(Role(str(role)))
            if band is not None and band.single_pence is not None and line.pence > band.single_pence:
                words = f"it is above the band of a {band.role.words}"
        if words is not None:
            result.append(Fault(line.kind, line.subject_id, SECOND_HAND, words))
    return result


def _why(line: Judged, role: Role | None, waits_for: Role | None, held: set[Role]) -> str | None:
    """What is wrong with the hands of one deed, in words; None where it had those it takes."""
    if line.outcome == Outcome.PUT_RIGHT:
        return "who decided it made it say something else" if line.by_id in line.firsts else None
    return why_too_few(
        line.outcome,
        role,
        waits_for,
        is_second=line.deed in SECOND,
        approved=line.deed == Deed.SPEND_BOUGHT,
        own=line.by_id in line.firsts,
        held=held,
    )


def how_many_before(authority_id: uuid.UUID | None = None) -> int:
    """How many deeds about money were recorded before they wrote down which second hand they take."""
    lines = select(func.count()).select_from(AuditRecord).where(AuditRecord.deed.in_((*FIRST, *SECOND)))
    # Words put right in place move no money, and take nobody else: their line has no refund of what stood before.
    in_words = (AuditRecord.deed == Deed.SPEND_CORRECTED) & AuditRecord.body.not_like('%"refund":%')
    # What an import brings is its release's to judge, and says that it was imported.
    brought = AuditRecord.body.like('%"imported":true%')
    lines = lines.where(AuditRecord.body.not_like(f'%"{OUTCOME}":%'), ~in_words, ~brought)
    if authority_id is not None:
        lines = lines.where(AuditRecord.authority_id == authority_id)
    return db.session.scalar(lines) or 0


def _lines(subjects: Subjects | None) -> Iterator[Judged]:
    lines = (
        select(
            AuditRecord.subject_id,
            AuditRecord.deed,
            AuditRecord.at,
            AuditRecord.body,
            Spend.recorded_by_id,
            Spend.bought_by_id,
            Spend.asked_on,
            Spend.bought_on,
            Spend.paid_pence,
            Budget.scheme_id,
            Spend.authority_id,
        )
        .join(Spend, Spend.id == AuditRecord.subject_id)
        .outerjoin(BudgetPeriod, BudgetPeriod.id == Spend.period_id)
        .outerjoin(Budget, Budget.id == BudgetPeriod.budget_id)
        .where(AuditRecord.deed.in_((*FIRST, *SECOND)), AuditRecord.body.like(f'%"{OUTCOME}":%'))
        .order_by(AuditRecord.subject_id, AuditRecord.sequence)
        .execution_options(yield_per=1000)
    )
    if subjects is not None:
        lines = lines.where(AuditRecord.subject_id.in_(subjects))
    subject_id, makers, deciders = None, set[uuid.UUID | None](), set[uuid.UUID | None]()
    for row in db.session.execute(lines):
        if row.subject_id != subject_id:
            subject_id, makers, deciders = row.subject_id, set(), set()
        asked_for = row.deed in (Deed.SPEND_APPROVED, Deed.SPEND_DECLINED)
        firsts = {row.recorded_by_id} if asked_for else {row.recorded_by_id, row.bought_by_id}
        firsts |= makers if row.deed in DECIDE else set()
        counts_on = row.asked_on if asked_for else row.bought_on or row.asked_on
        for line in _judged(SPEND, row, firsts, counts_on, row.scheme_id, row.authority_id, row.paid_pence or 0):
            put_right = line.outcome == Outcome.PUT_RIGHT
            yield replace(line, firsts=frozenset(deciders)) if put_right else line
            makers |= {line.by_id} if put_right else set()
            deciders |= {line.by_id} if row.deed in DECIDE else set()


def _limit_lines(subjects: Subjects | None) -> Iterator[Judged]:
    lines = (
        select(AuditRecord.subject_id, AuditRecord.deed, AuditRecord.at, AuditRecord.body, LimitChange.proposed_by_id)
        .join(LimitChange, LimitChange.id == AuditRecord.subject_id)
        .where(AuditRecord.deed.in_(LIMITS), AuditRecord.body.like(f'%"{OUTCOME}":%'))
        .order_by(AuditRecord.subject_id, AuditRecord.sequence)
        .execution_options(yield_per=1000)
    )
    if subjects is not None:
        lines = lines.where(AuditRecord.subject_id.in_(subjects))
    for row in db.session.execute(lines):
        yield from _judged("limit", row, {row.proposed_by_id}, day_of(row.at))


def _judged(
    kind: str,
    row: Row[Any],
    firsts: set[uuid.UUID | None],
    counts_on: date,
    scheme_id: uuid.UUID | None = None,
    authority_id: uuid.UUID | None = None,
    paid_pence: int = 0,
) -> Iterator[Judged]:
    """A line as its hashed text tells it; none where that is no line of audit any more, which is its chain's fault."""
    try:
        body = json.loads(row.body)
        yield Judged(
            kind,
            row.subject_id,
            row.deed,
            uuid.UUID(body["by"]) if body["by"] else None,
            row.at,
            Outcome(body["changes"][OUTCOME]),
            Changes(body["changes"]),
            counts_on,
            frozenset(firsts - {None}),
            scheme_id,
            authority_id,
            paid_pence,
        )
    except ValueError:
        return


def _roles() -> Held:
    """Everybody's roles with their days."""
    held: dict[uuid.UUID | None, list[tuple[Role, RoleGrant]]] = {}
    for grant in db.session.scalars(select(RoleGrant)):
        held.setdefault(grant.person_id, []).append((Role(grant.role), grant))
    return dict(held)


def _held(held: Held, given_up: GivenUp, line: Judged) -> set[Role]:
    """The roles of whoever did a deed, at its moment: those of its day, and those given up later that day."""
    on = day_of(line.at)
    roles = {role for role, grant in held.get(line.by_id, ()) if grant.holds_on(on)}
    return roles.union(*(until_then for until, until_then in given_up.get((line.by_id, on), ()) if line.at <= until))


def _role(name: str) -> Role | None:
    return Role(name) if name else None
