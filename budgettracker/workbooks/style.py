"""How cells look: one set of named styles for every workbook, and the empty shell that openpyxl makes of it.

The shell has every sheet with its header, widths, frozen row and table, and no data: rows are streamed into it later.
A table is given two rows here and its true size when that is known, because openpyxl makes a cell object for every
cell within a table's reference.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from budgettracker.workbooks.cells import Kind, column_letter
from budgettracker.workbooks.charts import draw
from budgettracker.workbooks.layout import Column, Page, Sheet

PRODUCT = "Devolved budget tracker"
TITLE = "What helping each family cost"
LANGUAGE = "en-GB"
"""All that a workbook's properties say: no person is its author."""
A4 = 9
READABLE_WIDTH = 260
"""Characters that an A4 page on its side shows at about half their size; a wider sheet takes several pages beside each other."""

LARGEST_PLACES = 12

_INK = "1B2A33"
_SHADE = "E4ECF0"
_RULE = "6B7C85"


@dataclass(frozen=True, slots=True)
class Look:
    """A named cell style."""

    number_format: str = "General"
    bold: bool = False
    size: int = 11
    grey: bool = False
    shaded: bool = False
    right: bool = False
    wrap: bool = False
    indented: bool = False
    """A little away from the column before, whose figures stand to the right."""


LOOKS: dict[str, Look] = {
    # Text cells have the text format, so that somebody who opens one and presses Enter does not make a formula of it.
    "text": Look("@"),
    "column_text": Look("@", indented=True),
    "column_sentences": Look("@", indented=True, wrap=True),
    "date": Look("yyyy\\-mm\\-dd"),
    "money": Look("#,##0.00"),
    "whole": Look("0"),
    **{f"decimal_{places}": Look("0." + "0" * places if places else "0") for places in range(LARGEST_PLACES + 1)},
    "header": Look("@", bold=True, shaded=True, indented=True),
    "header_right": Look("@", bold=True, shaded=True, right=True),
    "title": Look("@", bold=True, size=16),
    "heading": Look("@", bold=True, size=12),
    "label": Look("@", bold=True, wrap=True),
    "note": Look("@", grey=True, wrap=True),
    "long_text": Look("@", wrap=True),
}

FIGURES = frozenset({Kind.MONEY, Kind.WHOLE, Kind.DECIMAL, Kind.DATE})
"""Kinds whose cells stand to the right, and so do their headings."""

_WIDTHS = {
    Kind.TEXT: 16,
    Kind.DATE: 12,
    Kind.MONEY: 13,
    Kind.WHOLE: 11,
    Kind.DECIMAL: 13,
    Kind.YES_NO: 8,
    Kind.DAY_IN_TEXT: 12,
}


def look_of(kind: Kind, places: int) -> str:
    """The name of the look a value of a kind has unless another is asked for."""
    if kind is Kind.DECIMAL:
        return f"decimal_{places}"
    return {Kind.DATE: "date", Kind.MONEY: "money", Kind.WHOLE: "whole"}.get(kind, "text")


def width_of(column: Column) -> int:
    """Width in characters: what was asked for, else wide enough for the header with its filter arrow."""
    return column.width or min(60, max(_WIDTHS[column.kind], len(column.name) + 4))


@dataclass(frozen=True, slots=True)
class Shell:
    """An xlsx file without data, and the style number of each look in it."""

    data: bytes
    styles: dict[str, int]


def make_shell(sheets: Sequence[Sheet | Page], names: Mapping[str, str]) -> Shell:
    """The workbook without its rows. `names` are defined names: what formulas may call a cell (`Parameters!$B$3`).

    Raises ValueError for two sheets of the same name, continuations included.
    """
    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    styles: dict[str, int] = {}
    for sheet in sheets:
        for name in sheet.names if isinstance(sheet, Sheet) else [sheet.name]:
            if name.lower() in (known.lower() for known in book.sheetnames):
                raise ValueError(f"two sheets are called {name}")
            tab = book.create_sheet(name)
            if not styles:
                styles = _add_styles(book, tab)
            if isinstance(sheet, Sheet):
                _lay_out_table(tab, sheet)
            else:
                _lay_out_page(tab, sheet)
    for defined, target in names.items():
        book.defined_names[defined] = DefinedName(defined, attr_text=target)
    book.properties.creator = PRODUCT
    book.properties.created = datetime(2000, 1, 1)  # noqa: DTZ001  the part is replaced; the format has no time zone
    file = io.BytesIO()
    book.save(file)
    return Shell(file.getvalue(), styles)


def _add_styles(book: Workbook, tab: Worksheet) -> dict[str, int]:
    styles: dict[str, int] = {}
    for name, look in LOOKS.items():
        style = NamedStyle(
            name=f"tracker_{name}",
            number_format=look.number_format,
            font=Font(name="Calibri", size=look.size, bold=look.bold, color=_RULE if look.grey else _INK),
            alignment=Alignment(
                vertical="top",
                wrap_text=look.wrap or None,
                horizontal="right" if look.right else "left" if look.indented else None,
                indent=1 if look.indented else 0,
            ),
        )
        if look.shaded:
            style.fill = PatternFill("solid", fgColor=_SHADE)
            style.border = Border(bottom=Side("thin", color=_RULE))
        book.add_named_style(style)
        cell = WriteOnlyCell(tab)
        cell.style = style.name
        styles[name] = cell.style_id
    return styles


def _lay_out_table(tab: Worksheet, sheet: Sheet) -> None:
    for at, column in enumerate(sheet.columns, start=1):
        header = tab.cell(row=1, column=at, value=column.name)
        header.style = "tracker_header_right" if column.kind in FIGURES else "tracker_header"
        tab.column_dimensions[column_letter(at - 1)].width = width_of(column)
    tab.freeze_panes = "A2"
    table = Table(displayName=f"table_{tab.title}".lower(), ref=f"A1:{column_letter(len(sheet.columns) - 1)}2")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    tab.add_table(table)
    tab.print_title_rows = "1:1"
    papers = -(-sum(map(width_of, sheet.columns)) // READABLE_WIDTH)
    if papers > 1:
        tab.print_title_cols = "A:A"
    _set_up_for_paper(tab, papers)


def _lay_out_page(tab: Worksheet, page: Page) -> None:
    for at, width in enumerate(page.widths):
        tab.column_dimensions[column_letter(at)].width = width
    tab.sheet_view.showGridLines = False
    _set_up_for_paper(tab)
    for chart in page.charts:
        draw(tab, chart)
    for chart in page.charts[1:]:
        # On paper each stands on a page of its own, its title with it.
        tab.row_breaks.append(Break(id=chart.first_row - 2))


def _set_up_for_paper(tab: Worksheet, papers: int = 1) -> None:
    """A4 on its side, as wide as so many papers, the sheet's name and the page's number below."""
    tab.page_setup.orientation, tab.page_setup.paperSize = "landscape", A4
    tab.page_setup.fitToWidth, tab.page_setup.fitToHeight = papers, 0
    tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = HeaderFooterItem(left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text="&P of &N"))
    tab.HeaderFooter.oddFooter = footer
