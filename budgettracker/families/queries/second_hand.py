"""Somebody else's to do: what a page says in place of a form that would be refused whoever looks at it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from budgettracker.access import Role
from budgettracker.families.models import Family
from budgettracker.families.queries.readers import named_only
from budgettracker.people.queries.deciders import people_who_decide, why_nobody


@dataclass(frozen=True, slots=True)
class Another:
    """Why the one who looks may not do it, who may, by name and level, and what to do where nobody may."""

    why: str
    people: tuple[str, ...] = ()
    nobody: str = ""


def another(
    why: str | None, family: Family, roles: tuple[Role, ...], apart: Collection[uuid.UUID | None], on: date
) -> Another | None:
    """What a page says to whoever may not decide for a family, `why` being the words of the rule; None when they may.

    Those who may hold one of these roles in the family's team on the day and are not `apart`.
    """
    if why is None:
        return None
    people = named_only(family, people_who_decide(family.team_id, roles, apart, on))
    words = tuple(decider.words for decider in people)
    return Another(why, words, "" if words else why_nobody(family.authority_id, roles, on))
