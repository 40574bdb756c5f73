"""The page that sets a run beside what was paid: what finance states stands there, adds up, and names nobody."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, select

from budgettracker.costing.paid.actions import state_paid
from budgettracker.costing.paid.kinds import Cause
from budgettracker.costing.paid.models import PaidLine
from budgettracker.costing.paid.queries.facts import Names, paid_facts
from budgettracker.costing.paid.queries.own_side import LATE, kept_side, own_side
from budgettracker.costing.paid.rules.reconciliation import RunReconciliation, reconcile
from budgettracker.costing.results.actions import keep_results
from budgettracker.costing.results.models import RunResult
from budgettracker.costing.run.models import CostingRun, RunEntry
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.exports.study.reconciliation import DIFFERENCE, ReconciliationRow
from budgettracker.money import pounds
from budgettracker.people.models import Post
from budgettracker.workbooks import Book, columns_of
from budgettracker.workbooks.readback import pence_of
from budgettracker.workbooks.style import width_of
from budgettracker.worktime.models import WorkEntry
from tests.client import PageClient
from tests.factories.exports import CANARY, UNDERPAID, UNRECORDED, StudyWorld, built, file_of, run_of, study_world
from tests.factories.studies import AT
from tests.factories.world import World

pytestmark = pytest.mark.pages


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study, with pay of its posts and purchases stated; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


def posts(world: World) -> list[Post]:
    """The authority's posts."""
    return list(db.session.scalars(select(Post).filter_by(authority_id=world.authority.id).order_by(Post.name)))


@pytest.fixture
def run(client: PageClient, made: StudyWorld) -> str:
    """The evaluator, signed in, has made a run; where it is."""
    client.as_(made.world.eve.email)
    study = f"/studies/{made.study.id}"
    return client.send(study, action=f"{study}/runs").location.partition("?")[0]


def reckoned() -> RunReconciliation:
    """The run's reconciliation, everybody by their id."""
    return reconcile(paid_facts(db.session(), db.session.query(CostingRun).one(), Names(str, str, str, str)))


def test_the_page_has_what_was_reckoned_and_names_nobody(client: PageClient, made: StudyWorld, run: str) -> None:
    assert f'href="{run}/reconciliation"' in client.get(run).html
    page = client.get(f"{run}/reconciliation")
    assert page.status == 200
    of = reckoned()
    assert of.pay is not None
    assert of.purchases is not None
    assert of.file is not None
    for part in (of.pay, of.purchases, of.file.statement):
        assert sum(each.pence for each in part.explained) == part.difference_pence != 0
        for line in (*part.quantum, *part.costed):
            assert line.words in page.text
            assert pounds(line.pence) in page.text
        assert pounds(part.difference_pence) in page.text
    only, other, missing = of.file.statement.explained
    assert [(each.cause, each.who, each.pence) for each in (*only.candidates, *other.candidates)] == [
        (Cause.OUTSIDE_LEDGER, "Row 4", UNRECORDED),
        (Cause.AMOUNT, other.candidates[0].who, -UNDERPAID),
    ]
    assert len(missing.candidates) > 0
    many = len(of.file.matched)
    assert ("1 purchase has its payment" if many == 1 else f"{many} purchases have their payments") in page.text
    for month in of.file.months:
        for pence in month[2:]:
            assert pounds(pence) in page.text
    assert CANARY not in page.html.replace(made.world.eve.name, "")
    assert of.activity
    for row in of.activity:
        assert row.post in page.text
    notes = [part.note for part in of.pay.explained if part.note]
    assert all(note in page.text for note in notes)
    assert any("posts are read as one here" in note for note in notes)


