"""Put a study's sheets together and write them to a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from budgettracker.exports.study.budgets import budgets_sheet
from budgettracker.exports.study.checks import Book, checks_page
from budgettracker.exports.study.columns import DAY_SHOWN
from budgettracker.exports.study.cover import cover_page
from budgettracker.exports.study.digest import Digest
from budgettracker.exports.study.families import children_sheet, families_sheet
from budgettracker.exports.study.family_costs import Sources, Totals, family_costs_sheet
from budgettracker.exports.study.pools import pool_sheets
from budgettracker.exports.study.posts import posts_sheet
from budgettracker.exports.study.scene import Scene
from budgettracker.exports.study.spend import spend_sheet
from budgettracker.exports.study.work_time import work_time_sheet
from budgettracker.studies.rules.profiles import days_shown
from budgettracker.workbooks.dictionary import dictionary
from budgettracker.workbooks.stream import Page, Sheet, Tally, write_workbook

Progress = Callable[[int], None]
"""Told how many data rows were written so far, of all sheets."""


@dataclass(frozen=True, slots=True)
class StudyWorkbook:
    """A workbook declared and not yet written: its sheets in the order people see them."""

    sheets: tuple[Sheet | Page, ...]
    data: tuple[Sheet, ...]
    book: Book
    tally: Tally

    @property
    def rows(self) -> int:
        """Data rows it will have, the dictionary's apart."""
        return sum(sheet.length for sheet in self.data)


def study_workbook(scene: Scene) -> StudyWorkbook:
    """Declare every sheet of a run's workbook; its rows are read from the database only as they are written."""
    tally, digest, totals = Tally(), Digest(), Totals()
    posts = posts_sheet(scene)
    work_time = work_time_sheet(scene, posts)
    sources = Sources(spend_sheet(scene), work_time, pool_sheets(scene, work_time))
    book = Book(
        families=families_sheet(scene),
        children=children_sheet(scene),
        budgets=budgets_sheet(scene),
        posts=posts,
        family_costs=family_costs_sheet(scene, sources, totals),
        sources=sources,
        totals=totals,
    )
    declared = (
        book.families, book.children, book.budgets, sources.spend.sheet, work_time.sheet, sources.pools.pool,
        sources.pools.lines, posts, book.family_costs,
    )  # fmt: skip
    book.data = declared
    data = tuple(digest.over(sheet) for sheet in declared)
    cover, checks = cover_page(scene, tally, digest), checks_page(scene, book)
    described: list[Sheet | Page] = [cover, *data, checks]
    days = "day" if days_shown(scene.profile) else "month, as its first day"
    listed = dictionary(described, tally, units={DAY_SHOWN: days})
    return StudyWorkbook((cover, listed, *data, checks), data, book, tally)


def write(made: StudyWorkbook, path: Path, progress: Progress) -> None:
    """Write it to a file, telling `progress` after each batch of rows, which may raise to stop."""
    before = {sheet.name: 0 for sheet in made.data}

    def told(sheet: str, rows: int) -> None:
        if sheet in before:
            before[sheet] = rows
        progress(sum(before.values()))

    write_workbook(path, made.sheets, tally=made.tally, progress=told)
