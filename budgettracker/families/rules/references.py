"""What a family and a child are called: their references and a family's name."""

import unicodedata

from budgettracker.errors import Refusal

LONGEST_REFERENCE, LONGEST_NAME = 50, 200


def one_line(text: str) -> str:
    """Text on one line, spaces tidied, each letter written one way (NFC)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def reference_of(typed: str, field: str = "reference", called: str = "reference") -> str:
    """A reference as it is kept; raises Refusal on `field` when it is empty, too long or holds odd characters."""
    reference = one_line(typed)
    if not reference:
        raise Refusal(field, f"Enter the {called}.")
    if len(reference) > LONGEST_REFERENCE:
        raise Refusal(field, f"The {called} must be {LONGEST_REFERENCE} characters or fewer.")
    if not reference.isprintable():
        raise Refusal(field, f"The {called} holds a character that cannot be printed. Type it again.")
    return reference


def name_of(typed: str) -> str:
    """A family's name as it is kept; raises Refusal on `name`."""
    name = one_line(typed)
    if not name:
        raise Refusal("name", "Enter the family's name.")
    if len(name) > LONGEST_NAME:
        raise Refusal("name", f"The name must be {LONGEST_NAME} characters or fewer.")
    return name


def taken(reference: str, seen: bool, other: str = "") -> str:
    """The refusal of a reference in use; whether the asker may see the other family decides what they are told.

    `other` is how the reference in use is written, where it only folds onto this one.
    """
    written = f", written {other}" if other and other != reference else ""
    if seen:
        return (
            f"{reference} is already used by a family of your team{written}. "
            "Open that family, or enter another reference."
        )
    return (
        f"{reference} is already used in the authority{written}. Check the reference. "
        "If it is right, the family belongs to another team: ask its manager to move it to yours."
    )