def test_what_a_run_costed_is_its_entries_at_pay_alone(made: StudyWorld, run: str) -> None:
    """Each line of cost falls by the share of salary and on-costs in its rate; nothing is lost on the way."""
    facts = paid_facts(db.session(), db.session.query(CostingRun).one(), Names(str, str, str, str))
    assert sum(each.minutes for each in facts.costed) > 0
    assert {each.post for each in facts.costed} <= {rate.post for rate in facts.rates}
    assert all(each.pence > 0 for each in facts.costed if each.minutes)
    assert {each.worker for each in facts.months} >= {each.worker for each in facts.costed}


def test_stating_the_same_days_again_keeps_what_was_stated(client: PageClient, made: StudyWorld) -> None:
    client.as_(made.world.fiona.email)
    listed = client.get("/paid")
    assert listed.text.count("£9,000.00") == 2 * len(posts(made.world))
    line = db.session.scalars(select(PaidLine).where(PaidLine.post_id.is_not(None)).order_by(PaidLine.id)).first()
    assert line is not None
    page = f"/paid/{line.id}"
    assert client.send(page, pay="9100.50", oncosts="2000", source="Second run").status == 303
    assert "£9,100.50" in client.get("/paid").text
    anew = client.get(page)
    assert "£9,000.00" in anew.text
    assert "£9,100.50" in anew.text
    assert client.send(page, pay="", source="Third").status == 422


def test_what_cannot_be_is_refused_beside_its_field(client: PageClient, made: StudyWorld) -> None:
    client.as_(made.world.fiona.email)
    post = str(posts(made.world)[0].id)
    first = {"starts_on-day": "15", "starts_on-month": "5", "starts_on-year": "2026"}
    last = {"ends_on-day": "14", "ends_on-month": "6", "ends_on-year": "2026"}
    typed = {"what": post, "pay": "1", "source": "Payroll", **first}
    overlapping = client.send("/paid/new", **typed, **last)
    assert overlapping.status == 422
    assert "1 May 2026 to 31 May 2026 is stated already" in overlapping.text
    backwards = client.send("/paid/new", **typed, **{**last, "ends_on-month": "1"})
    assert "The last day is before the first." in backwards.text
    assert "full-time week" in client.send("/paid/new", **typed, **last, full_week="lots").text
    with pytest.raises(Refusal):
        state_paid(
            None,
            made.world.authority,
            None,
            starts_on=date(2026, 7, 1),
            ends_on=date(2027, 7, 2),
            pay_pence=1,
            at=AT,
        )


def test_without_a_statement_the_page_says_who_states_it(client: PageClient, world: World, app: Flask) -> None:
    app.config["CLOCK"] = lambda: AT
    made = study_world(world, paid=False)
    client.as_(made.world.eve.email)
    study = f"/studies/{made.study.id}"
    run = client.send(study, action=f"{study}/runs").location.partition("?")[0]
    page = client.get(f"{run}/reconciliation")
    assert "No pay is stated for these days" in page.text
    assert "No purchases are stated for these days" in page.text
    assert "No finance file has one of these days" in page.text


