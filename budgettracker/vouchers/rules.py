"""What a stock of vouchers must fulfil: serial numbers, what is issued and returned, and what a count finds."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.periods import long_date

MOST_PIECES, MOST_IN_STOCK, MOST_LISTED = 100, 1_000, 40
"""Vouchers that are recorded at once, that one team holds (a person counts them), and that a page lists to be ticked."""
LONGEST_SERIAL = 60
OF_ITS_OWN = (
    "Colleagues who count the team's vouchers would see that some went to a family they do not know of. Buy vouchers for "
    "this family alone, and log them as a purchase paid with a voucher."
)
"""Why no voucher of a team's stock is handed to a restricted family, and what is done instead."""

STAYS_WITH_IT = (
    "Colleagues who count the team's vouchers would see some come back from a family they do not know of. Keep them for "
    "this family until it can use them."
)
"""Why a restricted family's vouchers do not go back into a team's stock, and what is done instead."""


@dataclass(frozen=True, slots=True)
class InStock:
    """One voucher: its serial number, its value in pence, and whether it is in hand or missing since a count.

    `since` is the day from which on it is there: bought, brought back, found again or handed over.
    """

    id: uuid.UUID
    serial: str
    value_pence: int
    since: date
    missing: bool = False


def serials_of(text: str) -> list[str]:
    """The serial numbers that were typed, one on a line; raises Refusal on `serials`.

    >>> serials_of(" A100\\n\\nA101 ")
    ['A100', 'A101']
    """
    serials = [each for each in (line.strip() for line in text.splitlines()) if each]
    if not serials:
        raise Refusal("serials", "Enter the serial numbers, each on its own line.")
    if len(serials) > MOST_PIECES:
        raise Refusal("serials", f"Enter at most {MOST_PIECES} in one batch. You have entered {len(serials)}.")
    too_long = next((each for each in serials if len(each) > LONGEST_SERIAL), None)
    if too_long is not None:
        raise Refusal("serials", f"{too_long[:LONGEST_SERIAL]} is too long. Use {LONGEST_SERIAL} characters or fewer.")
    twice = next((each for place, each in enumerate(serials) if each in serials[:place]), None)
    if twice is not None:
        raise Refusal("serials", f"{twice} is in the list twice. Each voucher has its own number.")
    return serials


def require_bought(bought_on: date, on: date) -> None:
    """Refuse a batch that is bought on a day to come."""
    if bought_on > on:
        raise Refusal("bought_on", "The date is in the future. Enter the day they were bought.")


def require_fits(in_hand: int, more: int) -> None:
    """Refuse more vouchers than somebody can count in one go."""
    if in_hand + more > MOST_IN_STOCK:
        raise Refusal(
            "serials", f"A team holds at most {MOST_IN_STOCK:,} vouchers, and {in_hand:,} are in hand already."
        )


def require_new(serials: Collection[str]) -> None:
    """Refuse serial numbers that are in a stock of the authority already; `serials` are those that are."""
    if serials:
        raise Refusal("serials", f"{', '.join(sorted(serials)[:5])}: already in a stock. Check the numbers.")


def worth(vouchers: Collection[InStock]) -> int:
    """What vouchers come to, in pence."""
    return sum(each.value_pence for each in vouchers)


def chosen(stock: Sequence[InStock], ids: Collection[uuid.UUID], day: date) -> list[InStock]:
    """The vouchers of a stock that somebody chose to hand over on a day.

    Raises Refusal on `vouchers` for none, and for one that is not in hand, and what `require_in_hand` raises.
    """
    if not ids:
        raise Refusal("vouchers", "Tick each voucher that you hand over.")
    there = [each for each in stock if each.id in ids and not each.missing]
    if len(there) < len(set(ids)):
        raise Refusal("vouchers", "One of these is not in hand any more. Look at the list again.")
    require_in_hand(there, day)
    return there


def by_number(stock: Collection[InStock], text: str) -> list[uuid.UUID]:
    """The vouchers of a stock whose numbers were typed; raises Refusal on `numbers` for one not in hand.

    One on a line, or a run of them: "A100 to A199" are those of the stock from one to the other.
    """
    there = {each.serial.casefold(): each.id for each in stock}
    runs = [[serial.strip() for serial in line.split(" to ")] for line in text.splitlines() if line.strip()]
    nowhere = [serial for run in runs for serial in run if serial.casefold() not in there]
    if nowhere:
        raise Refusal("numbers", f"{', '.join(nowhere[:5])}: not in hand. Check the numbers.")
    ends = [(run[0].casefold(), run[-1].casefold()) for run in runs]
    return [there[serial] for serial in sorted(there) if any(first <= serial <= last for first, last in ends)]


