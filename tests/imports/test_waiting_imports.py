"""Into a live authority limits, decided money, roles, schemes and agreements come by two people, page and command alike."""

import io
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.budgets.models import LimitChange
from budgettracker.commands import main
from budgettracker.commands.books import faults
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, savepoint, transaction
from budgettracker.errors import Refusal
from budgettracker.imports import actions, queries
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.queries.reversals import standing_of, what_stays
from budgettracker.imports.rules import KEPT_FOR
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.ledger.queries.limits_of_before import notes_of_before
from budgettracker.people.models import Person
from budgettracker.people.queries import unread_of
from budgettracker.spend import actions as spending
from budgettracker.spend.models import Spend
from budgettracker.worktime.actions import Part, Work, correct_entry
from budgettracker.worktime.models import WorkEntry
from tests.client import PageClient, Seen
from tests.factories import world as making
from tests.factories.imports import write_tables
from tests.factories.second_hands import at, browser, go_live
from tests.factories.spend import document, limit, position
from tests.factories.vouchers import batch
from tests.factories.world import NOON, World

TODAY = NOON.date()
BUDGETS = """family_ref,scheme,limit,requested_by,approved_by,approved_on,reason
    WM-001,Devolved budget,50000,alice.archer@example.org,sam.stone@example.org,2026-06-01,A start"""
SPEND = """spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,decided_by,kind,refund_of
    S-1,WM-001,2026-06-02,40,Travel,Bus,alice.archer@example.org,{decider},{kind},{of}"""
ROLES = """email,name,roles,team
    nia@example.net,Nia Noor,senior_manager,North team"""
SCHEMES = """scheme,cap,starts_on,ends_on,bands,regular_needs,categories
    Loose,1000000,2026-01-01,,practitioner:::,manager,Bedding"""


@pytest.fixture(autouse=True)
def live(app: Flask, world: World) -> None:
    at(app, NOON)
    go_live(world)
    with transaction():
        db.session.merge(world.scheme).cap_pence = None


def spend(decider: str = "", kind: str = "", of: str = "") -> str:
    return SPEND.format(decider=decider, kind=kind, of=of)


def sent(client: PageClient, **tables: str) -> Seen:
    """Look at files on the page, and press its button."""
    files = [
        FileStorage(io.BytesIO("\n".join(map(str.strip, text.splitlines())).encode()), filename=f"{name}.csv")
        for name, text in tables.items()
    ]
    looked = client.post("/imports", {**client.get("/imports").form(""), "files": files})
    assert looked.status == 303, looked.text
    page = client.get(looked.location)
    done = client.post(looked.location, page.form(looked.location))
    assert done.status == 303, done.text
    return client.get(done.location)


def only_row() -> WaitingImport:
    db.session.rollback()
    return db.session.scalars(select(WaitingImport)).one()


def deeds(row: WaitingImport) -> list[str]:
    lines = select(AuditRecord).filter_by(subject_id=row.id).order_by(AuditRecord.sequence)
    return [line.deed for line in db.session.scalars(lines)]


