"""What keeps families of the invented world safe, and what is learnt: an officer, incidents, a crossover, a sealed record."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.commands.demo.voice import led_by
from budgettracker.confirmations.actions import confirm
from budgettracker.database import db
from budgettracker.families import actions
from budgettracker.families.kinds import Arm, IncidentKind, SealedBecause
from budgettracker.families.models import Family
from budgettracker.people.actions.name_data_officer import ask_for_data_officer
from budgettracker.periods import day_of
from budgettracker.voice.actions import write_example
from budgettracker.voice.kinds import ExampleKind

EXAMPLES = (
    (
        ExampleKind.EXAMPLE,
        "A second-hand washing machine, delivered the same week",
        "Clean clothes for school, and one worry less in the mornings",
    ),
    (
        ExampleKind.EXAMPLE,
        "Swimming for a whole family, six Saturdays",
        "Time together that nobody had to organise, and a worker who was there",
    ),
    (
        ExampleKind.YOU_SAID,
        "Forms take so long that the moment has passed.",
        "A purchase within the band is one page on the phone, and the receipt can follow.",
    ),
)


def add_safety(authority: DemoAuthority, calendar: Calendar, now: datetime) -> None:
    """One of each in an authority's scheme, by the deeds of its pages."""
    manager = authority.first(Role.MANAGER)
    for days, (kind, words, answer) in enumerate(EXAMPLES):
        write_example(manager, authority.scheme, kind, words, answer, at=moment(calendar.back(9 - days), 10))
    _name_officer(authority, calendar.back(8))
    _cross_over(authority, calendar.back(7))
    _seal(authority, calendar.back(2))
    _open_incidents(authority, calendar, now)


def _name_officer(authority: DemoAuthority, on: date) -> None:
    """The auditor protects the authority's data as well."""
    at = moment(on, 9)
    wish = ask_for_data_officer(authority.first(Role.ADMINISTRATOR), authority.first(Role.AUDITOR), on, on=on, at=at)
    confirm(authority.first(Role.SENIOR_MANAGER), wish, on=on, at=at + timedelta(hours=1))


def _cross_over(authority: DemoAuthority, on: date) -> None:
    """A comparison family may have a budget from now on, and is counted as it was allocated."""
    compared = select(Family).where(
        Family.scheme_id == authority.scheme.id,
        Family.arm == Arm.COMPARISON,
        Family.opened_on <= on,
        Family.closed_on.is_(None),
        Family.restricted.is_(False),
    )
    family = db.session.scalars(compared.order_by(Family.reference_folded).limit(1)).one_or_none()
    if family is None or family.lead_worker is None:
        return
    why = "The youngest comes home next month, and there is no bed for her"
    wish = actions.ask_to_cross(family.lead_worker, family, on, why, on=on, at=moment(on, 10))
    confirm(authority.first(Role.SENIOR_MANAGER), wish, on=on, at=moment(on, 12))
    limit = propose_limit(
        family.lead_worker, family, authority.scheme, 2_000_00, "A bed and its room", on=on, at=moment(on, 14)
    )
    approve_limit(authority.first(Role.MANAGER), limit, on=on, at=moment(on, 15))


def _seal(authority: DemoAuthority, on: date) -> None:
    """The record of a family that was closed, and whose child was adopted: nobody finds it any more."""
    closed = select(Family).where(Family.scheme_id == authority.scheme.id, Family.closed_on < on)
    families = list(db.session.scalars(closed.order_by(Family.reference_folded).limit(50)))
    if len(families) > 1 and families[-1].lead_worker is not None:
        # The first one's work is asked to go on.
        wish = actions.ask_to_seal(
            families[-1].lead_worker, families[-1], SealedBecause.ADOPTION, on=on, at=moment(on, 10)
        )
        confirm(authority.first(Role.MANAGER), wish, on=on, at=moment(on, 16))


def _open_incidents(authority: DemoAuthority, calendar: Calendar, now: datetime) -> None:
    """One that was reported in time, and one of today whose 72 hours run."""
    worker, officer = authority.workers[0], authority.first(Role.AUDITOR)
    before, today = calendar.back(6), day_of(now)
    families = led_by(worker, before)[:2]
    for family, kind, what, day in zip(
        families,
        (IncidentKind.SENT_WRONG, IncidentKind.LOST),
        ("A letter about a school trip went to the neighbours", "A notebook was left on the bus; the depot has it"),
        (before, today),
        strict=False,
    ):
        at = min(moment(day, 16), now)
        row = actions.open_by_hand(worker, family, kind, what, since_on=day, aware_on=day, at=at)
        if day == before:
            reported = at + timedelta(hours=20)
            actions.report_incident(officer, row, True, "", at=reported)
            informed = f"The family, by phone, on {day_of(reported):%-d %B}; the neighbours gave the letter back."
            actions.write_incident(authority.first(Role.MANAGER), row, informed, close=True, at=reported)
