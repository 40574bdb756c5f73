"""What is asked when the work with a family ends."""

from wtforms import RadioField

from budgettracker.families.kinds import EndReason
from budgettracker.widgets import DateField, Needed, PageForm, offered


class CloseForm(PageForm):
    """The last day of work with a family, and why it ended."""

    closed_on = DateField("Last day of work", [Needed("Enter the last day of work.")], called="The last day")
    end_reason = RadioField(
        "Why did the work end?",
        [Needed("Choose why the work ended.")],
        choices=offered((reason, reason.words) for reason in EndReason),
    )
