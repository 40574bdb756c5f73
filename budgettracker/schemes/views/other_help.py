"""Who may decide help paid outside the devolved budget: the authority's bands, and a change of them."""

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority
from budgettracker.schemes import actions, queries, rules
from budgettracker.schemes.forms import ChangeBandsForm, standing
from budgettracker.schemes.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/other-help")
@requires(Permission.MANAGE_SCHEMES)
def other_help() -> Answer:
    """What each role may decide of help paid outside the devolved budget, today and from each day it changes."""
    authority = _own()
    bands = queries.other_help_bands(authority.id)
    later = sorted({band.starts_on for band in bands if band.starts_on > today()})
    return render_template(
        "schemes/other_help.html",
        authority=authority,
        bands=rules.all_in_words(queries.in_force(bands, today())),
        planned=[(day, rules.all_in_words(queries.in_force(bands, day))) for day in later],
        banner=banner_of({"1": "The new bands are saved."}),
    )


@bp.route("/other-help/change", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def change_other_help() -> Answer:
    """Change who may decide other help, from a day on."""
    authority = _own()
    form = ChangeBandsForm(data=standing(dict(queries.other_help_on(authority.id, today()))))
    form.offer(today())
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = actions.ask_for_other_help(
                g.person, authority, form.bounds(), form.starts_on.data, on=today(), at=now()
            )
        if not form.errors:
            if confirmation is not None and confirmation.waits:
                return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation.id), 303)
            return redirect(url_for("schemes.other_help", banner=1), 303)
    return answered(form, "schemes/change_other_help.html")


def _own() -> Authority:
    """The reader's own authority; raises NotTheirs where they have none."""
    authority: Authority | None = g.person.authority
    if authority is None:
        raise NotTheirs
    return authority
