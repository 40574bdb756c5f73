"""How an audit line is written down and chained, on plain values."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from budgettracker.audit.kinds import Plain

FIRST = "0" * 64
"""What stands before the first line of a chain."""


@dataclass(frozen=True, slots=True)
class Line:
    """One stored line as a checker sees it."""

    sequence: int
    body: str
    digest: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about the books that does not agree: the kind of record and its id, a code, and words for the operator."""

    kind: str
    id: uuid.UUID
    code: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}: {self.words}"


def plain(value: object) -> Plain:
    """A value as it stands in an audit line: ids and dates as text, collections as lists; anything else is refused."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} does not belong in an audit line")


_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def encoded(value: Plain) -> str:
    """A plain value as it is stored and hashed: JSON with sorted keys and no spaces."""
    return _encoder.encode(value)


def body_of(fields: Mapping[str, object]) -> str:
    """The exact text that is stored and hashed."""
    return encoded(plain(fields))


def body_says(body: str, fields: Mapping[str, object]) -> bool:
    """Does the hashed text say the same as these columns?"""
    try:
        hashed = json.loads(body)
    except ValueError:
        return False
    return isinstance(hashed, dict) and all(hashed.get(name) == plain(value) for name, value in fields.items())


def digest_of(before: str, body: str) -> str:
    """SHA-256 over the previous line's digest and this line's exact bytes."""
    return hashlib.sha256(f"{before}\n{body}".encode("ascii")).hexdigest()


def faults(lines: Iterable[Line], last_sequence: int, last_digest: str) -> list[str]:
    """What is wrong with one subject's chain: gaps, changed lines, a missing tail. Lines come in order of sequence."""
    messages: list[str] = []
    before, expected = FIRST, 1
    for line in lines:
        if line.sequence != expected:
            messages.append(f"line {expected} is missing")
        if digest_of(before, line.body) != line.digest:
            messages.append(f"line {line.sequence} does not match its digest")
        before, expected = line.digest, line.sequence + 1
    if expected - 1 != last_sequence or before != last_digest:
        messages.append(f"the chain should end at line {last_sequence} and ends at line {expected - 1}")
    return messages
