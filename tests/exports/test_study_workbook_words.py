"""What the study workbook says of itself is true of it: units, definitions, rates, and what its dates still tell."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from budgettracker.costing.rates.actions import add_mileage_rate
from budgettracker.costing.rates.rules.mileage import MileageRate
from budgettracker.database import transaction
from budgettracker.workbooks.readback import Book
from tests.factories.exports import built, file_of, set_profile, study_world
from tests.factories.studies import AT
from tests.factories.workbooks import texts
from tests.factories.world import World


def units(path: Path) -> dict[tuple[str, str], str]:
    rows = [row for row in texts(path, "Dictionary") if row.get("type", "").startswith("date")]
    return {(row["sheet"], row["column"]): row["unit"] for row in rows}


def cover(path: Path) -> str:
    with Book(path) as book:
        return "\n".join(" ".join(cell.text for cell in cells) for _, cells in book.cells("Cover"))


@pytest.mark.parametrize(("kind", "unit"), [("internal", "day"), ("controlled", "month, as its first day")])
def test_the_dictionary_says_whether_a_date_is_a_day_or_a_month(app: Flask, world: World, kind: str, unit: str) -> None:
    example = study_world(world)
    set_profile(example.study, kind)
    words = units(file_of(app, built(app, example.study)))
    for column in (("Families", "opened_on"), ("Spend", "bought_on"), ("Work_time", "worked_on")):
        assert words[column] == unit
    assert words["Pool", "month"] == words["Pool_lines", "month"] == words["Children", "birth_month"] == "month"
    assert words["Posts", "starts_on"] == words["Budgets", "period_from"] == "day"
    assert words["Outcomes", "happened_on"] == unit
    assert len(words) == 33
    assert set(words.values()) == {unit, "month", "day"}


def test_the_cover_owns_that_days_open_are_exact_where_dates_are_months(app: Flask, world: World) -> None:
    example = study_world(world)
    words = "Days open are exact too"
    assert words not in cover(file_of(app, built(app, example.study)))
    set_profile(example.study, "controlled")
    assert words in cover(file_of(app, built(app, example.study)))


def test_the_cover_names_the_rates_of_miles(app: Flask, world: World) -> None:
    words = cover(file_of(app, built(app, study_world(world).study)))
    assert "A car 45p a mile up to 10,000 miles a year from 6 April, then 25p; a passenger 5p" in words
    assert "gov.uk, Travel: mileage" in words


def test_the_cover_says_which_authority_pays_what_for_a_mile_from_which_day(app: Flask, world: World) -> None:
    with transaction():
        rate = MileageRate(date(2026, 4, 10), 600, 300, 9_000_00, 60, 250, 210, "Travel policy")
        add_mileage_rate(None, world.authority, rate, at=AT)
    words = cover(file_of(app, built(app, study_world(world).study)))
    paid = (("6 April 2011", "45p"), ("10 April 2026", "60p"))
    at = [words.index(f"From {day}: A car {pence}") for day, pence in paid]
    assert at == sorted(at)
    assert f"Miles in {world.authority.name}" in words
    assert f"Miles in {world.elsewhere.name}" in words
    assert "Source: Travel policy" in words


def test_nobody_decided_about_other_help_at_the_front_line(app: Flask, world: World) -> None:
    rows = texts(file_of(app, built(app, study_world(world).study)), "Spend")
    assert {row["kind"] for row in rows if row.get("came") == "front_line"} == {"devolved"}
    other = [row for row in rows if row["kind"] == "other_help"]
    assert other
    assert not any("came" in row for row in other)


def test_figures_on_the_cover_stand_under_headings_that_stand_where_they_do(app: Flask, world: World) -> None:
    sheet = load_workbook(file_of(app, built(app, study_world(world).study)))["Cover"]
    rows = list(sheet.iter_rows())
    headed = 0
    for above, below in pairwise(rows):
        for head, cell in zip(above, below, strict=True):
            if isinstance(head.value, str) and isinstance(cell.value, int | float):
                headed += 1
                assert head.alignment.horizontal == "right", head.value
    assert headed >= 7
