"""Import plans of regular payments, and tie the purchases of the files to them."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.actions.import_limits import COMPARISON, PLAN, REST, Step
from budgettracker.imports.actions.of_scheme import OfScheme
from budgettracker.imports.kinds import TableName
from budgettracker.imports.rules import shown_as
from budgettracker.imports.tables.plan_rows import PlanRow
from budgettracker.imports.tables.rows import SpendRow
from budgettracker.periods import day_of
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.actions.record_past_plan import PastPlan, PastPlans, PlanFacts
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.past_money import hold_purchases
from budgettracker.spend.rules import MOST_PAYMENTS, Purchase


class ImportedPlans:
    """The plans that the files bring in or name, and those of the books, while payments are tied to them."""

    def __init__(self, books: Books, of_scheme: OfScheme, past: PastPlans, spends: Mapping[str, Spend]) -> None:
        """`spends` are the authority's purchases that the files name, plans among them, by reference."""
        self._books, self._of_scheme, self._past, self._spends = books, of_scheme, past, spends
        self._plans: dict[str, PastPlan] = {}
        self._families: dict[str, Family] = {}

    def steps(self) -> Iterator[Step]:
        """A step for each plan that is not in the books, and one at the end that holds what is left of them."""
        books = self._books
        bought = {row.spend_ref for row in books.folder.spend}
        for place, row in enumerate(books.folder.plans):
            family, kept = books.families.get(row.family_ref), self._spends.get(row.plan_ref)
            if row.plan_ref in bought or (kept is not None and not kept.is_plan):
                books.refuse(row, "plan_ref", "is a purchase's reference. Give the plan one of its own.", row.plan_ref)
            elif kept is not None:
                books.compare(row, self._differs(row, kept))
            elif family is None:
                books.refuse_dependent(row, "family_ref", TableName.FAMILIES, row.family_ref)
            else:
                yield Step(row.approved_on, PLAN, place, partial(self._write, row, family))
                yield Step(date.max, REST, place, partial(self._hold_rest, row, family))
        if named := {row.plan for row in books.folder.spend if row.plan}:
            yield Step(date.max, REST, len(books.folder.plans), partial(self._end_drawn, named))

    def of(self, row: SpendRow) -> PastPlan | None:
        """The plan that a purchase names; None where it is refused, or approved on a later day, which is reported."""
        books, name = self._books, row.plan or ""
        plan = self._plans.get(name)
        if plan is not None:
            return plan
        kept = self._spends.get(name)
        if kept is not None and kept.is_plan:
            return self._standing(row, kept)
        if kept is not None:
            books.refuse(row, "plan", "is a purchase and no plan of regular payments.", name)
            return None
        in_files = next((each for each in books.folder.plans if each.plan_ref == name), None)
        if in_files is not None and in_files.approved_on > row.bought_on:
            words = f"was approved on {in_files.approved_on:%d/%m/%Y}, after this was bought. Check the two days."
            books.refuse(row, "plan", words, name)
        else:
            books.refuse_dependent(row, "plan", TableName.PLANS, name)
        return None

    def _standing(self, row: SpendRow, kept: Spend) -> PastPlan | None:
        if kept.decided_by_id is None:
            self._books.refuse(
                row, "plan", f"is {kept.state} and not approved, so nothing is paid by it.", row.plan or ""
            )
            return None
        people = {person.id: person for person in self._books.people.values()}
        hold_purchases([kept.id])
        plan = self._past.standing(kept, people[kept.recorded_by_id], people[kept.decided_by_id])
        self._plans[row.plan or ""] = plan
        return plan

    def _write(self, row: PlanRow, family: Family) -> None:
        books = self._books
        before = len(books.problems)
        requester = books.person(row, "requested_by", row.requested_by)
        approver = books.person(row, "approved_by", row.approved_by)
        other = row.kind == SpendKind.OTHER_HELP
        scheme = self._of_scheme.on(row, family, row.first_on)
        category = self._of_scheme.category(row, scheme)
        for column, reason, value in _wrong(row, family, scheme, books.on):
            books.refuse(row, column, reason, value)
        if len(books.problems) > before or requester is None or approver is None or requester is approver:
            return
        columns = {"bought_on": "approved_on", "decided_by": "approved_by", "amount": "family_ref"}
        with books.writing(row, columns):
            facts = PlanFacts(
                reference=row.plan_ref,
                schedule=row.schedule,
                requested_by=requester,
                approved_by=approver,
                approved_on=row.approved_on,
                ended_on=row.ended_on,
            )
            purchase = _purchase(row, category)
            self._plans[row.plan_ref] = self._past.plan(family, None if other else scheme, purchase, facts)

    def _hold_rest(self, row: PlanRow, family: Family) -> None:
        if (plan := self._plans.get(row.plan_ref)) is not None:
            try:
                self._past.hold_rest(family, plan)
            except Refusal as refusal:
                if not self._books.keep_good:
                    self._books.refuse(row, refusal.field, refusal.message)
                    return
                self._past.end(plan)
                self._books.note(row, "payment", f"{refusal.message} The plan is brought in as ended.")

    def _end_drawn(self, named: set[str]) -> None:
        for name in sorted(named & set(self._plans)):
            plan = self._plans[name]
            if plan.held:
                self._past.hold_rest(plan.row.family, plan)

    def _differs(self, row: PlanRow, kept: Spend) -> dict[str, bool]:
        emails = {person.id: email for email, person in self._books.people.items()}
        schedule = kept.schedule
        assert schedule is not None
        return {
            "family_ref": row.family_ref != kept.family.reference,
            "payment": row.payment_pence != schedule.payment_pence,
            "rhythm": row.rhythm != schedule.rhythm,
            "first_on": row.first_on != schedule.first_on,
            "last_on": row.last_on != kept.regular_until,
            "category": kept.category is not None and row.category.casefold() != kept.category.name.casefold(),
            "purpose": row.purpose != kept.details.purpose,
            "requested_by": row.requested_by != emails.get(kept.recorded_by_id),
            "approved_by": row.approved_by != emails.get(kept.decided_by_id or kept.id),
            "approved_on": kept.decided_at is not None and row.approved_on != day_of(kept.decided_at),
            "review_on": differs(row.review_on, kept.review_on),
            "afterwards": differs(row.afterwards, kept.details.afterwards),
            "kind": differs(row.kind, kept.kind),
        }


