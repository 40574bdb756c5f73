"""Reading about people: who is signed in, who may sign in, who decides, the lists an administrator works with."""

from budgettracker.people.queries.access import lasting_access, link_row_of, usable_link_hand
from budgettracker.people.queries.accounts import accounts_to_split
from budgettracker.people.queries.deciders import deciders_of, names_of, people_who_decide, with_roles
from budgettracker.people.queries.notices import anything_alone, has_unread, told_before_live, unread_of
from budgettracker.people.queries.people import (
    authority_locked,
    kept_form,
    open_link,
    other_administrators,
    people_of,
    people_to_try,
    people_to_try_by_authority,
    person_for,
    person_locked,
    person_standing,
    person_to_sign_in,
    person_with,
    posts_of,
    seconds_to_wait,
    session_of,
    team_for,
    team_sizes,
    teams_of,
)
from budgettracker.people.queries.second_hands import colleagues_of, is_live

__all__ = [
    "accounts_to_split",
    "anything_alone",
    "authority_locked",
    "colleagues_of",
    "deciders_of",
    "has_unread",
    "is_live",
    "kept_form",
    "lasting_access",
    "link_row_of",
    "names_of",
    "open_link",
    "other_administrators",
    "people_of",
    "people_to_try",
    "people_to_try_by_authority",
    "people_who_decide",
    "person_for",
    "person_locked",
    "person_standing",
    "person_to_sign_in",
    "person_with",
    "posts_of",
    "seconds_to_wait",
    "session_of",
    "team_for",
    "team_sizes",
    "teams_of",
    "told_before_live",
    "unread_of",
    "usable_link_hand",
    "with_roles",
]
