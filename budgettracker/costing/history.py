"""What the histories of posts, their costs, pension rates and costing runs tell."""

import uuid
from datetime import date
from typing import Any

from flask import g, url_for

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.paid.queries.stated import paid_line_for
from budgettracker.costing.paid.rules.stating import called
from budgettracker.costing.rates.queries.post_pages import post_for
from budgettracker.costing.rates.rules.mileage import pence_of_tenths
from budgettracker.histories import (
    FeatureHistory,
    Field,
    Kind,
    Names,
    Record,
    Words,
    day,
    minutes,
    money,
    named,
    one_of,
    text,
)
from budgettracker.spend.kinds import VatStatus

POST = "post"
PAID = "paid"


def _post(post_id: uuid.UUID, on: date) -> Record:
    post = post_for(g.person, post_id)
    return Record(post.name, "Post", url_for("costing.post", post_id=post.id))


def _paid(line_id: uuid.UUID, on: date) -> Record:
    line = paid_line_for(g.person, line_id)
    title = called(line.post.name if line.post else "", line.starts_on, line.ends_on)
    return Record(title, "What was paid", url_for("costing.restate_paid", line_id=line.id))


def _thousandths(value: Any, _: Names) -> str:
    """A ratio in thousandths as percent."""
    return f"{int(value) // 10}.{int(value) % 10}%"


def _basis_points(value: Any, _: Names) -> str:
    """A rate in basis points as percent."""
    return f"{int(value) // 100}.{int(value) % 100:02d}%"


def _tenths(value: Any, _: Names) -> str:
    return pence_of_tenths(int(value))


def _miles(value: Any, _: Names) -> str:
    return f"{int(value) // 100:,}"


HISTORY = FeatureHistory(
    kinds=(
        Kind(POST, frozenset({Permission.SEE_POSTS}), _post),
        Kind(PAID, frozenset({Permission.STATE_PAID}), _paid),
    ),
    words=(
        Words(
            {
                Deed.POST_ADDED: "added the post",
                Deed.POST_COST_ADDED: "added a cost of the post",
                Deed.AGENCY_CHARGE_ADDED: "added an agency's charge for the post",
                Deed.PENSION_RATE_ADDED: "added a pension rate",
                Deed.OTHER_COST_ADDED: "stated another cost",
                Deed.OTHER_COST_WITHDRAWN: "took back another cost",
                Deed.MILEAGE_RATE_ADDED: "added mileage rates",
                Deed.PAID_STATED: "stated what was paid",
                Deed.DECIDING_SET: "said where the time of deciding comes from",
            },
            {
                "starts_on": Field("From", day),
                "salary_pence": Field("Salary for a year", money),
                "oncosts_pence": Field("On-costs", money),
                "agency_hour_pence": Field("Charged for an hour, with VAT", money),
                "agency_vat_pence": Field("VAT in it", money),
                "agency_vat": Field("Is the VAT paid back?", one_of({status: status.words for status in VatStatus})),
                "ends_on": Field("To", day),
                "pay_pence": Field("Paid", money),
                "people": Field("People paid", text),
                "minutes_per_year": Field("Paid and worked in a year", minutes),
                "ratio_thousandths": Field("Share of time with clients", _thousandths),
                "rate_basis_points": Field("Rate", _basis_points),
                "used_from": Field("From", day),
                "amount_pence": Field("Amount", money),
                "life_years": Field("Years it serves", text),
                "car_tenths": Field("A car, a mile", _tenths),
                "car_after_tenths": Field("A car beyond the limit", _tenths),
                "car_limit_hundredths": Field("Miles of a year at the first rate", _miles),
                "passenger_tenths": Field("A passenger", _tenths),
                "motorcycle_tenths": Field("A motorcycle", _tenths),
                "bicycle_tenths": Field("A bicycle", _tenths),
                "asked_by": Field("Asked for by", named),
                "source": Field("Deciding", one_of({source: source.words for source in DecidingBy})),
            },
            hidden=frozenset({"cost", "post"}),
        ),
        # A run's figures are not told: the profile of its study may hide them.
        Words(
            {Deed.RUN_MADE: "made the costing run"},
            {"number": Field("Number", text)},
            hidden=frozenset({"study", "entries", "all_entries_pence"}),
        ),
    ),
)