def _purchase(row: PlanRow, category: Category | None) -> Purchase:
    return Purchase(
        amount_pence=row.schedule.total_pence,
        bought_what=shown_as(row.purpose),
        bought_on=row.approved_on,
        purpose=row.purpose,
        category_id=category.id if category is not None else None,
    )


def _wrong(row: PlanRow, family: Family, scheme: Scheme | None, on: date) -> Iterator[tuple[str, str, str]]:
    other = row.kind == SpendKind.OTHER_HELP
    if row.approved_on > on:
        yield "approved_on", "is in the future.", f"{row.approved_on:%d/%m/%Y}"
    if row.ended_on is not None and row.ended_on > on:
        yield "ended_on", "is in the future. Leave it empty while the plan runs.", f"{row.ended_on:%d/%m/%Y}"
    if len(row.schedule.days) > MOST_PAYMENTS:
        words = f"makes more than {MOST_PAYMENTS} payments. Give the last day that was approved."
        yield "last_on", words, f"{row.last_on:%d/%m/%Y}"
    if row.ended_on is None and row.last_on >= on and not (row.review_on and row.afterwards):
        words = (
            "the cell is empty. A plan that goes on says when it is looked at (review_on) and what comes afterwards."
        )
        yield "afterwards" if row.review_on else "review_on", words, ""
    if not other and family.without_budget(row.approved_on):
        yield "family_ref", f"{COMPARISON} Write other_help in kind.", row.family_ref
    elif not other and scheme is None:
        words = "has no scheme and no limit. Name its scheme in families, or write other_help in kind."
        yield "family_ref", words, row.family_ref
