"""The pages of work time: log it, see what was recorded, correct it, withdraw it, look back over four weeks."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.families.queries import family_for, reference_only
from budgettracker.people.models import Person
from budgettracker.periods import Period
from budgettracker.periods import week as week_around
from budgettracker.web import now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.kinds import WithdrawnBecause
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.rules import LongDay, days_in_words, miles_plain, time_plain
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address

LOOKING_BACK = timedelta(weeks=4)


@bp.route("/time/new", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def log_time() -> Page:
    """Log time: one form; `?family=<id>` ticks the family one came from."""
    family = asked_family(g.person)
    form = _form(g.person, forms.first_data(family, today()), first=[family] if family else [])
    if form.validate_on_submit():
        with refusals_to(form):
            work = _work(form, g.person)
            entry = _asking_long_days(form, lambda: _log(form, work))
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    return render_template("worktime/log_time.html", form=form), 422 if form.errors else 200


@bp.route("/time/recent")
@requires(Permission.LOG_TIME)
def recent() -> Page:
    """One's own entries by day: of the last four weeks, or of the week that `?week=` names by its Monday."""
    within = _asked_week() or Period(today() - LOOKING_BACK, today() + timedelta(days=1))
    days = queries.recent_days(g.person, within)
    return render_template(
        "worktime/recent.html",
        days=days,
        within=within,
        days_in_words=days_in_words(within),
        names=_names(days),
        short=time_plain,
        before=week_around(within.start - timedelta(days=1)).start,
    )


@bp.route("/time/<uuid:entry_id>")
@requires(Permission.LOG_TIME)
def entry(entry_id: uuid.UUID) -> Page:
    """What an entry says, in words, and how it is shared."""
    found = queries.entry_for(g.person, entry_id)
    shared = queries.shared_minutes(found)
    return render_template(
        "worktime/entry.html",
        entry=found,
        because=_because(found),
        shared=[(_family_text(part.family), part.minutes) for part in shared],
        by_minutes=forms.shares_by_minutes(found),
        miles=miles_plain(found.miles_hundredths),
        day_minutes=queries.day_minutes(g.person.id, found.worked_on),
        back_to=found.shares[0].family_id if len(found.shares) == 1 and _sees(found.shares[0].family) else None,
    )


@bp.route("/time/<uuid:entry_id>/correct", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def correct_entry(entry_id: uuid.UUID) -> Page:
    """The same form, filled with what the entry says."""
    found = queries.entry_for(g.person, entry_id)
    if found.withdrawn_at is not None:
        return redirect(url_for("worktime.entry", entry_id=found.id), 303)
    families = [share.family for share in found.shares if share.family is not None]
    form = _form(g.person, forms.data_of(found), first=families, kept=found)
    if form.validate_on_submit():
        with refusals_to(form):
            work = _work(form, g.person, kept=found)
            _asking_long_days(form, lambda: _correct(form, found, work))
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=found.id), 303)
    return render_template("worktime/correct.html", form=form, entry=found), 422 if form.errors else 200


@bp.route("/time/<uuid:entry_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def withdraw_entry(entry_id: uuid.UUID) -> Page:
    """Take an entry back, and say why."""
    found = queries.entry_for(g.person, entry_id)
    if found.withdrawn_at is not None and request.method == "GET":
        return redirect(url_for("worktime.entry", entry_id=found.id), 303)
    form = forms.WithdrawForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.withdraw_entry(g.person, found, reason=WithdrawnBecause(form.reason.data), at=now())
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=found.id), 303)
    return render_template("worktime/withdraw.html", form=form, entry=found), 422 if form.errors else 200


def _asked_week() -> Period | None:
    asked = request.args.get("week")
    return week_around(day_in_address(asked)) if asked else None


def asked_family(person: Person) -> Family | None:
    """The family that `?family=<id>` names, if it is theirs; raises NotTheirs."""
    asked = request.args.get("family")
    if not asked:
        return None
    try:
        return family_for(person, uuid.UUID(asked), today())
    except ValueError:
        raise NotTheirs from None


