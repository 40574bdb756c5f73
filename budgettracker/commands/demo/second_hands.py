"""What takes a second person: examples that wait for somebody, and one link that was confirmed and made."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import moment, or_friday
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.confirmations.actions import confirm
from budgettracker.database import db
from budgettracker.families.actions import ask_to_reopen, open_by_reason
from budgettracker.families.models import Family
from budgettracker.imports.actions import import_or_wait
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.correct_person import correct_person
from budgettracker.people.actions.give_cover import ask_for_cover
from budgettracker.people.actions.invite import ask_for_link, invite
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.schemes.actions import ask_for_bands
from budgettracker.schemes.kinds import UsualCategory
from budgettracker.spend.actions import restrict_parted_family


def leave_waiting(authority: DemoAuthority, now: datetime, *, reopens: bool) -> None:
    """What the administrator has asked for lately: a place in a team, another role, a later last day, two links.

    `reopens`: a closed family is asked to be opened again; otherwise its record is left for other examples.
    """
    administrator, manager = authority.first(Role.ADMINISTRATOR), authority.first(Role.MANAGER)
    first, second = authority.workers[:2]
    at = min(moment(or_friday(day_of(now)), 8), now)
    on = day_of(at)
    confirmation = ask_for_link(administrator, second, on=on, at=at)
    confirm(manager, confirmation, on=on, at=at)
    invite(administrator, second, confirmation=confirmation, at=at)
    ask_for_link(administrator, first, on=on, at=at)
    finance = authority.first(Role.FINANCE)
    ask_for_link(administrator, finance, on=on, at=at)
    # Both have the same second hand: asked for a practitioner, a role that waits would ask for another one for the link.
    change_access(administrator, finance, roles=[Role.FINANCE, Role.BUSINESS_SUPPORT], starts_on=on, on=on, at=at)
    if len(authority.teams) > 1:
        teams = list(authority.teams.values())
        change_access(administrator, second, teams=teams, starts_on=on, on=on, at=at)
    if sum(Role.ADMINISTRATOR in person.roles for person in authority.plan.people) > 1:
        away, covers = on + timedelta(days=14), authority.first(Role.SENIOR_MANAGER)
        ask_for_cover(administrator, manager, covers, away, away + timedelta(days=11), on=on, at=at)
    _leave_last_day(administrator, second, on, at)
    _leave_bands(authority, administrator, on, at)
    if reopens:
        _leave_family(authority, on, at)
    _leave_restricted(authority, on, at)


def _leave_last_day(administrator: Person, worker: Person, on: date, at: datetime) -> None:
    """A worker's post ends in two months, and is to go on."""
    for last_day in (on + timedelta(days=61), None):
        correct_person(
            administrator,
            worker,
            email=worker.email,
            name=worker.name,
            weekly_minutes=worker.weekly_minutes,
            active_to=last_day,
            on=on,
            at=at,
        )


def _leave_restricted(authority: DemoAuthority, on: date, at: datetime) -> None:
    """A family that only its lead worker and a manager see; a colleague opened it at night by giving a reason."""
    worker, manager = authority.workers[0], authority.first(Role.MANAGER)
    ours = select(Family).where(
        Family.lead_worker_id == worker.id, Family.closed_on.is_(None), Family.team_id.in_(manager.team_ids_on(on))
    )
    family = db.session.scalars(ours.order_by(Family.reference.desc()).limit(1)).one_or_none()
    if family is None:
        return
    restrict_parted_family(
        worker, family, [manager], "An aunt of the children works in the council's offices", on=on, at=at
    )
    colleague = next((each for each in authority.workers[1:] if family.team_id in each.team_ids_on(on)), None)
    if colleague is not None:
        open_by_reason(colleague, family.reference, "The mother rang the duty line and the lead is away", on=on, at=at)


def _leave_bands(authority: DemoAuthority, administrator: Person, on: date, at: datetime) -> None:
    """A larger band for the workers, where they have one."""
    bounded = [band for band in authority.plan.bands if band.role == Role.PRACTITIONER and band.single_pence]
    for band in bounded:
        others = [each for each in authority.plan.bands if each is not band]
        looser = replace(band, single_pence=(band.single_pence or 0) + 100_00)
        ask_for_bands(administrator, authority.scheme, [looser, *others], on + timedelta(days=7), on=on, at=at)


def _leave_family(authority: DemoAuthority, on: date, at: datetime) -> None:
    """A family whose work is to go on."""
    worker = authority.workers[0]
    closed = select(Family).where(Family.team_id.in_(worker.team_ids_on(on)), Family.closed_on < on)
    family = db.session.scalars(closed.order_by(Family.reference).limit(1)).one_or_none()
    if family is not None:
        ask_to_reopen(worker, family, "The father has asked for help again", on=on, at=at)


def leave_import_waiting(authority: DemoAuthority, now: datetime) -> None:
    """Other help of last month in a file of finance's: an administrator, or a second person of finance, releases it."""
    at = min(moment(or_friday(day_of(now)), 9), now)
    on = day_of(at)
    bought_on = on - timedelta(days=20)
    worker = authority.workers[0]
    open_then = select(Family).where(
        Family.team_id.in_(worker.team_ids_on(on)), Family.opened_on <= bought_on, Family.closed_on.is_(None)
    )
    family = db.session.scalars(open_then.order_by(Family.reference).limit(1)).one_or_none()
    if family is None:
        return
    bring_in_help(
        authority, "OLD-1", family, bought_on, ("64.50", "Shoes", UsualCategory.CLOTHING), worker, on=on, at=at
    )


def bring_in_help(
    authority: DemoAuthority,
    reference: str,
    family: Family,
    bought_on: date,
    words: tuple[str, str, str],
    worker: Person,
    *,
    on: date,
    at: datetime,
) -> WaitingImport:
    """A file of one purchase of other help, `words` its amount, purpose and category, sent by finance; it waits."""
    amount, purpose, category = words
    row = {"spend_ref": reference, "family_ref": family.reference, "bought_on": bought_on.isoformat(), "amount": amount}
    row |= {"category": category, "purpose": purpose, "recorded_by": worker.email}
    return send_files(authority, {"spend": [{**row, "kind": "other_help"}]}, on=on, at=at)


def send_files(
    authority: DemoAuthority, tables: Mapping[str, Sequence[Mapping[str, str]]], *, on: date, at: datetime
) -> WaitingImport:
    """Files of these tables, sent by finance; they wait for somebody to release them."""
    place = Path(current_app.config["IMPORTS_FOLDER"]) / "waiting"
    with tempfile.TemporaryDirectory() as folder:
        for table, rows in tables.items():
            with (Path(folder) / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        files, finance = read_folder(Path(folder)), authority.first(Role.FINANCE)
        name, digest = authority.row.name, digest_of(files)
        _, row = import_or_wait(finance, files, name, digest, place, keep_good=False, on=on, at=at)
    assert row is not None
    return row
