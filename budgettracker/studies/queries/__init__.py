"""Reading studies: those an evaluator sees, who has agreed, their families, and what a study covers so far."""

from budgettracker.studies.queries.evaluators import (
    Asking,
    Named,
    agreement_to,
    asking_for,
    authorities_in,
    evaluators_of,
    may_sign,
    named_with_agreements,
    naming_on,
    namings_of,
    not_over,
)
from budgettracker.studies.queries.prices import plain_series, price_series_of, prices_row, uprating_of
from budgettracker.studies.queries.scope import Covered, blocks_of_study, covered, dates_of, members_of, parts_of
from budgettracker.studies.queries.whose import (
    agreements_of,
    sees_study,
    studies_asking,
    studies_for,
    study_for,
    study_named,
    study_to_join,
    waiting_for_agreement,
)

__all__ = [
    "Asking",
    "Covered",
    "Named",
    "agreement_to",
    "agreements_of",
    "asking_for",
    "authorities_in",
    "blocks_of_study",
    "covered",
    "dates_of",
    "evaluators_of",
    "may_sign",
    "members_of",
    "named_with_agreements",
    "naming_on",
    "namings_of",
    "not_over",
    "parts_of",
    "plain_series",
    "price_series_of",
    "prices_row",
    "sees_study",
    "studies_asking",
    "studies_for",
    "study_for",
    "study_named",
    "study_to_join",
    "uprating_of",
    "waiting_for_agreement",
]
