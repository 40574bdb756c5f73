"""The pages of people: signing in, one's own account, and what an administrator works with."""

from budgettracker.people.views import (
    account,
    accounts,
    add_person,
    change_post,
    change_roles,
    change_teams,
    correct_person,
    health,
    home,
    invite,
    notices,
    people,
    set_password,
    sign_in,
    sign_out,
    suspend,
    teams,
)
from budgettracker.people.views.blueprint import bp

__all__ = [
    "account",
    "accounts",
    "add_person",
    "bp",
    "change_post",
    "change_roles",
    "change_teams",
    "correct_person",
    "health",
    "home",
    "invite",
    "notices",
    "people",
    "set_password",
    "sign_in",
    "sign_out",
    "suspend",
    "teams",
]
