"""What can be said about a cell, a row or a file: where it stands, what is wrong with it, what is worth knowing."""

import unicodedata
from dataclasses import dataclass

from budgettracker.wording import quoted

SHOWN_LENGTH = 60
"""A quoted value is cut after this many characters: the row number leads to the rest."""


class CellRefused(ValueError):
    """A cell cannot be read; the message continues the quoted value: “12.345” *has three figures ...*.

    Where it may be right all the same, the refusal is a question: `asks` is what an answer is about (`as_written`,
    `unit`, `order`, `year`), `answers` are the answers there are, and `value` is what the cell is once it is confirmed
    as written.
    """

    def __init__(
        self, words: str, *, asks: str | None = None, answers: tuple[str, ...] = (), value: object = None
    ) -> None:
        super().__init__(words)
        self.asks = asks
        self.answers = answers
        self.value = value


class FileRefused(ValueError):
    """A whole file or sheet cannot be read; the message is a sentence for the person who keeps it."""


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A row as the spreadsheet shows it: the file (or file and sheet) and the row number, the first row being 1."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Question:
    """What can be answered so that a legitimate oddity gets through: the mapping's key and the answers there are."""

    key: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        """The question's last sentence, as the report has it."""
        answers = " or ".join(f"“{answer}”" for answer in self.answers)
        return f"To answer, say {answers} for “{self.key}” in the mapping."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops a row, or a file when `row` is None, from being imported.

    `reason` continues the quoted `value`; with an empty value it stands alone. `question` says how to answer it where
    it may be right as it is.
    """

    file: str
    row: int | None
    column: str | None
    reason: str
    value: str = ""
    question: Question | None = None

    @property
    def words(self) -> str:
        """The problem of the cell without its place: “12.345” has three figures after the point."""
        words = f"“{shown(self.value)}” {self.reason}" if self.value else self.reason[:1].upper() + self.reason[1:]
        return f"{words} {self.question}" if self.question else words

    def __str__(self) -> str:
        """The line of the report: `spend.csv, row 14, amount: “12.345” has three figures after the point.`"""
        return f"{place(self.file, self.row, self.column)}: {self.words}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something the report names although nothing is refused for it: a column not read, an empty overhead.

    `question` says how to answer it where it asks something.
    """

    file: str
    row: int | None
    column: str | None
    words: str
    question: Question | None = None

    def __str__(self) -> str:
        """The line of the report."""
        line = f"{place(self.file, self.row, self.column)}: {self.words}"
        return f"{line} {self.question}" if self.question else line


def place(file: str, row: int | None, column: str | None) -> str:
    """`spend.csv, row 14, amount`, as far as it is known."""
    parts = [file]
    if row is not None:
        parts.append(f"row {row}")
    if column:
        parts.append(column)
    return ", ".join(parts)


def shown(value: str) -> str:
    """A value fit for a terminal and a page: one line, cut, with characters that cannot be seen made visible."""
    # Lone surrogates cannot be encoded and control characters can move a terminal's cursor.
    return quoted("".join(_visible(character) for character in value[: SHOWN_LENGTH + 1]), SHOWN_LENGTH)


def _visible(character: str) -> str:
    if character in "\r\n\t":
        return " "
    return "\ufffd" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn", "Co"} else character
