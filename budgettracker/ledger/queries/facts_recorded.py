"""What the lines of who did what say of a purchase or a limit: its row must say the same. On plain values.

Whoever changes a row and leaves its lines alone is named by that; who changes the lines too, by the anchor. Of what no
line tells (a deed from before it wrote that down) nothing is judged.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import Changes
from budgettracker.budgets.kinds import LimitState
from budgettracker.second_hands import OUTCOME, WAITS_FOR
from budgettracker.spend.kinds import Reimbursement, Review, SpendState

Facts = dict[str, object]
"""What a row must hold, by the names of its columns."""
MONEY_LEFT = (Deed.SPEND_LOGGED, Deed.SPEND_BOUGHT, Deed.SPEND_IMPORTED)
CAME_BACK = (
    Deed.SPEND_REFUNDED,
    Deed.SPEND_REVERSED,
    Deed.SPEND_IMPORT_REVERSED,
    Deed.SPEND_CORRECTED,
    Deed.SPEND_PROPOSAL_DECIDED,
)
_PENCE = ("paid_pence", "planned_pence", "approved_pence")
_WORDS = {
    "state": "its state",
    "paid_pence": "what was paid",
    "planned_pence": "what was asked for",
    "approved_pence": "what was approved",
    "recorded_by_id": "who recorded it",
    "bought_by_id": "who bought it",
    "decided_by_id": "who decided it",
    "review": "whether it waits for a decision",
    "reviewed_by_id": "who decided it afterwards",
    "reimbursement": "whether it is paid back",
    "reimbursement_by_id": "who had it paid back",
    "to_pence": "the limit",
    "proposed_by_id": "who asked for it",
    "confirmed_by_id": "who confirmed it",
}


@dataclass(frozen=True, slots=True)
class LineRead:
    """One line of a subject's record, as its hashed text has it."""

    deed: str
    by_id: uuid.UUID | None
    changes: Changes


@dataclass(slots=True)
class PurchaseRecord:
    """What a purchase's lines come to; `follows` says that it took a decision over, as a payment of a plan or a correction."""

    facts: Facts = field(default_factory=dict)
    came_back: dict[uuid.UUID, int | None] = field(default_factory=dict)
    times: int = 0
    """How often money came back, where a line names no refund by its id too."""
    follows: bool = False

    def read(self, line: LineRead) -> None:
        """Go on by one line."""
        changes = line.changes
        if line.deed in (*MONEY_LEFT, Deed.SPEND_REQUESTED):
            self._begin(line)
        if line.deed == Deed.SPEND_APPROVED:
            self._pence("approved_pence", changes)
        if line.deed in (Deed.SPEND_APPROVED, Deed.SPEND_DECLINED):
            self.facts["decided_by_id"] = line.by_id
        if line.deed == Deed.SPEND_REVIEWED:
            self.facts |= {"review": changes.text("review"), "reviewed_by_id": line.by_id}
        if changes.text("state") in list(SpendState):
            self.facts["state"] = changes.text("state")
        self._paid_back(line)
        if line.deed in CAME_BACK:
            self._back(changes)
        if self.facts.get("state") == SpendState.REVERSED:
            self._drop("review", "reviewed_by_id")
            # What was taken out of the sums is paid back to nobody, whatever was confirmed before.
            self.facts |= {"reimbursement": Reimbursement.NONE, "reimbursement_by_id": None}

    def _begin(self, line: LineRead) -> None:
        changes, facts = line.changes, self.facts
        self.follows = self.follows or bool(changes.text("corrects") or changes.text("plan"))
        facts["state"] = SpendState.REQUESTED if line.deed == Deed.SPEND_REQUESTED else SpendState.BOUGHT
        for name in _PENCE:
            self._pence(name, changes)
        if line.deed == Deed.SPEND_IMPORTED:
            facts |= {f"{name}_id": _id(changes, name) for name in ("recorded_by", "decided_by") if name in changes}
            if "review" in changes:
                facts["review"] = changes.text("review")
        elif not self.follows:
            facts["bought_by_id" if line.deed in MONEY_LEFT else "recorded_by_id"] = line.by_id
            facts.setdefault("recorded_by_id", line.by_id)
            facts.setdefault("decided_by_id", None)
            if OUTCOME in changes and line.deed in MONEY_LEFT:
                facts["review"] = Review.OPEN if WAITS_FOR in changes else Review.NONE

    def _paid_back(self, line: LineRead) -> None:
        if "payment_method" in line.changes:
            self._drop("reimbursement", "reimbursement_by_id")
        elif line.changes.text("reimbursement"):
            self.facts |= {"reimbursement": line.changes.text("reimbursement"), "reimbursement_by_id": line.by_id}

    def _back(self, changes: Changes) -> None:
        refund = _id(changes, "refund")
        if refund is not None:
            self.came_back[refund] = changes.number("amount_pence") or None
        if refund is not None or changes.number("amount_pence"):
            self.times += 1

    def _pence(self, name: str, changes: Changes) -> None:
        if name in changes:
            self.facts[name] = changes.number(name)

    def _drop(self, *names: str) -> None:
        for name in names:
            self.facts.pop(name, None)


def limit_facts(lines: Iterable[LineRead]) -> Facts:
    """What a limit's lines come to."""
    facts: Facts = {}
    for line in lines:
        changes = line.changes
        if "limit_pence" in changes:
            facts["to_pence"] = changes.number("limit_pence")
        if line.deed == Deed.LIMIT_PROPOSED:
            facts |= {"state": LimitState.REQUESTED, "proposed_by_id": line.by_id, "decided_by_id": None}
        elif line.deed in (Deed.LIMIT_APPROVED, Deed.LIMIT_DECLINED):
            approved = line.deed == Deed.LIMIT_APPROVED
            facts |= {"state": LimitState.APPROVED if approved else LimitState.DECLINED, "decided_by_id": line.by_id}
        elif line.deed == Deed.LIMIT_WITHDRAWN:
            facts["state"] = LimitState.WITHDRAWN
        elif line.deed == Deed.LIMIT_SET:
            facts["state"] = LimitState.APPROVED
            # Lines from before second hands say nothing of who the file says decided.
            facts |= {f"{name}_id": _id(changes, name) for name in ("proposed_by", "decided_by") if name in changes}
        elif line.deed == Deed.LIMIT_CONFIRMED:
            facts["confirmed_by_id"] = line.by_id
    return facts


def unlike(facts: Facts, row: Mapping[str, object]) -> list[str]:
    """In words, each of a row's columns that its lines say otherwise of."""
    return [
        f"{_WORDS[name]} is not what the record of who did what says"
        for name, value in facts.items()
        if row[name] != value
        # A plan whose last money was paid is over without a line of its own.
        and (name, row[name], value) != ("state", SpendState.ENDED, SpendState.APPROVED)
    ]


def refunds_unlike(record: PurchaseRecord, refunds: Mapping[uuid.UUID, int]) -> list[str]:
    """In words, where the money that came back is not what a purchase's lines tell; what moved along with a correction
    is told by the purchase that it was first recorded for."""
    words = [
        "money that came back is missing, or is another sum than the record of who did what says"
        for refund, pence in record.came_back.items()
        if refund not in refunds or (pence is not None and refunds[refund] != pence)
    ]
    if not record.follows and record.times < len(refunds):
        words.append("money came back of which the record of who did what says nothing")
    return words


def _id(changes: Changes, name: str) -> uuid.UUID | None:
    text = changes.text(name)
    return uuid.UUID(text) if text else None
