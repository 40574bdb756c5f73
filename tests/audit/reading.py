"""What is recorded of reading, page by page: who looked at whose record, and nothing else."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from budgettracker.audit.actions import Subject
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db, transaction
from budgettracker.exports.models import Workbook
from budgettracker.families.actions import close_family, restrict_family
from budgettracker.families.kinds import Arm, EndReason
from budgettracker.families.models import Family, FamilyDetails, Hiding, Incident
from budgettracker.ledger.weekly.actions import make_weekly_file
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.ledger.weekly.models import WeeklyFile
from budgettracker.people.models import Person
from budgettracker.spend.actions import add_receipt, hide_words, keep_unpublished
from budgettracker.spend.actions.safe_receipt import SafeReceipt
from budgettracker.spend.models import Receipt, Spend
from budgettracker.statements.models import Statement
from budgettracker.voice.models import ChildView
from tests.audit.told import Line, Row, Rows, Stage
from tests.client import PageClient
from tests.factories.full_budget import TODAY
from tests.factories.statements import statement_made
from tests.factories.voice import child_talked
from tests.factories.vouchers import batch, issued
from tests.factories.world import NOON, World, child, family

READING = Rows()


def reads(
    deed: Deed,
    view: str,
    who: Callable[[World], Person],
    address: Callable[[Stage], str],
    subject: Callable[[Stage], Subject],
) -> None:
    """One row: somebody asks for the page that this view shows."""

    def perform(on: Stage) -> Line:
        page, by = PageClient(on.app), who(on.world)
        with transaction():
            where = address(on)
        page.as_(by)
        on.start()
        assert page.get(where).status == 200, where
        return Line(by, by.authority_id, subject(on))

    perform.__name__ = view
    READING.append(Row(deed, view, perform, commits=True))


def alice(world: World) -> Person:
    """The lead worker."""
    return world.alice


def receipt_of(on: Stage) -> Receipt:
    """The receipt of the purchase at the edge of the window."""
    record = db.session.scalars(select(Receipt).where(Receipt.refund_id.is_(None))).first()
    safe, folder = SafeReceipt("application/pdf", b"%PDF-1.4 %%EOF", "ab" * 32), Path(on.app.config["RECEIPTS_FOLDER"])
    return record or add_receipt(on.world.alice, on.full.at_the_edge, safe, folder, at=NOON)


def limit_of(on: Stage) -> LimitChange:
    """The limit of the full budget."""
    return db.session.scalars(select(LimitChange).where(LimitChange.to_pence == 4_000_00)).one()


def workbook_of(on: Stage) -> Workbook:
    """A workbook of the study that is ready."""
    return db.session.scalars(select(Workbook).where(Workbook.file_name.is_not(None))).one()


def file_of(on: Stage) -> WeeklyFile:
    """A file for finance of names that are kept back."""
    known = db.session.scalars(select(WeeklyFile)).first()
    if known is None:
        keep_unpublished(on.world.alice, on.full.at_the_edge, whole_supplier=False, at=NOON)
        known = make_weekly_file(on.world.fiona, WeeklyKind.REDACTIONS, on=TODAY, at=NOON)
    return known


FAMILY_PAGES: tuple[tuple[str, Callable[[World], Person], Callable[[Stage], str]], ...] = (
    ("home.family", alice, lambda on: f"/families/{on.full.family.id}"),
    ("home.purchases", lambda world: world.audrey, lambda on: f"/families/{on.full.family.id}/purchases"),
    ("home.time", alice, lambda on: f"/families/{on.full.family.id}/time"),
    ("families.hand_over", lambda world: world.mary, lambda on: f"/families/{on.full.family.id}/hand-over"),
    ("families.correct_family", alice, lambda on: f"/families/{on.full.family.id}/correct"),
    ("families.open_by_hand", alice, lambda on: f"/families/{on.full.family.id}/incident"),
    ("families.ask_to_seal", alice, lambda on: f"/families/{on.full.family.id}/seal"),
    ("spend.restrict_family", alice, lambda on: f"/families/{on.full.family.id}/restrict"),
    ("families.add_child", alice, lambda on: f"/families/{on.full.family.id}/children/new"),
    (
        "families.correct_child",
        alice,
        lambda on: f"/families/{on.full.family.id}/children/{child(on.full.family).id}",
    ),
    ("voice.record_wishes", alice, lambda on: f"/families/{on.full.family.id}/wishes"),
    ("statements.statements", lambda world: world.audrey, lambda on: f"/families/{on.full.family.id}/statements"),
    ("statements.make_statement", alice, lambda on: f"/families/{on.full.family.id}/statements/new"),
    ("statements.tick_items", alice, lambda on: f"/families/{on.full.family.id}/statements/items"),
    ("voice.child_views", alice, lambda on: f"/families/{on.full.family.id}/children-said"),
    (
        "voice.record_child_view",
        alice,
        lambda on: f"/families/{on.full.family.id}/children/{child(on.full.family, 'T9').id}/said",
    ),
    ("voice.record_language", alice, lambda on: f"/families/{on.full.family.id}/language"),
    ("budgets.limits", alice, lambda on: f"/families/{on.full.family.id}/limits"),
    ("budgets.limit", lambda world: world.mary, lambda on: f"/limits/{limit_of(on).id}"),
    ("spend.show", alice, lambda on: f"/spend/{on.full.requested.id}"),
    ("spend.decision_record", alice, lambda on: f"/spend/{on.full.requested.id}/record"),
    ("spend.close_family", lambda world: world.mary, lambda on: f"/families/{on.full.family.id}/close"),
    ("ledger.purchase", lambda world: world.fiona, lambda on: f"/ledger/spend/{on.full.refunded.id}"),
    ("history.show", lambda world: world.audrey, lambda on: f"/history/family/{on.full.family.id}"),
)


def closed(on: Stage) -> str:
    """The address for opening a family again, which has been closed."""
    if on.world.comparison.closed_on is None:
        close_family(on.world.alice, on.world.comparison, TODAY, EndReason.PLAN_ENDED, on=TODAY, at=NOON)
    return f"/families/{on.world.comparison.id}/reopen"


def hidden(on: Stage) -> tuple[Hiding, Incident]:
    """The words of the reversed purchase, hidden, with the incident about them."""
    known = db.session.scalars(select(Hiding)).first()
    if known is None:
        known = hide_words(on.world.bob, on.full.reversed_, "Wrong", at=NOON)
    return known, db.session.scalars(select(Incident)).one()


def restricted(on: Stage) -> Family:
    """A family restricted to alice and mary."""
    query = select(Family).join(Family.details).where(FamilyDetails.own_reference == "WM-077")
    known = db.session.scalars(query).first()
    if known is None:
        known = family(on.world.team, "WM-077", "Vesper")
        restrict_family(on.world.alice, known, [on.world.mary], "Known here", on=TODAY, at=NOON)
    return known


def to_draw(on: Stage) -> Family:
    """A family to assess, while no draw is open."""
    known = db.session.scalars(select(Family).where(Family.reference == "WM-078")).first()
    return known or family(on.world.team, "WM-078", "Newcomer")


def to_cross(on: Stage) -> Family:
    """A comparison family that may ask for a budget."""
    known = db.session.scalars(select(Family).where(Family.reference == "WM-079")).first()
    return known or family(on.world.team, "WM-079", "Compared", arm=Arm.COMPARISON)


reads(Deed.FAMILY_VIEWED, "families.ask_to_cross", alice, lambda on: f"/families/{to_cross(on).id}/crossover", to_cross)


def statement_of(on: Stage) -> Statement:
    """A statement for adult A of the full budget's family."""
    known = db.session.scalars(select(Statement)).first()
    return known or statement_made(on.world, on.full.family, [on.full.refunded])


