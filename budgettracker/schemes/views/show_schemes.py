"""Show the authority's schemes, and one of them in words."""

import uuid
from datetime import date

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.margins import Margin
from budgettracker.schemes import queries, rules
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.views.blueprint import Answer, bp
from budgettracker.web import today

BANNERS = {
    "added": "The scheme is added.",
    "bands": "The new bands are saved.",
    "margin": "The new margin is saved.",
    "cap": "The new cap holds.",
    "voice": "What families are given and asked is saved.",
}


@bp.route("/schemes")
@requires(Permission.MANAGE_SCHEMES)
def index() -> Answer:
    """The authority's schemes."""
    return render_template("schemes/index.html", schemes=queries.schemes_of(g.person.authority_id))


@bp.route("/schemes/<uuid:scheme_id>")
@requires(Permission.MANAGE_SCHEMES)
def scheme(scheme_id: uuid.UUID) -> Answer:
    """One scheme: cap, dates, bands in words, categories."""
    scheme = queries.scheme_for(g.person, scheme_id)
    on = max(today(), scheme.starts_on)
    return render_template(
        "schemes/scheme.html",
        scheme=scheme,
        banner=banner_of(BANNERS),
        covers=CapPeriod(scheme.cap_period).words,
        bands=rules.all_in_words(queries.bounds_on(scheme.id, on)),
        planned=_planned(scheme, on),
        margin=queries.margin_on(scheme.id, on).words,
        margins=[
            (row.starts_on, Margin(row.percent, row.most_pence).words)
            for row in queries.margins_of(scheme.id)
            if row.starts_on > on
        ],
    )


def _planned(scheme: Scheme, on: date) -> list[tuple[date, list[tuple[str, str]]]]:
    """Each later day on which the bands change, with what holds from it."""
    days = sorted({band.starts_on for band in scheme.bands if band.starts_on > on})
    return [(day, rules.all_in_words(queries.bounds_on(scheme.id, day))) for day in days]
