"""The case note of a purchase: its facts with the names of people."""

from datetime import date

from budgettracker.periods import day_of
from budgettracker.spend.kinds import Review, SpendKind
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.in_words import SpendInWords
from budgettracker.spend.rules import NoteFacts, case_note
from budgettracker.voice.queries import wishes_line


def case_note_of(spend: Spend, words: SpendInWords, on: date) -> str:
    """A purchase as a paragraph for the family's case file, as it reads on a day."""
    reviewed = spend.reviewed_by_id is not None
    return case_note(
        NoteFacts(
            state=spend.state,
            asked_on=spend.asked_on,
            bought_on=spend.bought_on,
            planned_pence=spend.planned_pence,
            approved_pence=spend.approved_pence,
            paid_pence=spend.paid_pence,
            back_pence=sum(refund.amount_pence for refund in spend.refunds),
            what=spend.details.bought_what,
            purpose=spend.details.purpose.rstrip(".") or "",
            other_help=spend.kind == SpendKind.OTHER_HELP,
            asked_by=words.names.get(spend.recorded_by_id, ""),
            decided_by=words.names.get(spend.decided_by_id, "") if spend.decided_by_id else "",
            decided_on=day_of(spend.decided_at) if spend.decided_at else None,
            reason=(spend.details.review_reason if reviewed else spend.details.decision_reason).rstrip("."),
            condition=spend.details.condition.rstrip("."),
            reviewed_by=words.names.get(spend.reviewed_by_id, "") if spend.reviewed_by_id else "",
            review_words=Review(spend.review).words if reviewed else "",
            missing=spend.proof if spend.lacks_receipt else "",
            imported="" if reviewed else words.imported,
            wishes=wishes_line(spend.family_id, on),
        )
    )
