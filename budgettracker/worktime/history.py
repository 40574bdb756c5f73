"""What the histories of a worker's entries and of a team's closed months tell."""

import re
import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import Select, select

from budgettracker.access import DECIDERS, Permission
from budgettracker.audit.kinds import Deed
from budgettracker.errors import NotTheirs
from budgettracker.histories import (
    FeatureHistory,
    Field,
    Kind,
    Names,
    Record,
    Titles,
    Words,
    day,
    minutes,
    money,
    month,
    named,
    one_of,
    text,
    yes,
)
from budgettracker.people.queries import team_for
from budgettracker.people.queries.cover import AS_COVER_FOR
from budgettracker.periods import long_date
from budgettracker.wording import minutes_in_words
from budgettracker.worktime.kinds import LOGGED_KINDS, ActivityClass, ForWhom, WithdrawnBecause
from budgettracker.worktime.models import Activity, Intervention, MonthClosing, MonthRequest
from budgettracker.worktime.queries import entry_for
from budgettracker.worktime.rules import miles_plain

ENTRY, MONTHS = "entry", "months"
SESSION_HERE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{32}")
"""The reference of a session that was logged here: its day, and what tells it from others."""
OTHER_FAMILIES = "other"
"""Stands in an audit line for families without names."""


def _entry(entry_id: uuid.UUID, on: date) -> Record:
    entry = entry_for(g.person, entry_id)
    page = url_for("worktime.entry", entry_id=entry.id)
    return Record(entry.activity.name, f"Your time on {long_date(entry.worked_on)}", page)


def _months(team_id: uuid.UUID, on: date) -> Record:
    team = team_for(g.person, team_id)
    decides = team.id in g.person.team_ids_on(on) and bool(g.person.roles_on(on) & set(DECIDERS))
    if not decides and Permission.SEE_AUDIT not in g.permissions:
        raise NotTheirs
    return Record("Months closed", team.name, url_for("worktime.months" if decides else "people.home"))


def _closings_of(team_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    return select(MonthClosing.id).where(MonthClosing.team_id == team_id)


def _requests_of(team_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    return select(MonthRequest.id).where(MonthRequest.team_id == team_id)


def _activities_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    return select(Activity.id, Activity.name).where(Activity.id.in_(ids), Activity.authority_id == authority_id)


def _interventions_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    interventions = select(Intervention.id, Intervention.name)
    return interventions.where(Intervention.id.in_(ids), Intervention.authority_id == authority_id)


def _miles(value: Any, _: Names) -> str:
    return f"{miles_plain(int(value))} miles"


def _session(value: Any, _: Names) -> str:
    """A session by its day, or as the file it came in called it."""
    reference = str(value)
    return reference[:10] if SESSION_HERE.fullmatch(reference) else reference


def _families(value: Any, names: Names) -> str:
    """The families of an entry, with their minutes where it is not shared equally."""
    families = [(ForWhom.OTHER.words if key == OTHER_FAMILIES else named(key, names), weight) for key, weight in value]
    if {weight for _, weight in families} == {1}:
        return ", ".join(name for name, _ in families)
    return ", ".join(f"{name} ({minutes_in_words(weight)})" for name, weight in families)


HISTORY = FeatureHistory(
    kinds=(
        Kind(ENTRY, frozenset({Permission.LOG_TIME}), _entry),
        Kind(MONTHS, frozenset({Permission.SEE_FAMILIES}), _months),
    ),
    subjects=((MONTHS, _closings_of), (MONTHS, _requests_of)),
    words=(
        Words(
            {
                Deed.WORK_LOGGED: "logged the time",
                Deed.WORK_CORRECTED: "corrected the entry",
                Deed.WORK_WITHDRAWN: "withdrew the entry",
                Deed.WORK_CORRECTION_READ: "read the correction",
            },
            {
                "person": Field("Whose time", named),
                "worked_on": Field("Day", day),
                **dict.fromkeys(("activity", "activity_id"), Field("Activity", named)),
                **dict.fromkeys(("intervention", "intervention_id"), Field("Part of", named)),
                "for_whom": Field("For", one_of({whom: whom.words for whom in ForWhom})),
                "families": Field("Families", _families),
                "contact_minutes": Field("Contact", minutes),
                "preparation_minutes": Field("Preparation", minutes),
                "travel_minutes": Field("Travel", minutes),
                "miles_hundredths": Field("Driven", _miles),
                "vehicle": Field("Vehicle", text),
                "passengers": Field("Passengers", text),
                "expenses_pence": Field("Other expenses", money),
                "session_reference": Field("Group session", _session),
                "places": Field("Places", text),
                "note_changed": Field("Note changed", yes),
                "disagrees": Field("Disagrees", yes),
                "reason": Field("Why", one_of({reason: reason.words for reason in WithdrawnBecause})),
            },
            hidden=frozenset({"withdrawn", "by_minutes"}),
        ),
        Words(
            {
                Deed.WORK_OFFERED: "named a colleague on the entry",
                Deed.WORK_OFFER_CONFIRMED: "confirmed their own time",
                Deed.WORK_OFFER_DECLINED: "said no",
            },
            {"person": Field("Colleague", named)},
            hidden=frozenset({"entry", "state", "confirmed_entry"}),
        ),
        Words(
            {Deed.ABSENCE_RECORDED: "recorded time away", Deed.ABSENCE_WITHDRAWN: "took back time away"},
            {
                "person": Field("Who", named),
                "absent_on": Field("Day", day),
                "minutes": Field("Time", minutes),
                "in_hours": Field("The hours of a year leave it out", yes),
                "reason": Field("Why", one_of({reason: reason.words for reason in WithdrawnBecause})),
            },
        ),
        Words(
            {
                Deed.MONTH_CLOSED: "closed the month",
                Deed.MONTH_REOPENED: "reopened the month",
                Deed.MONTH_ASKED_FOR: "asked for the month to be opened again",
                Deed.MONTH_LEFT_CLOSED: "left the month closed",
            },
            {"team": Field("Team", named), "month": Field("Month", month), AS_COVER_FOR: Field("As cover for", named)},
            hidden=frozenset({"closed", "answered"}),
        ),
        Words(
            {Deed.ACTIVITY_ADDED: "added the activity", Deed.INTERVENTION_ADDED: "added what is costed"},
            {
                "kind": Field("Kind", one_of({kind: kind.words for kind in LOGGED_KINDS})),
                "class": Field(
                    "Counted as",
                    one_of({activity_class: activity_class.words for activity_class in ActivityClass}),
                ),
            },
        ),
    ),
    names=(_activities_called, _interventions_called),
    titles=(
        Titles(
            lambda ids: select(MonthClosing.id, MonthClosing.month_starts_on).where(MonthClosing.id.in_(ids)),
            lambda starts_on: f"{starts_on:%B %Y}",
        ),
        Titles(
            lambda ids: select(MonthRequest.id, MonthRequest.month_starts_on).where(MonthRequest.id.in_(ids)),
            lambda starts_on: f"{starts_on:%B %Y}",
        ),
    ),
)
