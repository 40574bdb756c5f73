"""`docs/second-hands.md`: the words around the table stay as they are, the table is written from the code."""

import html
import re
from pathlib import Path

from budgettracker.second_hands import TABLE

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "second-hands.md"
BEGIN, END = "<!-- the table, from budgettracker/second_hands.py -->\n", "<!-- end of the table -->\n"

STYLE = """
@page { size: A4; margin: 15mm } body { font: 8.5pt/1.2 Arial, "Liberation Sans", sans-serif; margin: 0 }
h1 { font-size: 1.5em; margin: 0 0 .4em } p { margin: 0 0 .5em } table { border-collapse: collapse; width: 100% }
td { border-bottom: .5pt solid #999; vertical-align: top; padding: .15em .6em .15em 0 }
tr { break-inside: avoid } td:nth-child(1) { width: 27% } td:nth-child(2) { width: 33% }
"""


def page() -> str:
    """The page as it should be: its own words, with the table anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def table() -> str:
    """Every row: the outcome, what one person may do alone, and who the second hand is."""
    lines = ["| what comes about | alone | else the second is |", "|---|---|---|"]
    lines += [f"| {row.what} | {row.alone or 'never'} | {row.second or 'nobody else'} |" for row in TABLE]
    return "".join(f"{line}\n" for line in lines)


def printed() -> str:
    """The page as a browser prints it: 8.5 point, A4 with margins of 15 mm."""
    text = re.sub(r"<!--.*?-->", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = [_block(block) for block in re.split(r"\n\s*\n", text.strip())]
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{STYLE}</style>{"".join(blocks)}</html>'


def _block(block: str) -> str:
    """A heading, the table, or a paragraph."""
    if block.startswith("#"):
        return f"<h1>{_inline(block.lstrip('# '))}</h1>"
    if not block.startswith("|"):
        return f"<p>{_inline(' '.join(block.splitlines()))}</p>"
    rows = [line.strip("|").split("|") for line in block.splitlines() if set(line) - set("|-")]
    cells = ["".join(f"<td>{_inline(cell.strip())}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _inline(text: str) -> str:
    strong = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(text))
    return re.sub(r"`(.+?)`", r"<code>\1</code>", re.sub(r"\*(.+?)\*", r"<i>\1</i>", strong))
