"""A costing run's pages: figures as the query and the workbook have them, and lines behind every number that add up to it."""

import re
import statistics
from collections.abc import Iterator
from fractions import Fraction
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import event, select

from budgettracker.costing.results.actions import keep_results
from budgettracker.costing.results.models import RunFigure, RunResult
from budgettracker.costing.run.models import CostingRun, RunEntry
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up, parse_pounds, pounds
from budgettracker.people.models import Person
from budgettracker.studies.models import Study
from budgettracker.studies.rules.run_page import warnings_of
from budgettracker.workbooks.readback import Book
from tests.client import PageClient, Seen
from tests.factories.exports import CANARY, StudyWorld, built, file_of, study_world
from tests.factories.studies import AT
from tests.factories.world import World
from tests.page import rows_under, words

pytestmark = pytest.mark.pages

PARTS = [
    "purchases",
    "contact",
    "preparation",
    "travel",
    "mileage",
    "expenses",
    "indirect_share",
    "total",
    "other_help",
    "deciding",
    "set_up",
    "evaluation",
    "outside_periods",
]
SUM = re.compile(r"(-?£[0-9,.]+[0-9]) is the sum of ([0-9,]+) lines?\.")


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


@pytest.fixture
def eve(client: PageClient, made: StudyWorld) -> PageClient:
    """The evaluator, signed in."""
    client.as_(made.world.eve.email)
    return client


def run_of(eve: PageClient, made: StudyWorld) -> str:
    """Make a run; gives its address."""
    study = f"/studies/{made.study.id}"
    seen = eve.send(study, action=f"{study}/runs")
    assert seen.status == 303, seen.text
    return seen.location.partition("?")[0]


def with_profile(made: StudyWorld, profile: str) -> None:
    with transaction():
        db.session.get_one(Study, made.study.id).profile = profile


def opened(seen: Seen, at: str) -> list[tuple[int, str]]:
    """Every amount of a page that opens something: pence, and the address."""
    links = [
        (words(link), urljoin(f"http://x{at}", link.get("href") or "").removeprefix("http://x"))
        for link in seen.page.iter("a")
    ]
    return [(parse_pounds(text, negative=True), url) for text, url in links if "£" in text]


def table(seen: Seen, caption: str) -> list[list[str]]:
    """The rows of a table of a page, the first cell being its row header."""
    return rows_under(seen.page, caption)


def pence(text: str) -> int:
    return parse_pounds(text, negative=True)


def lines_pages(eve: PageClient, url: str) -> Iterator[Seen]:
    """All pages of the lines behind a number."""
    first = eve.get(url)
    yield first
    last = max([int(number) for number in re.findall(r"page=([0-9]+)", first.html)], default=1)
    for number in range(2, last + 1):
        yield eve.get(f"{url}&page={number}")


