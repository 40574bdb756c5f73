"""The week's sample of corrections and takings-out: drawn by chance, the same all week, ticked by somebody else."""

from datetime import timedelta

import pytest

from budgettracker.database import db, transaction
from budgettracker.decisions.queries.week_sample import week_sample
from budgettracker.errors import Refusal
from budgettracker.spend import actions
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.spend.models import Refund, Spend, SpendBefore
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, corrected, limit, noon
from tests.factories.world import NOON, World


def put_right(world: World, spend: Spend) -> list[SpendBefore]:
    """Alice puts two answers right; gives what they were."""
    with transaction():
        corrected(world.alice, spend, note="Typed anew", payment_method=PaymentMethod.INVOICE)
    return db.session.query(SpendBefore).filter_by(spend_id=spend.id).order_by(SpendBefore.id).all()


def test_a_correction_is_looked_at_by_a_manager_who_had_no_part_in_it(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 40_00, payment_method=PaymentMethod.PURCHASE_CARD)
    rows = put_right(world, spend)
    assert len(rows) == 2
    for by, words in ((world.alice, "put this right yourself"), (world.bob, "manager of the family")):
        with pytest.raises(Refusal, match=words), transaction():
            actions.see_correction(by, spend, rows, on=TODAY, at=NOON)
    with transaction():
        actions.see_correction(world.mary, spend, rows, on=TODAY, at=NOON)
    assert {row.seen_by_id for row in db.session.query(SpendBefore)} == {world.mary.id}
    with pytest.raises(Refusal, match="already"), transaction():
        actions.see_correction(world.sam, spend, rows, on=TODAY, at=NOON)


@pytest.mark.pages
def test_the_sample_holds_what_others_put_right_or_took_out_this_week(client: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    first, second = (bought(world.alice, world.family, pence) for pence in (40_00, 50_00))
    for number in range(9):
        put_right(world, bought(world.alice, world.family, 1_00 + number))
    put_right(world, first)
    with transaction():
        actions.reverse_spend(world.alice, second, "Typed twice", on=TODAY, at=NOON)
    sample = week_sample(world.mary, TODAY)
    assert (len(sample.waiting), sample.done, sample.drawn_from) == (10, 0, 11)
    assert week_sample(world.mary, TODAY + timedelta(days=8)).drawn_from == 0
    assert week_sample(world.alice, TODAY).drawn_from == 0, "nobody looks at their own"
    client.app.config["CLOCK"] = noon
    client.as_(world.mary.email)
    assert "The week’s sample" in client.get("/team").text
    page = client.get("/decisions/sample")
    assert "11 things were corrected or reversed by others" in page.text
    sent = client.send("/decisions/sample", ticked=[str(row.id) for row in sample.waiting])
    after = client.get(sent.location).text
    assert "10 ticked." in after
    assert "Nothing to look at" in after
    seen = db.session.query(SpendBefore.spend_id).filter(SpendBefore.seen_at.is_not(None)).distinct().count()
    ticked = db.session.query(Refund).filter(Refund.ticked_at.is_not(None)).count()
    assert seen + ticked == 10
    again = client.post("/decisions/sample", page.form() | {"ticked": [str(sample.waiting[0].id)]})
    assert "already" in client.get(again.location).text
