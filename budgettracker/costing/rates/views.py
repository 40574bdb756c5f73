"""Pages of posts: an authority's list, a post's dated costs with their working, and what is added to them."""

import uuid

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.rates import actions
from budgettracker.costing.rates.forms import (
    DECIDING_HINTS,
    RATIO_HINTS,
    AddPostForm,
    AgencyChargeForm,
    DecidingForm,
    MileageRateForm,
    PensionRateForm,
    PostCostForm,
    as_before,
    as_paid,
    other_cost_form,
)
from budgettracker.costing.rates.queries.other_costs import interventions_of, other_cost_for, other_costs_of
from budgettracker.costing.rates.queries.post_pages import authority_of, post_for, posts_listed, workings_of
from budgettracker.costing.rates.queries.posts import deciding_sources, mileage_rates, pension_rates
from budgettracker.costing.rates.rules.mileage import rate_on
from budgettracker.costing.rates.rules.working import percent
from budgettracker.periods import financial_year_label
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, refusals_to, today

bp = Blueprint("costing", __name__)
BANNERS = {
    "added": "The post is added. It can cost something once it has a yearly cost.",
    "charge": "The charge is added. Costing runs made from now on use it.",
    "cost": "The cost is added. Costing runs made from now on use it.",
    "rate": "The pension rate is added.",
    "mileage": "The mileage rates are added. Costing runs made from now on use them.",
    "other": "The cost is stated. Costing runs made from now on show what of it falls on their days.",
    "other-back": "The cost is taken back. Runs made before keep it.",
    "deciding-waits": "A senior manager confirms it. Until then runs count deciding as before.",
    "deciding": "Costing runs made from now on count deciding this way.",
}
WORKINGS_A_PAGE = 5
Answer = Response | str | tuple[str, int]


@bp.route("/posts")
@requires(Permission.SEE_POSTS)
def posts() -> Answer:
    """The authority's posts, each with what an hour costs today, and its pension rates."""
    authority = authority_of(g.person)
    shown, total = posts_listed(authority.id, today(), page_number(), PAGE_SIZE)
    rates = [(rate, percent(rate.rate_basis_points)) for rate in reversed(pension_rates(authority.id))]
    return render_template(
        "costing/posts.html",
        page=Page(shown, page_number(), total),
        rates=rates,
        mileage=list(reversed(mileage_rates(authority.id))),
        other_costs=other_costs_of(authority.id),
        deciding=list(reversed(deciding_sources(authority.id))),
        may_add=Permission.MANAGE_POSTS in g.permissions,
        may_see_months=Permission.SEE_WORKER_MONTHS in g.permissions,
        may_state_paid=Permission.STATE_PAID in g.permissions,
        banner=banner_of(BANNERS),
    )


