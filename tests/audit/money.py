"""What deeds on limits, purchases, receipts and questions record: every amount in pence, from what to what."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from budgettracker.audit.kinds import Deed
from budgettracker.budgets import actions as limits
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import sums_sign
from budgettracker.confirmations.actions import confirm
from budgettracker.database import db
from budgettracker.decisions.actions import approve_several
from budgettracker.ledger.actions import close_finance_month, set_pot
from budgettracker.ledger.payments.actions import confirm_payments, read_payments, undo_payment
from budgettracker.ledger.payments.kinds import Basis
from budgettracker.ledger.payments.models import PaymentFile
from budgettracker.ledger.payments.queries.purchases import purchases_between
from budgettracker.ledger.payments.rules.answers import PaymentAnswers
from budgettracker.ledger.payments.rules.lines import FinanceFile
from budgettracker.ledger.payments.rules.lines import Line as PaidLine
from budgettracker.ledger.payments.rules.suggest import Choice
from budgettracker.ledger.payments.rules.values import When
from budgettracker.ledger.weekly.actions import make_weekly_file, set_account_code
from budgettracker.ledger.weekly.kinds import CodeUse, WeeklyKind
from budgettracker.people.models import Person
from budgettracker.spend import actions as spends
from budgettracker.spend.actions.meet_refund import meet_refund, unmeet_refund
from budgettracker.spend.actions.record_past_money import PastMoney
from budgettracker.spend.actions.safe_receipt import SafeReceipt
from budgettracker.spend.actions.write_past_money import PastDecision
from budgettracker.spend.kinds import Helped, PaymentMethod, Reimbursement
from budgettracker.spend.models import ReceiptLink, Refund, Spend, SpendBefore, SpendProposal
from budgettracker.spend.rules import Purchase
from budgettracker.voice.kinds import Pathway, PurchaseQuestion, WhoAsked
from tests.audit.told import Line, Rows, Stage
from tests.factories.full_budget import TODAY
from tests.factories.past_limit import record_past_limit
from tests.factories.spend import corrected, document, refunded, weekly
from tests.factories.world import NOON, family

MONEY = Rows()
MAY = date(2026, 5, 1)
TO_DECIDE = {"outcome": "limit", "waits_for": "manager"}
ALONE = {"outcome": "within_band", "as_role": "practitioner"}


def above(waits_for: str, as_role: str | None = "practitioner", outcome: str = "above_band") -> dict[str, str | None]:
    """What a deed writes down that somebody else is still to decide about."""
    return {"outcome": outcome, "as_role": as_role, "waits_for": waits_for}


def alone(outcome: str) -> dict[str, str]:
    """What a deed that a worker does alone writes down."""
    return {"outcome": outcome, "as_role": "practitioner"}


def second(role: str, outcome: str = "above_band") -> dict[str, str]:
    """What the second hand's deed writes down."""
    return {"outcome": outcome, "as_role": role}


CHOSEN, ASKED = "First plan", "Which shop is it from?"


def proposed(on: Stage, to_pence: int = 2_500_00) -> LimitChange:
    """A limit that alice has just proposed for her family, whose limit is £2,000.00 and whose purchases come to £90.00."""
    return limits.propose_limit(on.world.alice, on.world.family, on.world.scheme, to_pence, CHOSEN, on=TODAY, at=NOON)


@MONEY.row(Deed.LIMIT_PROPOSED, limits.propose_limit)
def a_limit(on: Stage) -> Line:
    change = proposed(on)
    return Line(on.world.alice, on.world.authority, change, {"limit_pence": [2_000_00, 2_500_00], **TO_DECIDE})


@MONEY.row(Deed.LIMIT_APPROVED, limits.approve_limit)
def a_limit_approved(on: Stage) -> Line:
    change = proposed(on)
    on.start()
    limits.approve_limit(on.world.mary, change, on=TODAY, at=NOON)
    changes = {"limit_pence": [2_000_00, 2_500_00], **second("manager", "limit")}
    return Line(on.world.mary, on.world.authority, change, changes)


@MONEY.row(Deed.LIMIT_DECLINED, limits.decline_limit)
def a_limit_declined(on: Stage) -> Line:
    change = proposed(on)
    on.start()
    limits.decline_limit(on.world.mary, change, "Not yet", on=TODAY, at=NOON)
    changes = {"state": ["requested", "declined"], **second("manager", "limit")}
    return Line(on.world.mary, on.world.authority, change, changes)


@MONEY.row(Deed.LIMIT_WITHDRAWN, limits.withdraw_limit)
def a_limit_withdrawn(on: Stage) -> Line:
    change = proposed(on)
    on.start()
    limits.withdraw_limit(on.world.alice, change, at=NOON)
    return Line(on.world.alice, on.world.authority, change, {"state": ["requested", "withdrawn"]})