def test_figures_on_the_page_are_the_workbooks_and_the_querys(eve: PageClient, app: Flask, made: StudyWorld) -> None:
    with Book(file_of(app, built(app, made.study, made.world.eve))) as book:
        costs = [{name: cell.text for name, cell in row.items()} for _, row in book.rows("Family_costs")]
    address = f"/studies/{made.study.id}/runs/1"
    shown = {row[0]: row[3:] for row in table(eve.get(f"{address}/families?order=name"), "Cost of each family")}
    assert len(costs) == 4
    assert list(shown) == [row["family"] for row in costs], "in the workbook's order"
    for row in costs:
        assert [pence(text) for text in shown[row["family"]]] == [half_up(*_ratio(row[part])) for part in PARTS]
    page = eve.get(address)
    run = db.session.query(CostingRun).one()
    totals = totals_of(run)
    for arm in table(page, "Cost of a family by arm"):
        of = [
            half_up(*_ratio(row["total"])) for row in costs if (row["arm"] == "budget") == (arm[0] == "With a budget")
        ]
        exact = [Fraction(each) for each in of]
        assert arm[1] == str(len(of))
        assert abs(pence(arm[2]) - statistics.mean(exact)) <= Fraction(1, 2)
        assert [pence(arm[4]), pence(arm[8])] == [min(of), max(of)]
        if len(of) > 1:
            quartiles = statistics.quantiles(exact, n=4, method="inclusive")
            assert all(abs(pence(arm[at]) - each) <= 1 for at, each in zip((5, 6, 7), quartiles, strict=True))
            assert abs(pence(arm[3]) ** 2 - statistics.variance(exact)) <= 2 * pence(arm[3])
    cut = {row[0]: [pence(text) for text in row[1:]] for row in table(page, "Costs by part and arm")}
    assert sum(cut["Purchases and time"][::2]) == totals.total_pence
    assert sum(cut["Other help"][::2]) == totals.other_help_pence
    assert sum(cut["Deciding limits and purchases"][::2]) == totals.deciding_pence
    assert sum(cut["Setting up"][::2]) == totals.sums.set_up_pence
    assert sum(cut["Evaluation"][::2]) == totals.sums.evaluation_pence
    names = list(cut)
    for at in range(4):
        parts = [cut[name][at] for name in names[: names.index("Purchases and time")]]
        assert abs(sum(parts) - cut["Purchases and time"][at]) <= (0 if at % 2 == 0 else 4)
    by_query = sum(
        each.contact_cost_pence
        + each.preparation_cost_pence
        + each.travel_cost_pence
        + each.mileage_cost_pence
        + each.expenses_pence
        for each in db.session.query(RunEntry).filter_by(run_id=run.id)
    )
    assert pounds(by_query) in page.text


def _ratio(text: str) -> tuple[int, int]:
    whole = Fraction(text) * 100
    return whole.numerator, whole.denominator


def test_the_books_add_up_before_the_readers_eyes(eve: PageClient, made: StudyWorld) -> None:
    with transaction():
        db.session.get_one(Person, made.world.bob.id).weekly_minutes = 20
    address = run_of(eve, made)
    page = eve.get(address)
    totals = totals_of(db.session.query(CostingRun).one())
    assert totals.unpaid_pence > 0
    for seen in (page, eve.get(f"{address}/results")):
        headline = seen.text[seen.text.index("What it came to") : seen.text.index("Cost of a family")]
        assert all(pounds(each) in headline for each in (totals.total_pence, totals.unpaid_pence, totals.paid_pence))
    rows = table(page, "Where the cost of all entries went")
    assert [row[0] for row in rows] == [
        "Time for the study's families",
        "Deciding that was logged",
        "Setting up",
        "Evaluation",
        "Less what stands for time not logged",
        "Unallocated",
        "Left out",
        "All entries",
    ]
    columns = list(zip(*[[pence(text) for text in row[1:]] for row in rows], strict=True))
    assert len(columns) == 3, "two authorities and all"
    for column in columns:
        assert sum(column[:-1]) == column[-1]
        assert column[-1] > 0
    assert [a + b for a, b in zip(columns[0], columns[1], strict=True)] == list(columns[2])
    assert columns[2][4] < 0, "mode B lifts time by a ratio"
    left_out = table(page, "What is unallocated or left out")
    assert sum(pence(row[2]) for row in left_out[:-1]) == pence(left_out[-1][2]) == columns[2][5] + columns[2][6]
    assert "Yes, to the penny." in page.text
    assert "Mode A is not supported" in page.text


