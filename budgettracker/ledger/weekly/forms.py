"""What the pages of files for finance ask for, with the words for each mistake."""

from collections.abc import Collection
from uuid import UUID

from wtforms import RadioField, SelectField, StringField

from budgettracker.ledger.weekly.kinds import CodeUse
from budgettracker.people.models import Team
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.widgets import DateField, Needed, PageForm, offered


class AccountCodeForm(PageForm):
    """A code of the accounts, what it is for, and from which day."""

    use = RadioField("What is the code for?", [Needed("Choose what the code is for.")])
    category = SelectField("Category")
    team = SelectField("Team")
    method = SelectField("Way of paying")
    code = StringField("Code", [Needed("Enter the code.")])
    starts_on = DateField("From", [Needed("Enter the day it holds from.")], called="The day it holds from")

    def offer(self, categories: Collection[tuple[UUID, str]], teams: Collection[Team]) -> None:
        """Fill the lists."""
        self.use.choices = offered((use, use.words) for use in CodeUse)
        self.category.choices = offered(categories, "All that have none of their own")
        self.team.choices = offered(((team.id, team.name) for team in teams), "All teams")
        self.method.choices = offered(((each, each.words) for each in PaymentMethod), "Any that has none of its own")


class MakeFileForm(PageForm):
    """Nothing to fill in: the button that makes a file."""
