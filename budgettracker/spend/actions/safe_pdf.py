"""Make a PDF safe to keep: its pages alone, without scripts, actions and files within."""

import contextlib
import subprocess
import sys
from pathlib import Path

from budgettracker.errors import Refusal

HEAD, HEAD_WITHIN = b"%PDF-", 1024
"""Readers look for the mark that early in a file: before it stand a byte order mark, a newline, a mail's leftovers."""
END = b"%%EOF"
SECONDS = 20
ASKS_FOR_A_PASSWORD = 3
"""With this number the program ends for a locked PDF."""
PROGRAM = Path(__file__).with_name("without_scripts.py")
CUT_SHORT = "This PDF is cut short or has something added. Save it again, or take a picture."
LOCKED = "This PDF asks for a password. Save it without one, or take a picture."
UNREADABLE = "This PDF cannot be read. Save it again, or take a picture."


def is_pdf(content: bytes) -> bool:
    """Does a file begin as a PDF does, allowing for what programs put before its beginning?"""
    return HEAD in content[:HEAD_WITHIN]


def safe_pdf(content: bytes, field: str) -> bytes:
    """The PDF written anew from its pages. Raises Refusal on `field` for one that is cut short, locked or unreadable."""
    if END not in content:
        raise Refusal(field, CUT_SHORT)
    done = None
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(PROGRAM)],
            check=False,
            input=content[content.index(HEAD) :],
            capture_output=True,
            timeout=SECONDS,
        )
    if done is not None and done.returncode == ASKS_FOR_A_PASSWORD:
        raise Refusal(field, LOCKED)
    if done is None or done.returncode != 0 or not done.stdout:
        raise Refusal(field, UNREADABLE)
    return done.stdout
