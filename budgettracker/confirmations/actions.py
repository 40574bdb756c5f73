"""Ask for a second hand, and confirm, decline or withdraw what was asked for."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import Actor, ManyLines, Subject, record
from budgettracker.audit.kinds import Deed
from budgettracker.audit.rules.chains import plain
from budgettracker.confirmations import queries, rules
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation, ConfirmationDetails
from budgettracker.confirming import confirming
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.second_hands import ROWS, Outcome, judged


@dataclass
class _About:
    """The record that something is asked about, as an audit line names it."""

    __tablename__: str
    id: uuid.UUID


def ask(
    by: Actor,
    kind: str,
    subject: Subject,
    values: Mapping[str, object],
    *,
    as_role: Role,
    reason: str = "",
    on: date,
    at: datetime,
) -> Confirmation:
    """Ask for something that takes a second hand; nothing changes before another person has confirmed it.

    In an authority that is not live yet, who asks also confirms, where the table of second hands allows that. Raises
    Refusal when the same waits already.
    """
    assert by.authority_id is not None
    if queries.waiting_about(subject.id, kind) is not None:
        raise Refusal(None, "This has been asked for already and waits for somebody to confirm it.")
    about = subject.__tablename__, subject.id
    row = _waiting(kind, about, values, (by.authority_id, by.id, as_role), at)
    db.session.add(row)
    db.session.flush()
    db.session.add(ConfirmationDetails(confirmation_id=row.id, authority_id=row.authority_id, reason=reason))
    db.session.flush()
    (case,) = queries.cases_of([row], on)
    _record(by, Deed.CONFIRMATION_ASKED, row, judged(case.facts.outcome, as_role), at)
    if ROWS[case.facts.outcome].alone_before_live and not confirming().live(row.authority_id):
        row.alone = True
        _end(by, row, ConfirmationState.CONFIRMED, as_role, at)
        confirming().matters[kind].carry_out(by, row, on, at)
    return row


@dataclass(frozen=True, slots=True)
class Wish:
    """Something of an import that takes a second hand: about which record, what of it, and for whom, in which role."""

    subject_id: uuid.UUID
    values: Mapping[str, object]
    whose: uuid.UUID
    as_role: Role


def ask_from_file(
    by: Actor | None,
    kind: str,
    subject_kind: str,
    wishes: Sequence[Wish],
    outcome: Outcome,
    *,
    authority_id: uuid.UUID,
    at: datetime,
) -> None:
    """What a file brought in waits as if each had asked for their own; the record says who imported it (None: the operator)."""
    lines = ManyLines(subject_kind, by=by, authority_id=authority_id, at=at)
    for wish in wishes:
        row = _waiting(kind, (subject_kind, wish.subject_id), wish.values, (authority_id, wish.whose, wish.as_role), at)
        db.session.add(row)
        row.details = ConfirmationDetails(authority_id=authority_id)
        changes = {"confirmation": row.id, "matter": kind, **judged(outcome, wish.as_role), "whose": wish.whose}
        figures = {name: plain(value) for name, value in changes.items()}
        lines.add(Deed.CONFIRMATION_ASKED, wish.subject_id.hex, figures, new=False)
    db.session.flush()
    lines.write()


def _waiting(
    kind: str,
    subject: tuple[str, uuid.UUID],
    values: Mapping[str, object],
    asker: tuple[uuid.UUID, uuid.UUID, Role],
    at: datetime,
) -> Confirmation:
    """The row of something about a `subject` that waits: its table and id; the `asker` by authority, id and role."""
    return Confirmation(
        id=uuid7(),
        authority_id=asker[0],
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        proposed=json.dumps(plain(values)),
        asked_by_id=asker[1],
        asked_as=asker[2],
        asked_at=at,
        state=ConfirmationState.WAITING,
    )


def confirm(by: Actor, confirmation: Confirmation, *, on: date, at: datetime) -> Confirmation:
    """Confirm what another person asked for, which carries it out.

    Raises Refusal when it does not wait any more, is not this person's to confirm, or cannot be done any more.
    """
    row, hand, outcome = _lock_for_hand(by, confirmation, on)
    confirming().matters[row.kind].carry_out(by, row, on, at)
    _end(by, row, ConfirmationState.CONFIRMED, hand.role, at)
    _record(by, Deed.CONFIRMATION_CONFIRMED, row, outcome, at)
    return row


def confirm_several(
    by: Actor, confirmations: Sequence[Confirmation], *, on: date, at: datetime
) -> list[tuple[Confirmation, str]]:
    """Confirm each that this person may confirm, each as if alone; gives those that were left, and why."""
    left = []
    for row in sorted(confirmations, key=lambda each: each.id):
        try:
            with savepoint():
                confirm(by, row, on=on, at=at)
        except Refusal as refusal:
            left.append((row, refusal.message))
    return left


def decline(by: Actor, confirmation: Confirmation, reason: str, *, on: date, at: datetime) -> Confirmation:
    """Decline what another person asked for, and say why. Raises Refusal as `confirm` does, and without a reason."""
    row, hand, outcome = _lock_for_hand(by, confirmation, on)
    if not reason:
        raise Refusal("reason", "Say why you decline, so that who asked knows what to do next.")
    _end(by, row, ConfirmationState.DECLINED, hand.role, at)
    row.details.declined_because = reason
    _record(by, Deed.CONFIRMATION_DECLINED, row, outcome, at)
    return row


def withdraw(by: Actor, confirmation: Confirmation, *, whose: Actor | None = None, at: datetime) -> Confirmation:
    """Withdraw what one asked for oneself; what a file asked for (`whose`: for whom) goes with the file's reversal.

    Raises Refusal when it does not wait any more, or somebody else asked.
    """
    row, asker = _lock(confirmation), whose or by
    if row.asked_by_id != asker.id:
        raise Refusal(None, "Somebody else asked for this. You can decline it, where it is yours to confirm.")
    _end(asker, row, ConfirmationState.WITHDRAWN, None, at)
    _record(by, Deed.CONFIRMATION_WITHDRAWN, row, {}, at)
    return row


def _lock(confirmation: Confirmation) -> Confirmation:
    row = queries.confirmation_locked(confirmation.id)
    if not row.waits:
        raise Refusal(None, f"This has been {row.state} already.")
    return row


def _lock_for_hand(
    by: Actor, confirmation: Confirmation, on: date
) -> tuple[Confirmation, rules.Hand, dict[str, object]]:
    """Lock what waits, with the hand that this person is, and what their audit line says of the row of the table."""
    row = _lock(confirmation)
    (case,) = queries.cases_of([row], on)
    hand = rules.require_hand(case.hands, by.id, row.asked_by_id)
    cover = {"as_cover_for": hand.cover_for[0]} if hand.cover_for else {}
    return row, hand, {**judged(case.facts.outcome, hand.role), "asked_by": row.asked_by_id, **cover}


def _end(by: Actor, row: Confirmation, state: ConfirmationState, role: Role | None, at: datetime) -> None:
    row.state, row.ended_by_id, row.ended_as, row.ended_at = state, by.id, role, at
    db.session.flush()


def _record(by: Actor, deed: Deed, row: Confirmation, changes: Mapping[str, object], at: datetime) -> None:
    """Record the deed with the record it is about, so that its history tells of both hands."""
    about = _About(row.subject_kind, row.subject_id)
    whole = {"confirmation": row.id, "matter": row.kind, **changes}
    record(by, deed, about, whole, authority_id=row.authority_id, at=at)
