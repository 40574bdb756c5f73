"""A world that holds one of everything a page can be about, with words in every field that would be noticed elsewhere."""

import base64
import io
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from budgettracker.access import Role
from budgettracker.allocation.actions import assess_family, start_draw
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import sums_sign
from budgettracker.costing.kinds import Process
from budgettracker.costing.paid.actions import state_paid
from budgettracker.costing.paid.models import PaidLine
from budgettracker.costing.rates.actions import add_other_cost
from budgettracker.costing.rates.rules.event_count import EventCount
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.families.actions import close_family, open_by_reason, restrict_family
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family, Incident
from budgettracker.families.queries import named_for
from budgettracker.ids import uuid7
from budgettracker.imports.actions import import_or_wait
from budgettracker.imports.kinds import ImportState
from budgettracker.imports.models import WaitingImport, WaitingImportDetails
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.look import look_at
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.views.kept_files import Kept
from budgettracker.ledger.actions import close_finance_month
from budgettracker.ledger.payments.actions import confirm_payments, read_payments
from budgettracker.ledger.payments.queries.comparison import comparison_of
from budgettracker.ledger.payments.rules.answers import PaymentAnswers
from budgettracker.ledger.weekly.actions import make_weekly_file, set_account_code
from budgettracker.ledger.weekly.kinds import CodeUse, WeeklyKind
from budgettracker.outcomes.actions import record_outcome
from budgettracker.outcomes.kinds import Outcome
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.actions.invite import invite
from budgettracker.people.actions.tell import tell
from budgettracker.people.kinds import NoticeKind
from budgettracker.people.models import Authority, Person, RoleGrant, Team, TeamMembership
from budgettracker.spend import actions as spends
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.models import Spend, SpendBefore
from budgettracker.statements.actions import Ticked, make_statement, tick_items
from budgettracker.statements.kinds import Audience
from budgettracker.studies.actions import (
    add_price_series,
    add_study,
    count_events,
    join_study,
    name_evaluator,
    run_study,
)
from budgettracker.studies.models import StudyEvaluator
from budgettracker.voice.actions import change_scheme_voice, record_wishes, write_example
from budgettracker.voice.kinds import ExampleKind, Wishes
from budgettracker.vouchers.queries import issued_for
from budgettracker.worktime.actions import (
    AbsentDay,
    Part,
    Work,
    add_default_activities,
    ask_for_month,
    close_month,
    correct_for,
    log_time,
    offer_time,
    record_absences,
)
from budgettracker.worktime.models import Activity, WorkCorrection, WorkEntry
from budgettracker.worktime.rules import KindMinutes
from tests.factories.past_limit import record_past_limit
from tests.factories.payments import read_file
from tests.factories.prices import DEFLATOR, FITTING_OUT
from tests.factories.spend import corrected, refunded, weekly
from tests.factories.studies import cost, post_of
from tests.factories.voice import child_talked
from tests.factories.vouchers import batch, counted, in_hand, issued
from tests.factories.world import NOON, World, child, family, person, small_world

TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)
WESTMOOR_WORDS = (
    "Okafor",
    "Novak",
    "Quilliam",
    "Zabel",
    "Yarrow",
    "Umber",
    "Vesper",
    "WM-00",
    "Canarychild",
    "Canarywasher",
    "Canarypurpose",
    "Canaryshop",
    "Canarynote",
    "Canarylimit",
    "Canaryquestion",
)
"""Words about families of Westmoor's North team: names, references, purchases, reasons."""
EASTFIELD_WORDS = ("Lindqvist", "EF-00")


def picture(side: int = 30) -> tuple[io.BytesIO, str]:
    """A small picture, as a form sends it."""
    out = io.BytesIO()
    Image.new("RGB", (20, side), (200, 30, 30)).save(out, "PNG")
    out.seek(0)
    return out, "receipt.png"


def people_file() -> tuple[io.BytesIO, str]:
    """A file of one person, as finance imports it."""
    return io.BytesIO(b"email,name,roles,team\nnia@example.net,Nia Noor,practitioner,West team\n"), "people.csv"


