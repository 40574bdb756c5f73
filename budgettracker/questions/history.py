"""What the history of a purchase or a limit tells of the questions asked about it."""

from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Words

HISTORY = FeatureHistory(
    words=(
        Words(
            {Deed.QUESTION_ASKED: "asked a question", Deed.QUESTION_ANSWERED: "answered the question"},
            hidden=frozenset({"question"}),
        ),
    ),
)