@pytest.mark.pages
def test_a_limit_in_a_file_waits_for_a_second_person_who_sees_its_sums(app: Flask, world: World) -> None:
    with transaction():
        grace = making.person(world.authority, "Grace Gale", Role.FINANCE)
    fiona = browser(app, world.fiona)
    page = sent(fiona, budgets=BUDGETS)
    for words in (
        "Import 1",
        "Waiting",
        "1 limit, which leaves 1 budget of £50,000.00, 1 June 2026; made out as approved by Sam Stone (1)",
        "Sam Stone",
        "Grace Gale; Adam Able",
        "29 June 2026",
        "Nothing is written before somebody else has released it",
    ):
        assert words in page.text, words
    row = only_row()
    place = Path(app.config["IMPORTS_FOLDER"]) / "waiting" / str(row.id)
    assert (place.stat().st_mode & 0o777, [each.name for each in place.iterdir()]) == (0o700, ["budgets.csv"])
    assert db.session.scalars(select(LimitChange)).all() == []
    here = f"/imports/waiting/{row.id}"
    keys = {name: page.form("/withdraw")[name] for name in ("csrf_token", "form_key")}
    assert "Whoever made an import does not release it" in fiona.post(f"{here}/release", keys).text
    for stranger, status in ((world.alice, 403), (world.mary, 403), (world.sam, 404)):
        assert browser(app, stranger).get(here).status == status
    with transaction():
        stranger = making.person(db.session.merge(world.elsewhere), "Gwen Gray", Role.FINANCE)
    assert browser(app, stranger).get(here).status == 404
    releasing = browser(app, grace)
    assert "For you to release" in releasing.get("/imports/waiting").text
    done = releasing.post(f"{here}/release", releasing.get(here).form("/release"))
    assert done.location == here
    assert "Released by Grace Gale, 15 June 2026" in releasing.get(here).text
    (change,) = db.session.scalars(select(LimitChange))
    assert (change.to_pence, change.decided_by_id, change.imported) == (50_000_00, world.sam.id, True)
    imported = db.session.scalars(select(AuditRecord).filter_by(deed=Deed.FOLDER_IMPORTED)).one()
    answer = changes_in(imported.body)
    assert (imported.by_id, answer.text("released_by"), answer.text("released_in")) == (
        world.fiona.id,
        str(grace.id),
        str(row.id),
    )
    assert deeds(only_row()) == [Deed.IMPORT_ASKED, Deed.IMPORT_RELEASED]
    assert list(notes_of_before(TODAY)) == [], "it came by two, whatever day the file names"
    news = "says that you decided something: Fiona Field made it, Grace Gale released it. It stands as imported, never"
    assert [len(unread_of(person.id)) for person in (world.sam, world.mary, world.alice, grace)] == [1, 0, 0, 0]
    assert news in browser(app, world.sam).get("/account/news").text
    assert faults() == []
    again = releasing.post(f"{here}/release", keys | releasing.get("/imports").form(""))
    assert "released already" in again.text


@pytest.mark.pages
def test_what_takes_one_person_is_written_after_its_preview(app: Flask, world: World) -> None:
    with transaction():
        limit(world, 500_00)
    fiona = browser(app, world.fiona)
    page = sent(fiona, spend=spend())
    assert "Added to Westmoor’s books: 1 purchase or refund" in page.text
    assert db.session.query(WaitingImport).count() == 0
    assert db.session.scalars(select(Spend.reference)).all() == ["S-1"]
    assert faults() == []


