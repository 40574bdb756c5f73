"""Log time on the full form: families, three kinds of minutes, the day, and more detail when wanted."""

import contextlib
import uuid
from collections.abc import Iterator
from typing import TypeVar

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.families.queries import family_for, reference_only
from budgettracker.people.models import Person
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.rules import LongDay
from budgettracker.worktime.views.blueprint import Page, bp

Form = TypeVar("Form", bound=forms.WorkForm)


@bp.route("/time/new", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def log_time() -> Page:
    """Log time: one form; `?family=<id>` ticks the family one came from."""
    family = family_in_address(g.person)
    first = [family] if family else []
    form = work_form_for(g.person, forms.shown_first(family, today()), first, of=forms.JointForm)
    offer_colleagues(form)
    if form.validate_on_submit():
        with refusals_to(form):
            entry = log_with_colleagues(form, work_in(form, g.person))
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    return answered(form, "worktime/log_time.html")


def offer_colleagues(form: forms.JointForm) -> None:
    """Give the form the people who can be named."""
    form.offer_colleagues(queries.colleagues_to_name(g.person, today()))


def log_with_colleagues(form: forms.JointForm, work: actions.Work) -> WorkEntry:
    """Log one's own time and offer it to the colleagues who were there."""
    colleagues = _colleagues(form)
    with asking_long_days(form):
        entry = actions.log_time(g.person, g.person, work, on=today(), at=now(), day_confirmed=form.day_confirmed)
    for colleague in colleagues:
        actions.offer_time(g.person, entry, colleague, on=today(), at=now())
    return entry


def _colleagues(form: forms.JointForm) -> list[Person]:
    colleagues = [queries.colleague_named(g.person, person_id, today()) for person_id in form.named()]
    typed = (form.colleague_email.data or "").strip()
    if typed:
        other = queries.colleague_with(g.person, typed, today())
        if other is None:
            words = f"Nobody else who logs time in {g.person.authority_name} has this address. Check it."
            raise Refusal("colleague_email", words)
        colleagues.append(other)
    return list(dict.fromkeys(colleagues))


def family_in_address(person: Person) -> Family | None:
    """The family that `?family=<id>` names, if it is theirs; raises NotTheirs."""
    text = request.args.get("family")
    if not text:
        return None
    try:
        return family_for(person, uuid.UUID(text), today())
    except ValueError:
        raise NotTheirs from None


def work_form_for(
    person: Person, shown: forms.ShownWork, first: list[Family], *, of: type[Form], kept: WorkEntry | None = None
) -> Form:
    """The form with this person's families, those of `first` on top, and the authority's lists."""
    families = list(dict.fromkeys([*first, *queries.families_to_tick(person, today())]))
    seen = queries.seen_families(person, [family.id for family in first], today())
    others = {family.id for family in first} - set(seen)
    offered = [forms.offered(family, named=family.id not in others) for family in families]
    form = forms.work_form(offered, shown, of)
    activities = queries.activities(person.authority_id, today()) if person.authority_id else []
    if kept is not None and kept.activity not in activities:
        activities.append(kept.activity)
    interventions = queries.interventions(person.authority_id) if person.authority_id else []
    form.offer(offered, activities, interventions)
    form.worked_on.latest = today()
    form.worked_on.too_late = "The day must be today or earlier: time is logged once it was worked."
    return form


def work_in(
    form: forms.WorkForm, person: Person, *, session_reference: str | None = None, places: int | None = None
) -> actions.Work:
    """What was filled in, as work; the reference and places are those of a group session."""
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
        session_reference=session_reference,
        places=places,
        note=form.note.data or "",
    )


def _joint_family(form: forms.WorkForm, person: Person) -> uuid.UUID | None:
    if forms.JOINT not in form.ticked():
        return None
    typed = form.joint.data or ""
    try:
        family = reference_only(person, typed)
    except NotTheirs:
        words = f"There is no family with the reference {typed} in {person.authority_name}. Check it."
        raise Refusal("joint", words) from None
    if str(family.id) in (form.families.data or []):
        raise Refusal("joint", f"{family.reference} is ticked above already. Leave this box empty.")
    return family.id


@contextlib.contextmanager
def asking_long_days(form: forms.LongDayForm) -> Iterator[None]:
    """Offer the box that confirms a day of more than 14 hours, where the deed asks for it."""
    try:
        yield
    except LongDay as long_day:
        form.ask_long_day(long_day.minutes)
        raise
