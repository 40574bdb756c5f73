"""The secret keys of studies, one file each in a private folder of their own, never beside the database or its backup."""

import contextlib
import hashlib
import hmac
import os
import secrets
import uuid
from pathlib import Path

from budgettracker.errors import Refusal

BYTES = 32


def key_for(study_id: uuid.UUID, folder: str | Path, production: bool, seed: bytes | None = None) -> bytes:
    """A study's key, 32 bytes, from the file named by its id in STUDY_KEYS.

    Outside production the folder (0700) and the file (0600) are made on first use; with a `seed` (the demo's) the key is
    the same every time. In production a key is only read: a missing one is a refusal, never a new key, for that would
    give every family a new name. Raises Refusal.
    """
    place = Path(folder)
    file = place / str(study_id)
    if file.exists():
        return _read(file)
    if production:
        raise Refusal(
            None,
            "The key of this study is missing, so its families cannot be given their names. Ask whoever operates the "
            "program to put the study's key back into the folder STUDY_KEYS.",
        )
    return make_key(study_id, place, production, seed)


def make_key(study_id: uuid.UUID, folder: str | Path, production: bool, seed: bytes | None = None) -> bytes:
    """Give a new study its key; one it has already stays. In production the folder must be there. Raises Refusal."""
    place = Path(folder)
    if production and not place.is_dir():
        raise Refusal(None, "The folder STUDY_KEYS is missing. Ask whoever operates the program to name it.")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.stat().st_mode & 0o077:
        raise Refusal(None, "The folder STUDY_KEYS can be read by others. Its mode must be 0700.")
    file = place / str(study_id)
    key = secrets.token_bytes(BYTES) if seed is None else hmac.new(seed, b"study key", hashlib.sha256).digest()
    # Written whole under another name first: a key that is half there must never be read.
    new = place / f".{study_id}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(new, file)
    new.unlink()
    return _read(file)


def _read(file: Path) -> bytes:
    if file.stat().st_mode & 0o077:
        raise Refusal(None, "The key of this study can be read by others. Its file's mode must be 0600.")
    key = file.read_bytes()
    if len(key) != BYTES:
        raise Refusal(None, "The key of this study is damaged. Put it back from its own safe copy.")
    return key
