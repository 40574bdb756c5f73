"""The stocks in sums, and one team's stock: what is in hand, its batches and its counts."""

import uuid

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.people.queries.deciders import names_of
from budgettracker.vouchers import queries, rules
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.views.blueprint import Answer, bp
from budgettracker.web import today

WORDS = {kind: kind.words for kind in VoucherKind}


@bp.route("/vouchers")
@requires(Permission.SEE_VOUCHERS)
def stocks() -> Answer:
    """Each team's stock that this person sees: in hand, missing, and whether it was counted this month."""
    month = today().replace(day=1)
    return render_template("vouchers/stocks.html", stocks=queries.stocks(g.person, today()), month=month)


@bp.route("/vouchers/<uuid:team_id>")
@requires(Permission.SEE_VOUCHERS)
def stock(team_id: uuid.UUID) -> Answer:
    """One team's stock."""
    team = queries.team_with_stock(g.person, team_id, today())
    rows = queries.in_stock(team.id, missing=True)
    in_hand = [voucher for voucher, _, _ in rows if not voucher.missing]
    batches, counts = queries.batches_of(team.id), queries.counts_of(team.id)
    people = names_of(
        [batch.recorded_by_id for batch, _, _ in batches]
        + [count.counted_by_id for count, _ in counts]
        + [each.ended_by_id for _, each in counts if each is not None]
    )
    return render_template(
        "vouchers/stock.html",
        team=team,
        rows=rows,
        words=WORDS,
        in_hand=len(in_hand),
        in_hand_pence=rules.worth(in_hand),
        batches=batches,
        counts=counts,
        people=people,
    )
