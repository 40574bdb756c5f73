"""The history of any record: who did what, when, from what to what, in words. The newest first, everywhere."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import g, render_template, request, url_for
from sqlalchemy import ColumnElement

from budgettracker.access import DECIDERS, Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets.queries import limit_change_for
from budgettracker.costing.rates.queries.post_pages import post_for
from budgettracker.errors import NotTheirs
from budgettracker.exports.queries import workbook_for
from budgettracker.families.queries import family_for
from budgettracker.history import queries
from budgettracker.history.views.blueprint import bp
from budgettracker.history.views.words import changes_in_words, deed_in_words
from budgettracker.imports.queries import import_for
from budgettracker.ledger.queries.lines import purchase_for
from budgettracker.money import pounds
from budgettracker.people.queries import person_for, team_for
from budgettracker.periods import long_date
from budgettracker.schemes.queries import scheme_for
from budgettracker.spend.queries import spend_for
from budgettracker.studies.queries import study_for
from budgettracker.web import PAGE_SIZE, Page, local_time, now, page_number, today
from budgettracker.worktime.queries import entry_for


@dataclass(frozen=True, slots=True)
class Found:
    """A record that the person who asks may see: what it is called, its page, and which lines tell of it."""

    title: str
    caption: str
    page: str
    where: ColumnElement[bool]
    family_id: uuid.UUID | None = None


Find = Callable[[uuid.UUID, date], Found]


def _family(family_id: uuid.UUID, on: date) -> Found:
    family = family_for(g.person, family_id, on)
    page = url_for("home.family", family_id=family.id)
    title = f"{family.reference} {family.details.name}"
    return Found(title, "The family, its children, limits and purchases", page, queries.of_family(family.id), family.id)


def _child(child_id: uuid.UUID, on: date) -> Found:
    child = queries.child_of_any(child_id)
    family = family_for(g.person, child.family_id, on)
    page = url_for("home.family", family_id=family.id)
    caption = f"{family.reference} {family.details.name}"
    return Found(f"Child {child.reference}", caption, page, queries.of_ids(child.id), family.id)


def _limits(family_id: uuid.UUID, on: date) -> Found:
    family = family_for(g.person, family_id, on)
    caption = f"{family.reference} {family.details.name}"
    page = url_for("budgets.limits", family_id=family.id)
    return Found("Limits", caption, page, queries.of_limits(family.id), family.id)


def _limit(change_id: uuid.UUID, on: date) -> Found:
    change = limit_change_for(g.person, change_id, on)
    family = change.period.budget.family
    caption = f"{family.reference} {family.details.name}"
    page = url_for("budgets.limit", change_id=change.id)
    return Found(f"Limit of {pounds(change.to_pence)}", caption, page, queries.of_ids(change.id), family.id)


def _spend(spend_id: uuid.UUID, on: date) -> Found:
    if Permission.SEE_FAMILIES not in g.permissions:
        return _spend_in_ledger(spend_id)
    spend = spend_for(g.person, spend_id, on)
    caption = f"{spend.family.reference} {spend.family.details.name}"
    page = url_for("spend.show", spend_id=spend.id)
    return Found(spend.details.bought_what or "A purchase", caption, page, queries.of_spend(spend.id), spend.family_id)


def _spend_in_ledger(spend_id: uuid.UUID) -> Found:
    """For finance: by the family's reference, without its name."""
    spend = purchase_for(g.person.authority_id, spend_id)
    page = url_for("ledger.purchase", spend_id=spend.id)
    return Found(spend.details.bought_what or "A purchase", spend.family.reference, page, queries.of_spend(spend.id))


def _entry(entry_id: uuid.UUID, on: date) -> Found:
    entry = entry_for(g.person, entry_id)
    caption = f"Your time on {long_date(entry.worked_on)}"
    page = url_for("worktime.entry", entry_id=entry.id)
    return Found(entry.activity.name, caption, page, queries.of_ids(entry.id))


def _months(team_id: uuid.UUID, on: date) -> Found:
    team = team_for(g.person, team_id)
    decides = team.id in g.person.team_ids_on(on) and bool(g.person.roles_on(on) & set(DECIDERS))
    if not decides and Permission.SEE_AUDIT not in g.permissions:
        raise NotTheirs
    page = url_for("worktime.months" if decides else "people.home")
    return Found("Months closed", team.name, page, queries.of_months(team.id))


