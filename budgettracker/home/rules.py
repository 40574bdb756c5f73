"""The words in which people are told what the clock found, on plain values."""

from budgettracker.home.kinds import ClockKind

_ONE_AND_MANY = {
    ClockKind.DECISIONS_WAIT: ("decision has", "decisions have"),
    ClockKind.CONFIRMATIONS_WAIT: ("thing has", "things have"),
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
        ClockKind.IMPORTS_WAIT: f"{counted} for you to release.",
        ClockKind.IMPORTS_TOO_OLD: f"{counted} of yours waited 14 days for a second person and ended. Nothing was written.",
        ClockKind.HOLDS_RAN_OUT: f"{counted} of yours ran out: keep or withdraw what was asked for.",
    }[kind]
