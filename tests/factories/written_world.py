"""A good council written as files, any of many: references of several styles, amounts with VAT, minutes, CSV or XLSX."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook

FIRST = date(2026, 1, 5)
TABLES = ("people", "schemes", "families", "posts", "agency", "budgets", "spend", "worktime")


@dataclass
class Written:
    """The tables as rows of texts, headings first; how each file is called and written, and which rows are hidden."""

    tables: dict[str, list[list[str]]]
    files: dict[str, str]
    alphabets: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)

    def column(self, table: str, name: str) -> int:
        """Where a column stands."""
        return self.tables[table][0].index(name)

    def cells(self, table: str, name: str) -> list[str]:
        """The cells of a column below its heading."""
        at = self.column(table, name)
        return [row[at] for row in self.tables[table][1:]]

    def set_column(self, table: str, name: str, cells: list[str]) -> None:
        """Put other cells into a column."""
        at = self.column(table, name)
        for row, text in zip(self.tables[table][1:], cells, strict=True):
            row[at] = text

    def csv(self, table: str) -> str:
        """A table as the text of a CSV file."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows(self.tables[table])
        return text.getvalue()

    def write(self, folder: Path, tables: Sequence[str] = TABLES) -> Path:
        """Write tables as their files."""
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables:
            rows, path = self.tables[table], folder / self.files[table]
            if path.suffix == ".xlsx":
                self._workbook(table, rows).save(path)
            else:
                path.write_bytes(self.raw.get(table) or self.csv(table).encode(self.alphabets.get(table, "utf-8")))
        return folder

    def _workbook(self, table: str, rows: list[list[str]]) -> Workbook:
        book = Workbook()
        page = book.worksheets[0]
        page.title = table
        for row in rows:
            page.append([_typed(text) for text in row])
        if table in self.hidden:
            page.row_dimensions[self.hidden[table]].hidden = True
        return book


def _typed(text: str) -> Any:
    """Amounts and minutes as numbers, the rest as text, as a careful person keeps a workbook."""
    whole, _, part = text.partition(".")
    is_number = whole.isdecimal() and (part.isdecimal() or not part) and (not whole.startswith("0") or bool(part))
    return float(text) if is_number and part else int(text) if is_number and len(whole) < 4 else text


def good_world(random: Random) -> Written:
    """A world that is imported without a word beyond what is new in it."""
    style = random.choice(["F-{:03d}", "{:05d}", "WM/{:02d}", "0{:03d}A"])
    families = [style.format(number) for number in random.sample(range(1, 99), 4)]
    workers = ["ana@w.example", "ben@w.example"]
    tables = {
        "people": [
            ["email", "name", "roles", "team", "post", "weekly_hours", "active_from"],
            ["ana@w.example", "Ana Béll", "practitioner", "Edge", "Social worker", "37", "2025-09-01"],
            ["ben@w.example", "Ben O’Hare", "practitioner", "Edge", "Social worker", "18.5", "2025-09-01"],
            ["meg@w.example", "Meg Dunn", "manager", "Edge", "", "37", "2025-09-01"],
        ],
        "schemes": [
            ["scheme", "cap", "starts_on", "bands", "categories"],
            [
                "Fund",
                "10000",
                "2025-09-01",
                "practitioner:500:5000:30;manager:2000::;senior_manager:::",
                "Bedding;Travel",
            ],
        ],
        "families": [
            ["family_ref", "name", "team", "lead_email", "opened_on", "closed_on", "scheme", "arm"],
            *([ref, "A name", "Edge", random.choice(workers), "2025-12-15", "", "Fund", "budget"] for ref in families),
        ],
        "posts": [
            [
                "post",
                "from",
                "price_year",
                "salary",
                "oncosts",
                "overhead_direct",
                "hours_per_year",
                "ratio",
                "ratio_kind",
            ],
            ["Social worker", "2025-04-01", "2025/26", "41771", "12000", "29%", "1608", "0.38", "client_related"],
        ],
        "agency": [
            ["post", "from", "price_year", "hour", "vat", "vat_status", "source"],
            ["Agency worker", "2025-04-01", "2025/26", "41.40", "6.90", "recoverable", "Contract"],
        ],
        "budgets": [
            ["family_ref", "scheme", "limit", "requested_by", "approved_by", "approved_on"],
            *([ref, "Fund", "3000", "ana@w.example", "meg@w.example", "2025-12-16"] for ref in families),
        ],
        "spend": [
            ["spend_ref", "family_ref", "bought_on", "amount", "vat", "category", "purpose", "recorded_by", "supplier"],
            *_purchases(random, families, workers),
        ],
        "worktime": [
            [
                "entry_ref",
                "email",
                "worked_on",
                "activity",
                "contact_minutes",
                "travel_minutes",
                "family_refs",
                "intervention",
            ],
            *_entries(random, families, workers),
        ],
    }
    files = {name: f"{name}.{random.choice(['csv', 'csv', 'xlsx'])}" for name in TABLES}
    return Written(tables, files)


def _days(random: Random, count: int) -> list[str]:
    """Days of January to March, one of them above the twelfth, all written one way."""
    written = random.choice(["%d/%m/%Y", "%Y-%m-%d"])
    days = [FIRST + timedelta(days=random.randrange(80)) for _ in range(count - 2)] + [
        date(2026, 1, 23),
        date(2026, 2, 7),
    ]
    return [f"{day:{written}}" for day in days]


def _purchases(random: Random, families: list[str], workers: list[str]) -> Iterator[list[str]]:
    for number, day in enumerate(_days(random, 8), start=1):
        net = random.randrange(5, 150)
        vat = f"{net // 5}.{net % 5 * 20:02d}" if number % 2 else ""
        gross = f"{(net * 120) // 100}.{net * 120 % 100:02d}"
        purpose = random.choice(
            ["Two beds", "Bus, there and back", 'A 32" screen', "A cot\nand a mattress, with sheets"]
        )
        row = [
            f"S-{number:03d}",
            random.choice(families),
            day,
            gross,
            vat,
            random.choice(["Bedding", "Travel"]),
            purpose,
        ]
        yield [*row, random.choice(workers), random.choice(["Ikea", "Argos", ""])]


def _entries(random: Random, families: list[str], workers: list[str]) -> Iterator[list[str]]:
    for number, day in enumerate(_days(random, 12), start=1):
        minutes, travel = random.choice([30, 45, 60, 90, 110, 150]), random.choice(["", "15", "40"])
        row = [f"{number:04d}", workers[number % 2], day, random.choice(["Home visit", "Phone call"]), str(minutes)]
        yield [*row, travel, random.choice(families), random.choice(["", "Devolved budget"])]
