"""Pages on which finance states what was paid: the list of what counts, a new statement, and the same days again."""

import uuid

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.costing.paid.actions import state_paid as state
from budgettracker.costing.paid.forms import PaidForm, StatePaidForm
from budgettracker.costing.paid.queries.stated import paid_line_for, posts_to_state, same_days, stated_lines
from budgettracker.costing.paid.rules.stating import called
from budgettracker.costing.rates.queries.post_pages import authority_of, post_for
from budgettracker.costing.run.views import bp
from budgettracker.database import db
from budgettracker.money import pounds_plain
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, refusals_to

__all__ = ["bp", "paid", "restate_paid", "state_paid"]

Answer = Response | str | tuple[str, int]
BANNERS = {
    "stated": "It is stated. Costing runs are set beside it from now on.",
    "restated": "It is stated anew. What was stated before stays on record.",
}


@bp.route("/paid")
@requires(Permission.STATE_PAID)
def paid() -> Answer:
    """What counts of what the authority stated, the latest days first."""
    authority = authority_of(g.person)
    lines, number = stated_lines(db.session(), [authority.id])[::-1], page_number()
    return render_template(
        "costing/paid.html",
        page=Page(lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(lines)),
        banner=banner_of(BANNERS),
    )


@bp.route("/paid/new", methods=["GET", "POST"])
@requires(Permission.STATE_PAID)
def state_paid() -> Answer:
    """State what was paid for a post, or for purchases, of some days."""
    authority = authority_of(g.person)
    form = StatePaidForm.of(posts_to_state(authority.id))
    if form.validate_on_submit():
        with refusals_to(form):
            post = post_for(g.person, form.post_id) if form.post_id else None
            state(
                g.person,
                authority,
                post,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                pay_pence=form.pay.data,
                oncosts_pence=form.oncosts.data or 0,
                people=form.people.data,
                full_week_minutes=form.full_week_minutes,
                source=form.source.data or "",
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("costing.paid", banner="stated"), 303)
    return answered(form, "costing/state_paid.html")


@bp.route("/paid/<uuid:line_id>", methods=["GET", "POST"])
@requires(Permission.STATE_PAID)
def restate_paid(line_id: uuid.UUID) -> Answer:
    """A statement with what was stated before of the same days, and the form that states them anew."""
    line = paid_line_for(g.person, line_id)
    every = same_days(line)
    latest = every[0]
    form = PaidForm(
        data={
            "pay": latest.pay_pence,
            "oncosts": latest.oncosts_pence,
            "people": latest.people,
            "full_week": pounds_plain(latest.full_week_minutes * 100 // 60) if latest.full_week_minutes else "",
        }
    )
    if form.validate_on_submit():
        with refusals_to(form):
            state(
                g.person,
                authority_of(g.person),
                line.post,
                starts_on=line.starts_on,
                ends_on=line.ends_on,
                pay_pence=form.pay.data,
                oncosts_pence=form.oncosts.data or 0,
                people=form.people.data,
                full_week_minutes=form.full_week_minutes,
                source=form.source.data or "",
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("costing.paid", banner="restated"), 303)
    return answered(
        form,
        "costing/restate_paid.html",
        line=line,
        every=every,
        called=called(line.post.name if line.post else "", line.starts_on, line.ends_on),
    )
