"""What the page of a family's outcomes asks for."""

from collections.abc import Sequence

from wtforms import SelectField, StringField

from budgettracker.families.models import Child
from budgettracker.outcomes.kinds import Outcome
from budgettracker.widgets import DateField, Needed, PageForm, offered


class OutcomeForm(PageForm):
    """What happened, to whom, and when."""

    outcome = SelectField(
        "What happened?",
        [Needed("Choose what happened.")],
        choices=offered(((each, each.words) for each in Outcome), "Choose one"),
    )
    child = SelectField("To whom?")
    happened_on = DateField("When?", [Needed("Enter the day.")])
    code = StringField("Your council's code for it")

    def offer(self, children: Sequence[Child]) -> None:
        """The children of the family to choose from, first the whole family; without a child nothing is asked."""
        if not children:
            del self.child
            return
        self.child.choices = offered([(child.id, f"Child {child.reference}") for child in children], "The whole family")
