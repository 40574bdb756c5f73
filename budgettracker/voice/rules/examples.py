"""What a manager may write for everybody of a scheme, on plain values."""

from budgettracker.errors import Refusal

LONGEST = 300


def require_example(words: str, answer: str) -> None:
    """Both halves are said, in a few words each; raises Refusal on `words` or `answer`."""
    for field, text in (("words", words), ("answer", answer)):
        if not text:
            raise Refusal(field, "Write it in your own words, about no one family.")
        if len(text) > LONGEST:
            raise Refusal(field, f"Use {LONGEST} characters or fewer. You have used {len(text)}.")