@pytest.mark.parametrize("profile", ["internal", "controlled"])
def test_every_number_opens_lines_whose_sum_it_is(eve: PageClient, made: StudyWorld, profile: str) -> None:
    with_profile(made, profile)
    address = run_of(eve, made)
    numbers = [
        *opened(eve.get(address), address),
        *opened(eve.get(f"{address}/families"), f"{address}/families"),
    ]
    assert len(numbers) > 40
    kinds = set()
    for answer, url in numbers:
        total = count = 0
        heading = None
        for seen in lines_pages(eve, url):
            assert seen.status == 200, url
            assert CANARY not in seen.html.replace(made.world.eve.name, "")
            heading = SUM.search(seen.text)
            assert heading is not None, url
            # What the ratio adds is taken off in the books, and is a sum of amounts above zero.
            assert pence(heading[1]) == (-answer if "part=uplift" in url else answer), url
            for each in seen.page.iter("table"):
                name = words(each.find("caption"))  # type: ignore[arg-type]
                kinds.add(name)
                rows = table(seen, name)[:-1]
                total += sum(pence(row[-1]) for row in rows)
                count += len(rows)
            in_all = int(heading[2].replace(",", ""))
        assert heading is not None
        assert (total, count) == (pence(heading[1]), in_all), url
    assert kinds == {
        "Purchases",
        "Entries of work",
        "Shares of time for nobody",
        "Decisions, by the minutes of their scheme",
        "Entries of work as logged",
    }


def test_more_lines_than_a_page_holds_are_each_shown_once(eve: PageClient, made: StudyWorld) -> None:
    address = run_of(eve, made)
    seen = [
        row[0] for page in lines_pages(eve, f"{address}/lines?where=entries") for row in table(page, "Entries")[:-1]
    ]
    assert len(seen) == len(set(seen)) == db.session.query(RunEntry).count() > 20
    lines = f"{address}/lines?part=time"
    first = eve.get(lines)
    assert "Lines 1 to" in first.text or "page=2" not in first.html
    assert eve.get(f"{lines}&page=99").status == 200


def test_a_line_says_what_it_came_from(eve: PageClient, made: StudyWorld) -> None:
    address = run_of(eve, made)
    family = next(row for row in table(eve.get(f"{address}/families"), "Cost of each") if row[1] == "Comparison")[0]
    page = eve.get(f"{address}/lines?family={family}&part=contact")
    rows = table(page, "Entries of work")
    # Alice's visit of 31 March: 100 minutes of contact for three families, one of them outside the study.
    shared = next(row for row in rows if row[8] == "1 of 3")
    assert shared[1] == "31 March 2026"
    assert shared[2] == family
    assert shared[4:6] == ["Visit to the family", "Social worker"]
    assert shared[6] in ("33", "34"), "whole minutes, the running total rounded"
    rates = eve.get(f"{address}/rates")
    assert "Social worker, Westmoor, from 14 April 2026" in rates.text
    assert shared[7] in rates.text
    with_profile(made, "controlled")
    coarse = next(row for row in table(eve.get(page_of(page)), "Entries of work") if row[8] == "1 of 3")
    assert (coarse[1], coarse[0], coarse[-1]) == ("March 2026", shared[0], shared[-1]), "names and pennies stay"
    assert "31 March" not in eve.get(page_of(page)).text


def test_what_the_ratio_adds_says_by_how_much(eve: PageClient, made: StudyWorld) -> None:
    rows = table(eve.get(f"{run_of(eve, made)}/lines?part=uplift"), "Entries of work")[:-1]
    assert rows
    for row in rows:
        assert row[5] == "Family support worker"
        hour, _, ratio = row[7].partition(" × ")
        # The share of an entry's whole uplift, reckoned again from what the line shows: a minute's rounding apart.
        assert ratio == "1.2"
        assert abs(Fraction(int(row[6]), 60) * pence(hour) * Fraction(ratio) - pence(row[-1])) <= pence(hour) / 50


def page_of(seen: Seen) -> str:
    return f"{seen.response.request.path}?{seen.response.request.query_string.decode()}"


def test_lines_are_in_the_workbooks_names(eve: PageClient, app: Flask, made: StudyWorld) -> None:
    with Book(file_of(app, built(app, made.study, made.world.eve))) as book:
        work = {row["entry"].text for _, row in book.rows("Work_time")}
        spend = {row["spend"].text for _, row in book.rows("Spend")}
    address = f"/studies/{made.study.id}/runs/1"
    on_page = [row[0] for seen in lines_pages(eve, f"{address}/lines?where=entries") for row in table(seen, "Ent")[:-1]]
    assert set(on_page) == work
    bought = table(eve.get(f"{address}/lines?part=purchases"), "Purchases")[:-1]
    assert {row[0] for row in bought} <= spend
    assert {row[3] for row in bought} == {"Purchase", "Refund"}


