"""What the audit calls a field, what the pages call it, and how its values read there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from budgettracker.access import Role
from budgettracker.families.kinds import Arm, NeedCode
from budgettracker.imports.tables.counts import in_words
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.spend.kinds import Review, Route, SpendKind, SpendState
from budgettracker.studies.forms import MODES, PROFILES
from budgettracker.wording import minutes_in_words
from budgettracker.worktime.forms.withdrawal import REASONS
from budgettracker.worktime.forms.work import GROUPS
from budgettracker.worktime.kinds import ActivityClass, ForWhom
from budgettracker.worktime.rules import miles_plain

Names = Mapping[str, str]
Show = Callable[[Any, Names], str]


def _money(value: Any, _: Names) -> str:
    return pounds(int(value))


def _day(value: Any, _: Names) -> str:
    return long_date(date.fromisoformat(str(value)))


def _month(value: Any, _: Names) -> str:
    return f"{date.fromisoformat(f'{str(value)[:7]}-01'):%B %Y}"


def _minutes(value: Any, _: Names) -> str:
    return minutes_in_words(int(value))


def _miles(value: Any, _: Names) -> str:
    return f"{miles_plain(int(value))} miles"


def _text(value: Any, _: Names) -> str:
    return str(value)


def _yes(value: Any, _: Names) -> str:
    return "yes" if value else "no"


def _named(value: Any, names: Names) -> str:
    return names.get(str(value), "not shown to you")


def _several(value: Any, names: Names) -> str:
    return ", ".join(_named(each, names) for each in value)


def _roles(value: Any, _: Names) -> str:
    return ", ".join(Role(each).words for each in value)


def _families(value: Any, names: Names) -> str:
    weights = {weight for _, weight in value}
    called = [("other families" if each == "other" else _named(each, names), weight) for each, weight in value]
    if weights == {1}:
        return ", ".join(name for name, _ in called)
    return ", ".join(f"{name} ({minutes_in_words(weight)})" for name, weight in called)


def _corrected(value: Any, _: Names) -> str:
    called = {"email": "email address", "name": "name", "weekly_minutes": "contracted week", "active_to": "last day"}
    return ", ".join(called.get(each, "another detail") for each in value)


def _bands(value: Any, _: Names) -> str:
    ladder = sorted(value, key=lambda each: list(Role).index(Role(each[0])))
    return "; ".join(_band(*each) for each in ladder) or "nobody decides"


def _band(role: str, single: int | None, running: int | None, window: int | None) -> str:
    said = [f"one purchase up to {pounds(single)}"] if single is not None else []
    said += [f"up to {pounds(running)} in {window} days"] if running is not None else []
    return f"{Role(role).words}: {', '.join(said) or 'any amount'}"


def _in_tenths(value: Any, _: Names) -> str:
    return f"{int(value) // 10}.{int(value) % 10}%"


def _basis_points(value: Any, _: Names) -> str:
    return f"{int(value) // 100}.{int(value) % 100:02d}%"


def _counts(value: Any, _: Names) -> str:
    return in_words(value) or "nothing"


def _words_of(kind: Iterable[Any]) -> dict[str, str]:
    return {member: member.words for member in kind}


def _one_of(words: Mapping[Any, str]) -> Show:
    known = {str(code): said for code, said in words.items()}
    return lambda value, _: known.get(str(value), str(value).replace("_", " "))


FIELDS: dict[str, tuple[str, Show]] = {
    "reference": ("Reference", _text),
    **dict.fromkeys(("team", "team_id"), ("Team", _named)),
    **dict.fromkeys(("lead_worker", "lead_worker_id"), ("Lead worker", _named)),
    **dict.fromkeys(("scheme", "scheme_id"), ("Scheme", _named)),
    "opened_on": ("Work started", _day),
    "closed_on": ("Last day of work", _day),
    "end_reason": ("Why it ended", _text),
    "arm": ("Allocated", _one_of(_words_of(Arm))),
    "allocated_on": ("Allocated on", _day),
    "index_child": ("Brought into the scheme for child", _text),
    "name": ("Name", _text),
    "legal_basis": ("Legal basis", _text),
    "cohort_reason": ("Why the family was brought into the scheme", _text),
    "birth_month": ("Month of birth", _month),
    "need_code": ("Primary need", _one_of({code: f"{code}, {code.words}" for code in NeedCode})),
    "status_at_start": ("Status at the start", _text),
    "in_scope": ("The work is for this child too", _yes),
    "limit_pence": ("Limit", _money),
    "state": ("State", _one_of(_words_of(SpendState))),
    "kind": (
        "Kind",
        _one_of({SpendKind.DEVOLVED: "from the devolved budget", SpendKind.OTHER_HELP: "other help", **GROUPS}),
    ),
    "planned_pence": ("Asked for", _money),
    "approved_pence": ("Approved", _money),
    "paid_pence": ("Paid", _money),
    "over_pence": ("Over the limit", _money),
    "amount_pence": ("Amount", _money),
    "absorbed_pence": ("Now within the limit", _money),
    "came": (
        "Why it needed a decision",
        _one_of(_words_of(Route)),
    ),
    "review": ("Afterwards", _one_of(_words_of(Review))),
    **dict.fromkeys(("hold_expires_on", "held_until"), ("Held until", _day)),
    "needed_by": ("Needed by", _day),
    "bought_on": ("Bought on", _day),
    "refunded_on": ("Route back on", _day),
    "imported": ("Brought in from the council's files", _yes),
    "recorded_by": ("Recorded by", _named),
    "decided_by": ("Decided by", _named),
    "person": ("Whose time", _named),
    "worked_on": ("Day", _day),
    **dict.fromkeys(("activity", "activity_id"), ("Activity", _named)),
    **dict.fromkeys(("intervention", "intervention_id"), ("Part of", _named)),
    "for_whom": (
        "For",
        _one_of(
            {ForWhom.FAMILIES: "families", ForWhom.OTHER: "other families", ForWhom.NOBODY: "nobody in particular"}
        ),
    ),
    "families": ("Families", _families),
    "contact_minutes": ("Contact", _minutes),
    "preparation_minutes": ("Preparation", _minutes),
    "travel_minutes": ("Travel", _minutes),
    "miles_hundredths": ("Driven", _miles),
    "expenses_pence": ("Other expenses", _money),
    "session_reference": ("Group session", _text),
    "places": ("Places", _text),
    "note_changed": ("Note changed", _yes),
    "reason": ("Why", _one_of(REASONS)),
    "month": ("Month", _month),
    "class": (
        "Counted as",
        _one_of(
            {
                ActivityClass.RUNNING: "running the service",
                ActivityClass.SET_UP: "setting it up",
                ActivityClass.EVALUATION: "evaluating it",
            }
        ),
    ),
    "nation": ("Nation", lambda value, _: str(value).capitalize()),
    "active_from": ("First day", _day),
    "active_to": ("Last day", _day),
    "roles": ("Roles", _roles),
    "teams": ("Teams", _several),
    "post": ("Post", _named),
    "weekly_minutes": ("Contracted week", _minutes),
    "corrected": ("Changed", _corrected),
    "from": ("From", _day),
    "purpose": ("What for", _one_of({"invitation": "an invitation", "reset": "a new password"})),
    "cap_pence": ("Cap for one family", _money),
    "cap_period": ("The cap covers", _one_of(_words_of(CapPeriod))),
    "starts_on": ("From", _day),
    "ends_on": ("Until", _day),
    "regular_needs": ("Regular payments are decided by", lambda value, _: f"a {Role(value).words}"),
    "bands": ("Who may decide", _bands),
    "salary_pence": ("Salary for a year", _money),
    "oncosts_pence": ("On-costs for a year", _money),
    "minutes_per_year": ("Paid and worked in a year", _minutes),
    "ratio_thousandths": ("Share of time with clients", _in_tenths),
    "rate_basis_points": ("Rate", _basis_points),
    "profile": ("Who the rows go to", _one_of(PROFILES)),
    "authority": ("Authority", _named),
    "mode": ("How time is logged", _one_of(MODES)),
    "number": ("Number", _text),
    "rows": ("Brought in", _counts),
    "refused": ("Rows left out", _text),
}
"""What the audit calls a field, what the pages call it, and how its values read."""

NOT_SHOWN = {
    *("refund", "receipt", "question", "sha256", "link", "cost", "study", "run", "digest", "name_folded"),
    *("withdrawn", "closed", "entries", "all_entries_pence", "evaluators", "seed", "months", "on"),
}
"""Ids and digests that tell a reader nothing, and a study's figures, which its profile may hide."""
