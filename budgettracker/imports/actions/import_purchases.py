"""Import purchases and refunds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from functools import partial
from uuid import UUID

from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.actions.import_limits import COMPARISON, PURCHASE, REFUND, Step
from budgettracker.imports.actions.import_plans import ImportedPlans
from budgettracker.imports.actions.known_otherwise import KnownOtherwise
from budgettracker.imports.actions.of_scheme import OfScheme
from budgettracker.imports.kinds import TableName
from budgettracker.imports.rules import shown_as
from budgettracker.imports.tables.rows import SpendRow
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import LONDON
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.actions.record_past_money import PastMoney
from budgettracker.spend.actions.record_past_plan import PastPlan, PastPlans
from budgettracker.spend.actions.write_past_money import PastDecision, PastPurchase
from budgettracker.spend.kinds import PaymentMethod, SpendKind, VatStatus
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries.past_money import refunds_named, spends_named
from budgettracker.spend.rules import Purchase
from budgettracker.voice.kinds import Asked, PurchaseQuestion
from budgettracker.voice.queries import questions_of
from budgettracker.vouchers.actions.issue_past import PastIssues
from budgettracker.vouchers.queries import issued_for


def spend_steps(books: Books, money: PastMoney, issues: PastIssues) -> Iterator[Step]:
    """A step for each plan, purchase and refund that is not in the books; one there with other content is reported."""
    rows = books.folder.spend
    refunds = refunds_named(books.authority.id, {row.spend_ref for row in rows})
    named = {row.spend_ref for row in rows} | {row.plan_ref for row in books.folder.plans}
    named |= {reference for row in rows for reference in (row.refund_of, row.plan) if reference}
    spends = spends_named(books.authority.id, named)
    bringing = _Purchases(books, money, issues, spends)
    yield from bringing.plans.steps()
    emails = {person.id: email for email, person in books.people.items()}
    otherwise = KnownOtherwise(books, rows)
    for place, row in enumerate(rows):
        family = books.families.get(row.family_ref)
        if row.spend_ref in refunds:
            books.compare(row, _refund_differs(emails, row, *refunds[row.spend_ref]))
        elif (kept := spends.get(row.spend_ref)) is not None:
            books.compare(row, _spend_differs(emails, row, kept) | _ties_differ(row, kept, spends))
        elif family is None:
            books.refuse_dependent(row, "family_ref", TableName.FAMILIES, row.family_ref)
        elif row.refund_of is not None:
            yield Step(row.bought_on, REFUND, place, partial(bringing.refund, row, family))
        else:
            otherwise.look(row, family)
            yield Step(row.bought_on, PURCHASE, place, partial(bringing.purchase, row, family))
    otherwise.note_rest()


class _Purchases:
    """Purchases and refunds while they are brought in, in the order of their days."""

    def __init__(self, books: Books, money: PastMoney, issues: PastIssues, spends: Mapping[str, Spend]) -> None:
        self._books, self._money, self._issues = books, money, issues
        rows = books.folder.spend
        self._of_scheme, self._paying = OfScheme(books, money.held), PastPlans(money)
        self.plans = ImportedPlans(books, self._of_scheme, self._paying, spends)
        ours = {family.id for family in books.families.values()}
        self._back = {row.refund_of for row in rows}
        standing = [each for reference, each in spends.items() if reference in self._back and each.family_id in ours]
        self._known = money.standing(standing)
        self._elsewhere = set(spends) - set(self._known)
        self._groups = _groups(rows)
        self._required: dict[UUID | None, list[PurchaseQuestion]] = {}

    def purchase(self, row: SpendRow, family: Family) -> None:
        """Bring in one purchase, or say everything that is wrong with it."""
        books, other = self._books, row.kind == SpendKind.OTHER_HELP
        before = len(books.problems)
        recorder = books.person(row, "recorded_by", row.recorded_by)
        decider = books.person(row, "decided_by", row.decided_by) if row.decided_by else None
        scheme = self._of_scheme.on(row, family, row.bought_on)
        category = self._of_scheme.category(row, scheme)
        self._check(row, family, scheme)
        # What will be undone anyway is tried all the same: what the deed itself refuses is told in the same report.
        go_on = (len(books.problems) == before or books.will_be_undone) and (
            other or (scheme and not family.without_budget(row.bought_on))
        )
        plan = self.plans.of(row) if row.plan else None
        if not go_on or recorder is None or (row.decided_by and decider is None) or (row.plan and plan is None):
            return
        if decider is recorder:
            # Two stand-ins: both their rows are refused, so this one is only looked at.
            decider = None
        purchase, decision = _purchase(row, category), _decision(row, recorder, decider, self._groups)
        with books.keeping(row):
            chosen = self._issues.require(row.vouchers, row.amount_pence, row.bought_on, restricted=family.restricted)
            past = self._record(family, None if other else scheme, plan, purchase, decision)
            if row.spend_ref in self._back:
                self._known[row.spend_ref] = past
            if chosen:
                self._issues.take(UUID(past.id), recorder, chosen, row.bought_on)
            if past.over_pence:
                words = (
                    f"{pounds(past.over_pence)} of it is over the limit. It counts as cost, and waits for a decision."
                )
                books.note(row, "amount", words)
            self._note_unanswered(row, family)

    def _record(
        self, family: Family, scheme: Scheme | None, plan: PastPlan | None, purchase: Purchase, decision: PastDecision
    ) -> PastPurchase:
        """A payment of a plan, other help where no scheme is named, or a purchase from its budget."""
        if plan is not None:
            return self._paying.pay(family, plan, purchase, decision)
        if scheme is None:
            return self._money.help(family, purchase, decision)
        return self._money.buy(family, scheme, purchase, decision)

    def _note_unanswered(self, row: SpendRow, family: Family) -> None:
        """No file answers what a scheme asks, and history is not refused for it: what is required is named."""
        key = family.scheme_id
        if key not in self._required:
            self._required[key] = [each for each, how in questions_of(key).items() if how is Asked.REQUIRED]
        for question in self._required[key]:
            words = f"The scheme requires an answer: {question.words.lower()} Correct the purchase once it is here."
            self._books.note(row, "spend_ref", words)

    def _check(self, row: SpendRow, family: Family, scheme: Scheme | None) -> None:
        books, other = self._books, row.kind == SpendKind.OTHER_HELP
        for column, moment in (("requested_at", row.requested_at), ("decided_at", row.decided_at)):
            if moment is not None and moment > books.at:
                books.refuse(row, column, "is in the future.", f"{moment:%d/%m/%Y %H:%M}")
        if not other and family.without_budget(row.bought_on):
            books.refuse(row, "family_ref", f"{COMPARISON} Write other_help in kind.", row.family_ref)
        elif not other and scheme is None:
            words = "has no scheme and no limit. Name its scheme in families, or write other_help in kind."
            books.refuse(row, "family_ref", words, row.family_ref)

    def refund(self, row: SpendRow, family: Family) -> None:
        """Bring in one refund, or say what is wrong with it."""
        books, past = self._books, self._known.get(row.refund_of or "")
        recorder = books.person(row, "recorded_by", row.recorded_by)
        if past is None and row.refund_of not in self._elsewhere:
            books.refuse_dependent(row, "refund_of", TableName.SPEND, row.refund_of)
            return
        if past is None or past.family_id != family.id:
            books.refuse(row, "refund_of", "was bought for another family.", row.refund_of)
            return
        if row.kind is not None and row.kind != past.kind:
            books.refuse(row, "kind", f"is not the purchase's, which is {past.kind}. Leave it empty.", row.kind)
            return
        if recorder is None:
            return
        with books.keeping(row, {"refunded_on": "bought_on"}):
            self._money.give_back(
                past,
                row.amount_pence,
                row.bought_on,
                reference=row.spend_ref,
                recorded_by=recorder,
                vat_pence=row.vat_pence,
            )


def _purchase(row: SpendRow, category: Category | None) -> Purchase:
    paid = row.payment_method if isinstance(row.payment_method, PaymentMethod) else None
    own_word = row.payment_method if row.payment_method and paid is None else ""
    return Purchase(
        amount_pence=row.amount_pence,
        bought_what=shown_as(row.purpose),
        bought_on=row.bought_on,
        purpose=row.purpose,
        category_id=category.id if category is not None else None,
        payment_method=PaymentMethod.VOUCHER if row.vouchers else paid or (PaymentMethod.OTHER if own_word else None),
        supplier=row.supplier or "",
        note=f"Paid by: {own_word}" if own_word else "",
        vat_pence=row.vat_pence,
        vat_status=row.vat_status,
        from_stock=bool(row.vouchers),
    )


def _groups(rows: list[SpendRow]) -> dict[str | None, tuple[UUID, int]]:
    """For each receipt that was shared over families an id of its own, and what it came to in pence."""
    pence: Counter[str] = Counter()
    for row in rows:
        if row.group is not None:
            pence[row.group] += row.amount_pence
    return {group: (uuid7(), whole) for group, whole in pence.items()}


def _decision(
    row: SpendRow, recorder: Person, decider: Person | None, groups: Mapping[str | None, tuple[UUID, int]]
) -> PastDecision:
    """Who and when; what the file leaves out of a decision happened on the day nearest to it that the file does tell."""
    noon = datetime.combine(row.bought_on, time(12), LONDON)
    requested = row.requested_at or row.decided_at or noon
    return PastDecision(
        reference=row.spend_ref,
        recorded_by=recorder,
        requested_at=requested,
        decided_by=decider,
        decided_at=(row.decided_at or requested) if decider is not None else None,
        decision_reason=row.decision_reason or "",
        regular=row.regular,
        whole=groups.get(row.group),
    )


def _spend_differs(emails: Mapping[UUID, str], row: SpendRow, spend: Spend) -> dict[str, bool]:
    details, own = spend.details, spend.recorded_by_id
    method = row.payment_method
    if method is not None and not isinstance(method, PaymentMethod):
        method = PaymentMethod.OTHER
    return {
        "family_ref": row.family_ref != spend.family.reference,
        "bought_on": row.bought_on != spend.bought_on,
        "amount": row.amount_pence != spend.paid_pence,
        "category": spend.category is not None and row.category.casefold() != spend.category.name.casefold(),
        "purpose": row.purpose != details.purpose,
        "recorded_by": row.recorded_by != emails.get((spend.bought_by_id or own) if spend.plan_id else own),
        "payment_method": differs(method, spend.payment_method),
        "supplier": differs(row.supplier, details.supplier),
        "vat": differs(row.vat_pence, spend.vat_pence),
        "vat_status": row.vat_status != VatStatus.UNKNOWN and row.vat_status != spend.vat_status,
        "kind": differs(row.kind, spend.kind),
        "requested_at": differs(row.requested_at, spend.requested_at),
        "decided_by": not spend.plan_id
        and differs(row.decided_by, emails.get(spend.decided_by_id) if spend.decided_by_id else None),
        "decided_at": differs(row.decided_at, spend.decided_at),
        "decision_reason": differs(row.decision_reason, details.decision_reason),
        "refund_of": row.refund_of is not None,
        "regular": row.regular and not spend.regular,
        "group": row.group is not None and spend.shared_id is None,
    }


def _ties_differ(row: SpendRow, spend: Spend, spends: Mapping[str, Spend]) -> dict[str, bool]:
    plan = spends.get(row.plan) if row.plan else None
    serials = {each.voucher.serial for each in issued_for(spend.id)} if row.vouchers else set()
    return {
        "plan": row.plan is not None and (plan is None or plan.id != spend.plan_id),
        "vouchers": set(row.vouchers) != serials,
    }


def _refund_differs(emails: Mapping[UUID, str], row: SpendRow, refund: Refund, spend: Spend) -> dict[str, bool]:
    return {
        "family_ref": row.family_ref != spend.family.reference,
        "bought_on": row.bought_on != refund.refunded_on,
        "amount": row.amount_pence != refund.amount_pence,
        "recorded_by": row.recorded_by != emails.get(refund.recorded_by_id),
        "vat": differs(row.vat_pence, refund.vat_pence),
        "refund_of": row.refund_of != spend.reference,
    }
