"""Purchases and refunds written thousands at a time make the same books as those written one by one.

Each world is a year of four families: limits that change, purchases of every kind decided by whoever was there, refunds of
new and of older purchases, rows out of order and rows that are refused. It comes in two folders, the second of which holds
earlier days too, and a third that holds everything again.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.audit import queries as audit
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import Base, db, transaction
from budgettracker.imports.actions import import_folder, import_money
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import faults
from tests.factories.imports import (
    BUDGETS,
    FAMILIES,
    NOW,
    SCHEMES,
    SPEND,
    TODAY,
    kelby_files,
    problems_in,
    write_tables,
)
from tests.imports.plain_money import PlainMoney

FIRST = date(2026, 1, 10)
WITHIN = (
    "C1,K-5,2026-02-01,99.99,Bedding,bought,iris@kelby.example,,,,,",
    "C2,K-5,2026-02-02,60.50,Bedding,back,iris@kelby.example,,,,,C1",
    "C3,K-5,2026-02-03,100.00,Bedding,within the band because of it,iris@kelby.example,,,,,",
)
TABLES = ("spend", "spend_details", "refund", "ledger_entry", "budget_period", "limit_change", "limit_change_details")
OTHER = ("id", "limit_change_id", "budget_id")
"""Columns that are other ones in every database and name nothing of a purchase."""


def spends(drawn: random.Random, prefix: str, older: list[str], rows: int) -> Iterator[str]:
    """Rows of purchases and refunds, some of which are refused."""
    bought = list(older)
    for n in range(rows):
        reference, day = f"{prefix}{n}", FIRST + timedelta(days=drawn.randrange(140))
        family = drawn.choice(["K-1", "K-1", "K-3", "K-4", "K-2"])
        if bought and drawn.randrange(5) == 0:
            of, of_family, of_day = drawn.choice(bought).split("|")
            back = date.fromisoformat(of_day) + timedelta(days=drawn.randrange(-1, 20))
            yield f"{reference},{of_family},{back},{drawn.randrange(1, 90)}.50,Bedding,back,iris@kelby.example,,,,,{of}"
            continue
        kind = "other_help" if family == "K-2" or drawn.randrange(6) == 0 else ""
        pence = drawn.choice([5_00, 20_00, 60_00, 99_99, 100_00, 100_01, 250_00, 700_00])
        decider = drawn.choice(["", "", "kay@kelby.example", "lea@kelby.example", "joe@kelby.example"])
        decided = f"{day}" if decider else ""
        bought.append(f"{reference}|{family}|{day}")
        yield (
            f"{reference},{family},{day},{pence // 100}.{pence % 100:02},{drawn.choice(['Bedding', 'Travel'])},for {n},"
            f"iris@kelby.example,{decided},{decider},{decided},{kind},"
        )


def folders(path: Path, seed: int) -> list[Path]:
    """The three folders of one world."""
    drawn = random.Random(seed)
    families = FAMILIES + "".join(
        f"\nK-{n},More,West,joe@kelby.example,2026-01-05,Fund,budget,2026-01-05" for n in (3, 4, 5)
    )
    limits = BUDGETS + "".join(
        f"\nK-{family},Fund,{pounds},iris@kelby.example,kay@kelby.example,{FIRST + timedelta(days=day)},"
        for family, pounds, day in ((3, 500, 0), (5, 500, 0), (1, 900, 60), (3, 1000, 61), (4, 300, 90))
    )
    first = [*WITHIN, *spends(drawn, "A", [], 60)]
    older = ["|".join((row.split(",")[0], row.split(",")[1], row.split(",")[2])) for row in first if row[-1] == ","]
    second = list(spends(drawn, "B", older, 40))
    new = kelby_files(
        path / "first", families=families, budgets=limits, schemes=SCHEMES, spend="\n".join([SPEND, *first])
    )
    more = write_tables(path / "second", spend="\n".join([SPEND, *second]))
    return [new, more, write_tables(path / "again", spend="\n".join([SPEND, *first, *second]))]


def books() -> dict[str, list[Any]]:
    """What stands of the money, by what files call things: the ids are other ones in every database."""
    names: dict[Any, str] = {spend.id: f"spend {spend.reference}" for spend in db.session.scalars(select(Spend))}
    names |= {refund.id: f"refund {refund.reference}" for refund in db.session.scalars(select(Refund))}
    for table in Base.metadata.sorted_tables:
        if table.name in ("person", "family", "category", "authority"):
            key = {"person": "email", "family": "reference"}.get(table.name, "name")
            names |= {row[0]: row[1] for row in db.session.execute(select(table.c.id, table.c[key]))}
    period_names = {
        period.id: f"{names[period.budget.family_id]} {period.starts_on}"
        for period in db.session.scalars(select(BudgetPeriod))
    }
    names.update(period_names)
    written = {str(id_): name for id_, name in names.items()}
    held: dict[str, list[Any]] = {}
    for each in TABLES:
        rows = db.session.execute(select(Base.metadata.tables[each])).mappings()
        named = ({name: names.get(value, value) for name, value in row.items() if name not in OTHER} for row in rows)
        held[each] = sorted(named, key=repr)
    lines = select(AuditRecord).where(AuditRecord.subject_kind == "spend")
    held["audit"] = sorted(
        (written[str(line.subject_id)], line.sequence, line.deed, str(line.by_id), said_in(line, written))
        for line in db.session.scalars(lines)
    )
    assert [*audit.faults(), *faults()] == []
    return held


def said_in(line: AuditRecord, names: dict[str, str]) -> str:
    """What an audit line says, every id by its name."""
    text = str(dict(line.changes))
    for id_, name in names.items():
        text = text.replace(id_, name)
    return text


class _Undone(Exception):
    """Leaves the transaction without keeping what it wrote."""


def brought_in(paths: list[Path]) -> tuple[list[list[str]], dict[str, list[Any]]]:
    """What the reports of all folders say, and the books that come of them; nothing is kept."""
    rows = []
    with contextlib.suppress(_Undone), transaction():
        for path in paths:
            outcome = import_folder(None, read_folder(path), "Kelby", "0" * 64, keep_good=True, on=TODAY, at=NOW)
            rows.append([outcome.words, *problems_in(outcome), *map(str, outcome.folder.notes)])
        db.session.expire_all()
        held = books()
        raise _Undone
    return rows, held


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_at_once_make_the_books_of_one_by_one(
    app: Flask, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = folders(tmp_path, seed)
    monkeypatch.setattr(import_money, "BATCH", 7)
    answer, many = brought_in(paths)
    assert [len(many[table]) > 20 for table in ("spend", "ledger_entry", "audit")] == [True] * 3
    assert len(many["refund"]) > 4
    reviews = {(row["review"], row["over_pence"] > 0) for row in many["spend"]}
    assert reviews >= {("none", False), ("open", True), ("open", False)}
    monkeypatch.setattr(import_money, "PastMoney", PlainMoney)
    plainly_told, plain = brought_in(paths)
    assert answer == plainly_told
    for table, rows in plain.items():
        assert many[table] == rows, table