@MONEY.row(Deed.LIMIT_PROPOSED, limits.propose_limits_for_cohort)
def a_cohorts_limits(on: Stage) -> list[Line]:
    rules = on.world.scheme
    cohort = [family(on.world.team, f"WM-30{place}", "Of a cohort", scheme=rules) for place in (1, 2)]
    made = limits.propose_limits_for_cohort(on.world.mary, cohort, rules, 800_00, CHOSEN, on=TODAY, at=NOON)
    assert len(made) == 2
    changes = {"limit_pence": [0, 800_00], "cohort": made[0].cohort_id, **TO_DECIDE}
    return [Line(on.world.mary, on.world.authority, change, changes) for change in made]


@MONEY.row(Deed.LIMIT_APPROVED, limits.decide_limits_of_cohort)
def a_cohorts_limits_approved(on: Stage) -> list[Line]:
    one = family(on.world.team, "WM-303", "Of a cohort", scheme=on.world.scheme)
    made = limits.propose_limits_for_cohort(on.world.mary, [one], on.world.scheme, 800_00, CHOSEN, on=TODAY, at=NOON)
    on.start()
    limits.decide_limits_of_cohort(on.world.sam, made, approve=True, reason="", on=TODAY, at=NOON)
    changes = {"limit_pence": [0, 800_00], **second("senior_manager", "limit")}
    return [Line(on.world.sam, on.world.authority, change, changes) for change in made]


@MONEY.row(Deed.LIMIT_CONFIRMED, limits.confirm_limit)
def a_limit_that_one_person_had_set(on: Stage) -> Line:
    change = proposed(on)
    limits.approve_limit(on.world.mary, change, on=TODAY, at=NOON)
    change.one_hand = True
    on.start()
    limits.confirm_limit(on.world.sam, change, on=TODAY, at=NOON)
    return Line(
        on.world.sam, on.world.authority, change, {"limit_pence": 2_500_00, **second("senior_manager", "limit")}
    )


def opening(on: Stage) -> LimitChange:
    """A limit of another family of alice's, imported by fiona while nobody but administrators had signed in."""
    one = family(on.world.team, "WM-304", "Of before", scheme=on.world.scheme)
    return record_past_limit(
        *(on.world.fiona, one, on.world.scheme, 900_00, CHOSEN),
        proposed_by=on.world.alice,
        approved_by=on.world.mary,
        approved_on=MAY,
        at=NOON,
    )


SUMS = {"limit_pence": 900_00, "spent_pence": 0, "over_pence": 0}


@MONEY.row(Deed.OPENING_CONFIRMED, limits.confirm_opening)
def an_opening_balance_confirmed(on: Stage) -> Line:
    change = opening(on)
    on.start()
    limits.confirm_opening(on.world.sam, change.period, sums_sign(change.period), on=TODAY, at=NOON)
    return Line(on.world.sam, on.world.authority, change, {**SUMS, **second("senior_manager", "opening_balance")})


@MONEY.row(Deed.LIMIT_SET, record_past_limit)
def a_past_limit(on: Stage) -> Line:
    change = record_past_limit(
        None,
        on.world.family,
        on.world.scheme,
        2_700_00,
        CHOSEN,
        proposed_by=on.world.alice,
        approved_by=on.world.mary,
        approved_on=MAY,
        at=NOON,
    )
    waits = {"outcome": "opening_balance", "waits_for": "senior_manager"}
    values = {"proposed_by": on.world.alice.id, "decided_by": on.world.mary.id, **waits}
    return Line(None, on.world.authority, change, {"limit_pence": [2_000_00, 2_700_00], **values})


@MONEY.row(Deed.QUESTION_ASKED, limits.ask_about_limit)
def a_question_about_a_limit(on: Stage) -> Line:
    change = proposed(on)
    on.start()
    question = limits.ask_about_limit(on.world.mary, change, ASKED, on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, change, {"question": question.id})


@MONEY.row(Deed.QUESTION_ANSWERED, limits.answer_about_limit)
def an_answer_about_a_limit(on: Stage) -> Line:
    change = proposed(on)
    question = limits.ask_about_limit(on.world.mary, change, ASKED, on=TODAY, at=NOON)
    on.start()
    limits.answer_about_limit(on.world.bob, question, change, "The corner shop", at=NOON)
    return Line(on.world.bob, on.world.authority, change, {"question": question.id})


@MONEY.row(Deed.QUESTION_ASKED, spends.ask_about_spend)
def a_question_about_a_purchase(on: Stage) -> Line:
    question = spends.ask_about_spend(on.world.mary, on.full.requested, ASKED, on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, on.full.requested, {"question": question.id})


@MONEY.row(Deed.QUESTION_ANSWERED, spends.answer_about_spend)
def an_answer_about_a_purchase(on: Stage) -> Line:
    question = spends.ask_about_spend(on.world.mary, on.full.requested, ASKED, on=TODAY, at=NOON)
    on.start()
    spends.answer_about_spend(on.world.alice, question, on.full.requested, "The corner shop", at=NOON)
    return Line(on.world.alice, on.world.authority, on.full.requested, {"question": question.id})


def bed(pence: int, bought_on: date = TODAY, **more: object) -> Purchase:
    """A bed for so many pence."""
    return Purchase(amount_pence=pence, bought_what="A bed", bought_on=bought_on, **more)  # type: ignore[arg-type]


