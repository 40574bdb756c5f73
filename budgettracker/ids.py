"""Ids of rows: random, and in the order in which the rows were made."""

import os
import threading
import time
import uuid


class _Moments:
    """Moments of 244 nanoseconds since 1970, each later than those that were given before it, whatever the clock says."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = 0

    def next(self) -> int:
        with self._lock:
            self._newest = max((time.time_ns() << 12) // 1_000_000, self._newest + 1)
            return self._newest


_MOMENTS = _Moments()


def uuid7() -> uuid.UUID:
    """A new id that sorts after every id that this process made before it (RFC 9562, version 7, with its method 3).

    Its time is that of its making, so that what was recorded in one moment is read back in the order in which it was
    recorded; 62 bits of it are random.
    """
    moment, random = _MOMENTS.next(), int.from_bytes(os.urandom(8)) >> 2
    return uuid.UUID(int=moment >> 12 << 80 | 7 << 76 | (moment & 0xFFF) << 64 | 2 << 62 | random)
