"""What decides about a purchase, on plain values: deciders, running totals, prices, refunds and holds."""

from budgettracker.spend.rules.became import ASK_AFTER, ASK_UNTIL, require_bought, require_delivered_on
from budgettracker.spend.rules.case_note import NoteFacts, case_note
from budgettracker.spend.rules.complaints import how_to_complain
from budgettracker.spend.rules.correction import (
    Decided,
    MoneyFacts,
    Stands,
    counted_together,
    in_both,
    stands_corrected,
)
from budgettracker.spend.rules.deciders import (
    OUT_OF_SIGHT,
    Deciders,
    deciders_afterwards,
    deciders_for,
    put_right_words,
    require_decider,
    require_not_decided,
    require_not_put_right,
    require_own_proposal,
    require_reach,
    roles_above_worker,
    shared_words,
    why_afterwards,
    why_not_alone,
)
from budgettracker.spend.rules.hold import hold_ran_out, require_longer_hold
from budgettracker.spend.rules.in_part import require_part
from budgettracker.spend.rules.past_money import ByDay, CountedByDay
from budgettracker.spend.rules.phone import clock_time, moment_in_britain, reason_of_review, require_phoned
from budgettracker.spend.rules.plan import (
    MOST_PAYMENTS,
    Schedule,
    require_next_look,
    require_schedule,
    what_it_comes_to,
)
from budgettracker.spend.rules.price_paid import Price, price, within_margin
from budgettracker.spend.rules.purchase import (
    Purchase,
    require_asking,
    require_bought_on,
    require_no_gap,
    require_open,
    require_purchase,
    require_reasons,
    require_vat,
)
from budgettracker.spend.rules.receipt_link import LINK_LASTS, LINK_OVER, require_receipt_missing
from budgettracker.spend.rules.refund import (
    mends_alone,
    require_at_least_what_came_back,
    require_no_stock,
    require_refund,
    require_refunded_on,
    split_refund,
)
from budgettracker.spend.rules.room_answer import Room, room, room_of_other_help
from budgettracker.spend.rules.running_totals import Counted, longest_window, totals_by_role
from budgettracker.spend.rules.sample import sample_of
from budgettracker.spend.rules.shared import even_shares, require_shares

__all__ = [
    "ASK_AFTER",
    "ASK_UNTIL",
    "LINK_LASTS",
    "LINK_OVER",
    "MOST_PAYMENTS",
    "OUT_OF_SIGHT",
    "ByDay",
    "Counted",
    "CountedByDay",
    "Decided",
    "Deciders",
    "MoneyFacts",
    "NoteFacts",
    "Price",
    "Purchase",
    "Room",
    "Schedule",
    "Stands",
    "case_note",
    "clock_time",
    "counted_together",
    "deciders_afterwards",
    "deciders_for",
    "even_shares",
    "hold_ran_out",
    "how_to_complain",
    "in_both",
    "longest_window",
    "mends_alone",
    "moment_in_britain",
    "price",
    "put_right_words",
    "reason_of_review",
    "require_asking",
    "require_at_least_what_came_back",
    "require_bought",
    "require_bought_on",
    "require_decider",
    "require_delivered_on",
    "require_longer_hold",
    "require_next_look",
    "require_no_gap",
    "require_no_stock",
    "require_not_decided",
    "require_not_put_right",
    "require_open",
    "require_own_proposal",
    "require_part",
    "require_phoned",
    "require_purchase",
    "require_reach",
    "require_reasons",
    "require_receipt_missing",
    "require_refund",
    "require_refunded_on",
    "require_schedule",
    "require_shares",
    "require_vat",
    "roles_above_worker",
    "room",
    "room_of_other_help",
    "sample_of",
    "shared_words",
    "split_refund",
    "stands_corrected",
    "totals_by_role",
    "what_it_comes_to",
    "why_afterwards",
    "why_not_alone",
    "within_margin",
]
