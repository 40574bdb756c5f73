"""What a costing run reads of one authority, as plain values for the rules, and what stops it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from budgettracker.costing.kinds import Missing, Mode
from budgettracker.costing.method import inputs
from budgettracker.costing.method.apportion import own_families
from budgettracker.costing.rates.queries.posts import deciding_sources, mileage_rates, rate_book_of
from budgettracker.costing.rates.rules.mileage import MileageRate
from budgettracker.costing.rates.rules.rate_book import RateBook, uprated_book
from budgettracker.costing.rates.rules.uprating import Uprating, lacking_years
from budgettracker.costing.run.queries.entries import (
    Codes,
    WorkerEntries,
    codes_of,
    entries_by_worker,
    miles_before,
    named_families,
    worked_days,
    workers_of,
)
from budgettracker.costing.run.queries.staff import Staff, names_of
from budgettracker.costing.run.rules.blocks import find_blocks, lacking_days
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.families.queries import leads_of
from budgettracker.families.rules import Led
from budgettracker.people.models import Authority
from budgettracker.periods import Period, inclusive, long_date
from budgettracker.worktime.models import Intervention


class FamilyMember(NamedTuple):
    """A family of a study: its arm with the day of allocation, the times it was open, and its children in scope."""

    family_id: uuid.UUID
    reference: str
    arm: str
    allocated_on: date | None
    children_in_scope: int
    periods: tuple["OpenPeriod", ...]


class OpenPeriod(NamedTuple):
    """A time in which a family was open, both days included, and why it ended."""

    opened_on: date
    closed_on: date | None
    end_reason: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """One authority's part of a study: how its indirect time is treated, and its member families."""

    authority_id: uuid.UUID
    mode: str
    members: tuple[FamilyMember, ...]


@dataclass(frozen=True, slots=True)
class AuthorityBooks:
    """All a run must know of an authority before its first entry. Families are kept by reference, workers by key."""

    part: Part
    scope: inputs.Scope
    rates: RateBook
    staff: Staff
    codes: Codes
    mileage: tuple[MileageRate, ...]
    leads: Mapping[uuid.UUID, Sequence[Led]]
    """Who led each of the authority's families from which day on."""
    as_logged: RateBook
    """The rates in the prices of their own years; `rates` itself where nothing is uprated."""
    uprating: Uprating | None = None

    def workers(self) -> Iterator[WorkerEntries]:
        """The entries of the dates as they stand, one worker's in memory at a time."""
        return entries_by_worker(self.part.authority_id, self.scope.dates, self.codes, self.staff)


def staffed_scope(part: Part, dates: Period, intervention: str | None, staff: Staff) -> inputs.Scope:
    """An authority's scope as far as blocks must know it."""
    members = {
        each.reference: inputs.Member(
            Arm(each.arm),
            tuple(inclusive(period.opened_on, period.closed_on) for period in each.periods),
            each.children_in_scope,
            each.allocated_on,
        )
        for each in part.members
    }
    return inputs.Scope(
        authority=part.authority_id.hex,
        mode=Mode(part.mode),
        dates=dates,
        members=members,
        posts_held=staff.posts_held,
        intervention=intervention,
        deciding=tuple(deciding_sources(part.authority_id)),
    )


def books_of(
    part: Part,
    dates: Period,
    intervention: str | None,
    *,
    with_qualifications: bool = False,
    uprating: Uprating | None = None,
) -> AuthorityBooks:
    """Read all a run must know of an authority: posts held, rates, own families of interventions, miles so far."""
    staff = Staff(part.authority_id)
    scope = staffed_scope(part, dates, intervention, staff)
    codes = codes_of(part.authority_id)
    scope = replace(
        scope, miles_before=miles_before(part.authority_id, dates.start), contracted=staff.contracted(dates)
    )
    if scope.mode is Mode.ALL_TIME:
        known = [name for name in codes.interventions.values() if name is not None]
        named = named_families(part.authority_id, dates, codes) if known else []
        scope = replace(scope, own_families=own_families(named, scope.members, known))
    as_logged = rate_book_of(part.authority_id, with_qualifications=with_qualifications)
    return AuthorityBooks(
        part=part,
        scope=scope,
        rates=uprated_book(as_logged, uprating),
        as_logged=as_logged,
        uprating=uprating,
        staff=staff,
        codes=codes,
        mileage=mileage_rates(part.authority_id),
        leads=leads_of(part.authority_id),
    )


def blocks_of(
    part: Part,
    dates: Period,
    intervention: str | None,
    *,
    with_names: bool = False,
    uprating: Uprating | None = None,
) -> list[str]:
    """Everything that stops a run of an authority, in words; workers are counted unless their names may be said."""
    scope = staffed_scope(part, dates, intervention, Staff(part.authority_id))
    rates, mileage = rate_book_of(part.authority_id), mileage_rates(part.authority_id)
    lacking = lacking_days(scope, rates, workers_of(part.authority_id), mileage)
    blocks = find_blocks(scope, rates, worked_days(part.authority_id, lacking), mileage)
    without = [block for block in blocks if block.missing is Missing.POST]
    messages = [block.message for block in blocks if block.missing is not Missing.POST]
    if with_names:
        names = names_of(block.of for block in without)
        messages += sorted(block.message.replace(block.of, names[block.of]) for block in without)
    elif without:
        first, last = min(block.first_on for block in without), max(block.last_on for block in without)
        who = "1 worker has" if len(without) == 1 else f"{len(without)} workers have"
        messages.append(f"{who} no post on days they worked, from {long_date(first)} to {long_date(last)}.")
    messages += lacking_prices(rates, dates, uprating)
    name = db.session.scalars(select(Authority.name).where(Authority.id == part.authority_id)).one()
    return [f"{name}: {words}" for words in (*unknown_intervention(part.authority_id, intervention), *messages)]


def lacking_prices(rates: RateBook, dates: Period, uprating: Uprating | None) -> list[str]:
    """Every year of which a run in the prices of one year lacks an index, in words."""
    if uprating is None:
        return []
    return lacking_years(uprating, ((rate.post, rate.price_year) for rate in rates.in_force(dates)), dates)


def unknown_intervention(authority_id: uuid.UUID, intervention: str | None) -> list[str]:
    """What stops a run whose intervention the authority does not have, in words: nothing would be missing, or count."""
    if intervention is None:
        return []
    query = select(Intervention.id).filter_by(authority_id=authority_id, name=intervention)
    if db.session.scalars(query).one_or_none() is not None:
        return []
    return [f"There is no intervention called “{intervention}”, so none of its time would count."]
