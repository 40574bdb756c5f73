"""The tables of purchases: the purchase and its words, plans, refunds and proposals, receipts."""

from budgettracker.spend.models.kept import SHARE, KeptBudget, KeptMonth
from budgettracker.spend.models.plan import PlanPart, PlanSchedule
from budgettracker.spend.models.proposal import ProposedCorrection, SpendProposal, SpendProposalDetails
from budgettracker.spend.models.publication import PublicationMark
from budgettracker.spend.models.purchase import Spend, SpendBefore, SpendDetails
from budgettracker.spend.models.reasons import SpendReasons
from budgettracker.spend.models.receipt import Receipt, ReceiptLink
from budgettracker.spend.models.refund import Refund

__all__ = [
    "SHARE",
    "KeptBudget",
    "KeptMonth",
    "PlanPart",
    "PlanSchedule",
    "ProposedCorrection",
    "PublicationMark",
    "Receipt",
    "ReceiptLink",
    "Refund",
    "Spend",
    "SpendBefore",
    "SpendDetails",
    "SpendProposal",
    "SpendProposalDetails",
    "SpendReasons",
]
