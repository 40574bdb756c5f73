"""What a person sees in the cell of a number: leading zeros, letters and decimals that the cell's format adds.

References are what people see. Where a format does more than add zeros, letters and decimals, what it shows is not
guessed: there is nothing seen.
"""

import re
from decimal import Decimal

MOST_FIGURES = 15
"""A spreadsheet keeps so many figures of a number; those behind them are lost."""
_GENERAL_SHOWS = 11
"""The general format shows longer numbers as 1.23E+11."""
_COLOUR = re.compile(r"^\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow)\]", re.IGNORECASE)
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|(?P<place>[0#?])|(?P<point>\.)|(?P<plain>[-+/():!^ £$€])'
)
_OTHER_MONEY = re.compile(
    r"(?P<sign>[€$¥](?![^\[\]]*£)(?<!\[\$))|(?P<code>\b(?:EUR|USD|CHF|AUD|CAD|NZD|JPY|PLN|SEK|NOK|DKK)\b)",
    re.IGNORECASE,
)
Part = tuple[str, str]
"""A part of a format: its kind (place, point, letters) and its text."""


def seen(code: str, number: Decimal) -> str | None:
    """The text of a number under a format, or None where it is not certain.

    >>> seen('"F-"0000', Decimal(12)), seen("0.00", Decimal("25.1")), seen("General", Decimal("123456789012"))
    ('F-0012', '25.10', None)
    """
    written = f"{number:f}"
    if abs(number) >= 10**MOST_FIGURES:
        return None
    if code in ("General", "@", ""):
        return written if len(written.lstrip("-")) <= _GENERAL_SHOWS else None
    parts = _parts(_COLOUR.sub("", code.split(";")[0]))
    if not parts or number < 0:
        return None
    whole, _, rest = written.partition(".")
    at = next((at for at, (kind, _) in enumerate(parts) if kind == "point"), len(parts))
    places, tail = _decimals(parts[at + 1 :])
    if len(rest) > places or tail is None:
        return None
    return _filled(parts[:at], whole) + ("." + rest.ljust(places, "0") if places else "") + tail


def other_money(code: str) -> str:
    """The money other than pounds that a format writes beside a number; empty for none, and for pounds.

    >>> other_money("[$€-2] #,##0.00"), other_money('0.00 "USD"'), other_money("[$£-809]#,##0.00"), other_money("0.00")
    ('€', 'USD', '', '')
    """
    match = _OTHER_MONEY.search(code)
    return (match["sign"] or match["code"]).upper() if match else ""


def _parts(code: str) -> list[Part]:
    """Places, the point and the letters between them, in order; nothing for a format that does more."""
    parts: list[Part] = []
    at = 0
    while at < len(code):
        match = _PART.match(code, at)
        if match is None:
            return []
        kind = str(match.lastgroup)
        text = " " if kind == "blank" else match[kind]
        parts.append((kind if kind in ("place", "point") else "letters", text))
        at = match.end()
    kinds = [kind for kind, _ in parts]
    return parts if "place" in kinds and kinds.count("point") <= 1 else []


def _decimals(parts: list[Part]) -> tuple[int, str | None]:
    """How many figures stand behind the point, and the letters behind them; None where places are optional or apart."""
    places = next((at for at, part in enumerate(parts) if part != ("place", "0")), len(parts))
    tail = parts[places:]
    return places, None if any(kind == "place" for kind, _ in tail) else "".join(text for _, text in tail)


def _filled(parts: list[Part], whole: str) -> str:
    """The figures before the point put into their places from the right, what is left over before the first place."""
    figures = "" if whole == "0" else whole
    first = next((at for at, (kind, _) in enumerate(parts) if kind == "place"), None)
    shown = ""
    for at in range(len(parts) - 1, -1, -1):
        kind, text = parts[at]
        if kind != "place":
            shown = text + shown
            continue
        taken = figures if at == first else figures[-1:]
        figures = figures[: len(figures) - len(taken)]
        shown = (taken or {"0": "0", "?": " "}.get(text, "")) + shown
    return shown