def _person(person_id: uuid.UUID, on: date) -> Found:
    found = person_for(g.person, person_id)
    page = url_for("people.person", person_id=found.id)
    return Found(found.name, "Person", page, queries.of_ids(found.id))


def _team(team_id: uuid.UUID, on: date) -> Found:
    team = team_for(g.person, team_id)
    return Found(team.name, "Team", url_for("people.teams"), queries.of_ids(team.id))


def _scheme(scheme_id: uuid.UUID, on: date) -> Found:
    scheme = scheme_for(g.person, scheme_id)
    page = url_for("schemes.scheme", scheme_id=scheme.id)
    return Found(scheme.name, "Scheme", page, queries.of_ids(scheme.id))


def _post(post_id: uuid.UUID, on: date) -> Found:
    post = post_for(g.person, post_id)
    return Found(post.name, "Post", url_for("costing.post", post_id=post.id), queries.of_ids(post.id))


def _study(study_id: uuid.UUID, on: date) -> Found:
    study = study_for(g.person, study_id, on)
    page = url_for("studies.show", study_id=study.id)
    return Found(study.name, "The study, its runs and workbooks", page, queries.of_study(study.id))


def _run(run_id: uuid.UUID, on: date) -> Found:
    run = queries.run_of_any(run_id)
    study = study_for(g.person, run.study_id, on)
    page = url_for("studies.costing_run", study_id=study.id, number=run.number)
    return Found(f"Run {run.number}", study.name, page, queries.of_ids(run.id))


def _workbook(workbook_id: uuid.UUID, on: date) -> Found:
    shown, study = workbook_for(g.person, workbook_id, on=on, at=now())
    page = url_for("exports.show", workbook_id=shown.workbook.id)
    return Found(f"Workbook {shown.workbook.number}", study.name, page, queries.of_ids(shown.workbook.id))


def _import(record_id: uuid.UUID, on: date) -> Found:
    made = import_for(g.person, record_id)
    page = url_for("imports.show", import_id=made.id)
    return Found(f"Import of {local_time(made.at)}", g.person.authority_name, page, queries.of_line(made.id))


KINDS: dict[str, tuple[set[Permission], Find]] = {
    "family": ({Permission.SEE_FAMILIES}, _family),
    "child": ({Permission.SEE_FAMILIES}, _child),
    "limits": ({Permission.SEE_FAMILIES}, _limits),
    "limit": ({Permission.SEE_FAMILIES}, _limit),
    "spend": ({Permission.SEE_FAMILIES, Permission.SEE_LEDGER}, _spend),
    "entry": ({Permission.LOG_TIME}, _entry),
    "months": ({Permission.SEE_FAMILIES}, _months),
    "person": ({Permission.MANAGE_PEOPLE}, _person),
    "team": ({Permission.MANAGE_PEOPLE}, _team),
    "scheme": ({Permission.MANAGE_SCHEMES}, _scheme),
    "post": ({Permission.SEE_POSTS}, _post),
    "study": ({Permission.RUN_STUDIES}, _study),
    "run": ({Permission.RUN_STUDIES}, _run),
    "workbook": ({Permission.RUN_STUDIES}, _workbook),
    "import": ({Permission.IMPORT}, _import),
}
"""Each kind of record: what lets its reader in (any of these), and how it is found for them."""


@bp.route("/history/<kind>/<uuid:record_id>")
@requires(Permission.SIGNED_IN)
def show(kind: str, record_id: uuid.UUID) -> str:
    """One record's history, for exactly those who may see the record; `?looked=1` shows an auditor who looked too."""
    allowed, find = KINDS.get(kind, (set(), None))
    if find is None or not allowed & g.permissions:
        raise NotTheirs
    found = find(record_id, today())
    if found.family_id is not None:
        note_reading(Deed.FAMILY_VIEWED, family_for(g.person, found.family_id, today()))
    looked = Permission.SEE_AUDIT in g.permissions and request.args.get("looked") == "1"
    number = page_number()
    told = queries.history(g.person, found.where, number, PAGE_SIZE, looked=looked)
    lines = [
        (line, deed_in_words(line.deed, line.changes), changes_in_words(line.deed, line.changes, told.names))
        for line in told.lines
    ]
    return render_template(
        "history/show.html",
        found=found,
        kind=kind,
        record_id=record_id,
        page=Page(lines, number, told.total),
        about=told.about,
        looked=looked,
        may_see_looking=Permission.SEE_AUDIT in g.permissions and found.family_id is not None,
    )