def payments_file() -> tuple[io.BytesIO, str]:
    """A file of two payments, as finance sends it."""
    lines = ("16/06/2026,P1,CANARYSHOP,45.00,Section 17", "16/06/2026,P2,CANARYSHOP,30.00,Section 17")
    return io.BytesIO(
        "\n".join(("Payments over £1", "Payment Date,Ref,Vendor,Gross Amount,Purpose", *lines)).encode()
    ), "payments.csv"


OF_A_FAMILY = frozenset({"family", "child", "bought", "receipt", "entry", "outcome", "statement", "child_view"})
"""The names of ids that the family whose work has ended has too."""


@dataclass(frozen=True)
class OneOfEverything:
    """Ids by the names the table of the matrix uses, and who can sign in."""

    world: World
    ids: dict[str, str]
    emails: dict[str, str]
    """Everybody's address by the name they have in the table."""
    closed: dict[str, str]
    """By some of those names, the ids of what belongs to a family whose work has ended."""
    homes: dict[str, str]
    """The authority each of them belongs to; empty for people of the installation."""


def one_of_everything(receipts: Path, workbooks: Path, imports: Path) -> OneOfEverything:
    """Make it and commit it. Everybody can still sign in: `lose` then takes from some what they had."""
    world = small_world()
    with transaction():
        more = _more_people(world)
    with transaction():
        ids = _families(world)
    with transaction():
        ids |= _purchases(world, ids, receipts)
    with transaction():
        closed = _closed_family(world, receipts)
    with transaction():
        written = write_example(world.mary, world.scheme, ExampleKind.EXAMPLE, "A cot", "Sleep", at=NOON)
        ids["example"] = str(written.id)
        ids |= {"umber": closed["family"]} | _study(world, workbooks) | _administration(world, more) | _draw(world)
        tell([world.alice.id], NoticeKind.ACCESS, world.alice, by_id=world.adam.id, second_id=world.sam.id, at=NOON)
        ids["looked_at"] = _looked_at(imports / "looked-at" / str(world.fiona.id))
        ids["waiting_import"] = _waiting_import(world, imports)
        ids |= _payments(world, imports)
        ids["released_import"] = _released_import(world)
    people = {
        name: getattr(world, name)
        for name in ("alice", "bob", "carol", "mary", "sam", "fiona", "audrey", "adam", "eve", "dave")
    } | more
    emails = {name: each.email for name, each in people.items()}
    homes = {name: each.authority.name if each.authority else "" for name, each in people.items()}
    return OneOfEverything(world, ids, emails, closed, homes)


def _looked_at(own: Path) -> str:
    """Files that finance sent to look at, with a row that would be refused."""
    kept = Kept(uuid.uuid4(), own / "00000000-0000-4000-8000-000000000001")
    kept.files.mkdir(mode=0o700, parents=True)
    (kept.files / "people.csv").write_bytes(people_file()[0].getvalue() + b"x,No Address,practitioner,West team\n")
    (kept.refused).write_bytes(b"PK\3\4")
    kept.keep(look_at(read_folder(kept.files), (), {}, keep_good=False))
    return kept.folder.name


def _payments(world: World, imports: Path) -> dict[str, str]:
    """A finance file that waits to be kept, one that is kept, a choice of it, and a match that can be undone."""
    kept = Kept(uuid.uuid4(), imports / "looked-at" / str(world.fiona.id) / "00000000-0000-4000-8000-000000000002")
    kept.files.mkdir(mode=0o700, parents=True)
    (kept.files / "payments.csv").write_bytes(payments_file()[0].getvalue())
    read = read_file(kept.files / "payments.csv")
    file = read_payments(world.fiona, read, "d" * 64, PaymentAnswers(), at=NOON)
    offered = comparison_of(file).choices
    washer = next(token for token, choice in offered.items() if choice.purchases[0].pence == 45_00)
    other = next(choice for choice in offered.values() if choice.purchases[0].pence == 30_00)
    (match,) = confirm_payments(world.fiona, file, [other], at=NOON)
    for use in CodeUse:
        set_account_code(world.fiona, use, f"CODE-{use}", date(2026, 4, 1), at=NOON)
    journal = make_weekly_file(world.fiona, WeeklyKind.JOURNAL, on=TODAY, at=NOON)
    own = db.session.query(Spend).filter_by(payment_method="own_money").one()
    own.payment_method = "invoice"  # so that there is something for the next journal
    closing = close_finance_month(world.fiona, date(2026, 4, 1), on=TODAY, at=NOON)
    return {
        "finance_closing": str(closing.id),
        "weekly_file": str(journal.id),
        "payments_looked_at": kept.folder.name,
        "payment_file": str(file.id),
        "payment_choice": washer,
        "payment_row": str(offered[washer].rows[0]),
        "payment_purchase": offered[washer].purchases[0].id,
        "payment_match": str(match.id),
    }


