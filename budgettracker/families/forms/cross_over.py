"""What is asked when a comparison family is to have a budget."""

from wtforms import TextAreaField

from budgettracker.widgets import DateField, Needed, PageForm


class CrossOverForm(PageForm):
    """From which day a comparison family needs a budget, and why."""

    crossed_on = DateField("From which day?", [Needed("Enter the day.")], called="The day")
    reason = TextAreaField(
        "Why does this family need a budget?",
        [Needed("Say why this family needs a budget although it is for comparison.")],
    )
