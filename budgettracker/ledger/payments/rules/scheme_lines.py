"""Which lines of a finance file are the scheme's: by cost centre, code or purpose."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from budgettracker.ledger.payments.rules.answers import ALL

_WORDS = re.compile(
    r"\bsect?(?:ion)?\.? ?17\b|\bs\.? ?17\b|\bcin\b|\bchild(?:ren)? in need\b|\bdevolved budgets?\b", re.IGNORECASE
)
MOST_OFFERED = 12


def says_section_17(cells: Iterable[str]) -> bool:
    """Do the words of a line say that it helps a child in need?

    >>> says_section_17(["1MD67", "S17 Children in Need"]), says_section_17(["1CS17", "Crisis Support"])
    (True, False)
    """
    return any(_WORDS.search(cell) for cell in cells)


def is_of(confirmed: Sequence[str], cells: Iterable[str]) -> bool:
    """Is a line one of those that were confirmed as the scheme's? A code as a cell of its own, words as a part of one."""
    if ALL in confirmed:
        return True
    wanted = [" ".join(each.casefold().split()) for each in confirmed]
    for cell in cells:
        text = " ".join(cell.casefold().split())
        if any(each == text or re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text) for each in wanted):
            return True
    return False


def offered(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Codes and purposes of a file for its reader to choose the scheme's from: the more frequent first, then all."""
    counts: Counter[str] = Counter()
    for cells in rows:
        counts.update({text for cell in cells if (text := " ".join(cell.split()))})
    likely = sorted(counts, key=lambda text: ("child" not in text.casefold(), -counts[text], text))
    return (*likely[:MOST_OFFERED], ALL)