def require_missed_by_nobody(restricted: bool) -> None:
    """Refuse to hand a restricted family vouchers of its team's stock: what is gone would tell of it."""
    if restricted:
        raise Refusal(None, OF_ITS_OWN)


def require_not_of_a_stock(restricted: bool) -> None:
    """Refuse a file that ties vouchers of a stock to a restricted family; raises Refusal on `vouchers`."""
    if restricted:
        raise Refusal(
            "vouchers",
            "No voucher of a team's stock goes to this family. Leave the cell empty: the purchase is recorded without "
            "numbers, and the next count of the stock finds what is not there.",
        )


def require_seen_by_nobody(restricted: bool) -> None:
    """Refuse to put a restricted family's vouchers back into the stock: what appears there would tell of it."""
    if restricted:
        raise Refusal(None, STAYS_WITH_IT)


def require_in_hand(vouchers: Collection[InStock], day: date) -> None:
    """Refuse to hand vouchers over on a day before they were bought or came back; raises Refusal on `bought_on`."""
    last = max(vouchers, key=lambda each: each.since)
    if day < last.since:
        raise Refusal(
            "bought_on",
            f"{last.serial} came into the stock on {long_date(last.since)}, after that day. Check the day, or choose "
            "others.",
        )


def require_worth(vouchers: Collection[InStock], pence: int) -> None:
    """Refuse an amount that is not what the vouchers handed over for it come to; raises Refusal on `amount`."""
    value = worth(vouchers)
    if value != pence:
        raise Refusal(
            "amount", f"These vouchers are worth {pounds(value)}, not {pounds(pence)}. Put one of the two right."
        )


def named(stock: Mapping[str, InStock], serials: Collection[str], day: date) -> list[InStock]:
    """The vouchers of these numbers, which a file says were handed over on a day; `stock` holds what is in hand by number.

    Raises Refusal on `vouchers` for one that is in no stock, and what `require_in_hand` raises.
    """
    nowhere = next((each for each in serials if each not in stock), None)
    if nowhere is not None:
        raise Refusal(
            "vouchers",
            f"{nowhere} is in no stock, or was handed over already. Record its batch on Vouchers and cards first, or leave "
            "the cell empty for one that never was in a stock here.",
        )
    there = [stock[each] for each in serials]
    require_in_hand(there, day)
    return there


def require_alone(bought: bool, pence: int) -> None:
    """Refuse to hand over vouchers of more than the worker may decide alone: `bought` says whether it came about."""
    if not bought:
        raise Refusal(
            "vouchers",
            f"Vouchers of {pounds(pence)} need a decision first. Log the purchase as paid with a voucher and hand nothing "
            "over yet. Once it is approved, issue the vouchers from its page.",
        )


def returned(issued: Sequence[InStock], ids: Collection[uuid.UUID]) -> list[InStock]:
    """Those of the vouchers issued for a purchase that came back; raises Refusal on `vouchers`."""
    if not ids:
        raise Refusal("vouchers", "Tick each voucher that came back.")
    back = [each for each in issued if each.id in ids]
    if len(back) < len(set(ids)):
        raise Refusal("vouchers", "One of these has come back already. Look at the list again.")
    return back


def standing(stock: Collection[InStock]) -> dict[str, object]:
    """What a list to count by says, by which a count knows that it was made from the list as it stands."""
    return {str(each.id): each.missing for each in stock}


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count found: the vouchers that should be there and were, are missing, or are there again."""

    there: Sequence[InStock]
    missing: Sequence[InStock]
    again: Sequence[InStock]

    @property
    def differs(self) -> bool:
        """Is anything not as the record says?"""
        return bool(self.missing or self.again)

    @property
    def expected(self) -> Sequence[InStock]:
        """What the record says is in hand."""
        return (*self.there, *self.missing)

    @property
    def counted(self) -> Sequence[InStock]:
        """What was there."""
        return (*self.there, *self.again)


def count(stock: Sequence[InStock], ticked: Collection[uuid.UUID], finding: str) -> Counted:
    """A stock as it was counted: what was `ticked` was there. Raises Refusal on `finding` where it differs unexplained.

    >>> card = InStock(uuid.UUID(int=1), "A100", 25_00, date(2026, 3, 1))
    >>> count([card], [], "Not in the safe, reported to the manager").missing == [card]
    True
    """
    in_hand = [each for each in stock if not each.missing]
    result = Counted(
        [each for each in in_hand if each.id in ticked],
        [each for each in in_hand if each.id not in ticked],
        [each for each in stock if each.missing and each.id in ticked],
    )
    if result.differs and not finding:
        serials = ", ".join(each.serial for each in (*result.missing, *result.again)[:5])
        raise Refusal(
            "finding", f"This is not what the record says ({serials}). Write what you found and what is done."
        )
    return result
