"""What an hour of an agency worker costs: the charge, with the VAT in it where the council does not get that back."""

from dataclasses import dataclass

from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.spend.kinds import VatStatus

MINUTES_OF_AN_HOUR = 60
"""An agency's post has no year: its cost and its minutes are those of one hour, so c = A / H holds as for any post."""

HIGHEST_PENCE = 1_000_00
"""A charge of an hour above this is a day's or a week's."""


@dataclass(frozen=True, slots=True)
class AgencyCharge:
    """What an agency charges for one hour, in pence, its fee and the VAT included, and whether that VAT comes back."""

    hour_pence: int
    vat_pence: int
    vat: VatStatus

    @property
    def counted_pence(self) -> int:
        """The hour as a cost of the council, in pence: VAT counts unless the council gets it back.

        >>> AgencyCharge(41_40, 6_90, VatStatus.RECOVERABLE).counted_pence
        3450
        >>> AgencyCharge(41_40, 6_90, VatStatus.UNKNOWN).counted_pence
        4140
        """
        return self.hour_pence - (self.vat_pence if self.vat is VatStatus.RECOVERABLE else 0)


def require_charge(charge: AgencyCharge) -> None:
    """A charge is of one hour, and the VAT is part of it; raises Refusal on `hour` or `vat`.

    Of a gross amount at most a sixth is VAT (20 in 120); a penny more may be rounding.
    """
    if not 0 < charge.hour_pence <= HIGHEST_PENCE:
        raise Refusal("hour", f"Give the charge for one hour: more than £0.00, at most {pounds(HIGHEST_PENCE)}.")
    if charge.vat_pence < 0:
        raise Refusal("vat", "Write the VAT without a minus sign.")
    if 6 * charge.vat_pence > charge.hour_pence + 6:
        raise Refusal(
            "vat", f"The VAT in {pounds(charge.hour_pence)} is at most a sixth of it. Give the charge with VAT."
        )