@MONEY.row(Deed.SPEND_LOGGED, spends.log_spend)
def a_purchase_beyond_what_is_left(on: Stage) -> Line:
    purchase = bed(1_950_12, already_paid=True)
    spend = spends.log_spend(on.world.alice, on.world.family, purchase, on=TODAY, at=NOON)
    changes = {"state": [None, "bought"], "paid_pence": [None, 1_950_12], "over_pence": 40_12, **above("manager")}
    return Line(on.world.alice, on.world.authority, spend, changes)


@MONEY.row(Deed.SPEND_LOGGED, spends.log_other_help)
def other_help(on: Stage) -> Line:
    spend = spends.log_other_help(on.world.bob, on.world.comparison, bed(81_23), on=TODAY, at=NOON)
    return Line(
        on.world.bob,
        on.world.authority,
        spend,
        {"kind": "other_help", "paid_pence": [None, 81_23], **alone("other_help")},
    )


@MONEY.row(Deed.SPEND_REQUESTED, spends.log_spend)
def a_request(on: Stage) -> Line:
    spend = spends.log_spend(on.world.alice, on.world.family, bed(612_34), on=TODAY, at=NOON)
    changes = {"state": [None, "requested"], "planned_pence": [None, 612_34], "came": "single", **above("manager")}
    return Line(on.world.alice, on.world.authority, spend, changes)


@MONEY.row(Deed.SPEND_LOGGED, spends.log_several)
def several_at_once(on: Stage) -> list[Line]:
    beds = [bed(12_34), bed(700_00)]
    bought, answer = spends.log_several(on.world.bob, on.world.family, beds, other_help=False, on=TODAY, at=NOON)
    changes = {"state": [None, "bought"], "paid_pence": [None, 12_34], "over_pence": 0, **ALONE}
    request = {"state": [None, "requested"], "planned_pence": [None, 700_00], "came": "single", **above("manager")}
    return [
        Line(on.world.bob, on.world.authority, bought, changes),
        Line(on.world.bob, on.world.authority, answer, request, Deed.SPEND_REQUESTED),
    ]


@MONEY.row(Deed.SPEND_APPROVED, spends.approve_spend)
def a_request_approved(on: Stage) -> Line:
    spends.approve_spend(on.world.sam, on.full.requested, on=TODAY, at=NOON)
    changes = {"state": ["requested", "approved"], "approved_pence": [None, 700_01], **second("senior_manager")}
    return Line(on.world.sam, on.world.authority, on.full.requested, changes)


@MONEY.row(Deed.SPEND_APPROVED, approve_several)
def several_approved(on: Stage) -> list[Line]:
    change = proposed(on)
    on.start()
    assert approve_several(on.world.sam, [change, on.full.requested], on=TODAY, at=NOON) == []
    spent = {"state": ["requested", "approved"], "approved_pence": [None, 700_01], **second("senior_manager")}
    limit = {"limit_pence": [2_000_00, 2_500_00], **second("senior_manager", "limit")}
    return [
        Line(on.world.sam, on.world.authority, on.full.requested, spent),
        Line(on.world.sam, on.world.authority, change, limit, Deed.LIMIT_APPROVED),
    ]


@MONEY.row(Deed.SPEND_DECLINED, spends.decline_spend)
def a_request_declined(on: Stage) -> Line:
    spends.decline_spend(on.world.sam, on.full.requested, "Ask the landlord", on=TODAY, at=NOON)
    changes = {"state": ["requested", "declined"], **second("senior_manager")}
    return Line(on.world.sam, on.world.authority, on.full.requested, changes)


@MONEY.row(Deed.SPEND_WITHDRAWN, spends.withdraw_spend)
def an_approval_withdrawn(on: Stage) -> Line:
    spends.withdraw_spend(on.world.alice, on.full.approved, at=NOON)
    return Line(on.world.alice, on.world.authority, on.full.approved, {"state": ["approved", "withdrawn"]})


@MONEY.row(Deed.SPEND_BOUGHT, spends.record_purchase)
def an_approved_purchase_dearer(on: Stage) -> Line:
    spends.record_purchase(on.world.alice, on.full.approved, 1_600_99, TODAY, on=TODAY, at=NOON)
    waits = above("senior_manager", None, "price_above_approved")
    changes = {"state": ["approved", "bought"], "paid_pence": [None, 1_600_99], "over_pence": 100_99, **waits}
    return Line(on.world.alice, on.world.authority, on.full.approved, changes)


@MONEY.row(Deed.SPEND_REQUESTED, spends.ask_for_plan)
def regular_payments(on: Stage) -> Line:
    plan = weekly(on.world.alice, on.world.family, 5_00, 4)
    last_on = TODAY + timedelta(weeks=3)
    changes = {"state": [None, "requested"], "planned_pence": [None, 20_00], "came": "regular"}
    changes |= {"payment_pence": 5_00, "rhythm": "weekly", "last_on": last_on, **above("manager", outcome="plan")}
    return Line(on.world.alice, on.world.authority, plan, changes)


