"""Ranges and conditional sums over data sheets, continuations included, as formulas on other sheets say them."""

from budgettracker.workbooks.stream import Sheet


def block(sheet: Sheet, first_column: str, last_column: str, first: int, last: int) -> str:
    """Neighbouring columns of rows `first` to `last`, both counted from 0: `Work_time!$J$2:$N$17`."""
    left, right = sheet.letter(first_column), sheet.letter(last_column)
    found: list[str] = []
    while first <= last:
        name, top = sheet.place(first)
        end = min(last, (first // sheet.rows_per_sheet + 1) * sheet.rows_per_sheet - 1)
        found.append(f"{name}!${left}${top}:${right}${sheet.place(end)[1]}")
        first = end + 1
    return ",".join(found)


def pounds_of(ranges: list[str]) -> str | None:
    """The sum of some ranges, to the penny: sums of pounds and pence gather dust beyond the second place."""
    return f"ROUND(SUM({','.join(ranges)}),2)" if ranges else None


def sum_where(sheet: Sheet, column: str, *conditions: tuple[str, str]) -> str:
    """The sum of a column over the rows where each condition column holds a value: SUMIFS, once a sheet."""
    columns = (sheet.whole(column), *(sheet.whole(name) for name, _ in conditions))
    parts = zip(*(spans.split(",") for spans in columns), strict=True)
    values = [f'"{value}"' for _, value in conditions]
    return "+".join(
        f"SUMIFS({part[0]},{','.join(f'{at},{value}' for at, value in zip(part[1:], values, strict=True))})"
        for part in parts
    )


def rows_of(sheet: Sheet, column: str) -> str:
    """The number of rows with something in a column."""
    return "+".join(f'COUNTIFS({part},"<>")' for part in sheet.whole(column).split(","))
