"""Which table a file is whose name is not quite one's: `Spend (1)`, `Copy of work time`, or any name above its headings."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import pairwise

from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.contract import CONTRACTS, heading
from budgettracker.imports.tables.presets import preset_of

_ALIKE = 0.8
_OTHER_WORDS = {
    "purchases": TableName.SPEND,
    "spending": TableName.SPEND,
    "timesheet": TableName.WORKTIME,
    "timesheets": TableName.WORKTIME,
    "limits": TableName.BUDGETS,
    "staff": TableName.PEOPLE,
}


def likely_by_name(stem: str) -> TableName | None:
    """The table whose name a file's name contains, or almost is.

    >>> likely_by_name("Spend (1)"), likely_by_name("wroktime"), likely_by_name("Notes")
    (<TableName.SPEND: 'spend'>, <TableName.WORKTIME: 'worktime'>, None)
    """
    words = re.findall("[a-z]+", heading(stem))
    joined = [first + second for first, second in pairwise(words)]
    for word in [*words, *joined]:
        if word in _OTHER_WORDS:
            return _OTHER_WORDS[word]
        for name in CONTRACTS:
            if word in (name, f"{name}s", name.removesuffix("s")) or _alike(word, name):
                return name
    return None


def _alike(word: str, name: str) -> bool:
    return len(word) >= 4 and SequenceMatcher(None, word, name).ratio() >= _ALIKE


def likely_by_headings(rows: Iterable[list[str]]) -> TableName | None:
    """The table all of whose needed columns stand in one of these rows, or a program's export of time."""
    for cells in rows:
        present = {heading(cell) for cell in cells}
        for name, contract in CONTRACTS.items():
            if len(contract.required) > 1 and present.issuperset(contract.required):
                return name
        if preset_of(cells) is not None:
            return TableName.WORKTIME
    return None
