"""What finance and auditors are told of a purchase's history: by its family's reference, without the family's name."""

import uuid
from datetime import date

from flask import g, url_for

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Kind, Record, Words
from budgettracker.ledger.queries.purchase import purchase_for
from budgettracker.spend.history import SPEND, UNNAMED


def _purchase(spend_id: uuid.UUID, on: date) -> Record:
    spend = purchase_for(g.person.authority_id, spend_id)
    page = url_for("ledger.purchase", spend_id=spend.id)
    return Record(spend.details.bought_what or UNNAMED, spend.family.reference, page)


HISTORY = FeatureHistory(
    kinds=(Kind(SPEND, frozenset({Permission.SEE_LEDGER}), _purchase),),
    words=(
        Words({Deed.LEDGER_EXPORTED: "downloaded the ledger"}),
        Words(
            {Deed.BOOKS_CHECKED: "checked the books"},
            hidden=frozenset({"positions", "purchases", "records", "found", "faults"}),
        ),
    ),
)
