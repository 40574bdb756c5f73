"""The statements of a family: the list, making one, and the page that is printed and handed over."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.families.queries import family_for, family_to_change, works_with
from budgettracker.people.kinds import Nation
from budgettracker.periods import day_of, long_date
from budgettracker.statements import actions, queries, rules
from budgettracker.statements.forms import StatementForm
from budgettracker.statements.kinds import Audience
from budgettracker.statements.models import Statement
from budgettracker.statements.rules import Line, Texts
from budgettracker.statements.views.blueprint import Answer, bp
from budgettracker.voice.queries import statements_on
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/statements")
@requires(Permission.SEE_FAMILIES)
def statements(family_id: uuid.UUID) -> Answer:
    """The statements made so far: for whom, when, by whom."""
    family = family_for(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, family)
    return render_template(
        "statements/statements.html",
        family=family,
        works_here=Permission.OPEN_FAMILIES in g.permissions and works_with(g.person, family, today()),
        turned_on=statements_on(family.scheme_id),
        rows=[(row, Audience(row.audience).words) for row in queries.statements_of(family.id)],
    )


@bp.route("/families/<uuid:family_id>/statements/new", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def make_statement(family_id: uuid.UUID) -> Answer:
    """Make a statement for one named reader of what is ticked for them."""
    family = family_to_change(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, family)
    form = StatementForm()
    if form.validate_on_submit():
        with refusals_to(form):
            made = actions.make_statement(
                g.person, family, Audience(form.audience.data), form.reader.data or "", at=now()
            )
        if not form.errors:
            return redirect(url_for("statements.statement", statement_id=made.id), 303)
    before = queries.readers_before(family.id)
    return answered(
        form,
        "statements/make_statement.html",
        family=family,
        turned_on=statements_on(family.scheme_id),
        known={str(each): f"So far: {', '.join(sorted(names))}" for each, names in before.items()},
    )


@bp.route("/statements/<uuid:statement_id>")
@requires(Permission.SEE_FAMILIES)
def statement(statement_id: uuid.UUID) -> Answer:
    """The page to print: in English, in Wales in Welsh too. It says nothing of what is not on it."""
    row = queries.statement_for(g.person, statement_id, today())
    note_reading(Deed.FAMILY_VIEWED, row.family)
    lines = queries.lines_of(row)
    both = (rules.ENGLISH, rules.WELSH) if g.person.authority.nation == Nation.WALES else (rules.ENGLISH,)
    return render_template(
        "statements/statement.html", statement=row, sheets=[_sheet(row, lines, texts) for texts in both]
    )


def _sheet(row: Statement, lines: list[Line], texts: Texts) -> dict[str, object]:
    """A statement in one language, as the page prints it."""
    made_on = day_of(row.made_at)
    day = long_date(made_on) if texts is rules.ENGLISH else f"{made_on.day} {rules.month_in(texts, made_on)}"
    names = {"reader": row.details.reader, "maker": row.made_by.name, "authority": g.person.authority.name}
    welsh = texts is rules.WELSH
    return {
        "language": texts.language,
        "title": texts.title,
        "lines": [(line.words_welsh if welsh else line.words, rules.month_in(texts, line.month)) for line in lines],
        **texts.filled(**names, day=day),
    }