def _waiting_import(world: World, imports: Path) -> str:
    """People whom finance wants to bring in; an administrator releases them."""
    files = imports / "sent"
    files.mkdir(mode=0o700, parents=True)
    (files / "people.csv").write_bytes(people_file()[0].getvalue())
    folder = read_folder(files)
    outcome, row = import_or_wait(
        world.fiona,
        folder,
        world.authority.name,
        digest_of(folder),
        imports / "waiting",
        keep_good=False,
        on=TODAY,
        at=NOON,
    )
    assert row is not None, outcome.folder.problems
    return str(row.id)


def _released_import(world: World) -> str:
    """An import of fiona's that adam released, of which nothing stands in the books."""
    row = WaitingImport(
        id=uuid7(),
        authority_id=world.authority.id,
        number=7,
        digest="1" * 64,
        keep_good=False,
        answers="{}",
        rows="{}",
        second_hand="import",
        asked_by_id=world.fiona.id,
        asked_at=NOON,
        state=ImportState.RELEASED,
        ended_by_id=world.adam.id,
        ended_at=NOON,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(WaitingImportDetails(import_id=row.id, authority_id=world.authority.id, sums="[]", speaks_for="[]"))
    return str(row.id)


def _more_people(world: World) -> dict[str, Person]:
    """Those whom the small world lacks: the other team's and the other authority's, and those who will lose something."""
    here, there, worker = world.authority, world.elsewhere, Role.PRACTITIONER
    north, south = (world.team,), (world.other_team,)
    east = (db.session.get_one(Team, world.other_family.team_id),)
    return {
        "mona": person(here, "Mona Mills", Role.MANAGER, teams=south),
        "paul": person(here, "Paul Pike", worker, Role.AUDITOR, teams=south),
        "beth": person(here, "Beth Bell", Role.BUSINESS_SUPPORT, teams=north),
        "sue": person(here, "Sue Short", worker, teams=north),
        "lee": person(here, "Lee Long", worker, teams=north),
        "tom": person(here, "Tom Tully", worker, teams=north),
        "mike": person(here, "Mike Mott", worker, teams=north),
        "nora": person(here, "Nora Nash", worker, teams=north),
        "esme": person(there, "Esme Eddy", Role.MANAGER, teams=east),
        "oona": person(there, "Oona Orme", Role.AUDITOR),
        "gwen": person(there, "Gwen Gray", Role.FINANCE),
        "otto": person(there, "Otto Oak", Role.ADMINISTRATOR),
        "erin": person(None, "Erin East", Role.EVALUATOR),
        "fred": person(None, "Fred Fell", Role.EVALUATOR),
    }


def _families(world: World) -> dict[str, str]:
    """The families beside Okafor: one without a limit, one whose limit waits, one of a cohort."""
    made = {
        name.lower(): family(world.team, f"WM-00{number}", name, world.alice, world.scheme)
        for number, name in enumerate(("Quilliam", "Zabel", "Yarrow"), 3)
    }
    one = child(world.family, "Canarychild")
    world.family.index_child = one.reference
    for authority in (world.authority, world.elsewhere):
        add_default_activities(None, authority, at=NOON)
    start = budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "Canarylimit", on=TODAY, at=NOON)
    budgets.approve_limit(world.mary, start, "Canarylimit", on=TODAY, at=NOON)
    waits = budgets.propose_limit(world.alice, made["zabel"], world.scheme, 2_000_00, "Canarylimit", on=TODAY, at=NOON)
    limit_question = budgets.ask_about_limit(world.mary, waits, "Canaryquestion", on=TODAY, at=NOON)
    (cohort,) = budgets.propose_limits_for_cohort(
        world.alice, [made["quilliam"]], world.scheme, 1_500_00, "Canarylimit", on=TODAY, at=NOON
    )
    budgets.approve_limit(world.mary, cohort, "Canarylimit", on=TODAY, at=NOON)
    made["xu"] = family(world.team, "WM-00X", "Xu", world.bob, world.scheme)
    (waiting,) = budgets.propose_limits_for_cohort(
        world.bob, [made["xu"]], world.scheme, 900_00, "Canarylimit", on=TODAY, at=NOON
    )
    made["old"] = family(world.team, "WM-00O", "Oldcastle", world.bob, world.scheme)
    alone = budgets.propose_limit(world.bob, made["old"], world.scheme, 700_00, "Canarylimit", on=TODAY, at=NOON)
    budgets.approve_limit(world.mary, alone, on=TODAY, at=NOON)
    alone.one_hand = True
    made["opening"] = family(world.team, "WM-00P", "Openshaw", world.bob, world.scheme)
    opening = record_past_limit(
        *(world.fiona, made["opening"], world.scheme, 600_00, "Canarylimit"),
        proposed_by=world.bob,
        approved_by=world.mary,
        approved_on=TODAY,
        at=NOON,
    )
    made["vesper"] = family(world.team, "WM-00V", "Vesper", scheme=world.scheme)
    restrict_family(world.alice, made["vesper"], [world.mary, world.sam], "Canarynote", on=TODAY, at=NOON)
    restrict_family(world.bob, family(world.team, "WM-00H", "Hidalgo"), [world.mary], "Canarynote", on=TODAY, at=NOON)
    open_by_reason(world.audrey, "WM-00V", "Canarynote", on=TODAY, at=NOON)
    sam = next(reader for reader in named_for(made["vesper"].id) if reader.person_id == world.sam.id)
    named: dict[str, Family | Child] = {**made, "family": world.family, "child": one}
    return {
        **{name: str(each.id) for name, each in named.items()},
        "limit_decided": str(start.id),
        "limit": str(waits.id),
        "limit_question": str(limit_question.id),
        "cohort": str(cohort.cohort_id),
        "cohort_waiting": str(waiting.cohort_id),
        "alone": str(alone.id),
        "opening": f"{opening.period_id}.{sums_sign(opening.period)}",
        "sams_name": str(sam.id),
    }