def test_a_published_study_shows_no_rows_and_no_amounts_of_few_families(eve: PageClient, made: StudyWorld) -> None:
    with_profile(made, "published")
    address = run_of(eve, made)
    page = eve.get(address)
    assert "With so few families this study's profile shows no amounts." in page.text
    assert "£" not in page.text
    for rest in ("families", "lines?part=time", "lines?where=entries"):
        seen = eve.get(f"{address}/{rest}")
        assert seen.status == 422
        assert "only tables with small counts hidden may leave" in seen.text
        assert "£" not in seen.text


def test_a_published_study_of_more_families_shows_sums_of_the_run_alone(
    eve: PageClient, made: StudyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_profile(made, "published")
    monkeypatch.setattr("budgettracker.studies.views.runs.SMALL", 3)
    address = run_of(eve, made)
    page = eve.get(address)
    assert "Yes, to the penny." in page.text
    assert opened(page, address) == []
    assert "Cost of a family" not in page.text
    assert len(table(page, "Where the cost of all entries went")[0]) == 2, "no authority for itself"


def test_a_changed_assumption_makes_a_run_beside_the_old_which_stays(eve: PageClient, made: StudyWorld) -> None:
    first = run_of(eve, made)
    before = table(eve.get(first), "Costs by part and arm")
    study = f"/studies/{made.study.id}"
    seen = eve.send(f"{study}/runs", vat_rule="gross", with_qualifications="y")
    assert seen.status == 303
    assert seen.location.startswith(f"{study}/runs/2")
    second = eve.follow(seen.location)
    assert "The run is made." in second.text
    assert "With all tax, as paid" in second.text
    assert "Counted in each hour" in second.text
    after = {row[0]: row[1:] for row in table(second, "Costs by part and arm")}
    assert pence(after["Purchases"][0]) > pence({row[0]: row[1] for row in before}["Purchases"])
    assert table(eve.get(first), "Costs by part and arm") == before
    listed = table(eve.get(f"{study}/runs"), "Costing runs")
    assert [row[0] for row in listed] == ["Run 2", "Run 1"]
    assert [row[0] for row in table(eve.get(study), "Costing runs")] == ["Run 2", "Run 1"]


def test_addresses_that_make_no_sense_are_not_found(eve: PageClient, made: StudyWorld) -> None:
    address = run_of(eve, made)
    other = "019f0000-0000-7000-8000-000000000001"
    for rest in (
        "lines?part=salary",
        "lines?where=here",
        "lines?family=F234",
        "lines?arm=third",
        f"lines?authority={other}",
        "lines?reason=none",
        "lines?where=entries&arm=budget",
        f"lines?family={made.world.family.id}",
    ):
        assert eve.get(f"{address}/{rest}").status == 404, rest
    study = f"/studies/{made.study.id}"
    for rest in ("runs/2", "runs/999999999999999999999999", "runs/2/lines", "runs/2/families", "runs/2/rates"):
        assert eve.get(f"{study}/{rest}").status == 404, rest
    assert eve.get(f"/studies/{other}/runs/1").status == 404


@pytest.mark.parametrize("who", ["alice", "mary", "sam", "fiona", "audrey", "adam", "dave"])
def test_nobody_but_an_evaluator_opens_a_run(eve: PageClient, made: StudyWorld, who: str) -> None:
    address = run_of(eve, made)
    eve.as_(getattr(made.world, who).email)
    for rest in ("", "/families", "/lines", "/rates"):
        assert eve.get(f"{address}{rest}").status == 403


def test_pages_name_nobody_and_stay_small(eve: PageClient, made: StudyWorld) -> None:
    address = run_of(eve, made)
    people = (made.world.alice, made.world.bob, made.world.mary, made.world.sam)
    for rest in (
        "",
        "/families",
        "/families?order=name",
        "/lines",
        "/lines?where=left_out",
        "/lines?where=entries",
        "/rates",
        "/results",
        "/pictures",
        "/unsupported",
        "/events",
    ):
        seen = eve.get(f"{address}{rest}")
        html = seen.html.replace(made.world.eve.name, "")
        assert CANARY not in html, rest
        for each in people:
            assert each.email not in html
        for row in (made.world.family, made.world.comparison, made.world.alice):
            assert str(row.id) not in html
            assert row.id.hex not in html
        assert len(seen.html.encode()) < 60_000, rest


def test_a_runs_page_asks_a_bounded_number_of_questions(eve: PageClient, made: StudyWorld) -> None:
    address = run_of(eve, made)
    rows: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: rows.append(given[2]))
    numbers = []
    for rest in ("", "/families", "/lines", "/rates", "/pictures"):
        rows.clear()
        eve.get(f"{address}{rest}")
        numbers.append(len(rows))
    assert max(numbers) <= 20, numbers


