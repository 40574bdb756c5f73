"""Take time over from a calendar file: it is read once, what is ticked is logged, and nothing else is kept."""

from collections.abc import Sequence
from datetime import date

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import Refusal
from budgettracker.marked_views import own_transactions
from budgettracker.periods import Period
from budgettracker.periods import week as week_around
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.models import Activity
from budgettracker.worktime.rules import LARGEST_CALENDAR, CalendarDays, LongDay, days_in_words, read_calendar
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address


@bp.route("/time/week/<day>/calendar", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
@own_transactions
def calendar_file(day: str) -> Page:
    """Choose a calendar file, and see what it has in this week, to tick. Nothing is written here."""
    within = week_around(day_in_address(day))
    if request.method == "GET" and forms.sent_fields():
        # What was ticked when the session had ended.
        return _ticked(forms.calendar_form(*_offered()), within)
    form = forms.CalendarFileForm()
    days = None
    if form.validate_on_submit():
        days = _read(form, day_in_address(day))
    if days is None:
        return answered(form, "worktime/calendar_file.html", monday=within.start, days_in_words=days_in_words(within))
    families, activities = _offered()
    ticks = forms.calendar_form(families, activities, days.events)
    return render_template(
        "worktime/log_calendar.html",
        form=ticks,
        rows=ticks.rows(days.events),
        days=days,
        monday=within.start,
        days_in_words=days_in_words(within),
        logged=_minutes_logged(within.start),
    )


@bp.route("/time/week/<day>/calendar/log", methods=["POST"])
@requires(Permission.LOG_TIME)
def log_calendar(day: str) -> Page:
    """Log the events that were ticked, all or none."""
    within = week_around(day_in_address(day))
    families, activities = _offered()
    form = forms.calendar_form(families, activities)
    is_right = form.validate_on_submit()
    if form.is_submitted() and _log(form, activities, is_right=is_right):
        return redirect(url_for("worktime.week", day=within.start, banner="saved"), 303)
    return _ticked(form, within)


def _ticked(form: forms.CalendarForm, within: Period) -> tuple[str, int]:
    """The page with what was ticked alone: nothing else of the file is known any more."""
    return answered(
        form,
        "worktime/log_calendar.html",
        rows=form.rows(),
        days=None,
        monday=within.start,
        days_in_words=days_in_words(within),
        logged={},
    )


def _read(form: forms.CalendarFileForm, on: date) -> CalendarDays | None:
    """What the file has in the week; None where it is refused, with the words on its field."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.file.errors = ["Choose the calendar file."]
        return None
    try:
        return read_calendar(sent.stream.read(LARGEST_CALENDAR + 1), week_around(on))
    except Refusal as refusal:
        form.file.errors = [refusal.message]
        return None


def _offered() -> tuple[list[forms.Offered], Sequence[Activity]]:
    families = [forms.offered(family, named=True) for family in queries.families_to_tick(g.person, today())]
    return families, queries.activities(g.person.authority_id, today()) if g.person.authority_id else []


def _minutes_logged(monday: date) -> dict[date, int]:
    """What each day of the week has already, so that nothing is logged twice unseen."""
    return {day.on: day.minutes for day in queries.week_of(g.person, monday, today()).days}


def _log(form: forms.CalendarForm, activities: Sequence[Activity], *, is_right: bool) -> bool:
    """Log what was ticked; False where any of it is refused, and then none is. Everything that is missing is said."""
    works = [(number, form.work_of(number, activities)) for number in form.numbers]
    if not works:
        form.form_errors.append("Tick what you worked. Nothing was ticked, so nothing is logged.")
    if not works or not is_right or any(work is None for _, work in works):
        return False
    with refusals_to(form):
        for number, work in works:
            if work is not None:
                _log_one(form, number, work)
    return not form.errors


def _log_one(form: forms.CalendarForm, number: int, work: actions.Work) -> None:
    try:
        actions.log_time(g.person, g.person, work, on=today(), at=now())
    except LongDay as long_day:
        words = (
            f"{long_day.message.partition('.')[0]}. Log the longest part on its own page, which asks about long days."
        )
        raise Refusal(f"m{number}", words) from None
    except Refusal as refusal:
        field = "w" if refusal.field in ("for_whom", "families") else "a" if refusal.field == "activity" else "m"
        raise Refusal(f"{field}{number}", refusal.message) from None
