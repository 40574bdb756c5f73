"""What is asked about a child, when it is added or corrected."""

from dataclasses import dataclass

from wtforms import BooleanField, HiddenField, SelectField, StringField

from budgettracker.families.kinds import ChildStatus, NeedCode
from budgettracker.widgets import Needed, PageForm, offered


@dataclass(frozen=True, slots=True)
class ChildAnswers:
    """What was answered about a child."""

    reference: str
    birth_month: str | None
    need_code: str | None
    status_at_start: str | None
    in_scope: bool
    index_child: bool


class ChildForm(PageForm):
    """A child's reference, month of birth, need and status."""

    reference = StringField("Reference", [Needed("Enter the child's reference.")])
    birth_month = StringField("Month of birth")
    need_code = SelectField(
        "Primary need",
        choices=offered(((code, f"{code} {code.words.capitalize()}") for code in NeedCode), "Not known"),
    )
    status_at_start = SelectField(
        "Status when the work started",
        choices=offered(((status, status.words) for status in ChildStatus), "Not known"),
    )
    index_child = BooleanField("The family was brought into the scheme for this child")
    in_scope = BooleanField("The work with the family is for this child too", default=True)
    version = HiddenField()

    def answers(self) -> ChildAnswers:
        """What was answered."""
        return ChildAnswers(
            reference=self.reference.data or "",
            birth_month=self.birth_month.data,
            need_code=self.need_code.data,
            status_at_start=self.status_at_start.data,
            in_scope=self.in_scope.data,
            index_child=self.index_child.data,
        )
