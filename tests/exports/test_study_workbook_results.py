"""Distribution and Comparison: the numbers of the page, and a proof that sees when one does not follow from the rows."""

import re
import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask

from budgettracker.costing.kinds import Part
from budgettracker.costing.results.queries.read_run import read_run, seed_of
from budgettracker.costing.results.rules.results import results
from budgettracker.database import db, transaction
from budgettracker.exports.study.proof_results import cuts_faults, results_faults
from budgettracker.money import half_up, pounds
from budgettracker.workbooks import Book
from budgettracker.workbooks.readback import Seen, pence_of
from tests.client import PageClient
from tests.factories.exports import built, file_of, followed_for_months, run_of, study_world
from tests.factories.studies import AT
from tests.factories.workbooks import charts_of, texts
from tests.factories.world import World
from tests.page import rows_under


def test_results_leave_as_the_page_has_them(app: Flask, world: World) -> None:
    workbook = built(app, study_world(world).study)
    path, run = file_of(app, workbook), run_of(workbook)
    whole = results(read_run(db.session(), run).costed(), run.starts_on, run.ends_on, seed_of(run))
    with Book(path) as book:
        shown = [row for _, row in book.rows("Distribution")]
        assert len(shown) == len(whole.groups) == 11
        within = [group for group in whole.groups if group.authority]
        pooled = [group for group in whole.groups if not group.authority]
        assert within
        for row, group in zip(shown, within + pooled, strict=True):
            described = group.described
            assert (row["arm"].text, row["counted"].text) == (group.arm, group.counted)
            assert row["authority"].text == (group.authority or "all authorities")
            for column, pence in (
                ("mean", group.estimate.mean_pence),
                ("sd", described.sd_pence or 0),
                ("lower_quartile", described.lower_pence),
                ("median", described.median_pence),
                ("upper_quartile", described.upper_pence),
            ):
                assert pence_of(row[column], column) == pence, column
            assert row["why_no_interval"].text == "few_families"
            assert row["seed"].text == str(whole.seed)
        assert sum(pence_of(row["mean"], "mean") for row in shown) > 0
        assert list(results_faults(book)) == []
    compared = texts(path, "Comparison")
    assert len(compared) == 12
    assert [row["basis"] for row in compared[::4]] == ["family", "family_month", "child"]
    assert {row["authorities"] for row in compared if row["basis"] == "family"} == {"1"}


def test_the_cover_says_what_means_over_all_authorities_mix(app: Flask, world: World) -> None:
    """The warnings that the run's page has, and both pooled mean and mean of the authorities' means."""
    path = file_of(app, built(app, study_world(world).study))
    with Book(path) as book:
        lines = [[cell.text for cell in cells] for _, cells in book.cells("Cover")]
        rows = list(book.rows("Distribution"))
    cover = " ".join(word for line in lines for word in line)
    assert "A mean over all of them mixes the two." in cover
    assert "families of one arm only" in cover
    pooled = next(row for _, row in rows if (row["authority"].text, row["arm"].text) == ("all authorities", "budget"))
    (words,) = (line[1] for line in lines if line[:1] == ["A family: budget"])
    assert words.startswith(f"{pounds(pence_of(pooled['mean'], 'mean'))} counting every family once, £")


