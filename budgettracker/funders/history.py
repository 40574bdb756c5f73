"""What the histories of a study and its runs tell of the tables for funders."""

from budgettracker.audit.kinds import Deed
from budgettracker.funders.kinds import Indicator
from budgettracker.histories import FeatureHistory, Field, Words, text

HISTORY = FeatureHistory(
    kinds=(),
    subjects=(),
    words=(
        Words(
            {
                Deed.FUNDER_SETTINGS_SAVED: "saved the settings of the tables for funders",
                Deed.RUN_GRADED: "graded the run",
            },
            {
                "number": Field("Number", text, whole=True),
                **{indicator: Field(indicator.words, text, whole=True) for indicator in Indicator},
            },
        ),
    ),
)
