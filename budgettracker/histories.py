"""What features tell of their records' histories: which kinds of record have one, and the words for their deeds and fields.

Each feature keeps its own part in its `history.py` and registers it; the page that shows a history knows no feature.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select

from budgettracker.access import Permission, Role
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.wording import minutes_in_words

Names = Mapping[str, str]
"""What ids are called, as far as the reader may know it."""
InWords = Callable[[Any, Names], str]
"""One value of a field, as a page says it."""
Changes = Mapping[str, Any]
"""What an audit line says was changed: by field its new value, or a pair of what it was and is."""
Sentence = str | Callable[[Changes], str]
"""What follows the name of who did it: `closed the family`, or words made of what the line says."""
CORRECTED = "corrected"
"""Stands in an audit line for a value that only the details hold."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that the person who asks may see: what it is called, its page, and whose family it tells of."""

    title: str
    caption: str
    page: str
    family_id: uuid.UUID | None = None


Find = Callable[[uuid.UUID, date], Record]
"""Finds a record for the person who is signed in, on a day; raises NotTheirs when they may not see it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that has a history: its name in the address, whom `find` is for (any of these permissions).

    A kind that is told twice has several finders: the first whose permissions the reader has is taken. `one_line`: the
    id is an audit line's own, which is all the history there is. `only`: of the record's deeds no others are told.
    """

    name: str
    permissions: frozenset[Permission]
    find: Find
    one_line: bool = False
    only: frozenset[str] = frozenset()


Subjects = Callable[[uuid.UUID], Select[tuple[uuid.UUID]]]
"""The ids of records that a record's history tells of, given that record's id."""


@dataclass(frozen=True, slots=True)
class Field:
    """What pages call a field of an audit line, and how its values read.

    `whole`: its value is a list of its own, not a pair of what it was and is.
    """

    name: str
    in_words: InWords
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The words for some deeds, and for the fields that their audit lines hold.

    `hidden` are fields that tell a reader nothing, such as ids and digests, or that a sentence has said already.
    """

    deeds: Mapping[str, Sentence]
    fields: Mapping[str, Field] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Titles:
    """What records are called where a history tells of several: a query of their ids and a value, and its words."""

    query: Callable[[Collection[uuid.UUID]], Select[Any]]
    in_words: Callable[[Any], str]


AsSeen = Callable[[Sequence[tuple[uuid.UUID, Changes]]], Sequence[Changes]]
"""What lines say to whoever asks, given the records they are about: some of it not everybody who sees the record may know."""
NamesQuery = Callable[[Collection[uuid.UUID], uuid.UUID | None], Select[tuple[uuid.UUID, str]]]
"""Ids and what they are called, of these ids, as far as the reader's authority goes."""


@dataclass(frozen=True, slots=True)
class FeatureHistory:
    """What one feature tells of its records' histories.

    `subjects` says, by the name of a kind (its own or a lower feature's), which of this feature's records the history
    of one such record tells of. `readings` are deeds of those who only looked.
    """

    kinds: Sequence[Kind] = ()
    subjects: Sequence[tuple[str, Subjects]] = ()
    words: Sequence[Words] = ()
    names: Sequence[NamesQuery] = ()
    titles: Sequence[Titles] = ()
    readings: frozenset[str] = frozenset()
    as_seen: AsSeen | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed: its name, and what it was (empty: nothing) and is, in words."""

    name: str
    before: str
    after: str


class Histories:
    """What every feature has registered."""

    def __init__(self) -> None:
        self.kinds: dict[str, list[Kind]] = {}
        self.subjects: dict[str, list[Subjects]] = {}
        self.words: dict[str, Words] = {}
        self.names: list[NamesQuery] = []
        self.titles: list[Titles] = []
        self.readings: set[str] = set()
        self.as_seen: list[AsSeen] = []

    def add(self, history: FeatureHistory) -> None:
        """Add a feature's part; raises ValueError where a deed would have two wordings."""
        for kind in history.kinds:
            self.kinds.setdefault(kind.name, []).append(kind)
        for name, subjects in history.subjects:
            self.subjects.setdefault(name, []).append(subjects)
        for words in history.words:
            if twice := sorted(set(words.deeds) & set(self.words)):
                raise ValueError(f"deeds with two wordings: {', '.join(twice)}")
            self.words |= dict.fromkeys(words.deeds, words)
        self.names += history.names
        self.titles += history.titles
        self.readings |= history.readings
        self.as_seen += [history.as_seen] if history.as_seen else []

    def kind_for(self, name: str, permissions: Collection[Permission]) -> Kind | None:
        """The kind of that name as this reader finds it; None where there is none, or none for them."""
        readable = (kind for kind in self.kinds.get(name, ()) if kind.permissions & set(permissions))
        return next(readable, None)

    def deed_in_words(self, deed: str, changes: Changes) -> str:
        """`approved £800.00`, `closed the family`: what follows the name of who did it."""
        sentence = self.words[deed].deeds[deed]
        return sentence if isinstance(sentence, str) else sentence(changes)

    def changes_in_words(self, deed: str, changes: Changes, names: Names) -> list[Change]:
        """Each field that changed, from what to what, in words; what the sentence says already is left out."""
        words = self.words[deed]
        return list(_in_words(words, changes, names))


