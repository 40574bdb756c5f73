"""Log time on a phone: who for, what, how long, when. The full form is one link away."""

import uuid
from typing import Any

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.kinds import ForWhom
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.rules import LongDay, time_plain
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.log_time import asking_long_days, family_in_address


@bp.route("/time/quick", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def quick_entry() -> Page:
    """One entry in four answers; `?family=<id>` chooses the family, `?same=<id>` repeats an entry of one's own."""
    family, same = family_in_address(g.person), _entry_to_repeat()
    on = today()
    activities = queries.activities(g.person.authority_id, on) if g.person.authority_id else []
    first = family or (same.shares[0].family if same and same.shares else None)
    shown = forms.same_again(same) if same else forms.ShownQuick(str(family.id) if family else "")
    form = forms.QuickForm(obj=shown)
    form.offer(_offered(first), activities, on)
    if form.validate_on_submit():
        with refusals_to(form):
            entry = _log(form, form.work(activities, on))
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    again = [] if same or form.is_submitted() else queries.latest_plain(g.person, family.id if family else None)
    again_in_words = [(entry, _in_words(entry)) for entry in again]
    return answered(form, "worktime/quick_entry.html", family=family, again=again_in_words)


def _entry_to_repeat() -> WorkEntry | None:
    """One's own entry that `?same=<id>` names; raises NotTheirs, also for one that the short form cannot repeat."""
    text = request.args.get("same")
    if not text:
        return None
    try:
        entry = queries.entry_for(g.person, uuid.UUID(text))
    except ValueError:
        raise NotTheirs from None
    if not queries.is_plain(entry):
        raise NotTheirs
    return entry


def _offered(first: Family | None) -> list[forms.Offered]:
    families = list(dict.fromkeys([*([first] if first else []), *queries.families_to_tick(g.person, today())]))
    return [forms.offered(family, named=family is not first or _sees(family)) for family in families]


def _sees(family: Family) -> bool:
    return family.id in queries.seen_families(g.person, [family.id], today())


def _in_words(entry: WorkEntry) -> str:
    """An entry in a few words: what, for whom, how long."""
    family = entry.shares[0].family if entry.shares else None
    whom = (ForWhom.OTHER if entry.shares else ForWhom.NOBODY).words
    if family is not None:
        whom = forms.offered(family, named=_sees(family)).text
    travel = f" and {time_plain(entry.travel_minutes)} travel" if entry.travel_minutes else ""
    return f"{entry.activity.name}, {whom}, {time_plain(entry.minutes - entry.travel_minutes)}{travel}"


def _log(form: forms.QuickForm, work: actions.Work) -> Any:
    """Log it; a refusal about a field of the full form stands beside the one that asks for it here."""
    try:
        with asking_long_days(form):
            return actions.log_time(g.person, g.person, work, on=today(), at=now(), day_confirmed=form.day_confirmed)
    except LongDay:
        raise
    except Refusal as refusal:
        raise Refusal(forms.FIELDS.get(refusal.field or "", refusal.field), refusal.message) from None
