"""Take a released import back: its purchases and work time as one deed of two hands; what has gone on since stays."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.imports import queries
from budgettracker.imports.kinds import ImportState
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.queries.reversals import REVERSAL, entries_of_import, rows_of_import, spends_of_import
from budgettracker.people.models import Person
from budgettracker.spend.actions import end_plan, reverse_imported
from budgettracker.worktime.actions import withdraw_imported


def ask_to_reverse(by: Person, released: WaitingImport, reason: str, *, on: date, at: datetime) -> Confirmation:
    """Ask that a released import be taken back; another person, who may release such an import, confirms it.

    Raises Refusal without a reason, for one that was not released or is reversed, and while this waits already.
    """
    row = queries.waiting_import_locked(released.id)
    _require_released(row)
    if not reason:
        raise Refusal("reason", "Say why it is taken back, so that whoever confirms can weigh it.")
    held = by.roles_on(on)
    role = Role.FINANCE if Role.FINANCE in held else Role.ADMINISTRATOR
    return ask(by, REVERSAL, row, {"number": row.number}, as_role=role, reason=reason, on=on, at=at)


def confirm_reversal(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Take the import back, by the hand of who confirms it; raises Refusal when it is reversed by now."""
    row = queries.waiting_import_locked(confirmation.subject_id)
    reverse_import(by, row, db.session.get_one(Person, confirmation.asked_by_id), on=on, at=at)


def reverse_import(by: Person, row: WaitingImport, asked_by: Person, *, on: date, at: datetime) -> WaitingImport:
    """Reverse the purchases, end the plans and withdraw the work time of a locked import as one deed.

    A row with later deeds stays, and so does one whose month is closed; the page names them. People, families and the
    like stay too, since others lean on them. Raises Refusal when the import was not released, or is reversed.
    """
    _require_released(row)
    rows, reason = rows_of_import(row), f"Import {row.number} was taken back."
    reversed_rows, left = 0, len(rows.spends_since) + len(rows.entries_since)
    for spend in spends_of_import(rows.spends):
        try:
            with savepoint():
                if spend.is_plan:
                    end_plan(by, spend, reason, at=at)
                else:
                    reverse_imported(by, spend, reason, asked_by=asked_by, on=on, at=at)
            reversed_rows += 1
        except Refusal:
            left += 1
    for entry in entries_of_import(rows.entries):
        try:
            with savepoint():
                withdraw_imported(by, entry, at=at)
            reversed_rows += 1
        except Refusal:
            left += 1
    row.reversed_at, row.reversed_by_id = at, by.id
    changes = {"number": row.number, "asked_by": asked_by.id, "reversed": reversed_rows, "left": left}
    record(by, Deed.IMPORT_REVERSED, row, changes, authority_id=row.authority_id, at=at)
    return row


def _require_released(row: WaitingImport) -> None:
    if row.state != ImportState.RELEASED:
        raise Refusal(None, "This import was not released, so there is nothing to take back.")
    if row.reversed_at is not None:
        raise Refusal(None, "This import has been taken back already.")
