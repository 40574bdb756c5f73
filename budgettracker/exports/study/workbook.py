"""Put a study's sheets together and write them to a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from budgettracker.exports.study.as_logged import as_logged_sheet
from budgettracker.exports.study.budgets import budgets_sheet
from budgettracker.exports.study.check import Book
from budgettracker.exports.study.checks import checks_page
from budgettracker.exports.study.children import children_sheet
from budgettracker.exports.study.columns import DAY_SHOWN
from budgettracker.exports.study.cover import cover_page
from budgettracker.exports.study.cut_sheets import cut_sheets
from budgettracker.exports.study.dates import dates_sheet
from budgettracker.exports.study.deciding import deciding_sheet
from budgettracker.exports.study.devolution import devolution_sheet
from budgettracker.exports.study.digest import Digest
from budgettracker.exports.study.discounting import discounting_sheet
from budgettracker.exports.study.events import events_sheet
from budgettracker.exports.study.families import families_sheet
from budgettracker.exports.study.family_costs import Sources, Totals, family_costs_sheet
from budgettracker.exports.study.funder_sheets import funder_sheets
from budgettracker.exports.study.left_out import left_out_sheet
from budgettracker.exports.study.missing import missing_sheet
from budgettracker.exports.study.other_costs import other_costs_sheet
from budgettracker.exports.study.outcomes import outcomes_sheet
from budgettracker.exports.study.parameters import parameters_sheet
from budgettracker.exports.study.pictures import pictures_page
from budgettracker.exports.study.pool import pool_order, pool_sheet
from budgettracker.exports.study.pool_lines import pool_lines_sheet
from budgettracker.exports.study.posts import posts_sheet
from budgettracker.exports.study.prices import prices_sheet
from budgettracker.exports.study.reconciliation import reconciliation_sheets
from budgettracker.exports.study.results_sheets import results_sheets
from budgettracker.exports.study.runs_compared import runs_compared_sheet
from budgettracker.exports.study.sensitivity import sensitivity_sheets
from budgettracker.exports.study.spend import spend_sheet
from budgettracker.exports.study.stated import StatedSheets
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.voice import voice_sheet
from budgettracker.exports.study.windows import windows_sheet
from budgettracker.exports.study.work_time import work_time_sheet
from budgettracker.funders.kinds import FunderTable
from budgettracker.studies.rules.profiles import days_shown
from budgettracker.workbooks import Page, Sheet, Tally, dictionary, write_workbook

Progress = Callable[[int], None]
"""Told how many data rows were written so far, of all sheets."""


@dataclass(frozen=True, slots=True)
class StudyWorkbook:
    """A workbook declared and not yet written: its sheets in the order people see them."""

    sheets: tuple[Sheet | Page, ...]
    data_sheets: tuple[Sheet, ...]
    tally: Tally

    @property
    def rows(self) -> int:
        """Data rows it will have, the dictionary's apart."""
        return sum(sheet.length for sheet in self.data_sheets)


def study_workbook(data: StudyData) -> StudyWorkbook:
    """Declare every sheet of a run's workbook; its rows are read from the database only as they are written."""
    tally, digest, totals = Tally(), Digest(), Totals()
    posts, prices = posts_sheet(data), prices_sheet(data)
    work_time = work_time_sheet(data, posts, prices)
    order = pool_order(data)
    pool = pool_sheet(data, order, work_time)
    deciding = deciding_sheet(data, posts, prices)
    sources = Sources(spend_sheet(data, prices), work_time, pool, pool_lines_sheet(data, order, pool), deciding)
    book = Book(
        families=families_sheet(data),
        children=children_sheet(data),
        budgets=budgets_sheet(data),
        dates=dates_sheet(data, prices),
        missing=missing_sheet(data),
        outcomes=outcomes_sheet(data),
        voice=voice_sheet(data),
        devolution=devolution_sheet(data),
        posts=posts,
        prices=prices.sheet,
        family_costs=family_costs_sheet(data, sources, totals),
        sources=sources,
        totals=totals,
    )
    if data.uprating is not None:
        book.beside += (as_logged_sheet(data, book.family_costs),)
    if data.run.discount_basis_points is not None:
        book.beside += (discounting_sheet(data, sources, prices),)
    book.events = events_sheet(data, prices, book.family_costs)
    book.other_costs = other_costs_sheet(data, prices)
    stated = StatedSheets(data, book.other_costs, book.events)
    book.cuts = cut_sheets(data, book.family_costs, stated)
    book.paid, activity = reconciliation_sheets(data)
    swings = sensitivity_sheets(data)
    distribution, comparison = results_sheets(data, book.family_costs, stated)
    pictures = pictures_page(data, book.cuts, book.family_costs, distribution, swings[0])
    outcome = (
        distribution,
        comparison,
        windows_sheet(data),
        runs_compared_sheet(data),
        *swings,
        left_out_sheet(data, sources),
        *book.cuts,
        book.events,
    )
    funders = funder_sheets(data)
    book.items = next((sheet for sheet in funders if sheet.name == FunderTable.ITEMS_YEF), None)
    assumptions = (book.other_costs, parameters_sheet(data, posts, prices.sheet))
    shown = (*outcome, *funders, book.paid, activity, *book.data_sheets, *assumptions)
    sheets = tuple(digest.over(sheet) for sheet in shown)
    cover, checks = cover_page(data, tally, digest), checks_page(data, book)
    described: list[Sheet | Page] = [cover, pictures, *sheets, checks]
    days = "day" if days_shown(data.profile) else "month, as its first day"
    meanings = dictionary(described, tally, units={DAY_SHOWN: days})
    return StudyWorkbook((cover, meanings, pictures, *sheets, checks), sheets, tally)


def write(workbook: StudyWorkbook, path: Path, progress: Progress) -> None:
    """Write it to a file, telling `progress` after each batch of rows, which may raise to stop."""
    rows_of = dict.fromkeys((sheet.name for sheet in workbook.data_sheets), 0)

    def add_up(sheet: str, rows: int) -> None:
        if sheet in rows_of:
            rows_of[sheet] = rows
        progress(sum(rows_of.values()))

    write_workbook(path, workbook.sheets, tally=workbook.tally, progress=add_up)
