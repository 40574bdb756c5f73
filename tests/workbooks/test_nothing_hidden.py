"""X5: each thing that must not be in a workbook is planted once and found."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from budgettracker.workbooks.nothing_hidden import findings, formula_faults
from budgettracker.workbooks.stream import Cell, Kind, Page
from tests.factories.workbooks import column, sheet, written


def _clean(folder: Path) -> Path:
    page = Page(
        name="Checks", rows=[[Cell(Kind.TEXT, "OK", formula='IF(ABS(SUM(Lines!$B$2:$B$3)-3)<0.005,"OK","no")')]]
    )
    lines = sheet("Lines", [column("family"), column("cost", Kind.MONEY)], [("f", 100), ('hidden="1" [x]', 200)])
    return written(folder, page, lines)


def test_our_own_workbook_has_nothing_to_report(tmp_path: Path) -> None:
    assert findings(_clean(tmp_path)) == []


def _hide_sheet(book: openpyxl.Workbook) -> None:
    book["Lines"].sheet_state = "veryHidden"


def _hide_row(book: openpyxl.Workbook) -> None:
    book["Lines"].row_dimensions[2].hidden = True


def _flatten_row(book: openpyxl.Workbook) -> None:
    book["Lines"].row_dimensions[2].height = 0.1


def _hide_column(book: openpyxl.Workbook) -> None:
    book["Lines"].column_dimensions["B"].hidden = True


def _comment(book: openpyxl.Workbook) -> None:
    book["Lines"]["A2"].comment = Comment("seen", "A. Person")


def _hyperlink(book: openpyxl.Workbook) -> None:
    book["Lines"]["A2"].hyperlink = "http://example.org"


def _link_inside(book: openpyxl.Workbook) -> None:
    book["Lines"]["A2"].hyperlink = "#Checks!A1"


def _outside_formula(book: openpyxl.Workbook) -> None:
    book["Lines"]["B2"] = "=[1]Other!A1"


def _other_function(book: openpyxl.Workbook) -> None:
    book["Lines"]["B2"] = '=WEBSERVICE("x")'


def _error(book: openpyxl.Workbook) -> None:
    book["Lines"]["B2"].value = "#REF!"
    book["Lines"]["B2"].data_type = "e"


def _merge(book: openpyxl.Workbook) -> None:
    book["Checks"].merge_cells("A5:B5")


def _hidden_name(book: openpyxl.Workbook) -> None:
    book.defined_names["secret"] = DefinedName("secret", attr_text="Lines!$A$1", hidden=True)


PLANTED: dict[Callable[[openpyxl.Workbook], None], str] = {
    _hide_sheet: "sheet Lines is veryHidden",
    _hide_row: "Lines: a hidden row 2",
    _flatten_row: "Lines: a hidden row 2",
    _hide_column: "Lines: a hidden col 2",
    _comment: "a part of the kind comments",
    _hyperlink: "a link to outside: http://example.org",
    _link_inside: "Lines: a hyperlink A2",
    _outside_formula: "Lines: the sign [ in [1]Other!A1",
    _other_function: "Lines: the function WEBSERVICE",
    _error: "Lines: an error in B2",
    _merge: "Checks: a mergeCell A5:B5",
    _hidden_name: "a defined name that is hidden or reaches outside: secret",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_what_is_planted_is_found(tmp_path: Path, plant: Callable[[openpyxl.Workbook], None]) -> None:
    path = _clean(tmp_path)
    book = openpyxl.load_workbook(path)
    plant(book)
    book.save(path)
    assert PLANTED[plant] in " | ".join(findings(path))


def test_an_author_and_another_program_are_found(tmp_path: Path) -> None:
    path = _clean(tmp_path)
    book = openpyxl.load_workbook(path)
    book.properties.lastModifiedBy = "A. Person"
    book.save(path)
    result = findings(path)
    assert "a property lastModifiedBy: A. Person" in result
    assert any(finding.startswith("a property Application: Microsoft Excel") for finding in result)


@pytest.mark.parametrize(
    ("name", "data", "finding"),
    [
        ("xl/vbaProject.bin", b"macro", "a part that nothing names: xl/vbaProject.bin"),
        ("customXml/item1.xml", b"<a/>", "a part that nothing names: customXml/item1.xml"),
    ],
)
def test_a_part_that_we_do_not_make_is_found(tmp_path: Path, name: str, data: bytes, finding: str) -> None:
    path = _clean(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, data)
    assert finding in findings(path)


def _changed(path: Path, part: str, before: bytes, after: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert before in parts[part]
    parts[part] = parts[part].replace(before, after)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_a_macro_that_is_named_and_typed_is_found_twice(tmp_path: Path) -> None:
    path = _clean(tmp_path)
    macro = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>'
    )
    _changed(path, "xl/_rels/workbook.xml.rels", b"</Relationships>", macro)
    _changed(path, "[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    result = findings(path)
    assert "a part of the kind vbaProject: xl/vbaProject.bin" in result
    assert "a content type that can be active: macro" in result


def test_formulas_may_use_the_functions_both_programs_reckon_alike() -> None:
    sheets = {"Posts", "Work_time"}
    for fine in (
        "ROUND(C2*Posts!$B$2/Posts!$C$2,0)/100",
        'IF(ABS(SUM(Work_time!P2:P17)-B3)<0.005,"OK","off by [£] WEBSERVICE(x)"&B3)',
        "SUMPRODUCT((Work_time!$A$2:$A$9=A2)*Work_time!$B$2:$B$9)",
        'SUMIFS(Work_time!B:B,Work_time!A:A,"f*")+COUNTIFS(Work_time!A:A,A2)+INDEX(Posts!B:B,MATCH(A2,Posts!A:A,0))',
    ):
        assert formula_faults(fine, sheets) == []
    for wrong in (
        "TODAY()",
        "Secret!A1",
        "'C:\\x\\[b.xlsx]S'!A1",
        "INDIRECT(A1)",
        "#REF!+1",
        "cmd|' /c calc'!A0",
        "{1,2}",
    ):
        assert formula_faults(wrong, sheets), wrong
