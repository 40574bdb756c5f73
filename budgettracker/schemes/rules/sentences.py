"""A scheme's rules as sentences, for everybody whom it binds; on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker.access import Role
from budgettracker.margins import Margin
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.rules import LADDER, Bounds, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRules:
    """What a scheme sets, as the sentences tell it. Pence; `later` are the bands planned from a day on."""

    cap_pence: int | None
    cap_period: str
    starts_on: date
    ends_on: date | None
    regular_needs: str
    hold_days: int
    receipts_required: bool
    bands: Mapping[Role, Bounds]
    later: Sequence[tuple[date, Mapping[Role, Bounds]]]
    margin: Margin


def sentences(rules: SchemeRules) -> list[tuple[str, list[str]]]:
    """The rules under the headings somebody looks for: how much, who decides, what a purchase needs."""
    return [
        ("How much", [*_cap(rules), *_dates(rules)]),
        ("Who decides", [*deciders(rules.bands), *_later(rules), *ALWAYS]),
        ("What a purchase needs", _habits(rules)),
    ]


ALWAYS = (
    "A running total counts everything for the family, whoever recorded it, in every window of days that holds the purchase.",
    "Nobody decides about what they recorded or asked for themselves.",
    "What cannot wait is bought first and recorded as already paid; whoever may decide the amount decides afterwards.",
)
"""What holds in every scheme."""


def _cap(rules: SchemeRules) -> list[str]:
    if rules.cap_pence is None:
        words = "No cap is stated. Each family has its own limit, and nothing is spent above it."
    else:
        covers = "in each financial year" if rules.cap_period == CapPeriod.FINANCIAL_YEAR else "in all"
        words = (
            f"A family may have up to {pounds(rules.cap_pence)} {covers}. "
            "Its own limit can be lower; above the cap only a senior manager sets one, with a written reason."
        )
    return [
        words,
        "A limit is proposed by one person and approved by a manager who is neither that person nor the lead worker.",
    ]


def _dates(rules: SchemeRules) -> list[str]:
    end = f" to {long_date(rules.ends_on)}" if rules.ends_on else ", without a last day yet"
    return [f"The scheme runs from {long_date(rules.starts_on)}{end}."]


def deciders(bands: Mapping[Role, Bounds]) -> list[str]:
    """What each role decides, in a sentence each, the lowest role first; a role without a band decides nothing.

    >>> deciders({Role.PRACTITIONER: Bounds(Role.PRACTITIONER, 500_00, None, None)})[0]
    'Whoever records a purchase decides it alone: up to £500.00 for one purchase.'
    """
    lines = []
    for role in LADDER:
        who = "Whoever records a purchase" if role is Role.PRACTITIONER else f"A {role.words}"
        alone = " it alone" if role is Role.PRACTITIONER else ""
        lines.append(f"{who} decides{alone}: {in_words(bands[role]) if role in bands else 'no purchase'}.")
    return lines


def _later(rules: SchemeRules) -> list[str]:
    return [f"From {long_date(day)}: {' '.join(deciders(bands))}" for day, bands in rules.later]


def _habits(rules: SchemeRules) -> list[str]:
    receipts = (
        "Every purchase needs its receipt (vouchers the slip that the family signs), or a manager's reason why none can be had."
        if rules.receipts_required
        else "Receipts are not asked for."
    )
    days = "1 day" if rules.hold_days == 1 else f"{rules.hold_days} days"
    return [
        receipts,
        f"A price above what was approved needs no other decision within the margin: {rules.margin.words}.",
        f"Regular payments are always decided by a {Role(rules.regular_needs).words}, and have an end.",
        f"The money for a request is held until {days} after it is needed; then whoever asked keeps or withdraws it.",
    ]
