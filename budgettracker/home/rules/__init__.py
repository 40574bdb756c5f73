"""What the clock found, in words, and what will be left of a scheme's budgets at the pace of now; on plain values."""

from dataclasses import dataclass
from datetime import date

from budgettracker.home.kinds import ClockKind

_ONE_AND_MANY = {
    ClockKind.DECISIONS_WAIT: ("decision has", "decisions have"),
    ClockKind.CONFIRMATIONS_WAIT: ("thing has", "things have"),
    ClockKind.NOBODY_CAN: ("thing has", "things have"),
    ClockKind.EVALUATORS_WAIT: ("evaluator has", "evaluators have"),
    ClockKind.IMPORTS_WAIT: ("import waits", "imports wait"),
    ClockKind.IMPORTS_TOO_OLD: ("import", "imports"),
    ClockKind.HOLDS_RAN_OUT: ("hold", "holds"),
}


def words_of(kind: ClockKind, things: int, team: str = "", deciders: str = "") -> str:
    """What one notice says.

    >>> words_of(ClockKind.DECISIONS_WAIT, 1, "South team", "Mona Mills (manager)")
    '1 decision has waited longer than two working days in South team. Mona Mills (manager) can decide.'
    >>> words_of(ClockKind.HOLDS_RAN_OUT, 2)
    '2 holds of yours ran out: keep or withdraw what was asked for.'
    """
    one, many = _ONE_AND_MANY[kind]
    counted = f"{things} {one if things == 1 else many}"
    if kind is ClockKind.DECISIONS_WAIT:
        who = (
            f"{deciders} can decide." if deciders else "Nobody in the team can decide: ask an administrator for cover."
        )
        return f"{counted} waited longer than two working days in {team}. {who}"
    return {
        ClockKind.CONFIRMATIONS_WAIT: f"{counted} waited longer than two working days for a second person, which can be you.",
        ClockKind.NOBODY_CAN: f"{counted} waited longer than two working days, and nobody can confirm. Each says what to do.",
        ClockKind.EVALUATORS_WAIT: f"{counted} waited longer than two working days for your authority to agree.",
        ClockKind.IMPORTS_WAIT: f"{counted} for you to release.",
        ClockKind.IMPORTS_TOO_OLD: f"{counted} of yours waited 14 days for a second person and ended. Nothing was written.",
        ClockKind.HOLDS_RAN_OUT: f"{counted} of yours ran out: keep or withdraw what was asked for.",
    }[kind]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A scheme's budgets of some teams: where they stand, and where they end at the pace of now. Pence.

    Without a last day of the scheme there is no end to look forward to, and `unused_pence` is None.
    """

    scheme: str
    ends_on: date | None
    limit_pence: int
    committed_pence: int
    spent_pence: int
    week_pence: int
    unused_pence: int | None


def forecast(
    scheme: str, ends_on: date | None, limit: int, committed: int, spent: int, bought: int, days: int, on: date
) -> Forecast:
    """What will be unused when the scheme ends, if what is held is bought and buying goes on at the pace of so many days.

    `bought` is what was bought in those days, today counted. All in pence; never below nothing, since the limits hold.

    >>> forecast("A", date(2027, 3, 31), 10_000_00, 500_00, 2_000_00, 1_300_00, 91, date(2027, 3, 3)).unused_pence
    710000
    """
    week_pence = bought * 7 // days
    unused = None
    if ends_on is not None:
        to_come = week_pence * max(0, (ends_on - on).days) // 7
        unused = max(0, limit - committed - spent - to_come)
    return Forecast(scheme, ends_on, limit, committed, spent, week_pence, unused)
