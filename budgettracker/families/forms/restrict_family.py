"""What is asked when a family is restricted, opened to one more person, or opened by giving a reason."""

from collections.abc import Iterable
from uuid import UUID

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from budgettracker.widgets import Needed, PageForm, offered


class RestrictForm(PageForm):
    """Who may see a family from now on besides whoever restricts it, and why nobody else."""

    readers = SelectMultipleField("Who may see the family, besides you?")
    reason = TextAreaField("Why only these people?", [Needed("Say why only some people may see the family.")])

    def offer(self, people: Iterable[tuple[UUID, str]], *, besides: UUID) -> None:
        """Fill the list of people; whoever restricts the family is named without a tick."""
        self.readers.choices = offered(people)
        self.readers.data = [each for each in self.readers.data or () if each != str(besides)]


class NameReaderForm(PageForm):
    """Who else is to see a restricted family, and why."""

    person_id = SelectField("Who else needs to see the family?", [Needed("Choose who needs to see the family.")])
    reason = TextAreaField("Why?", [Needed("Give the reason.")])

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Fill the list of people."""
        self.person_id.choices = offered(people, "Choose")


class LiftForm(PageForm):
    """Why a family need not be restricted any more."""

    reason = TextAreaField("Why can everybody of the team see it again?", [Needed("Give the reason.")])


class OpenRestrictedForm(PageForm):
    """Which restricted record somebody has to open, and why."""

    text = StringField(
        "The family's whole reference or name",
        [Needed("Enter the reference or the name."), Length(max=200, message="Use 200 characters or fewer.")],
    )
    reason = TextAreaField("Why do you have to see it today?", [Needed("Give the reason.")])
