"""What a family's history tells of its outcomes."""

from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Field, Words, day, named, one_of, text
from budgettracker.outcomes.kinds import Outcome

HISTORY = FeatureHistory(
    kinds=(),
    subjects=(),
    words=(
        Words(
            {Deed.OUTCOME_RECORDED: "recorded an outcome", Deed.OUTCOME_WITHDRAWN: "withdrew an outcome"},
            {
                "outcome": Field("What happened", one_of({each: each.words for each in Outcome}), whole=True),
                "happened_on": Field("When", day, whole=True),
                "child": Field("Child", named, whole=True),
                "code": Field("Code", text, whole=True),
            },
        ),
    ),
)
