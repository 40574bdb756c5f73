"""Import purchases and refunds."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from budgettracker.budgets.queries import period_on
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.actions.import_limits import COMPARISON, PURCHASE, REFUND, Step
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import SpendRow
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import LONDON
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.actions.record_past_purchase import PastDecision, record_past_other_help, record_past_spend
from budgettracker.spend.actions.refund import record_past_refund
from budgettracker.spend.kinds import PaymentMethod, SpendKind, VatStatus
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries.past_purchases import refunds_named, spends_named
from budgettracker.spend.rules import Purchase

LONGEST_WHAT = 200
SHOWN_CATEGORIES = 8


def spend_steps(books: Books) -> Iterator[Step]:
    """A step for each purchase and refund that is not in the books; one there with other content is reported."""
    rows = books.folder.spend
    refunds = refunds_named(books.authority.id, {row.spend_ref for row in rows})
    named = {row.spend_ref for row in rows} | {row.refund_of for row in rows if row.refund_of}
    spends = spends_named(books.authority.id, named)
    schemes = {row.family_ref: books.schemes.get(row.scheme) for row in reversed(books.folder.budgets)}
    for place, row in enumerate(rows):
        family = books.families.get(row.family_ref)
        if row.spend_ref in refunds:
            books.compare(row, _refund_differs(books, row, *refunds[row.spend_ref]))
        elif (kept := spends.get(row.spend_ref)) is not None:
            books.compare(row, _spend_differs(books, row, kept))
        elif family is None:
            books.refuse_dependent(row, "family_ref", TableName.FAMILIES, row.family_ref)
        elif row.refund_of is not None:
            yield Step(row.bought_on, REFUND, place, partial(_write_refund, books, row, family, spends))
        else:
            likely = schemes.get(row.family_ref)
            yield Step(row.bought_on, PURCHASE, place, partial(_write_purchase, books, row, family, likely, spends))


def _write_purchase(
    books: Books, row: SpendRow, family: Family, likely: Scheme | None, spends: dict[str, Spend]
) -> None:
    other = row.kind == SpendKind.OTHER_HELP
    before = len(books.problems)
    recorder = books.person(row, "recorded_by", row.recorded_by)
    decider = books.person(row, "decided_by", row.decided_by) if row.decided_by else None
    scheme = _scheme_on(books, row, family, likely)
    category = _category(books, row, family, scheme)
    for column, moment in (("requested_at", row.requested_at), ("decided_at", row.decided_at)):
        if moment is not None and moment > books.at:
            books.refuse(row, column, "is in the future.", f"{moment:%d/%m/%Y %H:%M}")
    if not other and family.arm == Arm.COMPARISON:
        books.refuse(row, "family_ref", f"{COMPARISON} Write other_help in kind.", row.family_ref)
    elif not other and scheme is None:
        words = "has no scheme and no limit. Name its scheme in families, or write other_help in kind."
        books.refuse(row, "family_ref", words, row.family_ref)
    # What will be undone anyway is tried all the same: what the deed itself refuses is told in the same report.
    go_on = (len(books.problems) == before or books.will_be_undone) and (
        other or (scheme and family.arm != Arm.COMPARISON)
    )
    if not go_on or recorder is None or (row.decided_by and decider is None):
        return
    if decider is recorder:
        # Two stand-ins: both their rows are refused, so this one is only looked at.
        decider = None
    purchase, decision = _purchase(row, category), _decision(row, recorder, decider)
    with books.writing(row):
        if scheme is None or other:
            spend = record_past_other_help(books.by, family, purchase, decision, on=books.on, at=books.at)
        else:
            spend = record_past_spend(books.by, family, scheme, purchase, decision, on=books.on, at=books.at)
        books.remember(spends, row.spend_ref, spend)
    kept = spends.get(row.spend_ref)
    if kept is not None and kept.over_pence:
        words = f"{pounds(kept.over_pence)} of it is over the limit. It counts as cost, and a manager decides about it."
        books.note(row, "amount", words)


def _scheme_on(books: Books, row: SpendRow, family: Family, likely: Scheme | None) -> Scheme | None:
    """The scheme whose budget a purchase of that day is from: that of the limit, else the family's, else the files'."""
    period = period_on(family.id, row.bought_on)
    if period is not None:
        return period.budget.scheme
    return next((scheme for scheme in books.schemes.values() if scheme.id == family.scheme_id), None) or likely


def _category(books: Books, row: SpendRow, family: Family, scheme: Scheme | None) -> Category | None:
    schemes = [scheme] if scheme is not None else sorted(books.schemes.values(), key=lambda scheme: scheme.name)
    known = queries.categories_of(schemes)
    category = known.get(row.category.casefold())
    if category is None and not (books.will_be_undone and not known):
        names = [known_category.name for known_category in known.values()]
        more = len(names) - SHOWN_CATEGORIES
        listed = "; ".join(names[:SHOWN_CATEGORIES]) + (f"; and {more} more" if more > 0 else "")
        of = f"a category of {scheme.name}" if scheme is not None else "a category of the authority's schemes"
        books.refuse(row, "category", f"is not {of}: {listed or 'there are none'}.", row.category)
    return category


def _purchase(row: SpendRow, category: Category | None) -> Purchase:
    paid = row.payment_method if isinstance(row.payment_method, PaymentMethod) else None
    own_word = row.payment_method if row.payment_method and paid is None else ""
    return Purchase(
        amount_pence=row.amount_pence,
        bought_what=" ".join(row.purpose.split())[:LONGEST_WHAT],
        bought_on=row.bought_on,
        purpose=row.purpose,
        category_id=category.id if category is not None else None,
        payment_method=paid or (PaymentMethod.OTHER if own_word else None),
        supplier=row.supplier or "",
        note=f"Paid by: {own_word}" if own_word else "",
        vat_pence=row.vat_pence,
        vat_status=row.vat_status,
    )


def _decision(row: SpendRow, recorder: Person, decider: Person | None) -> PastDecision:
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
    )


def _write_refund(books: Books, row: SpendRow, family: Family, spends: dict[str, Spend]) -> None:
    spend = spends.get(row.refund_of or "")
    recorder = books.person(row, "recorded_by", row.recorded_by)
    if spend is None:
        books.refuse_dependent(row, "refund_of", TableName.SPEND, row.refund_of)
        return
    if spend.family_id != family.id:
        books.refuse(row, "refund_of", "was bought for another family.", row.refund_of)
        return
    if row.kind is not None and row.kind != spend.kind:
        books.refuse(row, "kind", f"is not the purchase's, which is {spend.kind}. Leave it empty.", row.kind)
        return
    if recorder is None:
        return
    with books.writing(row, {"refunded_on": "bought_on"}):
        record_past_refund(
            books.by,
            spend,
            row.amount_pence,
            row.bought_on,
            reference=row.spend_ref,
            recorded_by=recorder,
            vat_pence=row.vat_pence,
            on=books.on,
            at=books.at,
        )


def _emails(books: Books) -> dict[object, str]:
    return {person.id: email for email, person in books.people.items()}


def _spend_differs(books: Books, row: SpendRow, spend: Spend) -> dict[str, bool]:
    emails, details = _emails(books), spend.details
    method = row.payment_method
    if method is not None and not isinstance(method, PaymentMethod):
        method = PaymentMethod.OTHER
    return {
        "family_ref": row.family_ref != spend.family.reference,
        "bought_on": row.bought_on != spend.bought_on,
        "amount": row.amount_pence != spend.paid_pence,
        "category": spend.category is not None and row.category.casefold() != spend.category.name.casefold(),
        "purpose": row.purpose != details.purpose,
        "recorded_by": row.recorded_by != emails.get(spend.recorded_by_id),
        "payment_method": differs(method, spend.payment_method),
        "supplier": differs(row.supplier, details.supplier),
        "vat": differs(row.vat_pence, spend.vat_pence),
        "vat_status": row.vat_status != VatStatus.UNKNOWN and row.vat_status != spend.vat_status,
        "kind": differs(row.kind, spend.kind),
        "requested_at": differs(row.requested_at, spend.requested_at),
        "decided_by": differs(row.decided_by, emails.get(spend.decided_by_id)),
        "decided_at": differs(row.decided_at, spend.decided_at),
        "decision_reason": differs(row.decision_reason, details.decision_reason),
        "refund_of": row.refund_of is not None,
    }


def _refund_differs(books: Books, row: SpendRow, refund: Refund, spend: Spend) -> dict[str, bool]:
    return {
        "family_ref": row.family_ref != spend.family.reference,
        "bought_on": row.bought_on != refund.refunded_on,
        "amount": row.amount_pence != refund.amount_pence,
        "recorded_by": row.recorded_by != _emails(books).get(refund.recorded_by_id),
        "vat": differs(row.vat_pence, refund.vat_pence),
        "refund_of": row.refund_of != spend.reference,
    }
