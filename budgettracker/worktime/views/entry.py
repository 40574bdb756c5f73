"""See what an entry says, and how it is shared."""

import uuid

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.families.models import Family
from budgettracker.periods import month
from budgettracker.web import today
from budgettracker.worktime import forms, queries
from budgettracker.worktime.kinds import ForWhom
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.rules import miles_plain
from budgettracker.worktime.views.blueprint import Page, bp


@bp.route("/time/<uuid:entry_id>")
@requires(Permission.LOG_TIME)
def entry(entry_id: uuid.UUID) -> Page:
    """What an entry says, in words, and how it is shared."""
    logged = queries.entry_for(g.person, entry_id)
    shared = queries.shared_minutes(logged)
    return render_template(
        "worktime/entry.html",
        entry=logged,
        because=_because(logged),
        shared=[(_family_text(part.family), part.minutes) for part in shared],
        by_minutes=forms.shares_by_minutes(logged),
        miles=miles_plain(logged.miles_hundredths),
        day_minutes=queries.day_minutes(g.person.id, logged.worked_on),
        closed_for=closed_for(logged),
        asked=queries.expenses_asked(logged.id) if logged.expenses_pence else None,
        colleagues=queries.offers_of(logged),
        buys_for=next((share.family_id for share in logged.shares if _sees(share.family)), None),
        back_to=logged.shares[0].family_id if len(logged.shares) == 1 and _sees(logged.shares[0].family) else None,
    )


def closed_for(entry: WorkEntry) -> list[uuid.UUID]:
    """The teams of the entry's day whose month is closed, so that it can only be asked for."""
    first = month(entry.worked_on).start
    closed = queries.closed_months(g.person.own_team_ids_on(entry.worked_on))
    return sorted(team_id for team_id, starts_on in closed if starts_on == first)


def _because(entry: WorkEntry) -> str:
    """Why an entry was taken back, in words; empty where it was not, or nobody said."""
    reason = queries.withdrawn_because(entry) if entry.withdrawn_at else None
    return reason.words if reason else ""


def _sees(family: Family | None) -> bool:
    return family is not None and bool(queries.seen_families(g.person, [family.id], today()))


def _family_text(family: Family | None) -> str:
    if family is None:
        return ForWhom.OTHER.words.capitalize()
    seen = queries.seen_families(g.person, [family.id], today())
    return forms.offered(family, named=family.id in seen).text
