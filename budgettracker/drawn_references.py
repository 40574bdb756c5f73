"""References that are drawn, for what the council has no reference of its own for: short to type, and they tell nothing."""

import secrets
from collections.abc import Callable

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are taken for a figure."""
LENGTH = 6


def drawn_reference(first: str, is_free: Callable[[str], bool]) -> str:
    """A reference like P-KQWDZB that begins with `first` and is nobody else's."""
    while True:
        drawn = f"{first}-" + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if is_free(drawn):
            return drawn
