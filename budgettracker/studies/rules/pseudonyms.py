"""Names of a study's own for families and people: the same in every release, different in every study and kind."""

import base64
import hashlib
import hmac
import uuid

from budgettracker.studies.kinds import PseudonymKind

LENGTH = 10
"""Characters of 5 bits after the letter: 50 bits, so that 5,000 families meet by chance once in 90 million studies."""
LONG = 14
"""For what there may be a million of: 70 bits."""
LONG_KINDS = frozenset({PseudonymKind.PURCHASE, PseudonymKind.ENTRY})


class Pseudonyms:
    """One study's pseudonyms, by HMAC-SHA-256 with the study's secret key. Nobody can reckon them without the key."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("a study's key has at least 32 bytes")
        self._key = key
        self._given: dict[str, bytes] = {}
        self._known: dict[tuple[PseudonymKind, bytes], str] = {}

    def of(self, kind: PseudonymKind, of: uuid.UUID | str) -> str:
        """The pseudonym of a row by its id, or of a supplier by name (however it is spaced and cased).

        Raises ValueError if two different things would share one: then the study needs another key.
        """
        what = of.bytes if isinstance(of, uuid.UUID) else " ".join(of.split()).casefold().encode()
        known = self._known.get((kind, what))
        if known is None:
            known = self._known[kind, what] = self._make(kind, what)
        return known

    def family(self, of: uuid.UUID) -> str:
        """A family's pseudonym."""
        return self.of(PseudonymKind.FAMILY, of)

    def worker(self, of: uuid.UUID) -> str:
        """A worker's pseudonym."""
        return self.of(PseudonymKind.WORKER, of)

    def _make(self, kind: PseudonymKind, what: bytes) -> str:
        digest = hmac.new(self._key, kind.name.encode() + b"\0" + what, hashlib.sha256).digest()
        length = LONG if kind in LONG_KINDS else LENGTH
        pseudonym = kind + base64.b32encode(digest).decode("ascii")[:length]
        if self._given.setdefault(pseudonym, what) != what:
            raise ValueError("two rows of the study share a pseudonym")
        return pseudonym