def _purchases(world: World, ids: dict[str, str], receipts: Path) -> dict[str, str]:
    """A purchase in each state, one over the limit, a receipt, and alice's work with the family."""
    bought = _buy(world, world.alice, world.family, 45_00)
    requested, approved = (_buy(world, world.alice, world.family, pence) for pence in (800_00, 700_00))
    spends.approve_spend(world.mary, approved, on=TODAY, at=NOON)
    arriving = _buy(world, world.alice, world.family, 510_00)
    spends.approve_spend(world.mary, arriving, on=TODAY, at=NOON)
    beth = db.session.query(Person).filter_by(name="Beth Bell").one()
    spends.record_purchase(beth, arriving, 505_00, TODAY, on=TODAY, at=NOON)
    declined = _buy(world, world.alice, world.family, 640_00)
    declined.details.told_how = declined.details.condition = declined.details.no_receipt_reason = "Canarynote"
    declined.details.cardholder = "Canarynote"
    spends.decline_spend(world.mary, declined, "Ask the landlord", on=TODAY, at=NOON)
    link = spends.make_receipt_link(world.alice, bought, at=NOON)
    plan = weekly(world.alice, world.family, 11_00, 3, TODAY)
    plan.details.end_reason = plan.details.looked_at = "Canarynote"
    spends.approve_spend(world.mary, plan, on=TODAY, at=NOON)
    question = spends.ask_about_spend(world.mary, requested, "Canaryquestion", on=TODAY, at=NOON)
    quilliam = db.session.get_one(Family, uuid.UUID(ids["quilliam"]))
    over = _buy(world, world.bob, quilliam, 1_900_00, already_paid=True)
    odd = _buy(world, world.bob, db.session.get_one(Family, uuid.UUID(ids["old"])), 25_00)
    own = _buy(world, world.bob, db.session.get_one(Family, uuid.UUID(ids["old"])), 20_00, payment_method="own_money")
    for month in (4, 5):
        _buy(world, world.bob, db.session.get_one(Family, uuid.UUID(ids["old"])), 5_00, bought_on=date(2026, month, 20))
    proposal = spends.refund_spend(world.bob, odd, 5_00, TODAY, on=TODAY, at=NOON)
    back = refunded(world.bob, _buy(world, world.bob, db.session.get_one(Family, uuid.UUID(ids["old"])), 12_00), 2_00)
    close_month(world.mary, world.team, date(2026, 5, 1), on=TODAY, at=NOON)
    mistaken = log_time(
        world.alice,
        world.alice,
        Work(
            worked_on=TODAY - timedelta(days=7), activity_id=activity(world, "Team meeting").id, preparation_minutes=5
        ),
        on=TODAY,
        at=NOON,
    )
    correct_for(world.mary, mistaken, KindMinutes(0, 6, 0), "Canarywhy", version=1, on=TODAY, at=NOON)
    correction = db.session.query(WorkCorrection).one()
    (away,) = record_absences(
        world.fiona, world.authority.id, [AbsentDay(world.alice.id, TODAY - timedelta(days=5), 222)], at=NOON
    )
    offer = offer_time(world.bob, _visited(world), world.alice, on=TODAY, at=NOON)
    wish = ask_for_month(world.sam, world.team, date(2026, 5, 1), "Canarywish", at=NOON)
    stock = batch(world)
    handed = issued(world, world.bob, db.session.get_one(Family, uuid.UUID(ids["old"])), "A100")
    spends.keep_unpublished(world.bob, handed, whole_supplier=False, at=NOON)
    hiding = spends.hide_words(world.bob, odd, "Canarynote", at=NOON)
    incident = db.session.query(Incident).filter_by(subject_id=odd.id).one()
    quilliam.details.notes = "Canarynote"
    return {
        "hiding": str(hiding.id),
        "issued": str(handed.id),
        "voucher_issued": str(issued_for(handed.id)[0].voucher.id),
        "voucher": str(in_hand(world)["A101"]),
        "voucher_batch": str(stock),
        "voucher_count": str(counted(world)),
        "incident": str(incident.id),
        "bought": str(bought.id),
        "offer": str(offer.id),
        "wish": str(wish.id),
        "mistaken": str(mistaken.id),
        "away": str(away),
        "correction": str(correction.id),
        "requested": str(requested.id),
        "approved": str(approved.id),
        "arriving": str(arriving.id),
        "plan": str(plan.id),
        "declined": str(declined.id),
        "receipt_link": link,
        "over": str(over.id),
        "proposal": str(proposal.id),
        "own_money": str(own.id),
        "put_right": str(_put_right(world, db.session.get_one(Spend, back.spend_id)).id),
        "to_tick": str(back.id),
        **_receipt_and_entry(world, world.family, bought, receipts),
        "category": str(world.scheme.categories[0].id),
        "meeting": str(activity(world, "Team meeting").id),
        "question": str(question.id),
        "left": "r" + base64.urlsafe_b64encode(requested.id.bytes).decode().rstrip("="),
    }


