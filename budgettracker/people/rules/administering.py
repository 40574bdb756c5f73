"""What an administrator may and may not do to people."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from budgettracker.access import Role, kept_apart
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.periods import long_date

LINK_LASTS = timedelta(days=7)
LONGEST_WEEK_MINUTES = 60 * 60
"""Nobody's contract is for more than sixty hours a week."""


def require_someone_else(by_id: UUID | None, person_id: UUID, deed: str) -> None:
    """Nobody does this to themselves. `deed` finishes the sentence: "change your own roles"."""
    if by_id == person_id:
        raise Refusal(None, f"You cannot {deed}. Ask another administrator to do it.")


def require_suspended(suspended: bool) -> None:
    """Nobody is let in again who was not kept out."""
    if not suspended:
        raise Refusal(None, "This person is not suspended any more.")


def lasts_longer(before: date | None, after: date | None) -> bool:
    """Does somebody with this last day work here longer than with the one before? None: until further notice.

    >>> lasts_longer(date(2026, 6, 1), None), lasts_longer(None, date(2026, 6, 1)), lasts_longer(None, None)
    (True, False, False)
    """
    return before is not None and (after is None or after > before)


def require_another_administrator(others: Collection[UUID]) -> None:
    """The last administrator of an authority stays one. `others` are those who would be left."""
    if not others:
        raise Refusal(
            None,
            "This is the authority's last administrator who can sign in, so the role has to stay. "
            "Make someone else an administrator first.",
        )


def require_same_authority(authority_id: UUID | None, others: Iterable[UUID]) -> None:
    """Raises NotTheirs unless `others`, whose teams and posts these are, are all the person's own authority."""
    if any(other != authority_id for other in others):
        raise NotTheirs


def require_roles(roles: Collection[Role], *, of_installation: bool, held: Collection[Role] = ()) -> None:
    """Somebody holds at least one role, and none beside one it is kept apart from.

    Evaluators belong to the installation, everybody else to an authority. An account from before roles were kept apart
    keeps what it has (`held`), and gets nothing more until one of the two is taken away.
    """
    if not roles:
        raise Refusal("roles", "Choose at least one role. To keep someone out, suspend them.")
    if of_installation and set(roles) != {Role.EVALUATOR}:
        raise Refusal("roles", "People without an authority can be evaluators only.")
    if not of_installation and Role.EVALUATOR in roles:
        raise Refusal("roles", "Evaluators belong to no authority. Whoever runs the tracker adds them with a command.")
    if set(roles) <= set(held):
        return
    if standing := kept_apart(held):
        raise Refusal(
            "roles",
            f"This account holds {_both(standing)} from before the two were kept apart, so it gets no further role. "
            "Take one of them away first.",
        )
    if together := kept_apart(roles):
        raise Refusal(
            "roles",
            f"One account cannot be {_both(together)}: nobody checks their own work. Give one of the two to another person.",
        )


def _both(roles: tuple[Role, Role]) -> str:
    return f"{roles[0].words} and {roles[1].words}"


def require_day(day: date, today: date, *, earliest: date, field: str = "starts_on") -> None:
    """A change holds from today or later, within a year, and not before the person's first day."""
    if day < today:
        raise Refusal(field, "The change can start today or later: what held before stays as it was.")
    if day < earliest:
        raise Refusal(field, "The change cannot start before the person's first day.")
    if day > today + timedelta(days=366):
        raise Refusal(field, "The change must start within a year.")


def require_hours_day(day: date, today: date, earliest: date, at_first: int | None) -> None:
    """Other hours hold from a day after the person's first, which their own details tell (`at_first`), within a year."""
    if day < earliest:
        raise Refusal("starts_on", f"The person's first day is {long_date(earliest)}. Enter that day or a later one.")
    if day == earliest and at_first is not None:
        raise Refusal(
            "starts_on", "This is the person's first day. Put the hours of that day right under “Change details”."
        )
    if day > today + timedelta(days=366):
        raise Refusal("starts_on", "The change must start within a year.")


def require_given_week(minutes: int | None) -> int:
    """A contract's week, in minutes, where one has to be given."""
    require_week(minutes)
    if minutes is None:
        raise Refusal("weekly_hours", "Enter the contracted hours a week.")
    return minutes


def require_week(minutes: int | None) -> None:
    """A contract's week, in minutes."""
    if minutes is not None and not 0 < minutes <= LONGEST_WEEK_MINUTES:
        raise Refusal("weekly_hours", "Contracted hours a week must be more than 0 and at most 60.")
