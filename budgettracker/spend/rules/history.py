"""What was done to a purchase, in words."""

from collections.abc import Mapping
from typing import Any

from budgettracker.money import pounds


def history_line(deed: str, changes: Mapping[str, Any]) -> str:
    """What was done to a purchase, in words that follow the name of who did it.

    >>> history_line("spend.requested", {"planned_pence": [None, 800_00]})
    'asked for £800.00'
    """
    figure = {name: value[1] if isinstance(value, list) else value for name, value in changes.items()}

    def said(name: str) -> str:
        return pounds(int(figure.get(name) or 0))

    over = f", {said('over_pence')} of it over the limit" if figure.get("over_pence") else ""
    words = {
        "spend.logged": f"recorded it as bought for {said('paid_pence')}{over}",
        "spend.imported": "brought it in from the council's files",
        "spend.requested": f"asked for {said('planned_pence')}",
        "spend.approved": f"approved {said('approved_pence')}",
        "spend.declined": "declined it",
        "spend.withdrawn": "withdrew it",
        "spend.bought": f"recorded the price, {said('paid_pence')}{over}",
        "spend.refunded": f"recorded that {said('amount_pence')} came back",
        "spend.reversed": f"took {said('amount_pence')} out of the sums",
        "receipt.added": "added a receipt",
        "question.asked": "asked a question",
        "question.answered": "answered a question",
        "hold.kept": "said that it is still wanted",
    }
    if deed == "spend.reviewed":
        accepted = figure.get("review") == "accepted"
        return "accepted it afterwards" if accepted else "did not accept it; it stays in the books"
    return words.get(deed, deed.replace(".", " ").replace("_", " "))
