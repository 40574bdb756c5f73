"""What one person alone took out or recorded as come back, as a list of it says it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker.errors import refusal_of
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.periods import long_date
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import refunds_named, refunds_to_tick, require_ticker, successors_of


@dataclass(frozen=True, slots=True)
class ToTick:
    """One refund or reversal, in words, and why the person who looks may not tick it (empty: they may)."""

    refund: Refund
    spend: Spend
    words: str
    by: str
    why_left: str

    @property
    def id(self) -> uuid.UUID:
        """The refund's id."""
        return self.refund.id


def to_tick_rows(person: Person, on: date, page: int, size: int) -> list[ToTick]:
    """One page of what waits for a tick in this person's teams, the oldest first."""
    return _in_words(person, refunds_to_tick(person, on, page, size), on)


def to_tick_named(person: Person, ids: Collection[uuid.UUID], on: date) -> list[ToTick]:
    """These refunds, as far as they are of this person's teams, ticked by now or not."""
    return _in_words(person, refunds_named(person, ids, on), on)


def _corrected(spend: Spend, new: Spend | None) -> str:
    """What a reversal was: a purchase reversed, or one whose place another took."""
    if new is None or new.bought_on is None:
        return "reversed"
    elsewhere = "" if new.family_id == spend.family_id else " for another family"
    return f"corrected, now {pounds(new.paid_pence or 0)} on {long_date(new.bought_on)}{elsewhere}"


def _in_words(person: Person, rows: Sequence[tuple[Refund, Spend]], on: date) -> list[ToTick]:
    names = names_of([refund.recorded_by_id for refund, _ in rows])
    became = successors_of([spend.id for _, spend in rows])
    lines = []
    for refund, spend in rows:
        happened = _corrected(spend, became.get(spend.id)) if refund.reversal else "came back"
        what, family = spend.details.bought_what or "a purchase", spend.family
        words = f"{pounds(refund.amount_pence)} {happened}: {what}, {family.reference} {family.details.name}"
        why = refusal_of(require_ticker, refund, spend, person, on) or ""
        lines.append(ToTick(refund, spend, words, names.get(refund.recorded_by_id, ""), why))
    return lines