def running(on: Stage) -> Spend:
    """Four weekly payments of £5.00 that were approved."""
    plan = weekly(on.world.alice, on.world.family, 5_00, 4)
    spends.approve_spend(on.world.mary, plan, on=TODAY, at=NOON)
    on.start()
    return plan


@MONEY.row(Deed.SPEND_BOUGHT, spends.record_payment)
def a_payment_of_a_plan(on: Stage) -> Line:
    plan = running(on)
    payment = spends.record_payment(on.world.bob, plan, 4_50, TODAY, on=TODAY, at=NOON)
    changes = {"state": [None, "bought"], "paid_pence": [None, 4_50], "over_pence": 0, "plan": plan.id}
    changes |= {"drawn_pence": 4_50, **second("manager", "plan")}
    return Line(on.world.bob, on.world.authority, payment, changes)


@MONEY.row(Deed.PLAN_ENDED, spends.end_plan)
def a_plan_ended(on: Stage) -> Line:
    plan = running(on)
    spends.end_plan(on.world.bob, plan, "He walks now", at=NOON)
    return Line(on.world.bob, on.world.authority, plan, {"state": ["approved", "ended"], "released_pence": 20_00})


@MONEY.row(Deed.PLAN_LOOKED_AT, spends.look_at_plan)
def a_plan_looked_at(on: Stage) -> Line:
    plan = running(on)
    spends.look_at_plan(on.world.bob, plan, "He likes it", TODAY + timedelta(weeks=1), on=TODAY, at=NOON)
    looks = {"review_on": [TODAY + timedelta(weeks=3), TODAY + timedelta(weeks=1)]}
    return Line(on.world.bob, on.world.authority, plan, looks)


@MONEY.row(Deed.SPEND_REFUNDED, spends.refund_spend)
def a_part_that_came_back(on: Stage) -> Line:
    paper = document(on.world.alice, on.full.at_the_edge)
    refund = spends.refund_spend(on.world.alice, on.full.at_the_edge, 12_34, TODAY, paper, on=TODAY, at=NOON)
    changes = {"refund": refund.id, "amount_pence": 12_34, "receipt": paper.id, **alone("refund")}
    return Line(on.world.alice, on.world.authority, on.full.at_the_edge, changes)


@MONEY.row(Deed.SPEND_REFUNDED, spends.refund_with_document)
def a_part_that_came_back_with_its_slip(on: Stage) -> list[Line]:
    spend, slip = on.full.at_the_edge, SafeReceipt("image/png", b"slip", "f" * 64)
    folder = Path(on.app.config["RECEIPTS_FOLDER"])
    refund = spends.refund_with_document(on.world.alice, spend, 12_34, TODAY, slip, folder, on=TODAY, at=NOON)
    (kept,) = spend.receipts
    changes = {"refund": refund.id, "amount_pence": 12_34, "receipt": kept.id, **alone("refund")}
    added = Line(
        on.world.alice,
        on.world.authority,
        spend,
        {"receipt": kept.id, "sha256": "f" * 64},
        Deed.RECEIPT_ADDED,
    )
    return [added, Line(on.world.alice, on.world.authority, spend, changes)]


@MONEY.row(Deed.SPEND_PROPOSED, spends.refund_spend)
def a_refund_without_a_document(on: Stage) -> Line:
    made = spends.refund_spend(on.world.alice, on.full.at_the_edge, 12_34, TODAY, on=TODAY, at=NOON)
    changes = {"proposal": made.id, "proposed": "refund", "amount_pence": 12_34, "was_pence": 300_00}
    waits = {"outcome": "refund", "waits_for": "manager"}
    return Line(on.world.alice, on.world.authority, on.full.at_the_edge, {**changes, **waits})


@MONEY.row(Deed.SPEND_PROPOSAL_DECIDED, spends.decide_proposal)
def a_refund_agreed_to(on: Stage) -> Line:
    made = spends.refund_spend(on.world.alice, on.full.at_the_edge, 12_34, TODAY, on=TODAY, at=NOON)
    assert isinstance(made, SpendProposal)
    on.start()
    spends.decide_proposal(on.world.mary, made, agree=True, reason="", on=TODAY, at=NOON)
    changes = {"proposal": made.id, "proposed": "refund", "proposal_state": ["proposed", "agreed"]}
    moved = {"amount_pence": 12_34, "state": ["bought", "bought"], **second("manager", "refund")}
    return Line(on.world.mary, on.world.authority, on.full.at_the_edge, {**changes, **moved})


@MONEY.row(Deed.SPEND_PROPOSAL_WITHDRAWN, spends.withdraw_proposal)
def a_refund_taken_back(on: Stage) -> Line:
    made = spends.refund_spend(on.world.alice, on.full.at_the_edge, 12_34, TODAY, on=TODAY, at=NOON)
    assert isinstance(made, SpendProposal)
    on.start()
    spends.withdraw_proposal(on.world.alice, made, at=NOON)
    changes = {"proposal": made.id, "proposed": "refund", "proposal_state": ["proposed", "withdrawn"]}
    return Line(on.world.alice, on.world.authority, on.full.at_the_edge, changes)


