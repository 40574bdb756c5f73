"""Texts in CSV files: people open such files in a spreadsheet program, which takes some texts for formulas."""

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What begins a formula; some programs read the wide letters of East Asian keyboards alike."""


def csv_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before = + - @, negative numbers excepted.

    Blanks, tabs and line ends before the sign are left out. Reading an import takes the apostrophe off again.
    """
    bare = cell.lstrip()
    return f"'{bare}" if bare.startswith(SIGNS) and not _is_negative(bare) else cell


def _is_negative(text: str) -> bool:
    figures = text[1:].replace(",", "").replace(".", "", 1).replace("£", "", 1).strip()
    return text[0] == "-" and figures.isascii() and figures.isdecimal()
