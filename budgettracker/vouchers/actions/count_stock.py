"""Count a team's stock by two: one counts, another confirms it; what differs is a finding in words."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from budgettracker.access import Role, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person, Team
from budgettracker.versions import require_version
from budgettracker.vouchers import rules
from budgettracker.vouchers.actions.move import lock_stock, move_vouchers
from budgettracker.vouchers.kinds import VoucherMoveKind
from budgettracker.vouchers.models import VoucherCount, VoucherCountDetails
from budgettracker.vouchers.queries import COUNT, in_stock

COUNTS_AS = (Role.FINANCE, Role.SENIOR_MANAGER, Role.MANAGER, Role.PRACTITIONER)


def count_stock(
    by: Person,
    team: Team,
    ticked: Collection[uuid.UUID],
    finding: str,
    *,
    version: str,
    on: date,
    at: datetime,
) -> Confirmation:
    """Write down a count: what was `ticked` was there. It stands, and moves vouchers, once a second person confirmed it.

    Raises Refusal on `finding` where it differs from the record and nothing is written, and where something was issued
    or came back since the list of this `version` was opened.
    """
    lock_stock(team.id)
    stock = [voucher for voucher, _, _ in in_stock(team.id, missing=True)]
    require_version(version, rules.standing(stock))
    counted = rules.count(stock, ticked, finding)
    row = VoucherCount(
        authority_id=team.authority_id,
        team_id=team.id,
        counted_on=on,
        expected=len(counted.expected),
        expected_pence=rules.worth(counted.expected),
        counted=len(counted.counted),
        counted_pence=rules.worth(counted.counted),
        counted_by_id=by.id,
        counted_at=at,
        details=VoucherCountDetails(authority_id=team.authority_id, finding=finding if counted.differs else ""),
    )
    db.session.add(row)
    db.session.flush()
    values = {
        "team": team.id,
        "expected": len(counted.expected),
        "counted": len(counted.counted),
        "missing": [each.id for each in counted.missing],
        "missing_serials": [each.serial for each in counted.missing],
        "found": [each.id for each in counted.again],
        "found_serials": [each.serial for each in counted.again],
    }
    role = role_used(by.roles_on(on), COUNTS_AS)
    return ask(by, COUNT, row, values, as_role=role, on=on, at=at)


def confirm_count(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """The count stands: what it did not find is missing from now on, what it found again is in hand.

    Raises Refusal where one of those was issued, came back or was found since.
    """
    row = db.session.get_one(VoucherCount, wish.subject_id)
    lock_stock(row.team_id)
    missing, back = ({uuid.UUID(each) for each in wish.values[name]} for name in ("missing", "found"))
    stock = [voucher for voucher, _, _ in in_stock(row.team_id, missing=True)]
    if missing - {each.id for each in stock if not each.missing} or back - {each.id for each in stock if each.missing}:
        raise Refusal(None, "One of these vouchers has moved since. Decline this count, and count again.")
    for ids, kind in ((missing, VoucherMoveKind.MISSING), (back, VoucherMoveKind.FOUND)):
        if ids:
            move_vouchers(by, row.authority_id, ids, kind, count_id=row.id, on=row.counted_on, at=at)
    changes = {"expected": row.expected, "counted": row.counted, "asked_by": wish.asked_by_id}
    gone = {"missing": wish.values["missing_serials"], "found": wish.values["found_serials"]}
    record(by, Deed.VOUCHERS_COUNTED, row, {**changes, **{name: each for name, each in gone.items() if each}}, at=at)