@MONEY.row(Deed.SPEND_TICKED, spends.tick_refund)
def a_refund_ticked(on: Stage) -> Line:
    refund = on.full.refund
    spends.tick_refund(on.world.mary, on.full.refunded, refund, on=TODAY, at=NOON)
    changes = {"refund": refund.id, **second("manager", "refund")}
    return Line(on.world.mary, on.world.authority, on.full.refunded, changes)


@MONEY.row(Deed.REIMBURSEMENT_DECIDED, spends.decide_reimbursement)
def own_money_confirmed(on: Stage) -> Line:
    spend = on.full.at_the_edge
    spend.payment_method, spend.reimbursement = PaymentMethod.OWN_MONEY, Reimbursement.WAITING
    spends.decide_reimbursement(on.world.mary, spend, confirm=True, on=TODAY, at=NOON)
    changes = {"reimbursement": ["waiting", "confirmed"], **second("manager", "own_pocket")}
    return Line(on.world.mary, on.world.authority, spend, changes)


@MONEY.row(Deed.SPEND_REASONS_RECORDED, spends.record_reasons)
def what_a_purchase_was_for(on: Stage) -> Line:
    spend = on.full.at_the_edge
    answers = {PurchaseQuestion.PATHWAY: Pathway.BOTH, PurchaseQuestion.WHO_ASKED: WhoAsked.CHILD}
    spends.record_reasons(on.world.bob, spend, answers, at=NOON)
    return Line(on.world.bob, on.world.authority, spend, {"answers": ["pathway", "who_asked"]})


@MONEY.row(Deed.SPEND_FAMILY_TOLD, spends.tell_family)
def a_refusal_told_to_the_family(on: Stage) -> Line:
    spends.tell_family(on.world.bob, on.full.declined, TODAY, "By phone", on=TODAY, at=NOON)
    changes = {"told_on": [None, TODAY], "told_by": [None, on.world.bob.id]}
    return Line(on.world.bob, on.world.authority, on.full.declined, changes)


@MONEY.row(Deed.SPEND_DELIVERED, spends.confirm_delivery)
def a_purchase_reached_the_family(on: Stage) -> Line:
    spend = on.full.at_the_edge
    spends.confirm_delivery(on.world.bob, spend, TODAY, on=TODAY, at=NOON)
    changes = {"delivered_on": [None, TODAY], "delivered_by": [None, on.world.bob.id]}
    return Line(on.world.bob, on.world.authority, spend, changes)


@MONEY.row(Deed.SPEND_HELP_NOTED, spends.note_help)
def whether_a_purchase_helped(on: Stage) -> Line:
    spend = on.full.at_the_edge
    spends.note_help(on.world.bob, spend, Helped.PARTLY, at=NOON)
    changes = {"helped": [None, "partly"], "helped_by": [None, on.world.bob.id]}
    return Line(on.world.bob, on.world.authority, spend, changes)


@MONEY.row(Deed.SPEND_CORRECTION_SEEN, spends.see_correction)
def a_correction_looked_at(on: Stage) -> Line:
    spend = on.full.at_the_edge
    corrected(on.world.alice, spend, note="Typed anew")
    (row,) = db.session.query(SpendBefore).filter_by(spend_id=spend.id).all()
    on.start()
    spends.see_correction(on.world.mary, spend, [row], on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, spend, {"correction": row.id})


@MONEY.row(Deed.RECEIPT_EXCUSED, spends.excuse_receipt)
def a_receipt_excused(on: Stage) -> Line:
    spends.excuse_receipt(on.world.mary, on.full.at_the_edge, "The stall gives none", on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, on.full.at_the_edge, second("manager", "no_receipt"))


@MONEY.row(Deed.RECEIPT_LINK_MADE, spends.make_receipt_link)
def a_link_for_a_receipt(on: Stage) -> Line:
    spends.make_receipt_link(on.world.alice, on.full.at_the_edge, at=NOON)
    link = db.session.scalars(select(ReceiptLink)).one()
    return Line(on.world.alice, on.world.authority, on.full.at_the_edge, {"link": link.id})


@MONEY.row(Deed.RECEIPT_ADDED, spends.add_receipt_by_link)
def a_receipt_that_came_by_a_link(on: Stage) -> Line:
    token = spends.make_receipt_link(on.world.alice, on.full.at_the_edge, at=NOON)
    on.start()
    slip, folder = SafeReceipt("image/png", b"slip", "e" * 64), Path(on.app.config["RECEIPTS_FOLDER"])
    receipt = spends.add_receipt_by_link(token, slip, folder, at=NOON)
    changes = {"receipt": receipt.id, "sha256": "e" * 64, "by_link": True}
    return Line(on.world.alice, on.world.authority, on.full.at_the_edge, changes)


@MONEY.row(Deed.RECEIPT_SEEN, spends.see_receipt)
def a_receipt_seen(on: Stage) -> Line:
    document(on.world.alice, on.full.at_the_edge)
    spends.see_receipt(on.world.mary, on.full.at_the_edge, on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, on.full.at_the_edge, second("manager", "mistake"))