@pytest.mark.parametrize("profile", ["internal", "controlled"])
def test_lines_stand_in_order_from_the_first_look_on(eve: PageClient, made: StudyWorld, profile: str) -> None:
    """Later looks read their own lines, and no line of the run besides; a run reckoned anew puts them in order anew."""
    address = run_of(eve, made)
    with_profile(made, profile)
    pages = [f"{address}/lines", f"{address}/lines?page=2", f"{address}/lines?part=contact", f"{address}/lines?page=99"]
    pages += [f"{address}/lines?where=entries", f"{address}/lines?by=activity&of=Visit+to+the+family&part=total"]
    first = [eve.get(page).text for page in pages]
    questions: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: questions.append(given[2]))
    assert [eve.get(page).text for page in pages] == first
    of_lines = [question for question in questions if "FROM run_line" in question]
    assert of_lines
    assert all("WHERE run_line.id IN" in question for question in of_lines)
    kept = {row.id for row in db.session.scalars(select(RunFigure))}
    assert len(kept) == 4
    with transaction():
        run = db.session.scalars(select(CostingRun)).one()
        db.session.get_one(RunResult, run.id).layout = 0
        db.session.flush()
        keep_results(run)
    assert not db.session.scalars(select(RunFigure)).all()
    assert [eve.get(page).text for page in pages] == first
    db.session.rollback()
    assert kept.isdisjoint(row.id for row in db.session.scalars(select(RunFigure)))


def test_the_page_warns_where_a_mean_mixes_ways_of_reckoning(eve: PageClient, made: StudyWorld) -> None:
    seen = eve.get(run_of(eve, made))
    warning = "Indirect time is reckoned in two ways, by how each authority logs."
    # Each authority for itself comes first; the pooled mean after it, under its warning.
    places = [seen.text.index(words) for words in ("Each authority for itself", "All authorities together", warning)]
    assert places == sorted(places)
    assert seen.html.index(warning) < seen.html.index('<caption class="govuk-visually-hidden">Cost of a family by arm<')


A, B = frozenset({Arm.BUDGET}), frozenset({Arm.BUDGET, Arm.COMPARISON})


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        ([], []),
        ([("West", "A", A)], []),
        ([("East", "A", B), ("West", "A", B)], []),
        ([("East", "A", A), ("West", "A", A)], []),
        ([("East", "B", B), ("West", "A", B)], ["two ways"]),
        ([("East", "A", A), ("West", "A", B)], ["East has families of one arm only"]),
        ([("East", "B", A), ("West", "A", frozenset({Arm.COMPARISON}))], ["two ways", "East and West have"]),
    ],
)
def test_means_over_authorities_are_warned_of_where_they_are_unlike(
    parts: list[tuple[str, str, frozenset[Arm]]], rows: list[str]
) -> None:
    result = warnings_of(parts)
    assert len(result) == len(rows)
    assert all(words in warning for words, warning in zip(rows, result, strict=True))
