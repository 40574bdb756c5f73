"""One of each thing about money that waits for a second person and that the diary's purchases do not leave waiting."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.queries import positions_of
from budgettracker.commands.demo.calendar import or_friday
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.commands.demo.voice import led_by
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.schemes.kinds import UsualCategory
from budgettracker.second_hand_rows import MENDING_DAYS
from budgettracker.spend import actions
from budgettracker.spend.actions import Purchase, Share
from budgettracker.spend.kinds import Reimbursement, Review, SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.voice.kinds import PurchaseQuestion, WhoAsked


def leave_money_asked(authority: DemoAuthority, on: date, at: datetime) -> None:
    """Proposals about what was bought, words that were hidden, a shop to be named again, and other help above the band."""
    worker = authority.workers[1]
    older, newer, hidden, named = _bought_by(worker, at)
    actions.reverse_spend(worker, older, "Recorded twice: the card slip and the invoice", on=on, at=at)
    actions.refund_spend(worker, newer, 4_00, or_friday(on - timedelta(days=1)), on=on, at=at)
    actions.hide_words(worker, hidden, "A neighbour is named in it", at=at, incident=False)
    actions.keep_unpublished(worker, named, whole_supplier=False, at=at)
    actions.ask_to_publish(worker, named, "The shop is one that everybody uses", on=on, at=at)
    family, bought_on = led_by(worker, on)[0], or_friday(on - timedelta(days=1))
    deposit = Purchase(
        amount_pence=640_00,
        bought_what="A deposit for a flat",
        bought_on=bought_on,
        purpose="The family moves nearer to the grandmother",
        category_id=authority.categories[UsualCategory.DEPOSIT],
    )
    actions.log_other_help(worker, family, deposit, on=on, at=at)


def leave_shared(authority: DemoAuthority, on: date, at: datetime) -> None:
    """A receipt shared over two families: the whole of it is above the worker's band, each share is not."""
    band = next(each.single_pence or 0 for each in authority.plan.bands if each.role == Role.PRACTITIONER)
    share_pence = band // 2 + 10_00
    led = [family for each in authority.workers for family in led_by(each, on)]
    standing = positions_of([family.id for family in led], on)
    room = [family for family in led if family.id in standing and standing[family.id].left_pence > share_pence]
    together = next(
        [family for family in room if family.lead_worker_id == each.id][:2]
        for each in authority.workers
        if sum(family.lead_worker_id == each.id for family in room) > 1
    )
    trip = Purchase(
        amount_pence=2 * share_pence,
        bought_what="A weekend at the sea for two families",
        bought_on=or_friday(on - timedelta(days=1)),
        purpose="The children asked for time away together",
        category_id=authority.categories[UsualCategory.TRAVEL],
        reasons={PurchaseQuestion.WHO_ASKED: WhoAsked.CHILD},
    )
    by = next(each for each in authority.workers if each.id == together[0].lead_worker_id)
    actions.log_shared(by, [Share(family, share_pence) for family in together], trip, on=on, at=at)


def _bought_by(worker: Person, at: datetime) -> list[Spend]:
    """Plain purchases of a worker's, old enough that nobody mends them alone: the latest first."""
    bought = select(Spend).where(
        Spend.recorded_by_id == worker.id,
        Spend.state == SpendState.BOUGHT,
        Spend.kind == SpendKind.DEVOLVED,
        Spend.review == Review.NONE,
        Spend.reimbursement == Reimbursement.NONE,
        Spend.plan_id.is_(None),
        Spend.over_pence == 0,
        Spend.recorded_bought_at < at - timedelta(days=MENDING_DAYS + 1),
        Spend.id.not_in(select(Refund.spend_id)),
    )
    return list(
        db.session.scalars(
            bought.order_by(Spend.bought_on.desc(), Spend.recorded_bought_at, Spend.paid_pence, Spend.id).limit(4)
        )
    )
