"""What the pages of the ledger ask for, with the words for each mistake."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField

from budgettracker.people.models import Team
from budgettracker.spend.kinds import SpendState
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, offered


class LedgerForm(PageForm):
    """Which lines of the ledger are wanted; a question left open takes everything."""

    first = DateField("Recorded from", called="The first day")
    last = DateField("Recorded until", called="The last day")
    family = StringField("Family's reference")
    team = SelectField("Team")
    category = SelectField("Category")
    state = SelectField("State of the purchase today")
    who = SelectField("Recorded by")
    posted = SelectField("Posted in the month")

    def offer(
        self,
        teams: Collection[Team],
        categories: Collection[str],
        people: Collection[tuple[UUID, str]],
        months: Collection[date],
    ) -> None:
        """Fill the lists."""
        self.team.choices = offered(((team.id, team.name) for team in teams), "All teams")
        self.category.choices = offered(((name, name) for name in categories), "All categories")
        self.state.choices = offered(((state, state.words) for state in SpendState), "All states")
        self.who.choices = offered(people, "Anybody")
        self.posted.choices = offered(((day.isoformat(), f"{day:%B %Y}") for day in months), "All months")

    def validate(self, extra_validators: Any = None) -> bool:
        """The first day is not after the last."""
        fine: bool = super().validate(extra_validators)
        if fine and self.first.data and self.last.data and self.first.data > self.last.data:
            self.last.errors = ["The last day is before the first. Check the two dates."]
            return False
        return fine


class FinanceMonthForm(PageForm):
    """The last month that is to be closed; those before it close with it."""

    until = SelectField("Close every month up to and including", [Needed("Choose a month.")])


class PotForm(PageForm):
    """What is set aside, for what, from which day to which."""

    scheme = SelectField("For")
    amount = MoneyField("Amount", [Needed("Enter the amount.")])
    starts_on = DateField("First day", [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Last day", [Needed("Enter the last day.")], called="The last day")


class CloseSchemeForm(PageForm):
    """Why a scheme is closed."""

    reason = TextAreaField("Why is it closed?", [Needed("Say why, so that whoever confirms can weigh it.")])


class CheckForm(PageForm):
    """Nothing to fill in: the button that checks the books."""
