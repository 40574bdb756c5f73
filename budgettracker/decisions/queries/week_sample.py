"""The week's sample of corrections and takings-out, in words, for a manager to tick."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from budgettracker.decisions.queries.to_tick import ToTick, to_tick_named
from budgettracker.errors import refusal_of
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.periods import week
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import ANSWERS
from budgettracker.spend.queries.week_sample import (
    CorrectedAtOnce,
    corrections_named,
    corrections_of_week,
    require_correction_looker,
    taken_out_in_week,
)
from budgettracker.spend.rules import sample_of
from budgettracker.wording import shortened

LONGEST_WAS = 60


@dataclass(frozen=True, slots=True)
class Sampled:
    """One correction in words, or one taking-out, and why the person who looks may not tick it (empty: they may)."""

    id: uuid.UUID
    spend: Spend
    words: str
    by: str
    at: datetime
    done: bool
    why_left: str
    correction: CorrectedAtOnce | None
    taken_out: ToTick | None


@dataclass(frozen=True, slots=True)
class WeekSample:
    """What is in the sample and not ticked yet, how many of it are, and of how many it was drawn."""

    waiting: list[Sampled]
    done: int
    drawn_from: int


def week_sample(person: Person, on: date) -> WeekSample:
    """Ten of what others put right or took out in the last seven days, in this person's teams; the same all week."""
    corrections, taken_out = corrections_of_week(person, on), taken_out_in_week(person, on)
    chosen = set(sample_of([*(each.id for each in corrections), *taken_out], week(on).start))
    rows = _in_words(person, [each for each in corrections if each.id in chosen], on)
    rows += _taken_out(to_tick_named(person, [each for each in taken_out if each in chosen], on))
    waiting = sorted((row for row in rows if not row.done), key=lambda row: (row.at, row.id))
    return WeekSample(waiting, len(rows) - len(waiting), len(corrections) + len(taken_out))


def sampled_named(person: Person, ids: Collection[uuid.UUID], on: date) -> list[Sampled]:
    """These, as far as they are of this person's teams, ticked by now or not."""
    return _in_words(person, corrections_named(person, ids, on), on) + _taken_out(to_tick_named(person, ids, on))


def _in_words(person: Person, rows: Sequence[CorrectedAtOnce], on: date) -> list[Sampled]:
    names = names_of([row.rows[0].corrected_by_id for row in rows])
    lines = []
    for row in rows:
        spend, first = row.spend, row.rows[0]
        was = "; ".join(f"{ANSWERS[each.what]} was {shortened(each.was, LONGEST_WAS) or 'empty'}" for each in row.rows)
        what, family = spend.details.bought_what or "a purchase", spend.family
        words = f"Put right on {what}, {family.reference} {family.details.name}: {was}"
        done = first.seen_at is not None
        why = "Somebody looked at this already." if done else ""
        why = why or refusal_of(require_correction_looker, first, spend, person, on) or ""
        by = names.get(first.corrected_by_id, "")
        lines.append(Sampled(row.id, spend, words, by, row.at, done, why, row, None))
    return lines


def _taken_out(rows: Sequence[ToTick]) -> list[Sampled]:
    return [
        Sampled(
            row.id,
            row.spend,
            row.words,
            row.by,
            row.refund.recorded_at,
            row.refund.ticked_at is not None,
            row.why_left,
            None,
            row,
        )
        for row in rows
    ]