@pytest.mark.pages
def test_pages_say_what_was_imported_and_what_its_file_says(app: Flask, world: World, tmp_path: Path) -> None:
    with transaction():
        grace = making.person(world.authority, "Grace Gale", Role.FINANCE)
    _, row = import_or_wait(world.fiona, tmp_path, budgets=BUDGETS, spend=spend("sam.stone@example.org"))
    assert row is not None
    release(grace, row, tmp_path)
    change, purchase = db.session.query(LimitChange).one(), db.session.query(Spend).one()
    by = "Imported by Fiona Field from the council’s files on 15 June 2026, where it stands as"
    of_limit = f"{by} asked for by Alice Archer and decided by Sam Stone on 1 June 2026"
    of_purchase = f"{by} recorded by Alice Archer and decided by Sam Stone on 2 June 2026"
    alice, fiona = browser(app, world.alice), browser(app, world.fiona)
    for client, at_page, words in (
        (alice, f"/limits/{change.id}", of_limit),
        (alice, f"/families/{world.family.id}/limits", of_limit),
        (alice, f"/spend/{purchase.id}", of_purchase),
        (fiona, f"/ledger/spend/{purchase.id}", of_purchase),
    ):
        page = client.get(at_page).text
        assert words in page, page
        assert "Decided by Sam Stone" not in page
    assert (
        f"{by} recorded by Alice Archer and decided by Sam Stone on 2 June 2026."
        in alice.get(f"/spend/{purchase.id}").text
    ), "the note"
    record = alice.get(f"/spend/{purchase.id}/record").text
    assert (of_purchase in record, "Asked by" in record) == (True, False)
    ledger = fiona.get("/ledger").text
    assert "Alice Archer (as imported)" in ledger
    assert "Sam Stone (as imported)" in ledger
    assert "Fiona Field imported the limit from the council's files" in alice.get(f"/history/limit/{change.id}").text
    history = alice.get(f"/history/spend/{purchase.id}").text
    assert "Fiona Field imported it from the council's files" in history
    assert "Stands there as decided by: Sam Stone" in history
    assert "Receipt missing" in alice.get(f"/spend/{purchase.id}").text
    listed = f"/families/{world.family.id}/purchases?show=without-receipt"
    assert "Bus" in alice.get(listed).text
    with transaction():
        db.session.merge(world.scheme).receipts_required = False
    assert "Bus" not in alice.get(listed).text
    assert "Receipt missing" not in alice.get(f"/spend/{purchase.id}").text


@pytest.mark.parametrize(
    ("tables", "hands"),
    [
        ({"spend": spend("mary.moss@example.org")}, ["Adam Able"]),
        ({"spend": spend(kind="other_help")}, ["Adam Able"]),
        ({"people": ROLES}, ["Adam Able"]),
        ({"schemes": SCHEMES}, ["Sam Stone"]),
        ({"studies": "study,from,to,mode\nSpring,2026-01-01,2026-06-01,A"}, ["Adam Able"]),
    ],
)
def test_every_kind_that_takes_two_waits_for_its_own_hand(
    world: World, tmp_path: Path, tables: dict[str, str], hands: list[str]
) -> None:
    with transaction():
        limit(world, 500_00)
    outcome, row = import_or_wait(world.fiona, tmp_path, **tables)
    assert row is not None, outcome.folder.problems
    assert [hand.name for hand in queries.hands_of(row, TODAY)] == hands
    assert db.session.query(Person).filter_by(name="Nia Noor").count() == 0
    with transaction(), pytest.raises(Refusal, match="wait for a second person already"):
        _import(world.fiona, tmp_path)


@pytest.mark.pages
def test_a_senior_manager_sees_on_decisions_that_a_scheme_waits(app: Flask, world: World, tmp_path: Path) -> None:
    _, row = import_or_wait(world.fiona, tmp_path, schemes=SCHEMES)
    assert row is not None
    sam = browser(app, world.sam)
    assert "1 import waits for you to release" in sam.get("/decisions").text
    assert "import waits" not in browser(app, world.mary).get("/decisions").text
    assert "1 import waits for a second person" in browser(app, world.fiona).get("/imports").text
    assert "Released" not in sam.get(f"/imports/waiting/{row.id}").text


