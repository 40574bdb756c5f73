"""Pages of families: the list with its search, and forms to add, correct and reopen. Closing asks after money: spend."""

import uuid
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, Role, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.families import actions, queries, rules
from budgettracker.families.forms import ChildForm, FamilyForm, ReopenForm, SearchForm
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import schemes_of
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, refusals_to, today

bp = Blueprint("families", __name__)
SEARCH = "families_searched"
Answer = Response | str | tuple[str, int]


@bp.route("/families")
@requires(Permission.SEE_FAMILIES)
def index() -> Answer:
    """The families one may see, a page at a time, those searched for when a search is on."""
    return listed(SearchForm(formdata=None, text=searched()))


@bp.route("/families/search", methods=["POST"])
@requires(Permission.SEE_FAMILIES)
def search() -> Answer:
    """Look for families. A name never stands in an address, where logs and histories would keep it."""
    form = SearchForm()
    if not form.validate():
        return listed(form), 422
    session[SEARCH] = form.text.data or ""
    return redirect(url_for("families.index"), 303)


def searched() -> str:
    """What was searched for last; signing in and out clear it."""
    return str(session.get(SEARCH, ""))


def listed(form: SearchForm) -> str:
    """The page with the list."""
    text, number = searched(), page_number()
    lines, total = queries.search(g.person, text, today(), number, PAGE_SIZE)
    return render_template("families/index.html", form=form, text=text, page=Page(lines, number, total))


