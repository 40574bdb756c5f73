"""`docs/second-hands.md`: the words around the table stay as they are, the table is written from the code."""

from pathlib import Path

from budgettracker.second_hands import TABLE

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "second-hands.md"
BEGIN, END = "<!-- the table, from budgettracker/second_hands.py -->\n", "<!-- end of the table -->\n"


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