def test_a_scheme_comes_alone(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Send schemes in an import of their own"):
        import_or_wait(world.fiona, tmp_path, schemes=SCHEMES, people=ROLES)
    assert db.session.query(WaitingImport).count() == 0


def import_or_wait(by: Person | None, folder: Path, **tables: str) -> tuple[actions.Outcome, WaitingImport | None]:
    write_tables(folder / "files", **tables)
    with transaction():
        return _import(by, folder)


def _import(by: Person | None, folder: Path) -> tuple[actions.Outcome, WaitingImport | None]:
    return actions.import_or_wait(
        by,
        read_folder(folder / "files"),
        "Westmoor",
        "ab" * 32,
        folder / "imports" / "waiting",
        keep_good=False,
        on=TODAY,
        at=NOON,
    )


def release(by: Person | None, row: WaitingImport, folder: Path, **more: object) -> actions.Outcome:
    files = read_folder(folder / "imports" / "waiting" / str(row.id))
    with transaction():
        return actions.release_import(by, row, files, "ab" * 32, on=TODAY, at=more.pop("at", NOON), **more)  # type: ignore[arg-type]


def test_a_release_checks_everything_anew(world: World, tmp_path: Path) -> None:
    """Another hand, the same files, the same sums, not too old; and what is withdrawn or too old is over."""
    _, row = import_or_wait(world.fiona, tmp_path, budgets=BUDGETS)
    assert row is not None
    for by in (world.fiona, world.mary, world.sam, world.alice):
        with pytest.raises(Refusal):
            release(by, row, tmp_path)
    with pytest.raises(Refusal, match="not those that were sent"), transaction():
        actions.release_import(world.adam, row, read_folder(tmp_path / "files"), "cd" * 32, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="waited longer than 14 days"):
        release(world.adam, row, tmp_path, at=NOON + KEPT_FOR + timedelta(seconds=1))
    with transaction():
        db.session.get_one(Person, world.sam.id).role_grants[0].ends_on = TODAY - timedelta(days=100)
    with pytest.raises(Refusal, match=r"Now this is refused: .*was no manager or senior manager"):
        release(world.adam, row, tmp_path)
    with transaction():
        db.session.get_one(Person, world.sam.id).role_grants[0].ends_on = None
        db.session.get_one(Person, world.sam.id).name = "Samuel Stone"
    with pytest.raises(Refusal, match="would bring in something else now"):
        release(world.adam, row, tmp_path)
    with transaction(), pytest.raises(Refusal):
        actions.withdraw_import(world.mary, row, on=TODAY, at=NOON)
    with transaction():
        actions.withdraw_import(world.fiona, row, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="withdrawn already"):
        release(world.adam, row, tmp_path)
    _, second = import_or_wait(None, tmp_path, budgets=BUDGETS)
    assert second is not None
    assert second.number == 2
    assert release(world.fiona, second, tmp_path).words == "1 limit", "the operator's is finance's to release"
    assert faults() == []
    (tmp_path / "files" / "budgets.csv").unlink()
    _, third = import_or_wait(world.fiona, tmp_path, people=ROLES)
    assert third is not None
    with transaction():
        assert actions.expire_imports(at=NOON + KEPT_FOR) == 0
        assert actions.expire_imports(at=NOON + KEPT_FOR + timedelta(seconds=1)) == 1
        assert actions.expire_imports(at=NOON + KEPT_FOR + timedelta(seconds=1)) == 0
    place = tmp_path / "imports" / "waiting"
    actions.drop_files(place, queries.ids_waiting())
    assert list(place.iterdir()) == []


def test_the_command_waits_and_a_second_command_releases_naming_somebody_else(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgettracker.commands.import_folder.ready_program", lambda: app)
    folder = write_tables(tmp_path / "files", budgets=BUDGETS)

    def run(*words: str) -> tuple[int, str]:
        db.session.rollback()
        done = CliRunner().invoke(main, list(words))
        return done.exit_code, done.output

    code, text = run("import", str(folder), "--authority", "Westmoor", "--preview")
    assert (code, "It would wait for a second person" in text) == (0, True)
    code, text = run("import", str(folder), "--authority", "Westmoor")
    assert (code, "waits for release as import 1" in text) == (0, True), text
    assert db.session.scalars(select(LimitChange)).all() == []
    for email, words in (
        ("nobody@example.org", "There is no import 1"),
        ("mary.moss@example.org", "not yours to release"),
    ):
        code, text = run("release-import", "1", "--by", email)
        assert (code, words in text) == (1, True), text
    code, text = run("release-import", "1", "--by", "fiona.field@example.org")
    assert (code, "Released import 1 of Westmoor: 1 limit." in text) == (0, True), text
    row = only_row()
    assert (row.ended_by_id, row.named_id) == (None, world.fiona.id)
    line = db.session.scalars(select(AuditRecord).filter_by(deed=Deed.IMPORT_RELEASED)).one()
    assert (line.by_id, json.loads(line.body)["changes"]["named"]) == (None, str(world.fiona.id))
    assert [each.text.partition(":")[0] for person in (world.fiona, world.sam) for each in unread_of(person.id)] == [
        "You were named as having agreed to an import that waited",
        "Fiona Field was named as having agreed to an import that waited",
        "An import of the council’s files says that you decided something",
    ]
    assert "whoever runs the tracker made it, whoever runs the tracker released it" in unread_of(world.sam.id)[1].text
    assert unread_of(world.mary.id) == []
    assert not (Path(app.config["IMPORTS_FOLDER"]) / "waiting" / str(row.id)).exists()
    assert faults() == []
    with transaction():
        _, roles = actions.import_or_wait(
            world.fiona,
            read_folder(write_tables(tmp_path / "more", people=ROLES)),
            "Westmoor",
            "cd" * 32,
            Path(app.config["IMPORTS_FOLDER"]) / "waiting",
            keep_good=False,
            on=TODAY,
            at=NOON,
        )
    assert roles is not None
    assert (
        "Nia Noor, nia@example.net: senior manager" in browser(app, world.adam).get(f"/imports/waiting/{roles.id}").text
    )
    code, text = run("release-import", "2", "--by", "fiona.field@example.org")
    assert (code, "Whoever made an import does not release it" in text) == (1, True), text


def reversible(world: World) -> tuple[WaitingImport, list[Spend]]:
    """Three purchases that mary is said to have decided, imported by fiona and released by adam."""
    limit(world, 5_000_00)
    rows = "\n".join(
        f"S-{number},WM-001,2026-06-0{number},600,Travel,Bus,alice.archer@example.org,mary.moss@example.org,,"
        for number in (2, 3, 4)
    )
    heads = SPEND.splitlines()[0]
    made_at = NOON + timedelta(minutes=1)
    with tempfile.TemporaryDirectory() as place, transaction():
        folder = read_folder(write_tables(Path(place) / "in", spend=f"{heads}\n{rows}"))
        kept = Path(place) / "kept"
        _, row = actions.import_or_wait(
            world.fiona, folder, "Westmoor", "2" * 64, kept, keep_good=False, on=TODAY, at=made_at
        )
        assert row is not None
        actions.release_import(world.adam, row, folder, "2" * 64, on=TODAY, at=made_at)
    return row, list(db.session.scalars(select(Spend).where(Spend.imported).order_by(Spend.reference)))


def test_a_released_import_is_taken_back_by_two_and_what_went_on_stays(app: Flask, world: World) -> None:
    row, (first, second, third) = reversible(world)
    later = NOON + timedelta(minutes=2)
    with transaction():
        spending.refund_spend(world.alice, third, 5_00, TODAY, document(world.alice, third), on=TODAY, at=later)
    gone = position(world).over_pence
    fiona, adam = browser(app, world.fiona), browser(app, world.adam)
    here = f"/imports/waiting/{row.id}"
    assert "Take this import back" in fiona.get(here).text
    asking = fiona.get(f"{here}/reverse").text
    assert "2 purchases by lines of their own" in asking
    assert "Purchase S-4 for WM-001, £600.00 on 4 June 2026" in asking
    assert "Say why it is taken back" in fiona.send(f"{here}/reverse", reason="").text
    answer = fiona.send(f"{here}/reverse", reason="The wrong month").location
    assert "Import 1 to be reversed" in fiona.get(answer).text
    waiting = db.session.scalars(select(Confirmation)).one()
    for person in (world.fiona, world.mary, world.sam):
        with transaction(), pytest.raises(Refusal), savepoint():
            confirm(person, waiting, on=TODAY, at=later)
    assert position(world).over_pence == gone, "nothing moves before a second person confirmed it"
    with transaction():
        confirm(world.adam, waiting, on=TODAY, at=later + timedelta(minutes=1))
    db.session.expire_all()
    assert [each.state for each in (first, second, third)] == ["reversed", "reversed", "bought"]
    assert position(world).over_pence == gone - 1_200_00
    page = adam.get(here).text
    assert "These stayed:" in page
    assert "Purchase S-4 for WM-001" in page
    assert "S-2 for WM-001" not in page
    line = db.session.scalars(select(AuditRecord).filter_by(deed=Deed.IMPORT_REVERSED)).one()
    assert (changes_in(line.body).number("reversed"), changes_in(line.body).number("left")) == (2, 1)
    assert fiona.get(f"{here}/reverse").location == here
    assert faults() == []


def test_a_plan_ends_with_the_import_that_brought_it_in_and_vouchers_stay(world: World, tmp_path: Path) -> None:
    limit(world, 2_000_00)
    with transaction():
        batch(world)
    alice, mary = world.alice.email, world.mary.email
    heads = "plan_ref family_ref payment rhythm first_on last_on category purpose requested_by approved_by approved_on"
    about = f"P-1,WM-001,20,weekly,2026-06-15,2026-07-13,Travel,Taxi,{alice},{mary},2026-06-15,2026-06-22,A bus pass"
    plans = f"{','.join(heads.split())},review_on,afterwards\n{about}"
    spend = f"""spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,plan,vouchers
        S-1,WM-001,2026-06-15,20,Travel,Taxi,{alice},P-1,
        S-2,WM-001,2026-06-15,25,Travel,Shoes,{alice},,A100"""
    _, row = import_or_wait(world.fiona, tmp_path, plans=plans, spend=spend)
    assert row is not None
    release(world.adam, row, tmp_path)
    assert (position(world).committed_pence, position(world).spent_pence) == (80_00, 45_00)
    assert what_stays(row) == ["Purchase S-2 for WM-001, £25.00 on 15 June 2026"]
    later: dict[str, Any] = {"on": TODAY, "at": NOON + timedelta(minutes=2)}
    with transaction():
        confirm(world.adam, actions.ask_to_reverse(world.fiona, row, "The wrong month", **later), **later)
    assert (position(world).committed_pence, position(world).spent_pence) == (0, 25_00)
    assert standing_of(row) == ["Purchase S-2 for WM-001, £25.00 on 15 June 2026"]
    assert faults() == []


def test_time_that_an_import_brought_in_is_taken_back_with_it(world: World, tmp_path: Path) -> None:
    """Materials of a session take two to bring in, and two to take back; an entry that was corrected since stays."""
    heads = "entry_ref,email,worked_on,activity,contact_minutes,family_refs,session_ref,places,expenses"
    rows = [f"T-{day},alice.archer@example.org,2026-06-0{day},Group,60,WM-001,S{day},4,18" for day in (2, 3)]
    _, row = import_or_wait(world.fiona, tmp_path, worktime="\n".join([heads, *rows]))
    assert row is not None
    release(world.adam, row, tmp_path)
    first, second = db.session.scalars(select(WorkEntry).order_by(WorkEntry.reference))
    later: dict[str, Any] = {"on": TODAY, "at": NOON + timedelta(minutes=2)}
    work = Work(second.worked_on, second.activity_id, (Part(world.family_id),), 45, session_reference="S3", places=4)
    with transaction():
        correct_entry(world.alice, second, work, version=1, **later)
        waiting = actions.ask_to_reverse(world.fiona, row, "The wrong month", **later)
        with pytest.raises(Refusal), savepoint():
            confirm(world.fiona, waiting, **later)
        confirm(world.adam, waiting, **later)
    db.session.expire_all()
    assert (first.withdrawn_at is None, second.withdrawn_at is None) == (False, True)
    assert faults() == []
