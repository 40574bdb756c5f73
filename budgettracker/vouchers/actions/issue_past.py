"""Tie purchases that an authority's files bring in to the vouchers of its stocks that were handed over for them."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.vouchers import rules
from budgettracker.vouchers.actions.move import lock_stock, move_vouchers
from budgettracker.vouchers.kinds import VoucherMoveKind
from budgettracker.vouchers.queries import in_hand_named
from budgettracker.vouchers.rules import InStock


class PastIssues:
    """The vouchers that files name, in hand in the authority's stocks, which are locked; each goes out once."""

    def __init__(self, authority_id: uuid.UUID, serials: Collection[str]) -> None:
        self._authority_id = authority_id
        there = in_hand_named(authority_id, serials) if serials else {}
        for team_id in sorted({team_id for _, team_id in there.values()}):
            lock_stock(team_id)
        self._there = {serial: voucher for serial, (voucher, _) in there.items()}
        self._issues: list[tuple[uuid.UUID, Person, Sequence[InStock], date]] = []

    def require(self, serials: Sequence[str], pence: int, day: date, *, restricted: bool) -> list[InStock]:
        """The vouchers of these numbers, which were handed over for so many pence on that day; none for a purchase without.

        Raises Refusal on `vouchers` for a restricted family and for one that is in no stock, on `bought_on` for one that was
        not yet then, and on `amount` where they come to something else.
        """
        if not serials:
            return []
        rules.require_not_of_a_stock(restricted)
        chosen = rules.named(self._there, serials, day)
        rules.require_worth(chosen, pence)
        return chosen

    def take(self, spend_id: uuid.UUID, handed_by: Person, chosen: Sequence[InStock], day: date) -> None:
        """Keep that these were handed over for a purchase: no other one gets them."""
        for each in chosen:
            del self._there[each.serial]
        if chosen:
            self._issues.append((spend_id, handed_by, chosen, day))

    def write(self, by: Person | None, at: datetime) -> None:
        """Write down what was kept, once the purchases are written. Raises Refusal for one that has gone since."""
        serials = [each.serial for _, _, chosen, _ in self._issues for each in chosen]
        if len(in_hand_named(self._authority_id, serials) if serials else {}) < len(serials):
            raise Refusal(None, "One of these vouchers has been handed over since. Import the files again.")
        for spend_id, handed_by, chosen, day in self._issues:
            spend = db.session.get_one(Spend, spend_id)
            ids = [each.id for each in chosen]
            move_vouchers(handed_by, self._authority_id, ids, VoucherMoveKind.ISSUED, spend_id=spend_id, on=day, at=at)
            changes = {"serials": [each.serial for each in chosen], "amount_pence": rules.worth(chosen)}
            record(by, Deed.VOUCHERS_ISSUED, spend, changes, authority_id=self._authority_id, at=at)