@bp.route("/families/new", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def new() -> Answer:
    """Open work with a family."""
    on = today()
    teams = queries.teams_for(g.person, on)
    if not teams:
        return render_template("families/new.html", teams=teams), 422 if request.method == "POST" else 200
    schemes = schemes_of(g.person.authority_id)
    usual = {
        "opened_on": on,
        "lead_worker_id": str(g.person.id) if Role.PRACTITIONER in g.person.roles_on(on) else "",
        "scheme_id": str(schemes[0].id) if len(schemes) == 1 else "",
        "arm": Arm.BUDGET if len(schemes) == 1 else "",
        "legal_basis": rules.LEGAL_BASIS[g.person.authority.nation],
    }
    form, lists = offered(FamilyForm(data=usual), teams, schemes)
    if form.validate_on_submit():
        with refusals_to(form):
            facts = facts_of(form, lists, None)
            team = facts.pop("team")
            family = actions.add_family(
                g.person, team, form.reference.data or "", form.name.data or "", **facts, on=on, at=now()
            )
        if not form.errors:
            return redirect(page_of(family, "added"), 303)
    return answered(form, "families/new.html", teams=teams)


@bp.route("/families/<uuid:family_id>/correct", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def correct(family_id: uuid.UUID) -> Answer:
    """Correct what is kept about a family, or move it to another team or lead worker."""
    on = today()
    family = family_to_correct(family_id)
    standing = {
        "reference": family.reference,
        "name": family.details.name,
        "team_id": str(family.team_id),
        "lead_worker_id": str(family.lead_worker_id or ""),
        "opened_on": family.opened_on,
        "scheme_id": str(family.scheme_id or ""),
        "arm": family.arm or "",
        "allocated_on": family.allocated_on,
        "cohort_reason": family.cohort_reason,
        "legal_basis": family.legal_basis,
    }
    teams = queries.teams_to_move_to(g.person, on)
    schemes = [scheme for scheme in schemes_of(g.person.authority_id) if family.scheme_id in (None, scheme.id)]
    form, lists = offered(FamilyForm(data=standing), teams, schemes, family)
    if form.validate_on_submit():
        with refusals_to(form):
            facts = facts_of(form, lists, family)
            actions.correct_family(
                g.person,
                family,
                reference=form.reference.data or "",
                name=form.name.data or "",
                **facts,
                on=on,
                at=now(),
            )
        if not form.errors:
            moved = family.team_id not in g.person.team_ids_on(on)
            return redirect(url_for("families.index") if moved else page_of(family, "corrected"), 303)
    return answered(form, "families/correct.html", family=family)


@bp.route("/families/<uuid:family_id>/reopen", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def reopen(family_id: uuid.UUID) -> Answer:
    """Take back a closing."""
    family = family_to_correct(family_id)
    form = ReopenForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.reopen_family(g.person, family, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(page_of(family, "reopened"), 303)
    return answered(form, "families/reopen.html", family=family)


@bp.route("/families/<uuid:family_id>/children/new", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def add_child(family_id: uuid.UUID) -> Answer:
    """Add a child to a family."""
    family = family_to_correct(family_id)
    form = ChildForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.add_child(g.person, family, **child_facts(form), on=today(), at=now())
        if not form.errors:
            return redirect(page_of(family, "child-added"), 303)
    return answered(form, "families/child.html", family=family, child=None)


@bp.route("/families/<uuid:family_id>/children/<uuid:child_id>", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def correct_child(family_id: uuid.UUID, child_id: uuid.UUID) -> Answer:
    """Correct what is kept about a child."""
    family = family_to_correct(family_id)
    child = queries.child_of(family, child_id)
    standing = {
        "reference": child.reference,
        "birth_month": child.birth_month,
        "need_code": child.need_code or "",
        "status_at_start": child.status_at_start or "",
        "index_child": family.index_child == child.reference,
        "in_scope": child.in_scope,
    }
    form = ChildForm(data=standing)
    if form.validate_on_submit():
        with refusals_to(form):
            actions.correct_child(g.person, family, child, **child_facts(form), on=today(), at=now())
        if not form.errors:
            return redirect(page_of(family, "child-corrected"), 303)
    return answered(form, "families/child.html", family=family, child=child)


def family_to_correct(family_id: uuid.UUID) -> Family:
    """A family this person may change; that they looked at it is recorded."""
    family = queries.family_to_change(g.person, family_id, today())
    if request.method == "GET":
        note_reading(Deed.FAMILY_VIEWED, family)
    return family


def page_of(family: Family, done: str) -> str:
    """The address of a family's page, which says what was done."""
    return url_for("home.family", family_id=family.id, said=done)


def child_facts(form: ChildForm) -> dict[str, Any]:
    """What was answered about a child."""
    names = ("reference", "birth_month", "need_code", "status_at_start", "index_child", "in_scope")
    return {name: form[name].data for name in names}


def offered(
    form: FamilyForm, teams: list[Team], schemes: list[Scheme], family: Family | None = None
) -> tuple[FamilyForm, dict[str, Any]]:
    """The form with its lists filled, and the rows behind its choices by id.

    A lead worker who has left the team since can stay in the record.
    """
    on = today()
    workers = queries.workers_of(teams, on)
    if family is not None and family.lead_worker is not None:
        own = workers.setdefault(family.team_id, [])
        if family.lead_worker not in own:
            own.append(family.lead_worker)
    allocates = bool(g.person.roles_on(on) & {Role.MANAGER, Role.SENIOR_MANAGER})
    form.offer(teams, workers, schemes, on, allocates=allocates, family=family)
    people: dict[str, Person] = {str(worker.id): worker for group in workers.values() for worker in group}
    rows: dict[str, Any] = {
        "teams": {str(team.id): team for team in teams},
        "people": people,
        "schemes": {str(scheme.id): scheme for scheme in schemes},
    }
    return form, rows


def facts_of(form: FamilyForm, lists: dict[str, Any], family: Family | None) -> dict[str, Any]:
    """What was answered about a family, ids turned into the rows that were offered."""
    scheme: Scheme | None = lists["schemes"].get(form.scheme_id.data)
    standing = Arm(family.arm) if family is not None and family.arm else None
    newly = scheme is not None and (family is None or family.scheme_id is None)
    facts = {
        "team": lists["teams"][form.team_id.data],
        "lead_worker": lists["people"].get(form.lead_worker_id.data),
        "opened_on": form.opened_on.data,
        "scheme": scheme,
        "arm": standing or (Arm.BUDGET if newly else None),
        "allocated_on": family.allocated_on if family is not None else None,
        "cohort_reason": family.cohort_reason if family is not None else None,
        "legal_basis": form.legal_basis.data,
    }
    if "arm" in form:
        facts["arm"] = Arm(form.arm.data) if form.arm.data else None
    if "allocated_on" in form:
        facts |= {"allocated_on": form.allocated_on.data, "cohort_reason": form.cohort_reason.data}
    return facts
