"""The ledger: every line of money once, filtered, in pages, with running positions and sums that are those of its lines."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import LedgerEntry
from budgettracker.database import db, transaction
from budgettracker.families.actions import hand_over
from budgettracker.families.models import Family
from budgettracker.ledger.queries.lines import Filters, Sums, page_of, total_of
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from tests.access.one_of_everything import picture
from tests.client import PageClient
from tests.factories.spend import TODAY, limit, noon, plan_for, refunded
from tests.factories.vouchers import batch, issued
from tests.factories.world import NOON, World, family

HOUR = timedelta(hours=1)
EVIL = "=1+1"


@pytest.fixture(autouse=True)
def clock(app: Flask) -> None:
    app.config["CLOCK"] = noon


def buy(world: World, of: Family, pence: int, at: datetime = NOON, by: Person | None = None, **more: object) -> Spend:
    goods = world.scheme.categories[0].id
    purchase = actions.Purchase(
        amount_pence=pence,
        bought_on=at.date(),
        purpose="Canarypurpose",
        note="Canarynote",
        **{"bought_what": "A cot", "category_id": goods, **more},  # type: ignore[arg-type]
    )
    with transaction():
        return actions.log_spend(by or world.alice, of, purchase, on=at.date(), at=at)


@pytest.fixture
def lived_in(world: World) -> World:
    """Two families with limits; a purchase refunded in part, a request, other help with something back."""
    other = family(world.team, "WM-003", "Quilliam", world.alice, world.scheme)
    with transaction():
        db.session.add(other)
    limit(world, 2_000_00)
    limit(world, 1_000_00, other)
    cot = buy(world, world.family, 60_00, NOON + HOUR)
    buy(world, world.family, 700_00, NOON + 2 * HOUR, bought_what=EVIL)
    buy(world, other, 45_00, NOON + 3 * HOUR, by=world.bob)
    vouchers = actions.Purchase(amount_pence=30_00, bought_what="Food vouchers", bought_on=TODAY, purpose="x")
    with transaction():
        refunded(world.alice, cot, 10_00, at=NOON + 4 * HOUR)
        helped = actions.log_other_help(world.alice, world.comparison, vouchers, on=TODAY, at=NOON + 5 * HOUR)
        refunded(world.alice, helped, 5_00, at=NOON + 6 * HOUR)
    return world


def test_lines_are_the_ledger_and_other_help_with_the_position_after_each(lived_in: World) -> None:
    lines = page_of(lived_in.authority.id, Filters(), 1, 50)
    shown = [(line.entry, line.family, line.moves, line.after.left_pence if line.after else None) for line in lines]
    assert shown[:6] == [
        ("other_help_back", "WM-002", Sums(other=-5_00), None),
        ("other_help", "WM-002", Sums(other=30_00), None),
        ("refunded", "WM-001", Sums(spent=-10_00), 1_250_00),
        ("bought", "WM-003", Sums(spent=45_00), 955_00),
        ("committed", "WM-001", Sums(committed=700_00), 1_240_00),
        ("bought", "WM-001", Sums(spent=60_00), 1_940_00),
    ]
    assert {line[:3] for line in shown[6:]} == {
        ("limit_set", "WM-001", Sums(limit=2_000_00)),
        ("limit_set", "WM-003", Sums(limit=1_000_00)),
    }
    total = total_of(lived_in.authority.id, Filters())
    assert (total.lines, total.sums) == (8, Sums(3_000_00, 700_00, 95_00, 0, 25_00))
    assert total.sums.cost == 120_00
    assert db.session.query(LedgerEntry).count() == 6
    assert page_of(lived_in.elsewhere.id, Filters(), 1, 50) == []


@pytest.mark.parametrize(
    "wanted, expected",
    [
        ({"state": SpendState.REQUESTED}, [700_00]),
        ({"state": SpendState.BOUGHT}, [60_00, 45_00, -10_00, 30_00, -5_00]),
        ({"category": "Household goods"}, [60_00, 700_00, 45_00, -10_00]),
        ({"category": "No such category"}, []),
        ({"first": date(2026, 6, 16)}, []),
        ({"last": date(2026, 6, 14)}, []),
        ({"first": TODAY, "last": TODAY}, [2_000_00, 1_000_00, 60_00, 700_00, 45_00, -10_00, 30_00, -5_00]),
    ],
)
def test_filters_take_what_they_say(lived_in: World, wanted: dict[str, object], expected: list[int]) -> None:
    filters = Filters(**wanted)  # type: ignore[arg-type]
    lines = page_of(lived_in.authority.id, filters, 1, 50)
    assert sorted(sum(line.moves) for line in lines) == sorted(expected)
    total = total_of(lived_in.authority.id, filters)
    assert (total.lines, sum(total.sums)) == (len(expected), sum(expected))


def test_by_whom_which_family_and_which_team(lived_in: World) -> None:
    def entries(**wanted: object) -> list[str]:
        lines = page_of(lived_in.authority.id, Filters(**wanted), 1, 50)  # type: ignore[arg-type]
        return [f"{line.entry} {line.family}" for line in lines]

    assert entries(by_id=lived_in.bob.id) == ["bought WM-003"]
    assert entries(family_id=lived_in.comparison.id) == ["other_help_back WM-002", "other_help WM-002"]
    assert len(entries(team_id=lived_in.team.id)) == 8
    assert entries(team_id=lived_in.other_team.id) == []


def test_a_day_is_a_british_day(world: World) -> None:
    limit(world, 2_000_00)
    late = datetime.fromisoformat("2026-06-15T23:30:00+00:00")
    purchase = actions.Purchase(amount_pence=20_00, bought_what="Bus", bought_on=date(2026, 6, 16), purpose="x")
    with transaction():
        actions.log_spend(world.alice, world.family, purchase, on=date(2026, 6, 16), at=late)
    assert [line.bought_what for line in page_of(world.authority.id, Filters(first=date(2026, 6, 16)), 1, 9)] == ["Bus"]
    assert all(line.bought_what != "Bus" for line in page_of(world.authority.id, Filters(last=TODAY), 1, 9))


def test_the_page_adds_up_and_its_address_names_no_family(client: PageClient, lived_in: World) -> None:
    client.as_(lived_in.fiona.email)
    page = client.get("/ledger")
    assert "8 lines, the newest first. Money that left: £120.00." in page.text
    assert "Okafor" not in page.html
    sent = client.send("/ledger", "/ledger", family=" wm-001 ", state="bought")
    assert sent.status == 303
    assert "wm-001" not in sent.location.lower()
    shown = client.get(sent.location)
    assert "2 lines, the newest first: family WM-001; state Bought. Money that left: £50.00." in shown.text
    assert "These 2 lines" in shown.text
    assert shown.form("/ledger")["family"] == "WM-001"


def test_what_cannot_be_found_is_said_beside_its_field(client: PageClient, lived_in: World) -> None:
    client.as_(lived_in.fiona.email)
    refused = client.send("/ledger", "/ledger", family="EF-001")
    assert refused.status == 422
    assert "No family here has this reference. Check it." in refused.text
    assert refused.form("/ledger")["family"] == "EF-001"
    days = {"first-day": "2", "first-month": "6", "first-year": "2026"}
    until = {"last-day": "1", "last-month": "6", "last-year": "2026"}
    refused = client.send("/ledger", "/ledger", **days, **until)
    assert "The last day is before the first. Check the two dates." in refused.text
    for address in ("first=soon", "team=7", "state=lost", f"family={lived_in.other_family.id}"):
        assert client.get(f"/ledger?{address}").status == 404, address


def test_pages_follow_each_other_and_the_sum_is_of_all(client: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    for number in range(39):
        buy(world, world.family, 10_00 + number, NOON + timedelta(minutes=number))
    client.as_(world.audrey.email)
    first, second = client.get("/ledger"), client.get("/ledger?page=2")
    assert "These 25 lines" in first.text
    assert "All 40 lines" in first.text
    assert len(first.html) < 60_000
    assert "These 15 lines" in second.text
    assert "No such page" in client.get("/ledger?page=9").text


def test_the_file_holds_what_the_page_shows(client: PageClient, lived_in: World) -> None:
    with transaction():
        batch(lived_in)
        issued(lived_in, lived_in.alice, lived_in.family, "A100")
    client.as_(lived_in.fiona.email)
    answer = client.get("/ledger/file?state=requested")
    assert answer.response.headers["Content-Disposition"] == "attachment; filename=ledger.xlsx"
    book = load_workbook(io.BytesIO(answer.response.data))
    header, *rows = book["Ledger"].values
    assert len(rows) == 1
    line = dict(zip(header, rows[0], strict=True))
    assert (line["bought_what"], line["committed"], line["left_after"]) == (EVIL, 700, 1240)
    assert line["recorded_on"] == datetime(2026, 6, 15)
    assert line["recorded_at"] == "15:00"
    cells = [cell for row in book["Ledger"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    about = {row[0]: row[1] for row in book["About"].values}
    assert about["State"] == "Requested"
    assert str(about["Committed"]).startswith("=SUM(Ledger!")
    read = load_workbook(io.BytesIO(answer.response.data), data_only=True)["About"]
    assert {row[0]: row[1] for row in read.values}["Committed"] == 700
    stock = list(book["Vouchers"].values)
    assert [(row[0], row[3], row[4], row[6], row[8]) for row in stock[1:]] == [
        ("A100", "Harvest Foods", 25, "Issued", "WM-001"),
        ("A101", "Harvest Foods", 25, "In hand", None),
        ("A102", "Harvest Foods", 25, "In hand", None),
    ]
    (record,) = db.session.query(AuditRecord).filter_by(deed=Deed.LEDGER_EXPORTED).all()
    assert (record.by_id, record.subject_id) == (lived_in.fiona.id, lived_in.authority.id)


def test_lines_of_a_plan_and_of_its_payments_carry_the_plans_reference(client: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    plan = plan_for(world.alice, world.family, 12_00)
    with transaction():
        actions.approve_spend(world.mary, plan, on=TODAY, at=NOON)
        actions.record_payment(world.alice, plan, 12_00, TODAY, on=TODAY, at=NOON)
    buy(world, world.family, 45_00)
    client.as_(world.fiona.email)
    header, *rows = load_workbook(io.BytesIO(client.get("/ledger/file").response.data))["Ledger"].values
    lines = [dict(zip(header, row, strict=True)) for row in rows]
    assert plan.reference
    assert {line["plan"] for line in lines if line["bought_what"] == "A taxi"} == {plan.reference}
    assert {line["plan"] for line in lines if line["bought_what"] != "A taxi"} == {None}


def test_a_line_opens_its_purchase_with_receipts_and_without_notes(
    app: Flask, client: PageClient, lived_in: World
) -> None:
    spend = db.session.query(Spend).filter_by(paid_pence=60_00).one()
    with transaction():
        safe = read_receipt(picture()[0].read())
        receipt = actions.add_receipt(lived_in.alice, spend, safe, Path(app.config["RECEIPTS_FOLDER"]), at=NOON)
    client.as_(lived_in.fiona.email)
    assert f"/ledger/spend/{spend.id}" in client.get("/ledger").html
    page = client.get(f"/ledger/spend/{spend.id}")
    assert "A cot" in page.text
    assert "Alice Archer" in page.text
    assert [word for word in ("Okafor", "Canarynote", "Canarypurpose") if word in page.html] == []
    file = client.get(f"/ledger/receipts/{receipt.id}")
    assert file.response.headers["Content-Disposition"].startswith("attachment; filename=receipt-")
    assert "sandbox" in file.response.headers["Content-Security-Policy"]
    history = client.get(f"/history/spend/{spend.id}").text
    assert "Alice Archer recorded that £10.00 came back" in history
    assert "Okafor" not in history


def test_a_line_has_the_team_that_the_family_was_in_when_it_was_recorded(lived_in: World) -> None:
    world = lived_in
    to = (world.other_team, world.carol, TODAY)
    with transaction():
        hand_over(world.mary, [world.family], *to, was_led_by=world.alice.id, on=TODAY, at=NOON)
    earlier = NOON - timedelta(days=1)
    with transaction():
        entry = db.session.get_one(Family, world.family_id)
    early = buy(world, entry, 9_00, earlier)
    teams = {line.spend_id: line.team for line in page_of(world.authority.id, Filters(family_id=entry.id), 1, 50)}
    assert teams.pop(early.id) == "North team"
    assert set(teams.values()) == {"South team"}, "what was recorded on the day of the handover is the new team's"
    counted = [total_of(world.authority.id, Filters(team_id=team.id)) for team in (world.team, world.other_team)]
    everything = total_of(world.authority.id, Filters())
    assert sum(each.lines for each in counted) == everything.lines
    assert counted[0].sums.plus(counted[1].sums) == everything.sums