@MONEY.row(Deed.SPEND_REFUNDED, spends.refund_spend)
def all_that_waited_came_back(on: Stage) -> Line:
    paper = document(on.world.alice, on.full.bought_dearer)
    refund = spends.refund_spend(on.world.alice, on.full.bought_dearer, 610_00, TODAY, paper, on=TODAY, at=NOON)
    changes = {"refund": refund.id, "amount_pence": 610_00, "receipt": paper.id, **alone("refund")}
    return Line(on.world.alice, on.world.authority, on.full.bought_dearer, changes)


def past_money(on: Stage, by: Person | None) -> PastMoney:
    """Money of the past that somebody brings in for families that have some."""
    families = on.world.family.id, on.world.comparison.id, on.full.at_the_edge.family_id
    return PastMoney(by, on.world.authority.id, families, on=TODAY, at=NOON)


@MONEY.row(Deed.SPEND_REFUNDED, PastMoney)
def a_past_refund(on: Stage) -> Line:
    spend, money = on.full.at_the_edge, past_money(on, on.world.fiona)
    (past,) = money.standing([spend]).values()
    money.give_back(past, 23_45, date(2026, 6, 2), reference="R-1", recorded_by=on.world.alice)
    money.write()
    refund = db.session.scalars(select(Refund.id).where(Refund.reference == "R-1")).one()
    changes = {"refund": refund, "amount_pence": 23_45, "refunded_on": "2026-06-02", "imported": True}
    return Line(on.world.fiona, on.world.authority, spend, changes)


@MONEY.row(Deed.SPEND_REVERSED, spends.reverse_spend)
def a_purchase_typed_twice(on: Stage) -> Line:
    refund = spends.reverse_spend(on.world.alice, on.full.refunded, "Typed twice", on=TODAY, at=NOON)
    changes = {"state": ["bought", "reversed"], "amount_pence": 60_00, "refund": refund.id, **alone("mistake")}
    return Line(on.world.alice, on.world.authority, on.full.refunded, changes)


@MONEY.row(Deed.SPEND_IMPORT_REVERSED, spends.reverse_imported)
def an_imported_purchase_taken_back(on: Stage) -> Line:
    spend = on.full.refunded
    spend.imported = True
    for receipt in list(spend.receipts):
        db.session.delete(receipt)
    db.session.flush()
    db.session.expire(spend)
    on.start()
    refund = spends.reverse_imported(on.world.adam, spend, "Twice", asked_by=on.world.fiona, on=TODAY, at=NOON)
    changes = {"state": ["bought", "reversed"], "amount_pence": 60_00, "refund": refund.id}
    return Line(on.world.adam, on.world.authority, spend, {**changes, "asked_by": on.world.fiona.id})


@MONEY.row(Deed.SPEND_CORRECTED, spends.correct_spend)
def words_put_right(on: Stage) -> Line:
    corrected(on.world.bob, on.full.at_the_edge, bought_what="A cot bed", payment_method="cash")
    changes = {"bought_what": "corrected", "payment_method": [None, "cash"], "outcome": "put_right"}
    return Line(on.world.bob, on.world.authority, on.full.at_the_edge, changes)


@MONEY.row(Deed.SPEND_CORRECTED, spends.correct_spend)
def an_amount_corrected_alone(on: Stage) -> list[Line]:
    spend = spends.log_spend(on.world.alice, on.world.family, bed(30_00), on=TODAY, at=NOON)
    on.start()
    new = corrected(on.world.alice, spend, amount_pence=20_00)
    (refund,) = spend.refunds
    changes = {"state": ["bought", "reversed"], "refund": refund.id, "successor": new.id, "paid_pence": [30_00, 20_00]}
    entered = {"corrects": spend.id, "paid_pence": [None, 20_00], "over_pence": 0, **ALONE}
    return [
        Line(on.world.alice, on.world.authority, spend, {**changes, **alone("mistake")}),
        Line(on.world.alice, on.world.authority, new, entered, Deed.SPEND_LOGGED),
    ]


@MONEY.row(Deed.SPEND_PROPOSED, spends.correct_spend)
def a_correction_that_waits(on: Stage) -> Line:
    made = corrected(on.world.bob, on.full.at_the_edge, amount_pence=200_00)
    changes = {"proposal": made.id, "proposed": "correction", "was_pence": 300_00, "paid_pence": [300_00, 200_00]}
    waits = {"outcome": "mistake", "waits_for": "senior_manager"}
    return Line(on.world.bob, on.world.authority, on.full.at_the_edge, {**changes, **waits})