def test_windows_are_those_of_the_page(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: AT
    study = study_world(world).study
    with transaction():
        followed_for_months(study)
    workbook = built(app, study)
    run = run_of(workbook)
    client.as_(world.eve.email)
    page = client.get(f"/studies/{study.id}/runs/{run.number}/results").page
    shown = rows_under(page, "Cost of a family over a fixed window from its start")
    with Book(file_of(app, workbook)) as book:
        sheet = [row for _, row in book.rows("Windows")]
    assert len(sheet) == len(shown) >= 2
    for (window, families, at_risk, censored, closed, mean, closed_only), row in zip(shown, sheet, strict=True):
        assert window.startswith(f"{row['months'].text} month")
        assert [families, at_risk, censored, closed] == [
            row[column].text for column in ("families", "months_at_risk", "censored", "closed")
        ]
        assert (mean == pounds(pence_of(row["mean"], "mean"))) == (row["followed_so_far"].text == "yes")
        only = pence_of(row["mean_of_closed_only"], "mean_of_closed_only")
        assert closed_only in (pounds(only), "None")
    assert sum(int(row["months_at_risk"].text) for row in sheet) > 0


def test_pictures_are_drawn_from_the_figures_of_the_other_sheets(app: Flask, world: World) -> None:
    path = file_of(app, built(app, study_world(world).study))
    with Book(path) as book:
        shown = {
            cells[0].text: [cell.text for cell in cells[1:]] for _, cells in book.cells("Pictures") if len(cells) == 3
        }
        costs = {arm: [0, 0, 0] for arm in ("budget", "comparison")}
        for _, row in book.rows("Family_costs"):
            sums = costs[row["arm"].text]
            sums[0] += 1
            sums[1] += pence_of(row["contact"], "contact")
            sums[2] += pence_of(row["total"], "total")
        months = [[pence_of(cell, "") for cell in cells[1:]] for _, cells in book.cells("Pictures") if _is_month(cells)]
    assert [sum(column) for column in zip(*months, strict=True)] == [costs[arm][2] for arm in costs]
    means = [f"{half_up(pence, families) / 100:.2f}" for families, pence, _ in costs.values()]
    assert shown[Part.CONTACT.words] == means
    assert min(costs[arm][2] for arm in costs) > 0
    charts = charts_of(path, "Pictures")
    assert len(charts) == 6
    named = [int(chart.series[0].cat.numRef.f.rpartition("$")[2]) for chart in charts]
    with Book(path) as book:
        last = {number: cells[0].text for number, cells in book.cells("Pictures") if cells}
    assert [last[number] for number in named][:2] == [Part.INDIRECT.words, "For nobody"]
    assert [last[number] for number in named][3] == "Largest"


def _is_month(cells: list[Seen]) -> bool:
    return len(cells) == 3 and re.fullmatch(r"20[0-9]{2}-[0-9]{2}", cells[0].text) is not None


@pytest.mark.parametrize("sheet, column", [("Distribution", "E"), ("Distribution", "S"), ("Comparison", "G")])
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_number_that_does_not_follow_is_seen(
    app: Flask, world: World, tmp_path: Path, sheet: str, column: str
) -> None:
    path = file_of(app, built(app, study_world(world).study))
    with Book(path) as book:
        header = book.header(sheet)
        assert header[ord(column) - ord("A")] in {"mean", "zeros", "difference_within"}
    wrong = damaged(path, tmp_path / "wrong.xlsx", sheet, f"{column}2")
    with Book(wrong) as book:
        assert any(fault.startswith(sheet) for fault in results_faults(book))


def damaged(path: Path, to: Path, sheet: str, cell: str) -> Path:
    """A copy in which one number is another."""
    shutil.copy(path, to)
    with ZipFile(path) as source, ZipFile(to, "w", ZIP_DEFLATED) as target:
        names = re.findall(r'<sheet [^>]*name="([^"]+)"', source.read("xl/workbook.xml").decode())
        part = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                changed = re.sub(rf'(r="{cell}"[^>]*>(?:<f>[^<]*</f>)?<v>)[^<]*', r"\g<1>7", text.decode())
                assert changed != text.decode()
                text = changed.encode()
            target.writestr(name, text)
    return to


def test_every_cut_adds_up_to_the_families(app: Flask, world: World, tmp_path: Path) -> None:
    path = file_of(app, built(app, study_world(world).study))
    with Book(path) as book:
        assert list(cuts_faults(book)) == []
        whole = book.sums("Family_costs", ["total", "indirect_share"])
        assert min(whole.values()) > 0
        assert {row["activity"].text for _, row in book.rows("Activities")} > {"Team meeting", "none"}
        formulas = [cell.formula for _, cells in book.cells("Authorities") for cell in cells if cell.formula]
        assert len(formulas) > 30
    wrong = damaged(path, tmp_path / "wrong.xlsx", "Months", "D2")
    with Book(wrong) as book:
        assert any(fault.startswith("Months.purchases comes to") for fault in cuts_faults(book))
