"""Second hands: which outcome one person may bring about alone, and who else it takes.

Judged by the outcome and not by the row: however it comes about (a form, several at once, a command, the making of an
account), the same outcome takes the same people. Rules read the roles, pages the words, `docs/second-hands.md` and the
tests the whole table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from budgettracker.access import DECIDERS, Role


class Outcome(StrEnum):
    """What has come about when the deed is done: the rows of the table."""

    IN_TEAM = "in_team"
    TEAM_LINK = "team_link"
    OTHER_ROLE = "other_role"
    OTHER_LINK = "other_link"


@dataclass(frozen=True, slots=True)
class SecondHands:
    """One row of the table: the outcome in words, what one person may do alone (empty: never), and who else it takes.

    `firsts` are roles in which somebody may bring it about alone, `seconds` the roles of the second hand from the lowest
    level up, `fallback` those who are it where nobody has one of the `seconds`. `nobody` says what to do when there is
    nobody at all. `alone_before_live`: one person does both in an authority where only administrators have signed in yet.
    """

    outcome: Outcome
    what: str
    alone: str
    second: str
    firsts: tuple[Role, ...] = ()
    seconds: tuple[Role, ...] = DECIDERS
    fallback: tuple[Role, ...] = ()
    nobody: str = ""
    alone_before_live: bool = False


_BEFORE = (
    "Before the authority is live, that is before somebody with a role other than administrator has signed in, one "
    "administrator does both; the first senior manager finds it listed."
)
_LINK_BY_COMMAND = "Ask whoever runs the tracker to make the link: budgettracker invite."
_ROLE_BY_COMMAND = "Ask whoever runs the tracker to give the roles: budgettracker change-roles."

TABLE: tuple[SecondHands, ...] = (
    SecondHands(
        Outcome.IN_TEAM,
        "A practitioner is added to a team",
        _BEFORE,
        "A manager of the team, who did not ask for it; a senior manager where the team has none.",
        nobody=f"No manager of the team can confirm this. {_ROLE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.TEAM_LINK,
        "A practitioner of a team gets a link to set a password: an invitation, or a reset",
        _BEFORE,
        "A manager of the team, who did not ask for it; a senior manager where the team has none.",
        nobody=f"No manager of the team can confirm this. {_LINK_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.OTHER_ROLE,
        "Somebody gets any other role, or a place in a team with it",
        _BEFORE,
        "A second administrator; a senior manager where there is no second one.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        nobody=f"There is no second administrator and no senior manager who can confirm this. {_ROLE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.OTHER_LINK,
        "Anybody else gets a link to set a password",
        _BEFORE,
        "A second administrator; a senior manager where there is no second one. Where that senior manager is missing, or "
        "is the person concerned, a manager who did not ask for it.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        fallback=(Role.MANAGER,),
        nobody=f"There is nobody in the authority who can confirm this. {_LINK_BY_COMMAND}",
        alone_before_live=True,
    ),
)
"""The table of second hands."""

ROWS: Mapping[Outcome, SecondHands] = {row.outcome: row for row in TABLE}

OUTCOME, AS_ROLE = "outcome", "as_role"
"""Under these names an audit line says which row of the table a deed fell under, and by which role it was done."""


def judged(outcome: Outcome, role: Role | None) -> dict[str, object]:
    """What a deed writes into its audit line: its row of the table, and the role it was done by."""
    return {OUTCOME: outcome, AS_ROLE: role}
