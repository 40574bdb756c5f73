"""What the pages for roles, teams and post have in common."""

from collections.abc import Callable

from werkzeug.wrappers import Response

from budgettracker.confirmations.models import Confirmation
from budgettracker.people.forms import PostForm, RolesForm, TeamsForm
from budgettracker.people.models import Person
from budgettracker.people.views.people import to_person
from budgettracker.web import answered, refusals_to

Answer = Response | tuple[str, int]


def answer(
    form: RolesForm | TeamsForm | PostForm, shown: Person, held: str, deed: Callable[[], Confirmation | None]
) -> Answer:
    """Do the deed when the form was sent and is right; show the form otherwise. `held` is roles, teams or post.

    A deed that now waits for a second hand gives what waits.
    """
    person_id, confirmation = shown.id, None
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = deed()
        if not form.errors:
            return to_person(person_id, "asked" if confirmation is not None and confirmation.waits else held)
    return answered(form, "people/redating.html", shown=shown, held=held)