def _buy(world: World, by: Person, of: Family, pence: int, **more: Any) -> Spend:
    purchase = spends.Purchase(
        amount_pence=pence,
        bought_what="Canarywasher",
        bought_on=more.pop("bought_on", TODAY),
        purpose="Canarypurpose",
        category_id=world.scheme.categories[0].id,
        supplier="Canaryshop",
        note="Canarynote",
        **more,
    )
    return spends.log_spend(by, of, purchase, on=TODAY, at=NOON)


def _put_right(world: World, spend: Spend) -> SpendBefore:
    """What a purchase of bob's said before bob put it right."""
    corrected(world.bob, spend, note="Canarynote, typed anew")
    return db.session.query(SpendBefore).filter_by(spend_id=spend.id).one()


def _receipt_and_entry(world: World, of: Family, bought: Spend, receipts: Path) -> dict[str, str]:
    """A receipt for a purchase, and alice's hour with the family on the day before."""
    receipt = spends.add_receipt(world.alice, bought, read_receipt(picture(10)[0].read()), receipts, at=NOON)
    visit = activity(world, "Visit to the family")
    work = Work(worked_on=YESTERDAY, activity_id=visit.id, parts=(Part(of.id),), contact_minutes=60, note="Canarynote")
    entry = log_time(world.alice, world.alice, work, on=TODAY, at=NOON)
    outcome = record_outcome(world.alice, of, Outcome.PLAN_ENDED, YESTERDAY, code="10A", on=TODAY, at=NOON)
    return {
        "receipt": str(receipt.id),
        "entry": str(entry.id),
        "outcome": str(outcome.id),
        "statement": _statement(world, of, bought),
        "child_view": str(child_talked(world, of, words="Canarychild").id),
    }