@MONEY.row(Deed.SPEND_PROPOSAL_DECIDED, spends.decide_proposal)
def a_correction_agreed_to(on: Stage) -> list[Line]:
    spend = spends.log_spend(on.world.alice, on.world.family, bed(30_00), on=TODAY, at=NOON)
    made = corrected(on.world.bob, spend, amount_pence=20_00)
    assert isinstance(made, SpendProposal)
    on.start()
    spends.decide_proposal(on.world.mary, made, agree=True, reason="", on=TODAY, at=NOON)
    new = db.session.query(Spend).filter_by(corrects_id=spend.id).one()
    changes = {"proposal": made.id, "proposed": "correction", "proposal_state": ["proposed", "agreed"]}
    moved = {"amount_pence": 30_00, "state": ["bought", "reversed"], **second("manager", "mistake")}
    became = {"successor": new.id, "paid_pence": [30_00, 20_00]}
    entered = {"corrects": spend.id, "paid_pence": [None, 20_00], "over_pence": 0, **ALONE}
    return [
        Line(on.world.mary, on.world.authority, spend, {**changes, **moved, **became}),
        Line(on.world.mary, on.world.authority, new, entered, Deed.SPEND_LOGGED),
    ]


@MONEY.row(Deed.SPEND_REVIEWED, spends.review_spend)
def money_over_the_limit_accepted(on: Stage) -> Line:
    purchase = bed(1_950_12, already_paid=True)
    spend = spends.log_spend(on.world.alice, on.world.family, purchase, on=TODAY, at=NOON)
    limits.approve_limit(on.world.mary, proposed(on, 2_030_00), on=TODAY, at=NOON)
    on.start()
    spends.review_spend(on.world.mary, spend, accept=True, reason="It was urgent", on=TODAY, at=NOON)
    changes = {"review": ["open", "accepted"], "absorbed_pence": 30_00, **second("manager")}
    return Line(on.world.mary, on.world.authority, spend, changes)


@MONEY.row(Deed.SPEND_IMPORTED, PastMoney)
def a_past_purchase(on: Stage) -> Line:
    decision = PastDecision(reference="P-1", recorded_by=on.world.alice, requested_at=NOON, decided_by=on.world.mary)
    money = past_money(on, None)
    past = money.buy(on.world.family, on.world.scheme, bed(123_45, MAY), decision)
    money.write()
    changes = {
        "kind": "devolved",
        "bought_on": [None, "2026-05-01"],
        "paid_pence": [None, 123_45],
        "over_pence": 123_45,
        "review": "open",
        "recorded_by": on.world.alice.id,
        "decided_by": on.world.mary.id,
    }
    return Line(None, on.world.authority, ("spend", UUID(past.id)), changes)


@MONEY.row(Deed.SPEND_IMPORTED, PastMoney)
def past_other_help(on: Stage) -> Line:
    decision = PastDecision(reference="P-2", recorded_by=on.world.bob, requested_at=NOON)
    money = past_money(on, on.world.fiona)
    past = money.help(on.world.comparison, bed(34_56, MAY), decision)
    money.write()
    changes = {
        "kind": "other_help",
        "bought_on": [None, "2026-05-01"],
        "paid_pence": [None, 34_56],
        "over_pence": 0,
        "review": "none",
        "recorded_by": on.world.bob.id,
        "decided_by": None,
    }
    return Line(on.world.fiona, on.world.authority, ("spend", UUID(past.id)), changes)


@MONEY.row(Deed.HOLD_KEPT, spends.keep_hold)
def a_hold_kept(on: Stage) -> Line:
    spends.keep_hold(on.world.alice, on.full.requested, date(2026, 7, 1), on=TODAY, at=NOON)
    changes = {"hold_expires_on": ["2026-07-27", "2026-08-12"], "needed_by": [None, "2026-07-01"]}
    return Line(on.world.alice, on.world.authority, on.full.requested, changes)


@MONEY.row(Deed.RECEIPT_ADDED, spends.add_receipt)
def a_receipt(on: Stage) -> Line:
    safe, folder = SafeReceipt("application/pdf", b"%PDF-1.4 %%EOF", "ab" * 32), Path(on.app.config["RECEIPTS_FOLDER"])
    receipt = spends.add_receipt(on.world.alice, on.full.at_the_edge, safe, folder, at=NOON)
    return Line(on.world.alice, on.world.authority, on.full.at_the_edge, {"receipt": receipt.id, "sha256": "ab" * 32})


def paid(on: Stage, pence: int) -> tuple[PaymentFile, Choice]:
    """A finance file of one payment, and the first purchase or refund that it may be."""
    bought = purchases_between(on.world.authority.id, TODAY, TODAY)
    purchase = next(each for each in bought if (each.pence < 0) == (pence < 0))
    line = PaidLine(row=2, reference="P1", when=When(TODAY, TODAY), pence=pence, supplier="REDACTED")
    read = FinanceFile("june.csv", "", [line], basis=Basis.GROSS, threshold_pence=0, first=TODAY, last=TODAY)
    return read_payments(on.world.fiona, read, "a" * 64, PaymentAnswers(), at=NOON), Choice((2,), (purchase,))


@MONEY.row(Deed.FINANCE_MONTH_CLOSED, close_finance_month)
def a_finance_month_closed(on: Stage) -> Line:
    """Nothing stands in May; June, in which everything of this world stands, is not over."""
    closing = close_finance_month(on.world.fiona, MAY, on=TODAY, at=NOON)
    changes = {"until_on": [None, date(2026, 5, 31)], "lines": closing.lines, "pence": closing.pence}
    return Line(on.world.fiona, on.world.authority, closing, changes)


