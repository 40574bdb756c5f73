"""Look back over one's own entries by day."""

import uuid
from datetime import timedelta

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.periods import Period
from budgettracker.periods import week as week_around
from budgettracker.web import now, today
from budgettracker.worktime import forms, queries
from budgettracker.worktime.kinds import ForWhom
from budgettracker.worktime.rules import days_in_words, time_plain
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address

LOOKING_BACK = timedelta(weeks=4)
TOLD_FOR = timedelta(days=30)
"""How long an answer about a closed month is shown."""
BANNERS = {
    "asked": "You have asked for the month to be opened again.",
    "declined": "You said no, so nothing is logged for you.",
}


@bp.route("/time/recent")
@requires(Permission.LOG_TIME)
def recent() -> Page:
    """One's own entries by day: of the last four weeks, or of the week that `?week=` names by its Monday."""
    within = _week_in_address() or Period(today() - LOOKING_BACK, today() + timedelta(days=1))
    days = queries.recent_days(g.person, within)
    return render_template(
        "worktime/recent.html",
        days=days,
        within=within,
        days_in_words=days_in_words(within),
        names=_names(days),
        short=time_plain,
        offers=queries.offers_waiting(g.person),
        corrected=queries.corrections_to_read(g.person),
        asked=queries.months_asked_by(g.person, now() - TOLD_FOR),
        banner=banner_of(BANNERS),
        before=week_around(within.start - timedelta(days=1)).start,
    )


def _week_in_address() -> Period | None:
    text = request.args.get("week")
    return week_around(day_in_address(text)) if text else None


def _names(days: list[queries.Day]) -> dict[uuid.UUID, str]:
    """How each entry's families are called on the list, by the entry's id."""
    entries = [entry for day in days for entry in day.entries]
    families = {share.family for entry in entries for share in entry.shares if share.family is not None}
    seen = queries.seen_families(g.person, [family.id for family in families], today())
    texts: dict[uuid.UUID | None, str] = {None: ForWhom.OTHER.words.capitalize()}
    texts |= {family.id: forms.offered(family, named=family.id in seen).text for family in families}
    nobody = ForWhom.NOBODY.words.capitalize()
    return {entry.id: ", ".join(texts[share.family_id] for share in entry.shares) or nobody for entry in entries}