def _form(person: Person, data: dict[str, Any], first: list[Family], kept: WorkEntry | None = None) -> forms.WorkForm:
    """The form with this person's families, those of `first` on top, and the authority's lists."""
    families = list(dict.fromkeys([*first, *queries.families_to_tick(person, today())]))
    seen = queries.seen_families(person, [family.id for family in first], today())
    others = {family.id for family in first} - set(seen)
    offered = [forms.offered(family, named=family.id not in others) for family in families]
    form = forms.work_form(offered, data)
    activities = queries.activities(person.authority_id, today()) if person.authority_id else []
    if kept is not None and kept.activity not in activities:
        activities.append(kept.activity)
    interventions = queries.interventions(person.authority_id) if person.authority_id else []
    form.offer(offered, activities, interventions)
    form.worked_on.latest = today()
    form.worked_on.too_late = "The day must be today or earlier: time is logged once it was worked."
    return form


def _work(form: forms.WorkForm, person: Person, kept: WorkEntry | None = None) -> actions.Work:
    """What was filled in, as work; a group session's reference and places stay as they were."""
    return actions.Work(
        worked_on=form.worked_on.data,
        activity_id=uuid.UUID(form.activity.data),
        parts=form.parts(_joint_family(form, person)),
        contact_minutes=form.contact.data or 0,
        preparation_minutes=form.preparation.data or 0,
        travel_minutes=form.travel.data or 0,
        miles_hundredths=form.miles.data or 0,
        expenses_pence=form.expenses.data or 0,
        by_minutes=form.by_minutes,
        intervention_id=uuid.UUID(form.intervention.data) if form.intervention.data else None,
        session_reference=kept.session_reference if kept else None,
        places=kept.places if kept else None,
        note=form.note.data or "",
    )


def _joint_family(form: forms.WorkForm, person: Person) -> uuid.UUID | None:
    if forms.JOINT not in form.ticked():
        return None
    typed = form.joint.data or ""
    try:
        found = reference_only(person, typed)
    except NotTheirs:
        words = f"There is no family with the reference {typed} in {person.authority_name}. Check it."
        raise Refusal("joint", words) from None
    if str(found.id) in (form.families.data or []):
        raise Refusal("joint", f"{found.reference} is ticked above already. Leave this box empty.")
    return found.id


def _asking_long_days(form: forms.WorkForm, deed: Callable[[], WorkEntry]) -> WorkEntry:
    try:
        return deed()
    except LongDay as asked:
        form.ask_long_day(asked.minutes)
        raise


def _log(form: forms.WorkForm, work: actions.Work) -> WorkEntry:
    return actions.log_time(g.person, g.person, work, on=today(), at=now(), day_confirmed=form.day_confirmed)


def _correct(form: forms.WorkForm, entry: WorkEntry, work: actions.Work) -> WorkEntry:
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    return actions.correct_entry(
        g.person, entry, work, version=version, on=today(), at=now(), day_confirmed=form.day_confirmed
    )


def _because(entry: WorkEntry) -> str:
    """Why an entry was taken back, in words; empty where it was not, or nobody said."""
    reason = queries.withdrawn_because(entry) if entry.withdrawn_at else None
    return forms.REASONS[reason] if reason else ""


def _sees(family: Family | None) -> bool:
    return family is not None and bool(queries.seen_families(g.person, [family.id], today()))


def _family_text(family: Family | None) -> str:
    if family is None:
        return "Other families"
    seen = queries.seen_families(g.person, [family.id], today())
    return forms.offered(family, named=family.id in seen).text


def _names(days: list[queries.Day]) -> dict[uuid.UUID, str]:
    """How each entry's families are called on the list, by the entry's id."""
    entries = [entry for day in days for entry in day.entries]
    families = {share.family for entry in entries for share in entry.shares if share.family is not None}
    seen = queries.seen_families(g.person, [family.id for family in families], today())
    texts = {family.id: forms.offered(family, named=family.id in seen).text for family in families}
    return {
        entry.id: ", ".join(texts[share.family_id] if share.family_id else "Other families" for share in entry.shares)
        or "Nobody in particular"
        for entry in entries
    }
