"""Several purchases in a grid: empty rows are passed over, and a refusal stands beside its own field."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import FieldList, FormField, SelectField, StringField

from budgettracker.errors import Refusal
from budgettracker.schemes.models import Category
from budgettracker.spend.actions import Purchase
from budgettracker.spend.forms.purchase import chosen, one_line
from budgettracker.spend.forms.questions import QuestionsForm
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.voice.kinds import Asked, PurchaseQuestion
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, Problem, offered

ROWS = 10


class RowForm(QuestionsForm):
    """One row of the grid: the questions of *Log spend* that every purchase answers, and those the scheme requires."""

    class Meta(PageForm.Meta):
        csrf = False

    amount = MoneyField("How much?", [Needed("Enter the amount in pounds, like 45.00.")])
    bought_what = StringField("What was bought?", [Needed("Say what was bought."), one_line])
    category = SelectField("Category", [Needed("Choose a category.")])
    purpose = StringField("What should it help with?", [Needed("Say in a few words what it should help with.")])
    payment_method = SelectField(
        "How is it paid?",
        [Needed("Choose how it is paid.")],
        choices=offered(((method, method.words) for method in PaymentMethod), "Choose one"),
    )
    bought_on = DateField("When?", [Needed("Enter the date.")])

    @property
    def blank(self) -> bool:
        """Was nothing said in this row? The day alone, which is filled in already, says nothing."""
        named = ("bought_what", "purpose", "category", "payment_method")
        answers = [self[name].data for name in named if name in self] + list(self.answers().values())
        return not any([(self.amount.typed or "").strip(), *answers])

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row has nothing wrong with it."""
        return True if self.blank else bool(super().validate(extra_validators))


class SeveralForm(PageForm):
    """Up to ten purchases of one family."""

    rows = FieldList(FormField(RowForm), min_entries=ROWS, max_entries=ROWS)

    def offer(self, categories: Collection[Category], on: date, questions: Mapping[PurchaseQuestion, Asked]) -> None:
        """Fill the lists of each row and set its days; of the scheme's questions each row has those it requires."""
        choices = offered([(str(each.id), each.name) for each in categories], "Choose one")
        for row in self.row_forms:
            row.ask(questions, optional=False)
            row.category.choices = choices
            if not categories:
                del row.category
            row.bought_on.latest = on
            row.bought_on.too_late = "The date is in the future. Enter the day it was bought, or today."

    @property
    def row_forms(self) -> list[RowForm]:
        """The rows, the first first."""
        return [entry.form for entry in self.rows.entries]

    @property
    def filled(self) -> list[RowForm]:
        """The rows in which something was said."""
        return [row for row in self.row_forms if not row.blank]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each row by itself, and at least one of them."""
        fits = bool(super().validate(extra_validators))
        if fits and not self.filled:
            self.form_errors.append("Nothing is filled in yet. Begin with the first row.")
        return fits and bool(self.filled)

    def problems(self) -> list[Problem]:
        """Every message with the row it belongs to, those about the whole form first."""
        problems = [Problem(text, None) for text in self.form_errors]
        for number, row in enumerate(self.row_forms, 1):
            problems += [Problem(f"Row {number}: {problem.text}", problem.target) for problem in row.problems()]
        return problems

    def purchases(self) -> Sequence[Purchase]:
        """What was said, in order, as the deeds take it."""
        return [
            Purchase(
                amount_pence=row.amount.data,
                bought_what=row.bought_what.data or "",
                bought_on=row.bought_on.data,
                purpose=row.purpose.data or "",
                category_id=chosen(row, "category"),
                payment_method=row.payment_method.data or None,
                reasons=row.answers(),
            )
            for row in self.filled
        ]

    def refuse(self, refusals: Mapping[int, Refusal]) -> None:
        """Put each refusal beside its field; one about the whole purchase stands beside its amount."""
        rows = self.filled
        for number, refusal in refusals.items():
            field = rows[number][refusal.field if refusal.field in rows[number] else "amount"]
            field.errors = [*field.errors, refusal.message]
        self.rows.errors = [entry.errors for entry in self.rows.entries]
