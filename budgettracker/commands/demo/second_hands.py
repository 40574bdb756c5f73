"""What takes a second person: examples that wait for somebody, and one link that was confirmed and made."""

from datetime import datetime

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import moment, or_friday
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.confirmations.actions import confirm
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.invite import ask_for_link, invite
from budgettracker.periods import day_of


def leave_waiting(authority: DemoAuthority, now: datetime) -> None:
    """What the administrator has asked for lately: a place in a team, another role, two links of which one is made."""
    administrator, manager = authority.first(Role.ADMINISTRATOR), authority.first(Role.MANAGER)
    first, second = authority.workers[:2]
    at = min(moment(or_friday(day_of(now)), 8), now)
    on = day_of(at)
    asked = ask_for_link(administrator, second, on=on, at=at)
    confirm(manager, asked, on=on, at=at)
    invite(administrator, second, confirmation=asked, at=at)
    ask_for_link(administrator, first, on=on, at=at)
    ask_for_link(administrator, authority.first(Role.FINANCE), on=on, at=at)
    change_access(administrator, first, roles=[Role.PRACTITIONER, Role.BUSINESS_SUPPORT], starts_on=on, on=on, at=at)
    if len(authority.teams) > 1:
        teams = list(authority.teams.values())
        change_access(administrator, second, teams=teams, starts_on=on, on=on, at=at)
