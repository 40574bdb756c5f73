"""The families one may see, and looking for some of them."""

from flask import g, redirect, render_template, session, url_for

from budgettracker.access import Permission, requires
from budgettracker.families import queries
from budgettracker.families.forms import SearchForm
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.web import PAGE_SIZE, Page, page_number, today

SEARCH = "families_searched"


@bp.route("/families")
@requires(Permission.SEE_FAMILIES)
def index() -> Answer:
    """The families one may see, a page at a time, those searched for when a search is on."""
    return _listed(SearchForm(formdata=None, text=_last_search()))


@bp.route("/families/search", methods=["POST"])
@requires(Permission.SEE_FAMILIES)
def search() -> Answer:
    """Look for families. A name never stands in an address, where logs and histories would keep it."""
    form = SearchForm()
    if not form.validate():
        return _listed(form), 422
    session[SEARCH] = form.text.data or ""
    return redirect(url_for("families.index"), 303)


def _last_search() -> str:
    """What was searched for last; signing in and out clear it."""
    return str(session.get(SEARCH, ""))


def _listed(form: SearchForm) -> str:
    text, number = _last_search(), page_number()
    lines, total = queries.search(g.person, text, today(), number, PAGE_SIZE)
    return render_template("families/index.html", form=form, text=text, page=Page(lines, number, total))
