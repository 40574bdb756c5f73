"""A reconciliation as it is read downwards: lines that come to what is to be explained, lines that come to what was costed."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from budgettracker.costing.paid.kinds import Cause
from budgettracker.money import half_up


class StatementLine(NamedTuple):
    """An amount of the statement under its words, with its sign."""

    words: str
    pence: int


class Candidate(NamedTuple):
    """What may explain a line: the cause, whom or what it may concern, when, how much of it, and what speaks for it."""

    cause: Cause
    of: str
    who: str
    months: tuple[date, ...]
    pence: int
    detail: str = ""


class Explained(NamedTuple):
    """A part of the difference, or a line of the quantum, with the candidates for it, the nearest in size first."""

    of: str
    words: str
    pence: int
    candidates: tuple[Candidate, ...] = ()
    note: str = ""
    """What cannot be told apart in it, with its bound; empty where all can."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was paid and is to be explained (quantum), what was costed, and the parts their difference is the sum of."""

    quantum: tuple[StatementLine, ...]
    costed: tuple[StatementLine, ...]
    explained: tuple[Explained, ...]
    taken_off: tuple[Explained, ...] = ()
    """Lines of the quantum that are themselves estimates, with whom they concern."""

    @property
    def quantum_pence(self) -> int:
        """What was paid for what the run means to cost."""
        return sum(line.pence for line in self.quantum)

    @property
    def costed_pence(self) -> int:
        """What the run costed of it."""
        return sum(line.pence for line in self.costed)

    @property
    def difference_pence(self) -> int:
        """Paid and not costed; below zero: costed and not paid."""
        return self.quantum_pence - self.costed_pence

    @property
    def percent(self) -> str:
        """The difference in percent of the quantum, to a tenth; empty where nothing was paid.

        >>> Reconciled((StatementLine("paid", 1000),), (StatementLine("costed", 1015),), ()).percent
        '-1.5%'
        """
        if self.quantum_pence <= 0:
            return ""
        tenths = half_up(1_000 * self.difference_pence, self.quantum_pence)
        return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


def nearest_first(candidates: list[Candidate], pence: int, most: int) -> tuple[Candidate, ...]:
    """Candidates whose size is nearest to what is to be explained come first; at most so many."""
    ordered = sorted(candidates, key=lambda each: (abs(each.pence - pence), each.cause, each.of, each.who, each.months))
    return tuple(ordered[:most])
