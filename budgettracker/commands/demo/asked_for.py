"""One of each thing that somebody asked for and that waits for a second person: settings, families, work costs, a stock."""

from datetime import date, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import Select, select

from budgettracker.access import Role
from budgettracker.budgets.actions import ask_for_cap
from budgettracker.commands.demo.asked_about_money import leave_money_asked, leave_shared
from budgettracker.commands.demo.authorities import domain_of, email_of
from budgettracker.commands.demo.calendar import moment, or_friday
from budgettracker.commands.demo.second_hands import bring_in_help, send_files
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.commands.demo.voice import led_by
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.rates.actions import ask_for_deciding_source
from budgettracker.database import db
from budgettracker.families import actions as families
from budgettracker.families.kinds import Arm, SealedBecause
from budgettracker.families.models import Family
from budgettracker.imports.actions import ask_to_reverse, release_import
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.ledger.actions import ask_to_close_scheme
from budgettracker.margins import Margin
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.actions.name_data_officer import ask_for_data_officer
from budgettracker.people.actions.suspend import ask_to_restore, suspend
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.schemes.actions import ask_for_margin, ask_for_other_help, ask_for_scheme
from budgettracker.schemes.kinds import CapPeriod, UsualCategory
from budgettracker.schemes.rules import Bounds
from budgettracker.versions import version_of
from budgettracker.vouchers import actions as vouchers
from budgettracker.vouchers import rules
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.queries import in_stock
from budgettracker.worktime.actions import Part, Work, log_time

LOOSER = (
    Bounds(Role.PRACTITIONER, 600_00, 1_200_00, 30),
    Bounds(Role.MANAGER, 6_000_00, None, None),
    Bounds(Role.SENIOR_MANAGER, None, None, None),
)
"""Other help, a little wider than every authority has it."""


def leave_asked(authorities: list[DemoAuthority], now: datetime) -> None:
    """What was asked for this morning, and nobody has confirmed yet."""
    at = min(moment(or_friday(day_of(now)), 8, 30), now)
    on = day_of(at)
    first, second = authorities[:2]
    _ask_for_settings(first, on, at)
    _ask_for_officer(second, on, at)
    _ask_to_let_in(second, on, at)
    last = authorities[-1]
    why = "The pilot ends with the quarter"
    ask_to_close_scheme(last.first(Role.FINANCE), last.scheme, why, on=on, at=at)
    _ask_about_families(authorities, on, at)
    _ask_for_parking(first, on, at)
    _ask_about_stock(first, on, at)
    _ask_to_reverse(first, on, at)
    _bring_in_plan(first, on, at)
    leave_money_asked(first, on, at)
    leave_shared(second, on, at)


def _ask_for_settings(authority: DemoAuthority, on: date, at: datetime) -> None:
    """A cap, a margin, bands of other help, a second scheme, and another source of deciding time."""
    administrator, finance, scheme = (
        authority.first(Role.ADMINISTRATOR),
        authority.first(Role.FINANCE),
        authority.scheme,
    )
    later = on + timedelta(days=14)
    assert scheme.cap_pence is not None
    ask_for_cap(administrator, scheme, scheme.cap_pence + 2_000_00, on=on, at=at)
    ask_for_margin(administrator, scheme, Margin(12, 40_00), later, on=on, at=at)
    ask_for_other_help(administrator, authority.row, LOOSER, later, on=on, at=at)
    ask_for_scheme(
        *(administrator, authority.row, "Care leavers’ start"),
        cap_pence=2_500_00,
        cap_period=CapPeriod.WHOLE,
        starts_on=later,
        ends_on=None,
        bands=authority.plan.bands,
        categories=["Furniture", "Deposits and rent", "Other"],
        regular_needs=Role.MANAGER,
        hold_days=authority.plan.hold_days,
        receipts_required=True,
        on=on,
        at=at,
    )
    ask_for_deciding_source(finance, authority.row, DecidingBy.SCHEME, starts_on=later, on=on, at=at)


def _ask_for_officer(authority: DemoAuthority, on: date, at: datetime) -> None:
    """Another authority names who protects its data."""
    ask_for_data_officer(authority.first(Role.ADMINISTRATOR), authority.first(Role.FINANCE), on, on=on, at=at)


def _ask_to_let_in(authority: DemoAuthority, on: date, at: datetime) -> None:
    """Somebody whose laptop was stolen was kept out, and is to sign in again."""
    administrator, team = authority.first(Role.ADMINISTRATOR), next(iter(authority.teams.values()))
    day = or_friday(on - timedelta(days=7))
    person = add_person(
        *(None, authority.row),
        email=email_of("Isla Byrne", domain_of(authority.plan)),
        name="Isla Byrne",
        roles=[Role.BUSINESS_SUPPORT],
        teams=[team],
        active_from=day - timedelta(days=30),
        at=moment(day, 9),
    )
    suspend(administrator, person, on=day, at=moment(day, 10))
    ask_to_restore(administrator, person, on=on, at=at)