def _statement(world: World, of: Family, bought: Spend) -> str:
    """A statement for adult A with one purchase on it, and the line about the children's wishes."""
    change_scheme_voice(world.adam, world.scheme, statements=True, at=NOON)
    ticked = Ticked(bought.id, frozenset({Audience.ADULT_A}), "Canarycot", "", think_twice=False)
    tick_items(world.alice, of, [ticked], sure=False, at=NOON)
    record_wishes(world.alice, of, Wishes.HEARD, YESTERDAY, date(2026, 9, 1), on=TODAY, at=NOON)
    return str(make_statement(world.alice, of, Audience.ADULT_A, "Ada", at=NOON).id)


def _visited(world: World) -> WorkEntry:
    """Bob's visit to the old family, on which he names alice."""
    work = Work(
        worked_on=YESTERDAY,
        activity_id=activity(world, "Visit to the family").id,
        parts=(Part(None),),
        contact_minutes=45,
    )
    return log_time(world.bob, world.bob, work, on=TODAY, at=NOON)


def _closed_family(world: World, receipts: Path) -> dict[str, str]:
    """Umber, whose work ended yesterday: a child, a purchase with its receipt, and work."""
    umber = family(world.team, "WM-006", "Umber", world.alice, world.scheme)
    one = child(umber, "Canarychild-2")
    start = budgets.propose_limit(world.alice, umber, world.scheme, 900_00, "Canarylimit", on=TODAY, at=NOON)
    budgets.approve_limit(world.mary, start, "Canarylimit", on=TODAY, at=NOON)
    bought = _buy(world, world.alice, umber, 30_00, bought_on=YESTERDAY)
    result = _receipt_and_entry(world, umber, bought, receipts)
    close_family(world.alice, umber, YESTERDAY, "needs met", on=TODAY, at=NOON)
    return {"family": str(umber.id), "child": str(one.id), "bought": str(bought.id), **result}


def activity(world: World, name: str) -> Activity:
    """An activity of Westmoor's list."""
    return db.session.query(Activity).filter_by(authority_id=world.authority.id, name=name).one()


def _study(world: World, workbooks: Path) -> dict[str, str]:
    """A study with its authority, a run and a workbook, and one that no authority has agreed to."""
    cost(post_of(world.authority))
    made = [
        add_study(
            world.eve,
            name,
            starts_on=date(2026, 5, 1),
            ends_on=TODAY,
            profile="controlled",
            purpose="To learn",
            at=NOON,
        )
        for name in ("Winter pilot", "Summer pilot")
    ]
    join_study(world.sam, made[0], world.authority, "A", "Agreement of May", on=TODAY, at=NOON)
    add_price_series(world.eve, made[0], DEFLATOR, on=TODAY, at=NOON)
    events = count_events(world.eve, made[0], _closings(world.authority), on=TODAY, at=NOON)
    run: CostingRun = run_study(world.eve, made[0], on=TODAY, at=NOON)
    fred = db.session.query(Person).filter_by(name="Fred Fell").one()
    until = TODAY + timedelta(days=30)
    naming = name_evaluator(world.eve, made[0], fred.email, starts_on=TODAY, ends_on=until, on=TODAY, at=NOON)
    workbook = Workbook(
        study_id=made[0].id,
        run_id=run.id,
        number=1,
        state=BuildState.READY,
        file_name="1.xlsx",
        digest="0" * 64,
        bytes=4,
        asked_by_id=world.eve.id,
        asked_at=NOON,
        ready_at=NOON,
    )
    workbooks.mkdir(parents=True, exist_ok=True, mode=0o700)
    (workbooks / "1.xlsx").write_bytes(b"PK\3\4")
    db.session.add(workbook)
    db.session.flush()
    of_eve = db.session.query(StudyEvaluator).filter_by(study_id=made[0].id, person_id=world.eve.id).one()
    return {
        "study": str(made[0].id),
        "events": str(events.id),
        "authority": str(world.authority.id),
        "asking": str(made[1].id),
        "naming": str(naming.id),
        "agreed_naming": str(of_eve.id),
        "workbook": str(workbook.id),
    }