def handed_out(on: Stage) -> Spend:
    """A voucher that alice handed to the comparison family."""
    known = db.session.scalars(select(Spend).where(Spend.from_stock)).first()
    if known is None:
        batch(on.world, "R100")
        known = issued(on.world, on.world.alice, on.world.comparison, "R100")
    return known


def talk_of(on: Stage) -> ChildView:
    """A talk with a child of the full budget's family."""
    known = db.session.scalars(select(ChildView)).first()
    return known or child_talked(on.world, on.full.family)


reads(
    Deed.FAMILY_VIEWED,
    "voice.child_view",
    alice,
    lambda on: f"/children-said/{talk_of(on).id}",
    lambda on: on.full.family,
)
reads(
    Deed.FAMILY_VIEWED,
    "statements.statement",
    lambda world: world.audrey,
    lambda on: f"/statements/{statement_of(on).id}",
    lambda on: on.full.family,
)
reads(
    *(Deed.FAMILY_VIEWED, "vouchers.slip", alice),
    lambda on: f"/spend/{handed_out(on).id}/vouchers",
    lambda on: on.world.comparison,
)
reads(Deed.FAMILY_VIEWED, "allocation.assess_family", alice, lambda on: f"/families/{to_draw(on).id}/draw", to_draw)
for view, page in (("restriction", ""), ("ask_to_name", "/name"), ("ask_to_lift", "/lift")):
    reads(
        Deed.FAMILY_VIEWED,
        f"families.{view}",
        alice,
        lambda on, page=page: f"/families/{restricted(on).id}/restriction{page}",  # type: ignore[misc]
        restricted,
    )
for view, who, address in FAMILY_PAGES:
    reads(Deed.FAMILY_VIEWED, view, who, address, lambda on: on.full.family)
reads(Deed.FAMILY_VIEWED, "families.reopen_family", lambda world: world.mary, closed, lambda on: on.world.comparison)
reads(
    Deed.FAMILY_VIEWED,
    "spend.decide_hiding",
    lambda world: world.mary,
    lambda on: f"/hidden/{hidden(on)[0].id}",
    lambda on: on.full.family,
)
reads(
    Deed.FAMILY_VIEWED,
    "families.incident",
    lambda world: world.mary,
    lambda on: f"/incidents/{hidden(on)[1].id}",
    lambda on: on.full.family,
)
reads(Deed.RECEIPT_VIEWED, "spend.receipt", alice, lambda on: f"/receipts/{receipt_of(on).id}", receipt_of)
reads(
    Deed.RECEIPT_VIEWED,
    "ledger.receipt",
    lambda world: world.fiona,
    lambda on: f"/ledger/receipts/{receipt_of(on).id}",
    receipt_of,
)
reads(
    Deed.LEDGER_EXPORTED,
    "ledger.download",
    lambda world: world.fiona,
    lambda _: "/ledger/file",
    lambda on: on.world.authority,
)
reads(
    Deed.LEDGER_EXPORTED,
    "ledger.year_end",
    lambda world: world.fiona,
    lambda _: "/ledger/year-end?as=csv",
    lambda on: on.world.authority,
)
reads(
    Deed.WEEKLY_FILE_DOWNLOADED,
    "ledger.take_file",
    lambda world: world.fiona,
    lambda on: f"/ledger/weekly/{file_of(on).id}/file",
    file_of,
)
reads(
    Deed.WORKBOOK_DOWNLOADED,
    "exports.download_workbook",
    lambda world: world.eve,
    lambda on: f"/workbooks/{workbook_of(on).id}/file",
    workbook_of,
)
