"""Anchors: how far every chain of the audit, and every ledger, had come at a moment, under a key that no database holds.

Who can change the database can also recompute every digest in it. What was anchored cannot be recomputed without the
key, so a line that was changed, left out or put in afterwards is named. Anchors are lines of one text file, each with
a keyed digest (HMAC-SHA-256, RFC 2104) over itself and the line before it.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from budgettracker.audit.rules.chains import FIRST, body_of
from budgettracker.errors import Refusal

NEXT = "Begin a new file for the anchors to come, and keep this one."
"""What to do where a book was restored from before a file's last anchors."""
End = tuple[int, str]
"""How far a chain had come: the sequence of its last line, and that line's digest."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One authority's chains that moved since its anchor before; `authority_id` None: what belongs to none.

    A chain is a record's lines of audit, or the ledger of a cap period, by the id of either. Anchors from before ledgers
    were anchored hold chains of the audit alone.
    """

    number: int
    authority_id: uuid.UUID | None
    at: datetime
    ends: Mapping[uuid.UUID, End]


def signature(key: bytes, before: str, body: str) -> str:
    """The keyed digest of an anchor's text after the anchor before it in the file."""
    return hmac.new(key, f"{before}\n{body}".encode("ascii"), hashlib.sha256).hexdigest()


def written(key: bytes, before: str, anchor: Anchor) -> str:
    """An anchor as a line of the file: its keyed digest, a blank, and its text. `before` is the last line's digest."""
    body = body_of(
        {
            "number": anchor.number,
            "authority": anchor.authority_id,
            "at": anchor.at,
            "ends": {subject.hex: list(end) for subject, end in anchor.ends.items()},
        }
    )
    return f"{signature(key, before, body)} {body}"


def read_anchors(key: bytes, lines: Iterable[str]) -> list[Anchor]:
    """The anchors of a file, in order. Raises Refusal when a line is not what this key wrote after the line before it."""
    anchors: list[Anchor] = []
    before = FIRST
    for number, line in enumerate(lines, start=1):
        mac, _, body = line.rstrip("\n").partition(" ")
        if not body.isascii() or not hmac.compare_digest(mac.encode(), signature(key, before, body).encode()):
            raise Refusal(
                None, f"Line {number} of the anchors was not written with this key, or was changed: none is believed."
            )
        anchors.append(_anchor(body))
        before = mac
    return anchors


def _anchor(body: str) -> Anchor:
    fields = json.loads(body)
    authority = fields["authority"]
    return Anchor(
        fields["number"],
        uuid.UUID(authority) if authority else None,
        datetime.fromisoformat(fields["at"]),
        {uuid.UUID(hex=subject): (sequence, digest) for subject, (sequence, digest) in fields["ends"].items()},
    )


def last_ends(anchors: Iterable[Anchor]) -> dict[uuid.UUID, End]:
    """How far each chain had come when it was anchored last."""
    ends: dict[uuid.UUID, End] = {}
    for anchor in anchors:
        ends.update(anchor.ends)
    return ends


class Standing(StrEnum):
    """What has become of a line that was anchored, together with those before it."""

    SAME = "same"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Compared:
    """The stored audit against the anchors: what does not agree, and what is worth knowing where all of it does."""

    faults: list[tuple[uuid.UUID, str]]
    note: str


def compare(anchors: Sequence[Anchor], stored: Mapping[tuple[uuid.UUID, int], str]) -> Compared:
    """Compare the lines at the anchored sequences; `stored` has their digests by subject and sequence.

    Lines added since change nothing. A book restored from a backup agrees with every anchor up to one and lacks all
    that was recorded after it: that is a note, and no fault.
    """
    held = 0
    for place, anchor in enumerate(anchors, start=1):
        if all(_standing(subject, end, stored) is Standing.SAME for subject, end in anchor.ends.items()):
            held = place
        else:
            break
    later = anchors[held:]
    if not later:
        return Compared([], _agrees(anchors))
    if held and _is_restored(anchors[:held], later, stored):
        last = anchors[held - 1]
        words = f"equal to anchor {last.number} of {_day(last)}, {len(later)} later {_ones(len(later))} missing"
        return Compared([], f"The audit is {words}: a restored book says this. {NEXT}")
    return Compared(_faults(anchors, stored), "")


def _agrees(anchors: Sequence[Anchor]) -> str:
    if not anchors:
        return "The file holds no anchor yet."
    return f"Audit and ledgers agree with all {len(anchors)} anchors, the last of {_day(anchors[-1])}."


def _ones(count: int) -> str:
    return "anchor" if count == 1 else "anchors"


def _day(anchor: Anchor) -> str:
    return f"{anchor.at:%Y-%m-%d %H:%M} UTC"


def _standing(subject: uuid.UUID, end: End, stored: Mapping[tuple[uuid.UUID, int], str]) -> Standing:
    digest = stored.get((subject, end[0]))
    if digest is None:
        return Standing.MISSING
    return Standing.SAME if digest == end[1] else Standing.CHANGED


def _is_restored(
    before: Sequence[Anchor], later: Sequence[Anchor], stored: Mapping[tuple[uuid.UUID, int], str]
) -> bool:
    """Is everything that was anchored later missing, as in a book from before it?"""
    return bool(before) and all(
        _standing(subject, end, stored) is Standing.MISSING for anchor in later for subject, end in anchor.ends.items()
    )


def _faults(anchors: Sequence[Anchor], stored: Mapping[tuple[uuid.UUID, int], str]) -> list[tuple[uuid.UUID, str]]:
    """Each subject once, by the first anchor that it does not agree with."""
    faults: dict[uuid.UUID, str] = {}
    for anchor in anchors:
        for subject, end in anchor.ends.items():
            standing = _standing(subject, end, stored)
            if standing is Standing.SAME or subject in faults:
                continue
            state = "is missing" if standing is Standing.MISSING else "is not the one that was anchored"
            faults[subject] = f"line {end[0]} {state} (anchor {anchor.number} of {_day(anchor)})"
    return sorted(faults.items())
