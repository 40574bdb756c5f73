"""The rules of an authority's schemes in words, for everybody whom they bind."""

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.schemes import queries
from budgettracker.schemes.rules import sentences
from budgettracker.schemes.views.blueprint import Answer, bp
from budgettracker.web import today


@bp.route("/rules")
@requires(Permission.SIGNED_IN)
def rules_in_words() -> Answer:
    """What each scheme of one's authority allows, who decides, and what a purchase needs; and the same of other help."""
    on = today()
    schemes = [
        (scheme, sentences.sentences(rules)) for scheme, rules in queries.rules_of_schemes(g.person.authority_id, on)
    ]
    return render_template(
        "schemes/rules_in_words.html",
        schemes=schemes,
        other_help=sentences.deciders(queries.other_help_on(g.person.authority_id, on))
        if g.person.authority_id
        else [],
    )
