"""A line of the audit in words: what was done, and from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from budgettracker.audit.kinds import Deed
from budgettracker.history.views.fields import FIELDS, NOT_SHOWN, Names
from budgettracker.spend.rules import history_line

DEEDS: dict[str, str] = {
    Deed.AUTHORITY_ADDED: "added the authority",
    Deed.PERSON_ADDED: "added this person",
    Deed.PERSON_CORRECTED: "changed the details",
    Deed.PERSON_INVITED: "made a link to set a password",
    Deed.PERSON_SUSPENDED: "suspended this person",
    Deed.PERSON_RESTORED: "restored this person",
    Deed.PERSON_ROLES_CHANGED: "changed the roles",
    Deed.PERSON_TEAMS_CHANGED: "changed the teams",
    Deed.PERSON_POST_CHANGED: "changed the post",
    Deed.PASSWORD_CHANGED: "set a new password",
    Deed.SESSION_STARTED: "signed in",
    Deed.SESSION_ENDED: "signed out",
    Deed.TEAM_ADDED: "added the team",
    Deed.TEAM_RENAMED: "renamed the team",
    Deed.SCHEME_ADDED: "added the scheme",
    Deed.SCHEME_BANDS_CHANGED: "changed who may decide",
    Deed.FAMILY_ADDED: "added the family",
    Deed.FAMILY_CORRECTED: "corrected the family",
    Deed.FAMILY_CLOSED: "closed the family",
    Deed.FAMILY_REOPENED: "reopened the family",
    Deed.FAMILY_VIEWED: "looked at the family",
    Deed.CHILD_ADDED: "added the child",
    Deed.CHILD_CORRECTED: "corrected the child",
    Deed.LIMIT_PROPOSED: "asked for the limit",
    Deed.LIMIT_APPROVED: "approved the limit",
    Deed.LIMIT_DECLINED: "declined the limit",
    Deed.LIMIT_WITHDRAWN: "took the request for a limit back",
    Deed.LIMIT_SET: "set the limit",
    Deed.QUESTION_ASKED: "asked a question",
    Deed.QUESTION_ANSWERED: "answered the question",
    Deed.HOLD_KEPT: "kept the money held for longer",
    Deed.RECEIPT_VIEWED: "opened the receipt",
    Deed.ACTIVITY_ADDED: "added the activity",
    Deed.INTERVENTION_ADDED: "added what is costed",
    Deed.WORK_LOGGED: "logged the time",
    Deed.WORK_CORRECTED: "corrected the entry",
    Deed.WORK_WITHDRAWN: "withdrew the entry",
    Deed.MONTH_CLOSED: "closed the month",
    Deed.MONTH_REOPENED: "reopened the month",
    Deed.POST_ADDED: "added the post",
    Deed.POST_COST_ADDED: "added a cost of the post",
    Deed.PENSION_RATE_ADDED: "added a pension rate",
    Deed.RUN_MADE: "made the costing run",
    Deed.STUDY_ADDED: "added the study",
    Deed.STUDY_JOINED: "agreed for the authority",
    Deed.WORKBOOK_ASKED: "asked for the workbook",
    Deed.WORKBOOK_BUILT: "built the workbook",
    Deed.WORKBOOK_DOWNLOADED: "downloaded the workbook",
    Deed.LEDGER_EXPORTED: "downloaded the ledger",
    Deed.BOOKS_CHECKED: "checked the books",
    Deed.FOLDER_IMPORTED: "imported files",
    Deed.DEMO_MADE: "made the demonstration",
}
"""What was done, after the name of who did it. Purchases have their own words, with the amounts in them."""


def deed_in_words(deed: str, changes: Mapping[str, Any]) -> str:
    """`approved £800.00`, `closed the family`: what follows the name of who did it."""
    return DEEDS.get(deed) or history_line(deed, changes)


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that changed: its name, and what it was (empty: nothing) and is."""

    name: str
    before: str
    after: str


WHOLE = {"roles", "teams", "corrected", "rows"}
"""Fields whose value is a list of its own, not what it was and is."""
HELD = {
    Deed.PERSON_ROLES_CHANGED: "roles",
    Deed.PERSON_TEAMS_CHANGED: "teams",
    Deed.PERSON_POST_CHANGED: "post",
}


def changes_in_words(deed: str, changes: Mapping[str, Any], names: Names) -> list[Changed]:
    """Each thing that changed, from what to what, in words; what the sentence says already is left out."""
    found = []
    for key, value in changes.items():
        name, before, after = _pair(deed, key, value)
        if name in NOT_SHOWN or (deed in _SAID and name.endswith("_pence")):
            continue
        if deed == Deed.WORKBOOK_BUILT and name == "rows":
            continue
        if after == "corrected":
            found.append(Changed(FIELDS[name][0] if name in FIELDS else "A detail", "", "put right"))
        elif name in FIELDS and not (_nothing(before) and _nothing(after)):
            said, show = FIELDS[name]
            was = "" if _nothing(before) or before is False else show(before, names)
            found.append(Changed(said, was, "nothing" if _nothing(after) else show(after, names)))
    return found


_SAID = {
    *(Deed.SPEND_LOGGED, Deed.SPEND_REQUESTED, Deed.SPEND_APPROVED, Deed.SPEND_BOUGHT, Deed.SPEND_REFUNDED),
    Deed.SPEND_REVERSED,
}
"""Deeds on purchases whose sentence has the amounts in it."""


def _pair(deed: str, key: str, value: Any) -> tuple[str, Any, Any]:
    if key == "held":
        return HELD.get(deed, key), value[0], value[1]  # type: ignore[call-overload]
    if key in WHOLE and not (isinstance(value, list) and len(value) == 2 and isinstance(value[1], list)):
        return key, None, value
    if isinstance(value, list) and len(value) == 2:
        return key, value[0], value[1]
    return key, None, value


def _nothing(value: Any) -> bool:
    return value is None or value == "" or value == [] or (value == 0 and not isinstance(value, bool))
