"""What a family's history tells of its statements: for whom, never the words."""

from typing import Any

from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Field, Names, Words, one_of, text
from budgettracker.statements.kinds import Audience


def _audiences(value: Any, names: Names) -> str:
    return ", ".join(Audience(each).words for each in value) or "Nobody"


HISTORY = FeatureHistory(
    words=(
        Words(
            {Deed.STATEMENT_ITEM_TICKED: "said who may read of a purchase", Deed.STATEMENT_MADE: "made a statement"},
            {
                "audiences": Field("Who may read of it", _audiences),
                "words": Field("Plain words", text, whole=True),
                "audience": Field("For", one_of({each: each.words for each in Audience}), whole=True),
            },
            hidden=frozenset({"spend", "statement"}),
        ),
    ),
)
