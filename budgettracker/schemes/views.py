"""An administrator's pages of the authority's schemes."""

import uuid
from datetime import date

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.schemes import actions, queries, rules
from budgettracker.schemes.forms import ChangeBandsForm, SchemeForm, standing
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.models import Scheme
from budgettracker.web import answered, now, refusals_to, today

bp = Blueprint("schemes", __name__)
Answer = Response | str | tuple[str, int]
DONE = {"added": "The scheme is added.", "bands": "The new bands are saved."}


@bp.route("/schemes")
@requires(Permission.MANAGE_SCHEMES)
def index() -> Answer:
    """The authority's schemes."""
    return render_template("schemes/index.html", schemes=queries.schemes_of(g.person.authority_id))


@bp.route("/schemes/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def new() -> Answer:
    """Add a scheme."""
    form = SchemeForm(data={"starts_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            scheme = actions.add_scheme(
                g.person,
                g.person.authority,
                form.name.data or "",
                cap_pence=form.cap.data,
                cap_period=CapPeriod(form.cap_period.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                bands=form.bounds(),
                categories=(form.categories.data or "").splitlines(),
                regular_needs=form.regular_needs.data,
                hold_days=form.hold_days.data or 0,
                receipts_required=form.receipts_required.data,
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("schemes.scheme", scheme_id=scheme.id, said="added"), 303)
    return answered(form, "schemes/new.html")


@bp.route("/schemes/<uuid:scheme_id>")
@requires(Permission.MANAGE_SCHEMES)
def scheme(scheme_id: uuid.UUID) -> Answer:
    """One scheme: cap, dates, bands in words, categories."""
    scheme = queries.scheme_for(g.person, scheme_id)
    on = max(today(), scheme.starts_on)
    return render_template(
        "schemes/scheme.html",
        scheme=scheme,
        said=DONE.get(request.args.get("said", "")),
        covers=CapPeriod(scheme.cap_period).words,
        bands=in_words(scheme, on),
        planned=planned(scheme, on),
    )


@bp.route("/schemes/<uuid:scheme_id>/bands", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def bands(scheme_id: uuid.UUID) -> Answer:
    """Change who may decide how much, from a day on."""
    scheme = queries.scheme_for(g.person, scheme_id)
    form = ChangeBandsForm(data=standing(queries.bounds_on(scheme.id, max(today(), scheme.starts_on))))
    form.offer(today())
    if form.validate_on_submit():
        with refusals_to(form):
            actions.change_bands(g.person, scheme, form.bounds(), form.starts_on.data, on=today(), at=now())
        if not form.errors:
            return redirect(url_for("schemes.scheme", scheme_id=scheme.id, said="bands"), 303)
    return answered(form, "schemes/bands.html", scheme=scheme)


def in_words(scheme: Scheme, on: date) -> list[tuple[str, str]]:
    """What each role may decide on a day, lowest role first."""
    bounds = queries.bounds_on(scheme.id, on)
    return [(role.words, rules.in_words(bounds[role]) if role in bounds else "no purchase") for role in rules.LADDER]


def planned(scheme: Scheme, on: date) -> list[tuple[date, list[tuple[str, str]]]]:
    """Each later day on which the bands change, with what holds from it."""
    days = sorted({band.starts_on for band in scheme.bands if band.starts_on > on})
    return [(day, in_words(scheme, day)) for day in days]
