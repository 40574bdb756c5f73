"""The administrator's list of people, and the page of one person."""

import uuid

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.confirmations.queries import all_about, cases_of
from budgettracker.people import queries
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import covers_of
from budgettracker.people.rules.details import standing
from budgettracker.people.views.blueprint import bp
from budgettracker.typed_fields import shown as shown_text
from budgettracker.web import PAGE_SIZE, Page, page_number, today

BANNERS = {
    "added": "Added. Make an invitation next, and hand the link over.",
    "added_waits": "Added. Their roles and teams take a second person, as a link does: see below who may confirm.",
    "asked": "Asked for. It takes a second person: see below who may confirm it.",
    "details": "The details are changed.",
    "roles": "The roles are changed.",
    "teams": "The teams are changed.",
    "post": "The post is changed.",
    "hours": "The contracted hours are changed.",
    "officer-ended": "They are no data protection officer any more.",
    "cover_ended": "The cover is over from today.",
    "suspended": "Suspended. They are signed out and cannot sign in.",
    "restored": "Restored. They can sign in again.",
}


@bp.app_template_filter("standing")
def standing_of(person: Person) -> str:
    """How somebody stands today, in a word or two."""
    return standing(
        has_password=person.password_hash is not None,
        suspended_at=person.suspended_at,
        active_from=person.active_from,
        active_to=person.active_to,
        on=today(),
    )


@bp.route("/people")
@requires(Permission.MANAGE_PEOPLE)
def people() -> str:
    """The people of the authority, or those a search finds."""
    search = shown_text(request.args.get("search", "")).strip()[:200]
    rows, total = queries.people_of(g.person.authority_id, search, page_number(), PAGE_SIZE)
    page = Page(rows, page_number(), total)
    to_split = len(queries.accounts_to_split(g.person.authority_id, today()))
    return render_template("people/people.html", page=page, search=search, today=today(), to_split=to_split)


@bp.route("/people/<uuid:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def person(person_id: uuid.UUID) -> str:
    """One person: details, roles, teams and post with their days, and what can be done."""
    shown = queries.person_for(g.person, person_id)
    return render_template(
        "people/person.html",
        shown=shown,
        banner=banner_of(BANNERS),
        on=today(),
        covers=covers_of(shown, today()),
        waiting=cases_of([row for row in all_about(shown.id) if row.waits], today()),
    )


def to_person(person_id: uuid.UUID, done: str) -> Response:
    """Back to a person's page, which says what was done (a key of BANNERS)."""
    return redirect(url_for("people.person", person_id=person_id, banner=done), 303)