@MONEY.row(Deed.POT_SET, set_pot)
def a_pot(on: Stage) -> Line:
    pot = set_pot(on.world.fiona, on.world.scheme.id, 5_000_00, MAY, TODAY, at=NOON)
    changes = {
        "scheme": on.world.scheme.id,
        "pence": [None, 5_000_00],
        "starts_on": [None, MAY],
        "ends_on": [None, TODAY],
    }
    return Line(on.world.fiona, on.world.authority, pot, changes)


@MONEY.row(Deed.ACCOUNT_CODE_SET, set_account_code)
def an_account_code(on: Stage) -> Line:
    code = set_account_code(on.world.fiona, CodeUse.PAID_BY, "B-7", MAY, method="invoice", at=NOON)
    changes: dict[str, object] = {"code": [None, "B-7"], "code_for": "paid_by", "category_id": None, "team": None}
    changes |= {"payment_method": "invoice", "starts_on": [None, MAY]}
    return Line(on.world.fiona, on.world.authority, code, changes)


@MONEY.row(Deed.WEEKLY_FILE_MADE, make_weekly_file)
def a_file_for_finance(on: Stage) -> Line:
    spends.keep_unpublished(on.world.alice, on.full.at_the_edge, whole_supplier=False, at=NOON)
    on.start()
    file = make_weekly_file(on.world.fiona, WeeklyKind.REDACTIONS, on=TODAY, at=NOON)
    changes = {"file_kind": "redactions", "number": 1, "lines": 1, "pence": 300_00}
    return Line(on.world.fiona, on.world.authority, file, changes)


@MONEY.row(Deed.SPEND_KEPT_UNPUBLISHED, spends.keep_unpublished)
def a_supplier_kept_back(on: Stage) -> Line:
    spends.keep_unpublished(on.world.bob, on.full.at_the_edge, whole_supplier=False, at=NOON)
    return Line(on.world.bob, on.world.authority, on.full.at_the_edge, {"whole_supplier": False})


@MONEY.row(Deed.SPEND_PUBLISHED, confirm)
def a_supplier_named_again(on: Stage) -> list[Line]:
    spend = on.full.at_the_edge
    spends.keep_unpublished(on.world.bob, spend, whole_supplier=False, at=NOON)
    wish = spends.ask_to_publish(on.world.bob, spend, "It has moved", on=TODAY, at=NOON)
    on.start()
    confirm(on.world.mary, wish, on=TODAY, at=NOON)
    hands = {"outcome": "published", "as_role": "manager", "matter": "publication", "asked_by": on.world.bob.id}
    published = {"whole_supplier": False, "asked_by": on.world.bob.id}
    return [
        Line(on.world.mary, on.world.authority, spend, published),
        Line(on.world.mary, on.world.authority, spend, {"confirmation": wish.id, **hands}, Deed.CONFIRMATION_CONFIRMED),
    ]


@MONEY.row(Deed.PAYMENT_FILE_READ, read_payments)
def a_finance_file_read(on: Stage) -> Line:
    on.start()
    file, _ = paid(on, 5_00)
    return Line(on.world.fiona, on.world.authority, file, {"lines": 1, "pence": 5_00, "basis": "gross"})


@MONEY.row(Deed.PAYMENT_CONFIRMED, confirm_payments)
def a_payment_confirmed(on: Stage) -> Line:
    file, choice = paid(on, 5_00)
    on.start()
    (match,) = confirm_payments(on.world.fiona, file, [choice], at=NOON)
    changes = {
        "lines": [match.lines[0].line_id],
        "spends": [choice.purchases[0].id],
        "refunds": [],
        "pence": 5_00,
    }
    return Line(on.world.fiona, on.world.authority, match, changes)


@MONEY.row(Deed.PAYMENT_UNDONE, undo_payment)
def a_payment_undone(on: Stage) -> Line:
    file, choice = paid(on, 5_00)
    (match,) = confirm_payments(on.world.fiona, file, [choice], at=NOON)
    on.start()
    undo_payment(on.world.fiona, match, at=NOON)
    return Line(on.world.fiona, on.world.authority, match, {"lines": [match.lines[0].line_id]})


@MONEY.row(Deed.REFUND_MET, meet_refund)
def a_refund_met(on: Stage) -> Line:
    refund = refunded(on.world.alice, on.full.at_the_edge, 1_00)
    on.start()
    assert meet_refund(on.world.fiona, refund, at=NOON)
    return Line(on.world.fiona, on.world.authority, on.full.at_the_edge, {"refund": refund.id})


@MONEY.row(Deed.REFUND_UNMET, unmeet_refund)
def a_refund_unmet(on: Stage) -> Line:
    refund = refunded(on.world.alice, on.full.at_the_edge, 1_00)
    meet_refund(on.world.fiona, refund, at=NOON)
    on.start()
    unmeet_refund(on.world.fiona, refund, at=NOON)
    return Line(on.world.fiona, on.world.authority, on.full.at_the_edge, {"refund": refund.id})
