"""Letters that a Mac wrote: in its old alphabet é and ’ have the numbers that Windows gives to Ž and Õ."""

import re
from pathlib import Path

from budgettracker.imports.files.problems import FileRefused

WINDOWS, MAC = "cp1252", "mac_roman"
UNREADABLE = "its letters cannot be read. Save it again as “CSV UTF-8”."
_MOST_LINES = 5_000
_CAPITAL = "\u00c0-\u00d6\u00d8-\u00de\u0152\u0160\u0178\u017d"
# What nobody writes: a capital inside a word of small letters, a sign inside a word, a lone Ð where a dash was.
_ODD = re.compile(
    rf"[a-zß-öø-ÿ][{_CAPITAL}]|[A-Z][{_CAPITAL}][A-Z]?[a-z]|(?<!\w)[{_CAPITAL}](?:[A-Z][a-z]|[0-9])|(?<!\w)[ÐÑÒÕ](?!\w)"
    r"|\w[‘“”•™˜›‹„‚…€¸¿¡«»÷ºª±µ—]\w|[\w][‘“„‚](?!\w)|(?<!\w)[…€‚ƒ„](?=[a-z])"
    r"|[A-Z][ß-öø-ÿ][A-Z]|[¯†‡ˆ‰ƒ‹›˜¸¬∫∂√◊≈∆Ωﬁﬂˇ˘˙˝˛∑∏π∞≥≤≠\uf8ff]"
)
_TWO_WAYS = re.compile(r"\b\w*(?:[a-z][šžœ]|[a-z]–(?=[a-z])|[a-z]’(?=[a-z])(?!(?:s|t|d|m|ll|re|ve)\b))\w*")


def alphabet(path: Path) -> tuple[str, str | None]:
    """The alphabet of a file that is no UTF-8, Windows' or a Mac's, and a word that both could have written.

    Raises FileRefused where one reading is as odd as the other.
    """
    lines = _telling(path)
    if sum(byte > 127 for byte in lines) * 2 > len(lines):
        raise FileRefused(UNREADABLE)
    on_windows, on_mac = _read(lines, WINDOWS), _read(lines, MAC)
    mac = _oddities(on_mac)
    windows = _oddities(on_windows) if on_windows is not None else mac + 1
    if windows and windows == mac:
        raise FileRefused(
            "its letters can be read in two ways, and neither is right everywhere. Save it again as “CSV UTF-8”."
        )
    if windows > mac:
        return MAC, None
    unsure = _TWO_WAYS.search(on_windows or "") if not windows else None
    return WINDOWS, unsure[0] if unsure else None


def on_a_mac(word: str) -> str:
    """A word read with Windows' letters as a Mac would have meant it: Bjšrn is Björn."""
    return word.encode(WINDOWS, "replace").decode(MAC)


_TWICE = re.compile("[ÃÂâÄÅ][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u2122]")
"""How the two or three bytes of a letter look when each is taken for a letter of Windows'."""


def ungarbled(text: str) -> str | None:
    """What a text was before a program took its UTF-8 for Windows' letters and saved it so; None for a text that is none.

    >>> ungarbled("ZoÃ«"), ungarbled("Oâ€™Hara"), ungarbled("Zoë"), ungarbled("£12")
    ('Zoë', 'O’Hara', None, None)
    """
    if not _TWICE.search(text):
        return None
    try:
        return text.encode(WINDOWS).decode("utf-8")
    except UnicodeError:
        return None


def _telling(path: Path) -> bytes:
    """The lines that have letters beyond English ones, as many as are enough to tell."""
    kept: list[bytes] = []
    with path.open("rb") as file:
        while len(kept) < _MOST_LINES and (line := file.readline(1 << 16)):
            if not line.isascii():
                kept.append(line)
    return b"\n".join(kept)


def _read(text: bytes, encoding: str) -> str | None:
    try:
        return text.decode(encoding)
    except UnicodeDecodeError:
        return None


def _oddities(text: str | None) -> int:
    """How many places of a text nobody would have written so."""
    return len(_ODD.findall(text or ""))
