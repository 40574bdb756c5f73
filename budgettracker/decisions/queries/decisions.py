"""Decisions waiting: requests, limits, and money that left outside the rules, each with what a decider weighs.

A handful of queries, however long the list is.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets import rules as limits
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import apart_from_limits, position_of
from budgettracker.budgets.rules import Position
from budgettracker.database import db
from budgettracker.decisions.kinds import DecisionKind
from budgettracker.decisions.queries.waiting import Row
from budgettracker.errors import refusal_of
from budgettracker.families.models import Family
from budgettracker.families.queries import named_only
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import deciders_of, names_of, why_nobody, with_roles
from budgettracker.questions.queries import QuestionAndAnswer, questions_about
from budgettracker.schemes.models import Band
from budgettracker.schemes.queries import in_force, other_help_bands
from budgettracker.schemes.rules import Bounds, holds
from budgettracker.spend import rules as purchases
from budgettracker.spend.kinds import Route, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import Before, before_it, counted, had_before, lefts, passes_cap, regular_needs
from budgettracker.spend.queries.corrections import words_sign
from budgettracker.spend.queries.deciders import why_not_decide
from budgettracker.spend.queries.put_right import put_right_by
from budgettracker.spend.queries.shared import shares_out_of_sight
from budgettracker.spend.rules import Counted, longest_window, totals_by_role
from budgettracker.wording import shortened

LONGEST_REASON = 300
"""Characters of a worker's reason in the list; all of it stands on the decision's own page."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision that waits. Amounts in pence; `not_mine` says why the person who looks may not decide it."""

    kind: DecisionKind
    id: uuid.UUID
    tick: str  # what the tick box sends: which it is, and the sign of what was read of a request
    family_id: uuid.UUID
    family: str
    pence: int
    subject: str
    reason: str
    why: str
    asked_by: str
    since: datetime
    needed_by: date | None
    from_budget: bool
    left_before_pence: int
    left_after_pence: int
    over_pence: int
    before: Before
    people: tuple[str, ...]
    not_mine: str | None
    may_ask: bool
    question: QuestionAndAnswer | None


def decisions(person: Person, rows: Sequence[Row], on: date) -> list[Decision]:
    """These rows with all that a decider weighs, in the same order."""
    reader = _DecisionReader(person, rows, on)
    return [reader.decision(row) for row in rows]