def test_the_workbook_has_what_the_page_has(app: Flask, client: PageClient, made: StudyWorld) -> None:
    workbook = built(app, made.study)
    client.as_(made.world.eve.email)
    of = reckoned()
    assert of.pay is not None
    page = client.get(f"/studies/{made.study.id}/runs/{run_of(workbook).number}/reconciliation").text
    with Book(file_of(app, workbook)) as book:
        cells = [row for _, row in book.rows("Reconciliation")]
        activity = [{name: cell.text for name, cell in row.items()} for _, row in book.rows("Activity_by_post")]
    amounts = [pence_of(row["amount"], "amount") for row in cells]
    rows = [{name: cell.text for name, cell in row.items()} for row in cells]
    results = [at for at, row in enumerate(rows) if row["about"] == "pay" and row["kind"] == "result"]
    assert [amounts[at] for at in results] == [
        of.pay.quantum_pence,
        of.pay.costed_pence,
        of.pay.difference_pence,
    ]
    live = {at for at, row in enumerate(cells) if row["amount"].formula}
    subtotals = {at for at, row in enumerate(rows) if row["about"] == "finance_file" and "part of" in row["kind"]}
    assert live == {at for at, row in enumerate(rows) if row["kind"] == "result"} | subtotals
    assert [rows[at]["line"] for at, row in enumerate(cells) if row["percent"].formula] == [DIFFERENCE] * 3
    causes = [at for at, row in enumerate(rows) if row["kind"] == "possible cause"]
    assert causes
    for at in causes:
        assert rows[at]["line"] in page
        assert pounds(amounts[at]) in page
        assert rows[at]["who"] == "none" or f" {rows[at]['who']} " in page
    assert of.file is not None
    statement = of.file.statement
    filed = [at for at, row in enumerate(rows) if row["about"] == "finance_file"]
    assert [amounts[at] for at in filed if rows[at]["kind"] == "result"] == [
        statement.quantum_pence,
        statement.costed_pence,
        statement.difference_pence,
    ]
    sizes = [each.pence for part in statement.explained for each in part.candidates]
    assert [amounts[at] for at in filed if rows[at]["kind"] == "possible cause"] == sizes
    assert [amounts[at] for at in filed if rows[at]["kind"] == "matched"] == [each.pence for each in of.file.matched]
    by_month = [pence for month in of.file.months for pence in month[2:]]
    assert [amounts[at] for at in filed if rows[at]["kind"] == "by month"] == by_month
    assert [int(row["logged_minutes"]) for row in activity] == [row.logged for row in of.activity]


def test_a_runs_own_side_is_kept_from_the_first_look_on(client: PageClient, made: StudyWorld, run: str) -> None:
    """Later looks read no row of an entry; what was paid is read anew; a run reckoned anew forgets what was kept."""
    frozen = db.session.query(CostingRun).one()
    with transaction():
        entry = db.session.scalars(select(WorkEntry).join(RunEntry, RunEntry.entry_id == WorkEntry.id)).first()
        assert entry is not None
        entry.reference, entry.recorded_at = None, entry.recorded_at + 2 * LATE
    from_rows = own_side(db.session(), frozen.id)
    assert from_rows.time
    assert from_rows.late
    assert kept_side(db.session(), frozen.id) is None
    page = f"{run}/reconciliation"
    first = client.get(page).text
    db.session.rollback()
    assert kept_side(db.session(), frozen.id) == from_rows
    questions: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: questions.append(given[2]))
    assert client.get(page).text == first
    of_rows = ("run_entry", "run_line", "run_pool", "run_pool_line", "work_entry")
    assert [each for each in questions if any(re.search(rf"(FROM|JOIN) {name}\b", each) for name in of_rows)] == []
    assert any("FROM run_beside_paid" in each for each in questions)
    line = db.session.scalars(select(PaidLine).where(PaidLine.post_id.is_not(None)).order_by(PaidLine.id)).first()
    assert line is not None
    with transaction():
        state_paid(
            None,
            made.world.authority,
            line.post,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
            pay_pence=line.pay_pence + 77_77,
            at=AT,
        )
    of = reckoned()
    assert of.pay is not None
    stated_anew = client.get(page).text
    assert stated_anew != first
    assert pounds(of.pay.difference_pence) in stated_anew
    with transaction():
        anew = db.session.query(CostingRun).one()
        db.session.get_one(RunResult, anew.id).layout = 0
        db.session.flush()
        keep_results(anew)
    assert kept_side(db.session(), anew.id) is None
    assert client.get(page).text == stated_anew


def test_the_sheet_is_narrow_enough_to_be_read_on_paper() -> None:
    """An A4 page on its side shows about 130 characters at their full size: these at above two thirds of it."""
    columns = columns_of(ReconciliationRow)
    assert sum(map(width_of, columns)) <= 185
    assert {each.name for each in columns if each.wraps} == {"kind", "line", "of", "detail"}
