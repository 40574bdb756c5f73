"""Log time on a phone: who for, what, how long, when. The full form is one link away."""

import uuid
from typing import Any

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.web import now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.rules import LongDay, time_plain
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.entries import asked_family


@bp.route("/time/quick", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def quick_entry() -> Page:
    """One entry in four answers; `?family=<id>` chooses the family, `?same=<id>` repeats an entry of one's own."""
    family, same = asked_family(g.person), _asked_entry()
    on = today()
    activities = queries.activities(g.person.authority_id, on) if g.person.authority_id else []
    first = family or (same.shares[0].family if same and same.shares else None)
    form = forms.QuickForm(data=forms.same_again(same) if same else forms.quick_data(str(family.id) if family else ""))
    form.offer(_offered(first), activities, on)
    if form.validate_on_submit():
        with refusals_to(form):
            entry = _log(form, form.work(activities, on))
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    again = [] if same or form.is_submitted() else queries.latest_plain(g.person, family.id if family else None)
    page = render_template(
        "worktime/quick.html", form=form, family=family, again=[(each, _again(each)) for each in again]
    )
    return page, 422 if form.errors else 200


def _asked_entry() -> WorkEntry | None:
    asked = request.args.get("same")
    if not asked:
        return None
    try:
        found = queries.entry_for(g.person, uuid.UUID(asked))
    except ValueError:
        raise NotTheirs from None
    if not queries.is_plain(found):
        raise NotTheirs
    return found


def _offered(first: Family | None) -> list[forms.Offered]:
    families = list(dict.fromkeys([*([first] if first else []), *queries.families_to_tick(g.person, today())]))
    return [forms.offered(each, named=each is not first or _sees(each)) for each in families]


def _sees(family: Family) -> bool:
    return family.id in queries.seen_families(g.person, [family.id], today())


def _again(entry: WorkEntry) -> str:
    """An entry in a few words: what, for whom, how long."""
    family = entry.shares[0].family if entry.shares else None
    whom = "nobody in particular" if not entry.shares else "other families"
    if family is not None:
        whom = forms.offered(family, named=_sees(family)).text
    travel = f" and {time_plain(entry.travel_minutes)} travel" if entry.travel_minutes else ""
    return f"{entry.activity.name}, {whom}, {time_plain(entry.minutes - entry.travel_minutes)}{travel}"


def _log(form: forms.QuickForm, work: actions.Work) -> Any:
    """Log it; a refusal about a field of the full form stands beside the one that asks for it here."""
    try:
        return actions.log_time(g.person, g.person, work, on=today(), at=now(), day_confirmed=form.day_confirmed)
    except LongDay as asked:
        form.ask_long_day(asked.minutes)
        raise
    except Refusal as refusal:
        raise Refusal(forms.FIELDS.get(refusal.field or "", refusal.field), refusal.message) from None