def _closings(authority: Authority) -> EventCount:
    """Three closed cases of May, at an invented unit cost."""
    days = (date(2026, 5, 1), date(2026, 5, 31))
    where = ("The case system", "A published manual")
    return EventCount(authority.id, Arm.BUDGET, Process.CLOSING, *days, 3, 150_00, "2025/26", *where)


def _draw(world: World) -> dict[str, str]:
    """A draw that is open in Westmoor, with a family to assess and one to draw; and a study of Eastfield without one."""
    studies = [
        add_study(world.eve, name, starts_on=date(2026, 5, 1), ends_on=TODAY, at=NOON)
        for name in ("Drawn pilot", "Eastern pilot")
    ]
    join_study(world.sam, studies[0], world.authority, "A", "Agreement of May", on=TODAY, at=NOON)
    join_study(None, studies[1], world.elsewhere, "A", "Agreement of May", on=TODAY, at=NOON)
    start_draw(world.eve, studies[0], places=8, at=NOON)
    newcomer, assessed = (
        family(world.team, reference, "Newcomer", scheme=world.scheme, arm=None) for reference in ("WM-00N", "WM-00A")
    )
    for each in (newcomer, assessed):
        each.allocated_on, each.index_child = None, child(each).reference
    compared = family(world.team, "WM-00C", "Compared", scheme=world.scheme, arm=Arm.COMPARISON)
    assess_family(world.alice, assessed, eligible=True, on=TODAY, at=NOON)
    return {
        "drawn_study": str(studies[0].id),
        "eastern_study": str(studies[1].id),
        "newcomer": str(newcomer.id),
        "compared": str(compared.id),
        "assessed": str(assessed.id),
    }


def _administration(world: World, more: dict[str, Person]) -> dict[str, str]:
    values = {"rows": {"people": 2}, "digest": "0" * 64, "refused": 0}
    imported = record(
        world.fiona, Deed.FOLDER_IMPORTED, world.authority, values, authority_id=world.authority.id, at=NOON
    )
    db.session.get_one(Authority, world.authority.id).live_since = NOON
    db.session.get_one(Person, world.sam.id).protects_from = TODAY
    request = change_access(world.adam, world.carol, roles=[Role.FINANCE], starts_on=TODAY, on=TODAY, at=NOON)
    assert request is not None
    cover = give_cover(more["mona"], more["mona"], world.sam, TODAY, TODAY, on=TODAY, at=NOON)
    return {
        "officer": str(world.sam.id),
        "authority": str(world.authority.id),
        "import": str(imported),
        "person": str(world.bob.id),
        "lead": str(world.alice.id),
        "suspended": str(more["sue"].id),
        "team": str(world.team.id),
        "post": str(post_of(world.authority).id),
        "other_cost": str(add_other_cost(None, world.authority, FITTING_OUT, at=NOON).id),
        "paid": str(_paid(world).id),
        "scheme": str(world.scheme.id),
        "token": invite(None, more["nora"], at=NOON),
        "asked": str(request.id),
        "cover": str(cover.id),
        "manager": str(world.mary.id),
        "senior": str(world.sam.id),
    }


def _paid(world: World) -> PaidLine:
    return state_paid(
        world.fiona,
        world.authority,
        post_of(world.authority),
        starts_on=TODAY.replace(day=1),
        ends_on=TODAY.replace(day=28),
        pay_pence=9_000_00,
        source="Payroll",
        at=NOON,
    )


def lose(made: OneOfEverything) -> None:
    """Sue is suspended, Lee has left, Tom holds no role any more, Mike is in no team; all four are signed in."""
    with transaction():
        by_email = {each.email: each for each in db.session.query(Person)}
        sue, lee, tom, mike = (by_email[made.emails[name]] for name in ("sue", "lee", "tom", "mike"))
        sue.suspended_at = NOON
        lee.active_to = YESTERDAY
        db.session.query(RoleGrant).filter_by(person_id=tom.id).update({"ends_on": YESTERDAY})
        db.session.query(TeamMembership).filter_by(person_id=mike.id).update({"ends_on": YESTERDAY})
