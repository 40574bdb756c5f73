"""The picture of the house, drawn from the code: features are floors, from the ground up, and imports are arrows.

Each feature that others import has a shaft of its own, which rises from its floor through the floors above. Where a
floor imports the feature, an arrow leads from the floor into the shaft. A shaft that went down would be an import
running uphill: there is none, and it would be drawn in red.
"""

import ast
import textwrap
from html import escape
from pathlib import Path

import grimp

from budgettracker import FEATURES

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "budgettracker"
PICTURE = ROOT / "docs" / "architecture.svg"
FLOORS = (*FEATURES, "commands")
"""From the ground up; the commands are the roof and may use every feature."""

FLOOR, SHAFT = 34, 27
"""Height of a floor and distance of two shafts, in pixels."""

LEFT, NAMES, WORDS = 16, 104, 640
"""The left edge, where a floor's name ends, and where the words after it end and the shafts begin."""

LETTERS = 92
"""How much of a feature's sentence there is room for."""

LINE, LINES = 130, 20
"""Letters of a line below the house, and the distance of two lines in pixels."""

TITLE = "The house: each feature imports only features below it"
LEGEND = "An arrow into a shaft: this floor imports the feature on whose floor the shaft stands. No shaft runs down."
INK, PALE, WALL, WRONG = "#0b0c0c", "#505a5f", "#0b5157", "#d4351c"


def imports() -> dict[str, set[str]]:
    """Which features each floor imports, tests for types and imports inside functions included."""
    graph = grimp.build_graph("budgettracker", cache_dir=None)
    used: dict[str, set[str]] = {floor: set() for floor in FLOORS}
    for module in graph.modules:
        importer = _floor_of(module)
        if importer:
            used[importer] |= {_floor_of(name) for name in graph.find_modules_directly_imported_by(module)}
    return {floor: names - {floor, ""} for floor, names in used.items()}


def _floor_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FLOORS else ""


def sentence(floor: str) -> str:
    """What a feature says it is: the first line of its docstring, without the full stop."""
    text = (PACKAGE / floor / "__init__.py").read_text(encoding="utf-8")
    first = (ast.get_docstring(ast.parse(text)) or "").splitlines()[0].rstrip(".").replace("`", "")
    return textwrap.shorten(first, LETTERS, placeholder=" …")


def ground() -> list[str]:
    """The files and libraries directly under the package, which import no feature."""
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - set(FLOORS)
    return sorted(files | folders)


def picture() -> str:
    """The whole picture as SVG, the same bytes for the same imports."""
    return draw(imports(), {floor: sentence(floor) for floor in FLOORS}, ground())


def draw(used: dict[str, set[str]], sentences: dict[str, str], below: list[str]) -> str:
    """A picture of floors that import floors, with a sentence for each and the names that lie below the ground."""
    width = WORDS + SHAFT * len(FLOORS)
    level = {floor: FLOOR * (len(FLOORS) - place) for place, floor in enumerate(FLOORS)}
    bottom = FLOOR * (len(FLOORS) + 1)
    shapes = [
        _rectangle(LEFT, level[floor], width - 2 * LEFT, fill) for floor, fill in zip(FLOORS, _fills(), strict=True)
    ]
    for place, floor in enumerate(FLOORS):
        middle = level[floor] + FLOOR // 2
        shapes += _label(floor, sentences[floor], middle)
        shapes += _shaft(floor, place, level, used)
    shapes.append(_text(LEFT, FLOOR - 12, LEGEND, PALE))
    for line in textwrap.wrap(f"Below the ground, imported from everywhere: {', '.join(below)}", LINE):
        bottom += LINES
        shapes.append(_text(LEFT, bottom, line, PALE))
    height = bottom + LEFT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="Arial, Helvetica, sans-serif" font-size="13">',
            f"<title>{TITLE}</title>",
            f"<desc>{escape(in_words(used))}</desc>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *shapes,
            "</svg>",
            "",
        ]
    )


def in_words(used: dict[str, set[str]]) -> str:
    """What the arrows say, for those who cannot see them."""
    return " ".join(
        f"{floor}: {', '.join(name for name in FLOORS if name in used[floor]) or 'no feature'}." for floor in FLOORS
    )


def _fills() -> list[str]:
    return ["#f3f2f1" if place % 2 else "#e8f1f1" for place in range(len(FLOORS))]


def _label(floor: str, words: str, middle: int) -> list[str]:
    return [
        f'<text x="{NAMES}" y="{middle + 5}" text-anchor="end" font-weight="bold" fill="{INK}">{floor}</text>',
        _text(NAMES + 12, middle + 4, words, PALE, size=11),
    ]


def _shaft(floor: str, place: int, level: dict[str, int], used: dict[str, set[str]]) -> list[str]:
    """The shaft of a feature: a foot on its own floor, and an arrow from every floor that imports it."""
    users = [name for name in FLOORS if floor in used[name]]
    if not users:
        return []
    x = WORDS + SHAFT * place + SHAFT // 2
    foot = level[floor] + FLOOR // 2
    ends = [level[name] + FLOOR // 2 for name in users]
    shapes = []
    for low, high, colour in ((foot, min(ends), WALL), (foot, max(ends), WRONG)):
        if (high < low) == (colour == WALL) and high != low:
            shapes.append(f'<path d="M{x} {low}V{high}" stroke="{colour}" stroke-width="2" fill="none"/>')
    shapes.append(f'<rect x="{x - 5}" y="{foot - 5}" width="10" height="10" fill="{WALL}"/>')
    for name, y in zip(users, ends, strict=True):
        colour = WALL if FLOORS.index(name) > place else WRONG
        shapes.append(
            f'<path d="M{x - 14} {y}H{x - 6}" stroke="{colour}" stroke-width="2"/>'
            f'<path d="M{x - 8} {y - 4}L{x - 1} {y}L{x - 8} {y + 4}Z" fill="{colour}"><title>{name} imports {floor}</title></path>'
        )
    return shapes


def _rectangle(x: int, y: int, width: int, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{FLOOR}" fill="{fill}"/>'


def _text(x: int, y: int, words: str, colour: str, size: int = 13) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}">{escape(words)}</text>'
