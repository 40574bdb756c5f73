"""One receipt shared over families: what was bought once, and each family with its share."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from wtforms import BooleanField, FieldList, FormField, SelectField

from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.schemes.models import Category
from budgettracker.spend.actions import Purchase
from budgettracker.spend.forms.purchase import BoughtForm
from budgettracker.spend.forms.questions import QuestionsForm
from budgettracker.spend.rules import even_shares
from budgettracker.widgets import MoneyField, PageForm, Problem, offered

SHARES = 8


class ShareForm(PageForm):
    """One family and its share; both empty where there are fewer."""

    class Meta(PageForm.Meta):
        csrf = False

    family = SelectField("Family")
    share = MoneyField("Share", called="The share")


class SharedForm(QuestionsForm, BoughtForm):
    """A receipt, and up to eight families that share it. What their scheme asks is answered once for all of them."""

    already_paid = BooleanField("It is already paid: it could not wait for a decision")
    ask_manager = BooleanField("A manager is to decide it, also where I may decide it myself")
    shares = FieldList(FormField(ShareForm), min_entries=SHARES, max_entries=SHARES)

    def offer(self, families: Collection[Family], categories: Collection[Category], on: date) -> None:
        """Fill the lists and set the day."""
        self.ask_of(categories, on)
        self.amount.label.text = "How much is the whole receipt?"
        choices = offered(((each.id, f"{each.reference} {each.details.name}") for each in families), "No family")
        for row in self.rows:
            row.family.choices = choices

    @property
    def rows(self) -> list[ShareForm]:
        """The rows of families, the first first."""
        return [entry.form for entry in self.shares.entries]

    @property
    def filled(self) -> list[ShareForm]:
        """The rows in which a family was chosen."""
        return [row for row in self.rows if row.family.data]

    def parts(self) -> Sequence[tuple[uuid.UUID, int]]:
        """Each chosen family with its pence; where no share was typed the receipt is shared evenly, to the penny."""
        rows = self.filled
        typed = [row.share.data or 0 for row in rows]
        pence = typed if any(typed) else even_shares(self.amount.data, len(rows)) if rows else []
        return [(uuid.UUID(row.family.data), share) for row, share in zip(rows, pence, strict=True)]

    def purchase(self) -> Purchase:
        """The whole receipt, as the deed takes it."""
        return Purchase(
            amount_pence=self.amount.data,
            bought_on=self.bought_on.data,
            already_paid=bool(self.already_paid.data),
            ask_manager=bool(self.ask_manager.data),
            reasons=self.answers(),
            **self.particulars(),
        )

    def problems(self) -> list[Problem]:
        """Every message, those of a share with its row."""
        whole = [problem for problem in super().problems() if not (problem.target or "").startswith("shares-")]
        for number, row in enumerate(self.rows, 1):
            whole += [Problem(f"Family {number}: {problem.text}", problem.target) for problem in row.problems()]
        return whole

    def refuse(self, refusals: Mapping[int, Refusal]) -> None:
        """Put each refusal beside the share of its family; one about the day beside the day."""
        rows = self.filled
        for number, refusal in refusals.items():
            shared = refusal.field in ("bought_on", "already_paid")
            field = self[refusal.field] if shared and refusal.field else rows[number].share
            field.errors = [*field.errors, refusal.message]
        self.shares.errors = [entry.errors for entry in self.shares.entries]
