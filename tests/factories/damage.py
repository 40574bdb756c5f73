"""One thing of a good council's files damaged: what hands, spreadsheets and other programs do to them."""

from collections.abc import Callable
from random import Random

from tests.factories.written_world import Written

Damage = Callable[[Random, Written], str]
"""Does one damage to files and returns which table it is in."""


def quotation_mark(random: Random, world: Written) -> str:
    """A stray mark at the beginning of a cell of text, and at times another at the end of a later one."""
    world.files["spend"] = "spend.csv"
    at = world.column("spend", "purpose")
    rows = world.tables["spend"]
    first, second = sorted(random.sample(range(1, len(rows)), 2))
    for row in rows[1:]:
        row[at] = row[at].partition("\n")[0].replace('"', "").replace(",", "")
    rows[first][at] = "<" + rows[first][at]
    if random.random() < 0.5:
        rows[second][at] += ">"
    world.raw["spend"] = world.csv("spend").replace("<", '"').replace(">", '"').encode()
    return "spend"


def zero(random: Random, world: Written) -> str:
    """A purchase's or an entry's family without the zeros before its number, where the families' own have them."""
    table, column = random.choice([("spend", "family_ref"), ("budgets", "family_ref"), ("worktime", "family_refs")])
    cells = world.cells(table, column)
    at = random.choice([at for at, text in enumerate(cells) if "0" in text] or [0])
    cells[at] = cells[at].replace("0", "", 1) if "0" in cells[at] else f"0{cells[at]}"
    world.set_column(table, column, cells)
    return table


def order_of_dates(random: Random, world: Written) -> str:
    """A column of dates with the month first."""
    table, column = random.choice([("spend", "bought_on"), ("worktime", "worked_on")])
    cells = []
    for text in world.cells(table, column):
        year, month, day = text.split("-") if "-" in text else reversed(text.split("/"))
        cells.append(f"{month}/{day}/{year}")
    world.set_column(table, column, cells)
    return table


def unit(random: Random, world: Written) -> str:
    """A column in another unit: seconds, hours, a share of full time, thousands, a week, an amount without its VAT,
    an agency's charge of a day, a fifth where a sixth is VAT."""
    kind = random.choice(["seconds", "hours", "share", "thousands", "month", "week", "net", "percent", "day", "fee"])
    if kind in ("seconds", "hours"):
        minutes = [int(text) for text in world.cells("worktime", "contact_minutes")]
        cells = [
            str(number * 60) if kind == "seconds" else f"{number / 60:.2f}".rstrip("0").rstrip(".")
            for number in minutes
        ]
        world.set_column("worktime", "contact_minutes", cells)
        return "worktime"
    if kind == "share":
        world.set_column("people", "weekly_hours", ["1", "0.5", "1"])
        return "people"
    if kind == "net":
        net = {
            "spend": [
                f"{float(amount) / 1.2:.2f}" if vat else amount
                for amount, vat in zip(world.cells("spend", "amount"), world.cells("spend", "vat"), strict=True)
            ]
        }
        world.set_column("spend", "amount", net["spend"])
        return "spend"
    if kind in ("day", "fee"):
        world.set_column("agency", *{"day": ("hour", ["331.20"]), "fee": ("vat", ["8.28"])}[kind])
        return "agency"
    column, text = {
        "thousands": ("salary", "41.77"),
        "month": ("salary", "3480.92"),
        "week": ("hours_per_year", "37"),
        "percent": ("overhead_direct", "29"),
    }[kind]
    world.set_column("posts", column, [text])
    return "posts"


def total_row(random: Random, world: Written) -> str:
    """A row of sums below the others, labelled in its first cell or in none."""
    table, column = random.choice([("spend", "amount"), ("worktime", "contact_minutes")])
    row = ["" for _ in world.tables[table][0]]
    row[0] = random.choice(["", "Total", "TOTAL:"])
    row[world.column(table, column)] = f"{sum(float(text) for text in world.cells(table, column)):.2f}"
    world.tables[table].append(row)
    return table


def hidden_row(random: Random, world: Written) -> str:
    """A row that a filter hid."""
    table = random.choice(["spend", "worktime", "families"])
    world.files[table] = f"{table}.xlsx"
    world.hidden[table] = random.randrange(2, len(world.tables[table]) + 1)
    return table


def typing_error(random: Random, world: Written) -> str:
    """Two letters swapped in a name that other rows or the scheme have too."""
    table, column = random.choice(
        [
            ("families", "team"),
            ("families", "lead_email"),
            ("families", "scheme"),
            ("spend", "category"),
            ("spend", "recorded_by"),
            ("worktime", "email"),
            ("worktime", "activity"),
            ("budgets", "approved_by"),
            ("people", "post"),
        ]
    )
    cells = world.cells(table, column)
    at = random.choice([at for at, text in enumerate(cells) if text])
    text = cells[at]
    place = random.choice([place for place in range(1, min(len(text), 5) - 1) if text[place] != text[place + 1]])
    cells[at] = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    world.set_column(table, column, cells)
    return table


def nothing(random: Random, world: Written) -> str:
    """A cell that says it is empty, in a column that may be and in one that may not."""
    table, column = random.choice(
        [("worktime", "intervention"), ("spend", "supplier"), ("spend", "category"), ("people", "post")]
    )
    cells = world.cells(table, column)
    cells[random.randrange(len(cells))] = random.choice(["N/A", "nan", "-", "n/a", "#N/A", "null"])
    world.set_column(table, column, cells)
    return table


def changed_reference(random: Random, world: Written) -> str:
    """A reference that a spreadsheet made a number, a date or an error of, or another that differs in capitals."""
    table, column = random.choice([("spend", "spend_ref"), ("worktime", "entry_ref"), ("families", "family_ref")])
    world.files[table] = f"{table}.csv"
    cells = world.cells(table, column)
    twin = cells[0].lower() if cells[0].lower() != cells[0] else f"0{cells[0]}"
    cells[-1] = random.choice(["1.23E+05", "4E+11", "12-Mar", "03/04/2026", "#REF!", "12.0", twin])
    world.set_column(table, column, cells)
    return table


def name_of_a_file(random: Random, world: Written) -> str:
    """A file whose name is not quite a table's."""
    table = random.choice(["spend", "worktime"])
    world.files[table] = random.choice([f"{table} (1).csv", f"Copy of {table}.csv", f"{table}_final.csv", "data.csv"])
    return table


def heading(random: Random, world: Written) -> str:
    """A heading misspelled: of a needed column, or of one that may be missing."""
    table, column = random.choice(
        [("spend", "amount"), ("spend", "vat"), ("worktime", "contact_minutes"), ("families", "closed_on")]
    )
    headings = world.tables[table][0]
    headings[headings.index(column)] = column[:2] + column[3:]
    return table


def letters(random: Random, world: Written) -> str:
    """Letters that a Mac wrote."""
    world.files["people"], world.alphabets["people"] = "people.csv", "mac_roman"
    return "people"


DAMAGES: tuple[Damage, ...] = (
    quotation_mark,
    zero,
    order_of_dates,
    unit,
    total_row,
    hidden_row,
    typing_error,
    nothing,
    changed_reference,
    name_of_a_file,
    heading,
    letters,
)
