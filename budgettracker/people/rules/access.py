"""What somebody gets beyond what they have, and by which row of the table of second hands, on plain values."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from budgettracker.access import Role
from budgettracker.second_hands import Outcome


@dataclass(frozen=True, slots=True)
class Access:
    """The roles of an account and its teams."""

    roles: frozenset[Role]
    team_ids: frozenset[uuid.UUID]

    def beyond(self, other: "Access") -> "Access":
        """What this has that the other has not."""
        return Access(self.roles - other.roles, self.team_ids - other.team_ids)

    @property
    def nothing(self) -> bool:
        """Is there no role and no team?"""
        return not (self.roles or self.team_ids)


def outcome_of(before: Access, after: Access) -> tuple[Outcome, frozenset[uuid.UUID]]:
    """The row for getting more than one had, and the teams whose manager confirms it (none: no team's manager does).

    A practitioner, and nothing else, who is put into teams: the managers of the teams that are new, or of all theirs
    where the role alone is new. Everything else is another role.
    """
    if after.roles == {Role.PRACTITIONER} and after.team_ids:
        return Outcome.IN_TEAM, after.beyond(before).team_ids or after.team_ids
    return Outcome.OTHER_ROLE, frozenset()


def still_asked(before: Access, after: Access, now: Access) -> bool:
    """May what was asked for still be given, though the account is not as it was?

    What is to change must be what it was; of the rest something may have been taken away meanwhile, nothing given.
    """
    roles = now.roles == before.roles if after.roles != before.roles else now.roles <= before.roles
    teams = now.team_ids == before.team_ids if after.team_ids != before.team_ids else now.team_ids <= before.team_ids
    return roles and teams


def link_outcome(roles: Collection[Role], team_ids: frozenset[uuid.UUID]) -> tuple[Outcome, frozenset[uuid.UUID]]:
    """The row for a link, by every role the account has, will have or is waiting for; and the teams that confirm it."""
    if set(roles) == {Role.PRACTITIONER} and team_ids:
        return Outcome.TEAM_LINK, team_ids
    return Outcome.OTHER_LINK, frozenset()
