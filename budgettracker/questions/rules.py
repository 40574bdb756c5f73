"""Who may answer a question, and when."""

from budgettracker.errors import Refusal


def require_answer(*, answered: bool, own: bool) -> None:
    """Refuse to answer a question twice, or one's own."""
    if answered:
        raise Refusal(None, "This question has been answered already.")
    if own:
        raise Refusal(None, "You asked this, so somebody else answers it.")
