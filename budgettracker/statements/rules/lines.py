"""Which lines a reader's statement has: those ticked for that reader, and nothing that depends on any other."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from budgettracker.folding import folded_name
from budgettracker.statements.kinds import Audience

TELLING = (
    *("lock", "key", "door", "window", "alarm", "camera", "bell", "chain", "secur", "safe"),
    *("travel", "taxi", "cab", "bus", "train", "coach", "rail", "fare", "ticket", "fuel", "petrol", "diesel", "flight"),
    *("parking", "oyster", "lift", "hotel", "refuge", "hostel", "lodging", "accommodation", "bnb"),
    *("deposit", "rent", "removal", "moving", "storage", "van", "tenan", "letting"),
    *("legal", "law", "solicitor", "court", "barrister", "visa", "passport", "identity", "certificate"),
    *("phone", "mobile", "sim", "topup", "top", "tablet", "laptop", "broadband", "wifi", "data", "internet"),
    *("counsel", "therap", "psycholog", "mediat", "assessment", "advoca", "test", "clinic", "pharmac"),
)
"""How words begin that may tell somebody where a person is, what they plan, or with whom they talk."""


def think_twice(*texts: str) -> bool:
    """May this tell a reader something dangerous? Locks, travel, deposits, legal help, phones, counselling and their like.

    Words are no proof: whatever is not caught here is off too, until it is ticked on.

    >>> think_twice("Two bus tickets"), think_twice("A cot", "Practical: travel"), think_twice("A cot", "Bedding")
    (True, True, False)
    """
    words = [folded_name(word) for word in re.split(r"[\W_]+", " ".join(texts))]
    return any(word.startswith(begins) for word in words for begins in TELLING)


@dataclass(frozen=True, slots=True)
class Item:
    """A purchase that could stand on a statement: the first day of its month, its plain words, and for whom it is ticked."""

    spend_id: uuid.UUID
    month: date
    words: str
    words_welsh: str
    audiences: frozenset[Audience]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement. It has no amount, no day, no number and no place that another item could shift."""

    month: date
    words: str
    words_welsh: str


def lines_for(items: Iterable[Item], audience: Audience) -> list[tuple[uuid.UUID, Line]]:
    """The lines of a reader's statement, by month and words: the same whatever is ticked for others, or for nobody."""
    chosen = [
        (item.spend_id, Line(item.month, item.words, item.words_welsh)) for item in items if audience in item.audiences
    ]
    return sorted(
        chosen, key=lambda each: (each[1].month, each[1].words.casefold(), each[1].words, each[1].words_welsh)
    )
