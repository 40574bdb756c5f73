"""What deeds on the stocks of vouchers record: serial numbers and values, by whom, for which purchase."""

from datetime import timedelta

from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import confirm
from budgettracker.spend import actions as spends
from budgettracker.spend.rules import Purchase
from budgettracker.versions import version_of
from budgettracker.vouchers import actions, rules
from budgettracker.vouchers.queries import in_stock, issued_for
from tests.audit.told import Line, Rows, Stage
from tests.factories.full_budget import TODAY
from tests.factories.vouchers import WHEN, batch, in_hand, issued, recorded

VOUCHERS = Rows()


def confirmed(outcome: str, role: str, matter: str) -> dict[str, object]:
    """What the line of a confirmation says, without its id and who asked."""
    return {"outcome": outcome, "as_role": role, "matter": matter}


@VOUCHERS.row(Deed.VOUCHERS_RECEIVED, confirm)
def a_batch(on: Stage) -> list[Line]:
    wish = recorded(on.world, "A100", "A101")
    on.start()
    confirm(on.world.sam, wish, **WHEN)
    subject, fiona = ("voucher_batch", wish.subject_id), on.world.fiona.id
    received = {"pieces": 2, "value_pence": 25_00, "paid_pence": 50_00, "asked_by": fiona}
    values = {"confirmation": wish.id, "asked_by": fiona}
    both = confirmed("vouchers_bought", "senior_manager", "voucher_batch") | values
    return [
        Line(on.world.sam, on.world.authority, subject, received),
        Line(on.world.sam, on.world.authority, subject, both, Deed.CONFIRMATION_CONFIRMED),
    ]


@VOUCHERS.row(Deed.VOUCHERS_ISSUED, actions.issue_vouchers)
def vouchers_for_a_comparison_family(on: Stage) -> list[Line]:
    batch(on.world)
    on.start()
    stock, what = in_hand(on.world), Purchase(amount_pence=0, bought_what="Food", bought_on=TODAY)
    ids = [stock["A100"], stock["A101"]]
    spend = actions.issue_vouchers(on.world.alice, on.world.comparison, ids, what, **WHEN)
    bought = {"kind": "other_help", "paid_pence": [None, 50_00], "outcome": "other_help", "as_role": "practitioner"}
    handed = {"serials": ["A100", "A101"], "amount_pence": 50_00}
    return [
        Line(on.world.alice, on.world.authority, spend, bought, Deed.SPEND_LOGGED),
        Line(on.world.alice, on.world.authority, spend, handed),
    ]


@VOUCHERS.row(Deed.VOUCHERS_ISSUED, actions.issue_approved)
def vouchers_that_were_approved(on: Stage) -> list[Line]:
    batch(on.world, "B1", value_pence=550_00)
    what = Purchase(amount_pence=600_00, bought_what="A bed", bought_on=TODAY)
    spend = spends.log_spend(on.world.alice, on.world.family, what, **WHEN)
    spends.approve_spend(on.world.sam, spend, **WHEN)
    on.start()
    actions.issue_approved(on.world.bob, spend, list(in_hand(on.world).values()), TODAY, **WHEN)
    bought = {"state": ["approved", "bought"], "paid_pence": [None, 550_00], "over_pence": 0}
    bought |= {"outcome": "above_band", "as_role": "senior_manager"}
    return [
        Line(on.world.bob, on.world.authority, spend, bought, Deed.SPEND_BOUGHT),
        Line(on.world.bob, on.world.authority, spend, {"serials": ["B1"], "amount_pence": 550_00}),
    ]


@VOUCHERS.row(Deed.VOUCHERS_RETURNED, actions.return_vouchers)
def vouchers_that_came_back(on: Stage) -> list[Line]:
    batch(on.world)
    spend = issued(on.world, on.world.alice, on.world.comparison, "A100", "A101")
    on.start()
    back = actions.return_vouchers(on.world.bob, spend, [issued_for(spend.id)[0].voucher.id], TODAY, **WHEN)
    money = {"refund": back.id, "amount_pence": 25_00}
    return [
        Line(
            *(on.world.bob, on.world.authority, spend),
            {**money, "outcome": "vouchers_back", "as_role": "practitioner"},
            Deed.SPEND_REFUNDED,
        ),
        Line(on.world.bob, on.world.authority, spend, {**money, "serials": ["A100"]}),
    ]


@VOUCHERS.row(Deed.VOUCHERS_COUNTED, confirm)
def a_count_that_differs(on: Stage) -> list[Line]:
    batch(on.world)
    stock = [voucher for voucher, _, _ in in_stock(on.world.team.id)]
    wish = actions.count_stock(
        *(on.world.alice, on.world.team, [each.id for each in stock if each.serial != "A102"], "One is gone"),
        version=version_of(rules.standing(stock)),
        on=TODAY,
        at=WHEN["at"] + timedelta(seconds=1),
    )
    on.start()
    confirm(on.world.fiona, wish, **WHEN)
    subject, alice = ("voucher_count", wish.subject_id), on.world.alice.id
    values = {"confirmation": wish.id, "asked_by": alice}
    return [
        Line(
            *(on.world.fiona, on.world.authority, subject),
            {"expected": 3, "counted": 2, "missing": ["A102"], "asked_by": alice},
        ),
        Line(
            *(on.world.fiona, on.world.authority, subject),
            confirmed("vouchers_differ", "finance", "voucher_count") | values,
            Deed.CONFIRMATION_CONFIRMED,
        ),
    ]