class _DecisionReader:
    """Makes each decision of one page out of what all of them need, which is read at once."""

    def __init__(self, person: Person, rows: Sequence[Row], on: date) -> None:
        self.person, self.on = person, on
        self.nobody: dict[tuple[Role, ...], str] = {}
        self.roles, self.teams = person.roles_on(on), person.team_ids_on(on)
        spends = [row for row in rows if isinstance(row, Spend)]
        changes = [row for row in rows if isinstance(row, LimitChange)]
        families = {family_of(row).id: family_of(row) for row in rows}
        self.before = had_before(families)
        self.makers = put_right_by(spends)
        self.questions = questions_about([row.id for row in rows])
        self.deciders = deciders_of({family.team_id for family in families.values()}, on)
        self.names = names_of(
            [
                *(
                    each
                    for spend in spends
                    for each in (spend.recorded_by_id, spend.phoned_by_id, *self.makers[spend.id])
                ),
                *(change.proposed_by_id for change in changes),
            ]
        )
        self.apart = apart_from_limits(changes)
        self.bands = _bands_of({spend.period.budget.scheme_id for spend in spends if spend.period is not None})
        any_other_help = any(spend.period is None for spend in spends)
        self.other_help = other_help_bands(person.authority_id) if any_other_help else []
        self.counted = self._counted(spends)
        self.out_of_sight = shares_out_of_sight(person, {spend.family_id for spend in spends}, on) if spends else set()

    def _counted(self, spends: Sequence[Spend]) -> dict[uuid.UUID, list[Counted]]:
        if not spends:
            return {}
        window = max(longest_window(self._bounds(spend)) for spend in spends)
        first = min(_day_of(spend) for spend in spends) - timedelta(days=window)
        last = max(_day_of(spend) for spend in spends) + timedelta(days=window)
        return counted({spend.family_id for spend in spends}, first, last)

    def _bounds(self, spend: Spend) -> Mapping[Role, Bounds]:
        """The bands in force on the day a purchase counts on."""
        if spend.period is None:
            return in_force(self.other_help, _day_of(spend))
        return {
            Role(band.role): Bounds(Role(band.role), band.single_pence, band.running_pence, band.window_days)
            for band in self.bands
            if band.scheme_id == spend.period.budget.scheme_id and holds(band.starts_on, band.ends_on, _day_of(spend))
        }

    def decision(self, row: Row) -> Decision:
        if isinstance(row, LimitChange):
            return self._limit(row)
        return self._request(row) if row.state == SpendState.REQUESTED else self._review(row)

    def _request(self, spend: Spend) -> Decision:
        judged_pence = spend.judged_pence(spend.planned_pence)
        bounds, totals = self._judged(spend, judged_pence)
        needs = regular_needs(spend.period)
        way = purchases.deciders_for(bounds, judged_pence, totals, regular=spend.regular, regular_needs=needs)
        return self._spend(
            DecisionKind.REQUEST,
            spend,
            pence=spend.planned_pence,
            why=self._why_not_alone(spend, spend.route if spend.shared_id else way.route, bounds, totals),
            allowed=way.roles or DECIDERS,
        )

    def _why_not_alone(
        self, spend: Spend, route: str, bounds: Mapping[Role, Bounds], totals: Mapping[Role, int]
    ) -> str:
        """Why a request came here; no sum in it tells of a family's share that is out of sight of who looks."""
        if (spend.family_id, spend.shared_id) in self.out_of_sight:
            return purchases.OUT_OF_SIGHT
        running = route == Route.RUNNING and Role.PRACTITIONER in bounds
        in_sight = running and all(family_id != spend.family_id for family_id, _ in self.out_of_sight)
        with_this = f": {pounds(totals[Role.PRACTITIONER])} with this one" if in_sight else ""
        return purchases.why_not_alone(route, bounds) + with_this + purchases.shared_words(spend.shared_pence)

    def _judged(self, spend: Spend, pence: int) -> tuple[Mapping[Role, Bounds], dict[Role, int]]:
        """The bands of a purchase's day, and what each role's running total comes to with it."""
        bounds = self._bounds(spend)
        others = [each for each in self.counted[spend.family_id] if spend.period is not None or each.other_help]
        return bounds, totals_by_role(bounds, pence, _day_of(spend), others, spend.id)

    def _review(self, spend: Spend) -> Decision:
        paid_pence = spend.paid_pence or 0
        judged_pence = spend.judged_pence(max(paid_pence, spend.counts_pence or 0))
        bounds, totals = self._judged(spend, judged_pence)
        phoned = self.names.get(spend.phoned_by_id, "") if spend.phoned_by_id else ""
        whole_pence = spend.shared_pence if (spend.family_id, spend.shared_id) not in self.out_of_sight else None
        way = purchases.deciders_afterwards(
            bounds,
            judged_pence,
            totals,
            passes_cap=spend.period is not None and passes_cap(spend, spend.period),
            regular=spend.regular,
            regular_needs=regular_needs(spend.period),
        )
        why = purchases.why_afterwards(
            spend.over_pence,
            spend.approved_pence,
            phoned,
            late=spend.told_late,
            route=way.route,
            bounds=bounds if (spend.family_id, spend.shared_id) not in self.out_of_sight else None,
        )
        return self._spend(
            DecisionKind.REVIEW,
            spend,
            pence=paid_pence,
            why=f"{why}: the money has left already{purchases.shared_words(whole_pence)}",
            allowed=way.roles,
        )

    def _spend(
        self,
        kind: DecisionKind,
        spend: Spend,
        *,
        pence: int,
        why: str,
        allowed: tuple[Role, ...],
    ) -> Decision:
        makers, is_request = self.makers[spend.id], kind == DecisionKind.REQUEST
        own = (spend.recorded_by_id, spend.bought_by_id, *makers)
        people = self._people(spend.family, allowed, own)
        position = position_of(spend.period) if spend.period is not None else Position(0, 0, 0)
        left = lefts(spend, position.left_pence)
        return Decision(
            kind=kind,
            id=spend.id,
            tick=f"{kind}-{spend.id}-{words_sign(spend)}",
            family_id=spend.family_id,
            family=f"{spend.family.reference} {spend.family.details.name}",
            pence=pence,
            subject=spend.details.bought_what or "A purchase",
            reason=shortened(spend.details.purpose, LONGEST_REASON),
            why=why,
            asked_by=self.names.get(spend.recorded_by_id, "")
            + (" (as imported)" if spend.imported else "")
            + purchases.put_right_words(self.names[each] for each in makers - {spend.recorded_by_id}),
            since=spend.requested_at if is_request else spend.recorded_bought_at or spend.requested_at,
            needed_by=spend.needed_by if is_request else None,
            from_budget=spend.period is not None,
            left_before_pence=left[0],
            left_after_pence=left[1],
            over_pence=spend.over_pence,
            before=before_it(self.before.get(spend.family_id, Before()), spend),
            people=people,
            not_mine=why_not_decide(spend, self.person, self.on, allowed, makers=makers, bounds=self._bounds(spend)),
            may_ask=self.person.id not in own,
            question=self._latest_question(spend.id),
        )

    def _people(
        self, family: Family, allowed: tuple[Role, ...], apart: Collection[uuid.UUID | None]
    ) -> tuple[str, ...]:
        """Who may decide, by name; where nobody may, what to do about it."""
        people = named_only(family, with_roles(self.deciders, family.team_id, allowed, apart))
        if not people and allowed not in self.nobody:
            self.nobody[allowed] = why_nobody(family.authority_id, allowed, self.on)
        return tuple(decider.words for decider in people) or (self.nobody[allowed],)

    def _latest_question(self, subject_id: uuid.UUID) -> QuestionAndAnswer | None:
        questions = self.questions.get(subject_id)
        return questions[-1] if questions else None

    def _limit(self, change: LimitChange) -> Decision:
        period = change.period
        family, over_cap = period.budget.family, limits.above_cap(period.cap_pence, change.to_pence)
        position, led, served = position_of(period), self.apart.led[change.id], self.apart.served[period.id]
        apart = {change.proposed_by_id, *led, *served}
        not_mine = refusal_of(
            limits.require_limit_decider,
            self.roles,
            same_team=family.team_id in self.teams,
            own_proposal=change.proposed_by_id == self.person.id,
            leads=family.lead_worker_id == self.person.id,
            led=self.person.id in led,
            own_request=self.person.id in served,
            over_cap=over_cap,
            to_pence=change.to_pence,
            cap_pence=period.cap_pence,
        )
        return Decision(
            kind=DecisionKind.LIMIT,
            id=change.id,
            tick=f"{DecisionKind.LIMIT}-{change.id}",
            family_id=family.id,
            family=f"{family.reference} {family.details.name}",
            pence=change.to_pence,
            subject=f"A limit of {pounds(change.to_pence)}, {pounds(change.from_pence)} until now",
            reason=shortened(change.details.reason if change.details else "", LONGEST_REASON),
            why="A limit above the cap" if over_cap else "A change of the limit",
            asked_by=self.names.get(change.proposed_by_id, "") if change.proposed_by_id else "",
            since=change.proposed_at,
            needed_by=None,
            from_budget=True,
            left_before_pence=position.left_pence,
            left_after_pence=Position(change.to_pence, position.committed_pence, position.spent_pence).left_pence,
            over_pence=0,
            before=self.before.get(family.id, Before()),
            people=self._people(family, limits.deciding_roles(period.cap_pence, change.to_pence), apart),
            not_mine=not_mine,
            may_ask=self.person.id not in apart,
            question=self._latest_question(change.id),
        )


def family_of(row: Row) -> Family:
    """The family a request, a limit or a purchase is for."""
    return row.period.budget.family if isinstance(row, LimitChange) else row.family


def _day_of(spend: Spend) -> date:
    """The day a purchase counts on: the one it was bought, or asked for until then."""
    return spend.bought_on or spend.asked_on


def _bands_of(scheme_ids: set[uuid.UUID]) -> list[Band]:
    bands = select(Band).where(Band.scheme_id.in_(scheme_ids))
    return list(db.session.scalars(bands.order_by(Band.starts_on, Band.role)))
