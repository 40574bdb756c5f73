"""The sheet Checks: formulas that say OK, that an input was edited, or by how much something does not add up."""

from collections.abc import Iterator, Sequence

from budgettracker.exports.study.check import Book, Check
from budgettracker.exports.study.checked import all_checks
from budgettracker.exports.study.study_data import StudyData
from budgettracker.money import pounds_plain
from budgettracker.workbooks import Cell, Kind, Page, words

FIRST_ROW = 6
"""Where the first check stands: above it title, verdict and headings."""
OK = '"OK"'
EDITED = "edited"
"""What a check says whose figures differ because somebody changed an input on purpose."""


def checks_page(data: StudyData, book: Book) -> Page:
    """Every check, its two figures, what they differ by, and the verdict; one verdict over all on top."""
    return Page(
        name="Checks",
        rows=_rows(data, book),
        widths=(30, 20, 14, 18, 18, 3, 84),
        description="Formulas that say OK where the workbook adds up, edited where an input was changed, or by how much not",
    )


def verdict(check: Check) -> str:
    """What a check says: OK, or by how much its figures differ."""
    difference = check.value - check.expected
    if not difference:
        return "OK"
    return f"off by {pounds_plain(difference) if check.kind is Kind.MONEY else difference}"


def _rows(data: StudyData, book: Book) -> Iterator[Sequence[Cell | None]]:
    checks = list(all_checks(data, book))
    last = FIRST_ROW + len(checks) - 1
    results = f"B{FIRST_ROW}:B{last}"
    failing = sum(verdict(check) != "OK" for check in checks)
    overall = "Everything adds up." if not failing else f"{failing} of {len(checks)} checks do not hold."
    fine, edited = f'COUNTIFS({results},"OK")', f'COUNTIFS({results},"{EDITED}")'
    formula = (
        f'IF({fine}={len(checks)},"Everything adds up.",IF({fine}+{edited}={len(checks)},'
        f'"Everything adds up, to inputs that were edited.",'
        f'({len(checks)}-{fine}-{edited})&" of {len(checks)} checks do not hold."))'
    )
    yield [words("Checks", "title")]
    yield [Cell(Kind.TEXT, overall, formula=formula, look="heading")]
    yield [
        words(
            "Each line reckons two figures from the rows of this workbook, in pounds unless the name says otherwise. Edited: an "
            "input was changed, and what follows from it differs from the run."
        )
    ]
    yield []
    yield [words(text, "header") for text in ("check", "result", "difference", "one", "other", "", "compares")]
    rows = {check.name: number for number, check in enumerate(checks, start=FIRST_ROW)}
    for number, check in enumerate(checks, start=FIRST_ROW):
        yield _line(number, check, _edited_if(check, rows))


def _edited_if(check: Check, rows: dict[str, int]) -> str | None:
    """When a difference means that somebody changed an input, and not that something broke; as a formula."""
    if check.is_input:
        return "TRUE"
    if check.follows:
        return f"OR({','.join(f'B{rows[name]}<>{OK}' for name in check.follows)})"
    return f"B{rows[check.whole_if]}={OK}" if check.whole_if else None


def _line(number: int, check: Check, edited_if: str | None) -> list[Cell | None]:
    off = f'"off by "&ROUND(C{number},2)'
    if edited_if is not None:
        off = f'IF({edited_if},"{EDITED}",{off})'
    return [
        words(check.name),
        Cell(Kind.TEXT, verdict(check), formula=f'IF(ABS(C{number})<0.005,"OK",{off})', look="text"),
        Cell(check.kind, check.value - check.expected, formula=f"ROUND(D{number}-E{number},2)"),
        Cell(check.kind, check.value, formula=check.formula),
        Cell(check.kind, check.expected, formula=check.expected_formula),
        None,
        words(check.compares),
    ]
