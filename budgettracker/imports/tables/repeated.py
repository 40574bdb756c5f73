"""What stands more than once among very many: found by numbers, since 300,000 references held as text would take 50 MB."""

from collections.abc import Iterable
from itertools import pairwise


def more_than_once(numbers: Iterable[int]) -> set[int]:
    """The numbers that stand there twice or more; each is one that `hash` gives."""
    ordered = sorted(numbers)
    return {number for number, after in pairwise(ordered) if number == after}
