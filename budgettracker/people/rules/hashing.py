"""Passwords are kept as Argon2id hashes (RFC 9106). Hashing is slow on purpose: do it while no transaction is open."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

STRONG = PasswordHasher(time_cost=2, memory_cost=64 * 1024, parallelism=1, type=Type.ID)
"""64 MiB a hash, above the 19 to 46 MiB that OWASP's password storage cheat sheet asks for."""
NOBODYS = "$argon2id$v=19$m=65536,t=2,p=1$DaYdpcMUrEsAIwkBrjZrGg$AcPYyg1kMx0ga7uAyAw98qfrXpMLr1Xo+K3K6aQYSgE"
"""What a person without a hash is checked against: as strong as any, and not worked out anew whenever the program starts."""
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID)
"""For tests only: protects nothing."""
AT_ONCE = threading.BoundedSemaphore(2)
"""Hashes worked out at the same time in one process: bounds the memory that a rush of sign-ins can take."""


class Hashing:
    """Makes and checks password hashes; checks against a hash of nobody's too, so that both take the same time."""

    def __init__(self, *, quick: bool = False) -> None:
        self.hasher = QUICK if quick else STRONG
        self.nobodys = QUICK.hash("the password of nobody at all") if quick else NOBODYS

    def make(self, password: str) -> str:
        """The hash to keep."""
        with AT_ONCE:
            return self.hasher.hash(_normal(password))

    def right(self, kept: str | None, password: str) -> bool:
        """Is this the password? Without a kept hash the answer is no, after the same time."""
        with AT_ONCE:
            try:
                matches = self.hasher.verify(kept or self.nobodys, _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return matches and kept is not None

    def outdated(self, kept: str) -> bool:
        """Was it made with other settings than today's?"""
        return self.hasher.check_needs_rehash(kept)


def _normal(password: str) -> bytes:
    """The same characters typed on different keyboards are the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
