"""A line of a finance file, and a whole file as it was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from budgettracker.imports.files.problems import Problem
from budgettracker.ledger.payments.kinds import Answer, Basis
from budgettracker.ledger.payments.rules.values import When

Key = tuple[str, str, int, str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `answer` is set where it is no payment of the scheme, and `why` says so; `pence` are on the file's basis.

    `supplier` and `purpose` are empty for lines outside the scheme: whose they are is none of its business. `position`
    tells lines apart that are alike in everything else: they are real.
    """

    row: int
    answer: Answer | None = None
    why: str = ""
    reference: str = ""
    sequence: str = ""
    when: When | None = None
    pence: int = 0
    supplier: str = ""
    purpose: str = ""
    by_card: bool = False
    position: int = 1

    @property
    def key(self) -> Key:
        """What a line is known again by, in whichever file it comes: reference, sequence, amount, day and position."""
        return self.reference, self.sequence, self.pence, str(self.when or ""), self.position


def key_digest(line: Line) -> str:
    """The digest of a line's key, by which it is known again without being compared part by part."""
    return sha256("\x1f".join(map(str, line.key)).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class FinanceFile:
    """A finance file as it was read; `questions` are what somebody must answer before anything can be suggested."""

    label: str
    layout: str
    lines: Sequence[Line] = ()
    questions: Sequence[Problem] = ()
    basis: Basis | None = None
    threshold_pence: int | None = None
    first: date | None = None
    last: date | None = None
    is_card_file: bool = False
    notes: Sequence[str] = field(default_factory=tuple)
    columns: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """What was read from under which heading, in words."""