def _ask_about_families(authorities: list[DemoAuthority], on: date, at: datetime) -> None:
    """A budget for a comparison family, one more person for a restricted one, one restricted no more, a record to be sealed."""
    crossing = _families(authorities, on).where(
        Family.arm == Arm.COMPARISON, Family.crossed_on.is_(None), Family.restricted.is_(False)
    )
    for family in _first_led(crossing):
        why = "The grandmother cannot keep the children without a second bed"
        families.ask_to_cross(_lead(family), family, on, why, on=on, at=at)
    # One authority's restricted family each: their references are drawn, and say no order.
    naming, lifting = (_families([each], on).where(Family.restricted.is_(True)) for each in authorities[:2])
    for family in _first_led(naming):
        lead = _lead(family)
        colleague = next(each for each in authorities[0].workers if each.id != lead.id)
        families.ask_to_name(lead, family, colleague, "Covers while the lead worker is away", on=on, at=at)
    for family in _first_led(lifting):
        families.ask_to_lift(_lead(family), family, "The aunt works for the council no longer", on=on, at=at)
    closed = select(Family).where(
        Family.scheme_id.in_(each.scheme.id for each in authorities),
        Family.closed_on < on - timedelta(days=7),
        Family.sealed_on.is_(None),
        Family.restricted.is_(False),
        Family.id.not_in(select(Confirmation.subject_id).where(Confirmation.state == ConfirmationState.WAITING)),
    )
    for family in _first_led(closed.order_by(Family.reference_folded.desc())):
        families.ask_to_seal(_lead(family), family, SealedBecause.ADOPTION, on=on, at=at)


def _families(authorities: list[DemoAuthority], on: date) -> Select[tuple[Family]]:
    """Open families of these authorities, by reference."""
    ours = (Family.scheme_id.in_(each.scheme.id for each in authorities), Family.opened_on <= on)
    return select(Family).where(*ours, Family.closed_on.is_(None)).order_by(Family.reference_folded)


def _first_led(query: Select[tuple[Family]]) -> list[Family]:
    """The first of these families that has a lead worker; none where there is none."""
    return list(db.session.scalars(query.where(Family.lead_worker_id.is_not(None)).limit(1)))


def _ask_for_parking(authority: DemoAuthority, on: date, at: datetime) -> None:
    """A day at the court: the car park cost more than what needs nobody else."""
    worker, day = authority.workers[0], or_friday(on - timedelta(days=1))
    family = led_by(worker, day)[0]
    activity = authority.activities["Call or meeting with the family"]
    work = Work(
        day, activity, (Part(family.id),), 25, travel_minutes=40, expenses_pence=28_50, note="Parking at the court"
    )
    log_time(worker, worker, work, on=on, at=at)


def _ask_about_stock(authority: DemoAuthority, on: date, at: datetime) -> None:
    """A team's shop vouchers: those of last week are counted, and a new batch has been bought."""
    manager, team = authority.first(Role.MANAGER), next(iter(authority.teams.values()))
    before = or_friday(on - timedelta(days=7))
    for day, serials, moment_ in (
        (before, ("N-101", "N-102", "N-103"), moment(before, 9)),
        (on, ("N-104", "N-105"), at),
    ):
        wish = vouchers.buy_batch(
            *(manager, team, VoucherKind.SHOP_VOUCHER, serials),
            value_pence=20_00,
            paid_pence=20_00 * len(serials),
            shop="Market hall",
            bought_on=day,
            on=day,
            at=moment_,
        )
        if day == before:
            confirm(authority.first(Role.FINANCE), wish, on=day, at=moment_ + timedelta(hours=1))
    there = [voucher for voucher, _, _ in in_stock(team.id, missing=True)]
    version = version_of(rules.standing(there))
    vouchers.count_stock(
        manager, team, [each.id for each in there if not each.missing], "", version=version, on=on, at=at
    )


def _ask_to_reverse(authority: DemoAuthority, on: date, at: datetime) -> None:
    """Other help that finance brought in and an administrator released: it was another month's file."""
    finance, bought_on = authority.first(Role.FINANCE), on - timedelta(days=27)
    worker, before = authority.workers[1], at - timedelta(minutes=20)
    family, words = led_by(worker, bought_on)[0], ("38.00", "Bus passes", UsualCategory.TRAVEL)
    row = bring_in_help(authority, "OLD-9", family, bought_on, words, worker, on=on, at=before)
    _release(authority, row, on, before + timedelta(minutes=5))
    ask_to_reverse(finance, row, "This is the file of the month before", on=on, at=at)


def _bring_in_plan(authority: DemoAuthority, on: date, at: datetime) -> None:
    """A breakfast club that the team paid before it used the tracker: its plan runs, and the next payment is due."""
    first_on, worker, before = on - timedelta(weeks=3), authority.workers[0], at - timedelta(minutes=20)
    family, category = led_by(worker, first_on - timedelta(days=2))[-1], UsualCategory.CHILDCARE
    words = {"family_ref": family.reference, "category": category, "purpose": "Breakfast club", "kind": "other_help"}
    days = {
        "first_on": first_on,
        "last_on": first_on + timedelta(weeks=11),
        "approved_on": first_on - timedelta(days=2),
    }
    people = {"requested_by": worker.email, "approved_by": authority.first(Role.MANAGER).email}
    plan = {"plan_ref": "OLD-P1", "payment": "9.00", "rhythm": "weekly", "afterwards": "The school's own club is free."}
    plan |= {**words, **people, **{name: day.isoformat() for name, day in days.items()}}
    plan["review_on"] = (on + timedelta(weeks=2)).isoformat()
    paid = [
        {"spend_ref": f"OLD-P1-{week + 1}", "bought_on": (first_on + timedelta(weeks=week)).isoformat(), **words}
        | {"amount": "9.00", "recorded_by": worker.email, "plan": "OLD-P1"}
        for week in range(3)
    ]
    row = send_files(authority, {"plans": [plan], "spend": paid}, on=on, at=before)
    _release(authority, row, on, at)


def _release(authority: DemoAuthority, row: WaitingImport, on: date, at: datetime) -> None:
    """An administrator releases what finance sent."""
    files = read_folder(Path(current_app.config["IMPORTS_FOLDER"]) / "waiting" / str(row.id))
    release_import(authority.first(Role.ADMINISTRATOR), row, files, digest_of(files), on=on, at=at)


def _lead(family: Family) -> Person:
    assert family.lead_worker is not None
    return family.lead_worker
