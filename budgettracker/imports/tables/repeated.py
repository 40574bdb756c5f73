"""What stands more than once among very many: found by numbers, since 300,000 references held as text would take 50 MB."""

from collections.abc import Iterable

import numpy as np


def more_than_once(numbers: Iterable[int]) -> set[int]:
    """The numbers that stand there twice or more; each is one that `hash` gives.

    >>> more_than_once([3, 1, 2, 3])
    {3}
    """
    ordered = np.sort(np.fromiter(numbers, dtype=np.int64))
    return {int(number) for number in ordered[1:][ordered[1:] == ordered[:-1]]}