def add_history(app: Flask, history: FeatureHistory) -> None:
    """Register a feature's part."""
    app.extensions.setdefault("histories", Histories()).add(history)


def histories() -> Histories:
    """What the features of the running program have registered."""
    registered: Histories = current_app.extensions["histories"]
    return registered


def _in_words(words: Words, changes: Changes, names: Names) -> Iterator[Change]:
    for key, value in changes.items():
        known = words.fields.get(key)
        before, after = before_and_after(value, whole=known is not None and known.whole)
        if key in words.hidden:
            continue
        if after == CORRECTED:
            yield Change(known.name if known else "A detail", "", "put right")
        elif known and not (_nothing(before) and _nothing(after)):
            was = "" if _nothing(before) or before is False else known.in_words(before, names)
            yield Change(known.name, was, "nothing" if _nothing(after) else known.in_words(after, names))


def before_and_after(value: Any, *, whole: bool = False) -> tuple[Any, Any]:
    """What a field was and is; a value that is no pair was nothing before.

    >>> before_and_after([None, 800_00]), before_and_after(800_00), before_and_after(["manager"], whole=True)
    ((None, 80000), (None, 80000), (None, ['manager']))
    """
    pair = isinstance(value, list) and len(value) == 2 and (isinstance(value[1], list) or not whole)
    return (value[0], value[1]) if pair else (None, value)


def _nothing(value: Any) -> bool:
    return value is None or value == "" or value == [] or (value == 0 and not isinstance(value, bool))


def money(value: Any, _: Names) -> str:
    """Pence as pounds."""
    return pounds(int(value))


def day(value: Any, _: Names) -> str:
    """A day: 3 March 2027."""
    return long_date(date.fromisoformat(str(value)))


def month(value: Any, _: Names) -> str:
    """A month, of a day or of the month itself: March 2027."""
    return f"{date.fromisoformat(f'{str(value)[:7]}-01'):%B %Y}"


def minutes(value: Any, _: Names) -> str:
    """Minutes as hours and minutes."""
    return minutes_in_words(int(value))


def text(value: Any, _: Names) -> str:
    """The value as it stands."""
    return str(value)


def yes(value: Any, _: Names) -> str:
    """Yes or no."""
    return "yes" if value else "no"


def role_in_words(value: Any, _: Names) -> str:
    """A role: a senior manager."""
    return f"a {Role(str(value)).words}"


def named(value: Any, names: Names) -> str:
    """An id by what it is called."""
    return names.get(str(value), "not shown to you")


def all_named(value: Any, names: Names) -> str:
    """Several ids by what they are called."""
    return ", ".join(named(item, names) for item in value)


def one_of(words: Mapping[Any, str]) -> InWords:
    """A code of a closed list by its words; a code the list does not know, without its underscores."""
    known = {str(code): text for code, text in words.items()}
    return lambda value, _: known.get(str(value), str(value).replace("_", " "))
