"""What is asked when a scheme is added."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import NumberRange

from budgettracker.access import Role
from budgettracker.schemes.forms.bands import BandsForm
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.rules import DEFAULT_CATEGORIES
from budgettracker.widgets import DateField, MoneyField, Needed, WholeNumberField, offered


class SchemeForm(BandsForm):
    """A scheme: its name, cap, dates, bands, categories and habits."""

    name = StringField("Name", [Needed("Enter the scheme's name.")])
    cap = MoneyField("Cap: the most for one family", called="The cap")
    cap_period = RadioField(
        "What does the cap cover?",
        [Needed("Choose what the cap covers.")],
        choices=offered((period, period.words) for period in CapPeriod),
        default=CapPeriod.WHOLE,
    )
    starts_on = DateField("First day", [Needed("Enter the first day of the scheme.")], called="The first day")
    ends_on = DateField("Last day", called="The last day")
    regular_needs = RadioField(
        "Who decides regular payments?",
        [Needed("Choose who decides regular payments.")],
        choices=offered([(Role.MANAGER, "Manager"), (Role.SENIOR_MANAGER, "Senior manager")]),
        default=Role.MANAGER,
    )
    hold_days = WholeNumberField(
        "How many days does a request hold its money?",
        [Needed("Enter a number of days."), NumberRange(1, 366, "Enter a number of days from 1 to 366.")],
        default=42,
    )
    receipts_required = BooleanField("Every purchase needs a receipt", default=True)
    categories = TextAreaField(
        "Categories", [Needed("Enter at least one category.")], default="\n".join(DEFAULT_CATEGORIES)
    )