@bp.route("/posts/<uuid:post_id>")
@requires(Permission.SEE_POSTS)
def post(post_id: uuid.UUID) -> Answer:
    """One post: what it costs from each day on, line by line as the published method writes it."""
    shown_post = post_for(g.person, post_id)
    every, number = workings_of(shown_post), page_number()
    first = (number - 1) * WORKINGS_A_PAGE
    return render_template(
        "costing/post.html",
        post=shown_post,
        workings=every[first : first + WORKINGS_A_PAGE],
        number=number,
        pages=-(-len(every) // WORKINGS_A_PAGE),
        today=today(),
        in_force=next((each.starts_on for each in every if each.starts_on <= today()), None),
        may_add=Permission.MANAGE_POSTS in g.permissions,
        banner=banner_of(BANNERS),
    )


@bp.route("/posts/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_POSTS)
def add_post() -> Answer:
    """Add a kind of staff."""
    authority = authority_of(g.person)
    form = AddPostForm()
    if form.validate_on_submit():
        with refusals_to(form):
            made = actions.add_post(g.person, authority, form.name.data or "", at=now())
        if not form.errors:
            return redirect(url_for("costing.post", post_id=made.id, banner="added"), 303)
    return answered(form, "costing/add_post.html")


@bp.route("/posts/<uuid:post_id>/costs/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_POSTS)
def add_post_cost(post_id: uuid.UUID) -> Answer:
    """Say what a post costs a year from a day on."""
    costed_post = post_for(g.person, post_id)
    known = workings_of(costed_post)
    usual = as_before(known[0].cost if known else None)
    form = PostCostForm(data={"price_year": financial_year_label(today()), **usual})
    if form.validate_on_submit():
        with refusals_to(form):
            cost = form.cost(costed_post.name)
            actions.add_post_cost(
                g.person,
                costed_post,
                starts_on=cost.starts_on,
                price_year=cost.price_year,
                salary_pence=cost.salary_pence,
                minutes_per_year=cost.minutes_per_year,
                oncosts_pence=cost.oncosts_pence,
                qualifications_pence=cost.qualifications_pence,
                overhead_direct=cost.overhead_direct,
                overhead_indirect=cost.overhead_indirect,
                capital_pence=cost.capital_pence,
                ratio_thousandths=cost.ratio_thousandths,
                ratio_kind=cost.ratio_kind,
                source=cost.source,
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("costing.post", post_id=costed_post.id, banner="cost"), 303)
    return answered(form, "costing/add_post_cost.html", post=costed_post, hints=RATIO_HINTS)


@bp.route("/posts/<uuid:post_id>/agency-charges/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_POSTS)
def add_agency_charge(post_id: uuid.UUID) -> Answer:
    """Say what an agency charges for an hour of a post from a day on."""
    charged_post = post_for(g.person, post_id)
    form = AgencyChargeForm(data={"price_year": financial_year_label(today())})
    if form.validate_on_submit():
        with refusals_to(form):
            actions.add_agency_charge(g.person, charged_post, form.charge(), **form.stated, at=now())
        if not form.errors:
            return redirect(url_for("costing.post", post_id=charged_post.id, banner="charge"), 303)
    return answered(form, "costing/add_agency_charge.html", post=charged_post, hints=RATIO_HINTS)


@bp.route("/pension-rates/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_POSTS)
def add_pension_rate() -> Answer:
    """Say what the authority pays into pensions from a day on."""
    authority = authority_of(g.person)
    form = PensionRateForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.add_pension_rate(
                g.person,
                authority,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                rate_basis_points=form.basis_points(),
                source=form.source.data or "",
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("costing.posts", banner="rate"), 303)
    return answered(form, "costing/add_pension_rate.html")


@bp.route("/mileage-rates/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_POSTS)
def add_mileage_rate() -> Answer:
    """Say what the authority pays for a mile from a day on."""
    authority = authority_of(g.person)
    paid = rate_on(mileage_rates(authority.id), today())
    form = MileageRateForm(data=as_paid(paid) if paid else {})
    if form.validate_on_submit():
        with refusals_to(form):
            actions.add_mileage_rate(g.person, authority, form.rate(), at=now())
        if not form.errors:
            return redirect(url_for("costing.posts", banner="mileage"), 303)
    return answered(form, "costing/add_mileage_rate.html")


@bp.route("/deciding-time/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_POSTS)
def set_deciding_source() -> Answer:
    """Say where the authority's time of deciding comes from."""
    authority = authority_of(g.person)
    form = DecidingForm()
    if form.validate_on_submit():
        with refusals_to(form):
            source, starts_on = DecidingBy(form.source.data), form.starts_on.data
            waiting = actions.ask_for_deciding_source(
                g.person, authority, source, starts_on=starts_on, on=today(), at=now()
            )
        if not form.errors:
            return redirect(url_for("costing.posts", banner="deciding-waits" if waiting.waits else "deciding"), 303)
    return answered(form, "costing/set_deciding_source.html", hints=DECIDING_HINTS)


@bp.route("/other-costs/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_POSTS)
def add_other_cost() -> Answer:
    """State a cost that no post, purchase or entry holds."""
    authority = authority_of(g.person)
    form = other_cost_form(interventions_of(authority.id))
    if form.validate_on_submit():
        with refusals_to(form):
            actions.add_other_cost(g.person, authority, form.cost(), at=now())
        if not form.errors:
            return redirect(url_for("costing.posts", banner="other"), 303)
    return answered(form, "costing/add_other_cost.html")


@bp.route("/other-costs/<uuid:cost_id>/take-back", methods=["POST"])
@requires(Permission.MANAGE_POSTS)
def withdraw_other_cost(cost_id: uuid.UUID) -> Response:
    """Take back a cost that was stated wrongly."""
    actions.withdraw_other_cost(g.person, other_cost_for(g.person, cost_id), at=now())
    return redirect(url_for("costing.posts", banner="other-back"), 303)
