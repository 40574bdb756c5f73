"""Reading purchases: the rows and their history, what they add up to, and whether the books agree."""

from budgettracker.spend.queries.books import faults
from budgettracker.spend.queries.deciders import (
    bounds_and_deciders,
    bounds_for,
    deciders_now,
    passes_cap,
    regular_needs,
    require_decider,
    who_decides,
    why_not_decide,
)
from budgettracker.spend.queries.had_before import Before, before_it, had_before
from budgettracker.spend.queries.in_words import SpendInWords, in_words
from budgettracker.spend.queries.proposals import (
    proposal_deciders,
    proposal_for,
    proposals_of,
    refunds_to_tick,
    require_proposal_decider,
    waiting_proposal,
    why_not_decide_proposal,
)
from budgettracker.spend.queries.purchases import (
    SHOWN,
    Happened,
    ToDo,
    history_of,
    how_many_spends,
    lefts,
    net_paid,
    receipt_for,
    receipts_used_elsewhere,
    spend_for,
    spend_to_change,
    spends_of,
    spends_to_decide,
    to_do_of,
)
from budgettracker.spend.queries.running_totals import counted, running_totals
from budgettracker.spend.queries.unsettled import last_bought_on, unsettled_of

__all__ = [
    "SHOWN",
    "Before",
    "Happened",
    "SpendInWords",
    "ToDo",
    "before_it",
    "bounds_and_deciders",
    "bounds_for",
    "counted",
    "deciders_now",
    "faults",
    "had_before",
    "history_of",
    "how_many_spends",
    "in_words",
    "last_bought_on",
    "lefts",
    "net_paid",
    "passes_cap",
    "proposal_deciders",
    "proposal_for",
    "proposals_of",
    "receipt_for",
    "receipts_used_elsewhere",
    "refunds_to_tick",
    "regular_needs",
    "require_decider",
    "require_proposal_decider",
    "running_totals",
    "spend_for",
    "spend_to_change",
    "spends_of",
    "spends_to_decide",
    "to_do_of",
    "unsettled_of",
    "waiting_proposal",
    "who_decides",
    "why_not_decide",
    "why_not_decide_proposal",
]
