"""What the pages for roles, teams and post have in common."""

from collections.abc import Callable

from werkzeug.wrappers import Response

from budgettracker.people.forms import PostForm, RolesForm, TeamsForm
from budgettracker.people.models import Person
from budgettracker.people.views.people import to_person
from budgettracker.web import answered, refusals_to

Answer = Response | tuple[str, int]


def answer(form: RolesForm | TeamsForm | PostForm, shown: Person, held: str, deed: Callable[[], None]) -> Answer:
    """Do the deed when the form was sent and is right; show the form otherwise. `held` is roles, teams or post."""
    person_id = shown.id
    if form.validate_on_submit():
        with refusals_to(form):
            deed()
        if not form.errors:
            return to_person(person_id, held)
    return answered(form, "people/redating.html", shown=shown, held=held)
