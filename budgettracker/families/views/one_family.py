"""What the pages of one family share: the family to change, the lists of its form, and the address of its page."""

import uuid

from flask import g, request, url_for

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.draws import draw_is_open
from budgettracker.families import queries
from budgettracker.families.forms import FamilyChoices, FamilyForm
from budgettracker.families.models import Family
from budgettracker.people.models import Team
from budgettracker.schemes.models import Scheme
from budgettracker.web import today


def family_to_correct(family_id: uuid.UUID) -> Family:
    """A family this person may change; that they looked at it is recorded."""
    family = queries.family_to_change(g.person, family_id, today())
    if request.method == "GET":
        note_reading(Deed.FAMILY_VIEWED, family)
    return family


def page_of(family: Family, done: str) -> str:
    """The address of a family's page, which says what was done."""
    return url_for("home.family", family_id=family.id, banner=done)


def choices_for(
    form: FamilyForm, teams: list[Team], schemes: list[Scheme], family: Family | None = None
) -> FamilyChoices:
    """Fill the lists of the form, and give what they offer."""
    on = today()
    choices = FamilyChoices(teams, queries.workers_of([team.id for team in teams], on), schemes)
    allocates = bool(g.person.roles_on(on) & {Role.MANAGER, Role.SENIOR_MANAGER})
    by_draw = draw_is_open(g.person.authority_id)
    form.offer(choices, on, allocates=allocates, by_draw=by_draw, family=family)
    return choices
