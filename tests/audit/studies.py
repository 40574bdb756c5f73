"""What deeds on studies, runs, workbooks, imports and the books record: numbers, days, sums and digests."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import DEFAULT, patch

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.commands.demo.world import fill
from budgettracker.costing.kinds import Process
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.rules.event_count import EventCount
from budgettracker.costing.run.actions.run import make_run
from budgettracker.database import db, transaction
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.actions.build_workbook import WorkbookFolders, build_workbook
from budgettracker.exports.models import Workbook
from budgettracker.families.kinds import Arm
from budgettracker.funders.actions.save_settings import save_settings
from budgettracker.funders.actions.sign_grades import sign_grades
from budgettracker.funders.kinds import Grade, Indicator
from budgettracker.funders.rules.settings import Settings
from budgettracker.imports.actions import (
    expire_imports,
    import_folder,
    import_or_wait,
    release_import,
    reverse_import,
    withdraw_import,
)
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from budgettracker.ledger.actions import check_books
from budgettracker.people.models import Authority, Person, Post
from budgettracker.studies.actions import (
    add_price_series,
    add_study,
    agree_to_evaluator,
    count_events,
    end_evaluator,
    join_study,
    name_evaluator,
    run_study,
    set_study_prices,
    withdraw_events,
)
from budgettracker.studies.models import Study, StudyEvaluator
from budgettracker.studies.queries import parts_of
from tests.audit.told import Line, Rows, Stage
from tests.factories.full_budget import TODAY
from tests.factories.imports import write_tables
from tests.factories.prices import DEFLATOR
from tests.factories.studies import FIRST, LAST
from tests.factories.world import NOON, person

STUDIES = Rows()
ENTRIES, ALL_ENTRIES_PENCE = 16, 877_16
"""Of the study that tests/factories/studies.py makes: the entries of its days, and what they come to in pence."""


def new_study(by: Person | None) -> Study:
    """A study of the spring that has just been added."""
    return add_study(by, "Spring", starts_on=FIRST, ends_on=LAST, profile="internal", at=NOON)


@STUDIES.row(Deed.STUDY_ADDED, add_study)
def a_study(on: Stage) -> Line:
    study = new_study(on.world.eve)
    dates = {"starts_on": [None, "2026-03-20"], "ends_on": [None, "2026-05-12"]}
    return Line(on.world.eve, None, study, {**dates, "profile": [None, "internal"]})


SIGNED = {"outcome": "study", "as_role": "senior_manager"}


@STUDIES.row(Deed.EVALUATOR_NAMED, name_evaluator)
def a_further_evaluator(on: Stage) -> Line:
    naming = further(on)
    days = {"starts_on": "2026-06-15", "ends_on": "2026-07-15"}
    return Line(on.world.eve, None, naming.study, {"evaluator": naming.person_id, **days})


def further(on: Stage) -> StudyEvaluator:
    """Another evaluator, named in the study by its maker."""
    study = db.session.get_one(Study, on.study.study.id)
    erin = person(None, "Erin East", Role.EVALUATOR)
    until = TODAY + timedelta(days=30)
    return name_evaluator(on.world.eve, study, erin.email, starts_on=TODAY, ends_on=until, on=TODAY, at=NOON)


@STUDIES.row(Deed.EVALUATOR_AGREED, agree_to_evaluator)
def an_agreement_to_an_evaluator(on: Stage) -> Line:
    naming = further(on)
    on.start()
    agree_to_evaluator(on.world.sam, naming, on=TODAY, at=NOON)
    values = {"evaluator": naming.person_id, "asked_by": on.world.eve.id, **SIGNED}
    return Line(on.world.sam, on.world.authority, naming.study, values)


@STUDIES.row(Deed.EVALUATOR_ENDED, end_evaluator)
def an_agreement_to_an_evaluator_taken_back(on: Stage) -> Line:
    naming = further(on)
    agree_to_evaluator(on.world.sam, naming, on=TODAY, at=NOON)
    on.start()
    end_evaluator(on.world.sam, naming, on=TODAY, at=NOON)
    return Line(on.world.sam, on.world.authority, naming.study, {"evaluator": naming.person_id})


@STUDIES.row(Deed.STUDY_JOINED, join_study)
def an_authoritys_agreement(on: Stage) -> Line:
    study = new_study(on.world.eve)
    on.start()
    join_study(on.study.gwen, study, on.world.elsewhere, "B", "Agreement of June", on=TODAY, at=NOON)
    return Line(on.study.gwen, on.world.elsewhere, study, {"authority": on.world.elsewhere.id, "mode": "B", **SIGNED})


@STUDIES.row(Deed.RUN_MADE, run_study)
def a_run(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    run = run_study(on.world.eve, study, on=TODAY, at=NOON)
    sums = {"entries": ENTRIES, "all_entries_pence": ALL_ENTRIES_PENCE}
    return Line(on.world.eve, None, run, {"study": study.id, "number": 1, **sums})


@STUDIES.row(Deed.RUN_MADE, make_run)
def a_run_by_the_operator(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    run = make_run(None, study.id, parts_of(study), starts_on=FIRST, ends_on=LAST, at=NOON)
    sums = {"entries": ENTRIES, "all_entries_pence": ALL_ENTRIES_PENCE}
    return Line(None, None, run, {"study": study.id, "number": 1, **sums})


@STUDIES.row(Deed.FUNDER_SETTINGS_SAVED, save_settings)
def the_settings_of_the_tables_for_funders(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    save_settings(on.world.eve, study, Settings(places=12), at=NOON)
    on.start()
    save_settings(on.world.eve, study, Settings(places=13), at=NOON)
    return Line(on.world.eve, None, study, {"number": 2})


@STUDIES.row(Deed.PRICE_SERIES_ADDED, add_price_series)
def an_edition_of_a_price_index(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    add_price_series(on.world.eve, study, DEFLATOR, on=TODAY, at=NOON)
    values = {"series": "GDP deflator at market prices, Published figures, 2024/25 = 100", "years": 6}
    return Line(on.world.eve, None, study, values)


def _counted(study: Study) -> EventCount:
    """Three closed cases of the study's days, at an invented unit cost."""
    days, where = (study.starts_on, study.ends_on), ("The case system", "A published manual")
    return EventCount(
        study.authorities[0].authority_id, Arm.BUDGET, Process.CLOSING, *days, 3, 150_00, "2025/26", *where
    )


@STUDIES.row(Deed.EVENTS_COUNTED, count_events)
def events_at_a_unit_cost(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    count_events(on.world.eve, study, _counted(study), on=TODAY, at=NOON)
    values = {"process": "closing", "number": [None, 3], "unit_pence": [None, 150_00]}
    return Line(on.world.eve, None, study, values)


@STUDIES.row(Deed.EVENTS_WITHDRAWN, withdraw_events)
def events_taken_back(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    made = count_events(on.world.eve, study, _counted(study), on=TODAY, at=NOON)
    on.start()
    withdraw_events(on.world.eve, study, made, on=TODAY, at=NOON)
    return Line(on.world.eve, None, study, {"process": "closing", "number": [3, None], "unit_pence": [150_00, None]})


@STUDIES.row(Deed.STUDY_PRICES_SET, set_study_prices)
def the_price_year_of_a_study(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    of = add_price_series(on.world.eve, study, DEFLATOR, on=TODAY, at=NOON)
    on.start()
    set_study_prices(
        on.world.eve, study, price_year="2026/27", pay_series_id=of.id, goods_series_id=of.id, on=TODAY, at=NOON
    )
    values = dict.fromkeys(("pay_series", "goods_series"), f"{of.name}, {of.edition}")
    return Line(
        on.world.eve, None, study, {"price_year": [None, "2026/27"], "discount_basis_points": [None, None], **values}
    )


@STUDIES.row(Deed.RUN_GRADED, sign_grades)
def grades_under_a_name(on: Stage) -> Line:
    run = run_study(on.world.eve, db.session.get_one(Study, on.study.study.id), on=TODAY, at=NOON)
    on.start()
    sign_grades(on.world.eve, run, dict.fromkeys(Indicator, Grade.C), at=NOON)
    return Line(on.world.eve, None, run, dict.fromkeys(map(str, Indicator), "C"))


@STUDIES.row(Deed.WORKBOOK_ASKED, ask_workbook)
def a_workbook(on: Stage) -> Line:
    study = db.session.get_one(Study, on.study.study.id)
    workbook = ask_workbook(on.world.eve, study, on=TODAY, at=NOON)
    return Line(on.world.eve, None, workbook, {"study": study.id, "number": 1})


@STUDIES.row(Deed.WORKBOOK_BUILT, build_workbook, commits=True)
def a_workbook_that_is_ready(on: Stage) -> list[Line]:
    study = db.session.get_one(Study, on.study.study.id)
    with transaction():
        request = ask_workbook(None, study, on=TODAY, at=NOON)
    on.start()
    folders = WorkbookFolders.of(on.app.config)
    built = build_workbook(on.world.eve, request.id, folders, on=TODAY, clock=lambda: NOON)
    assert built.digest, built.message
    run = {"study": study.id, "number": 1, "entries": ENTRIES, "all_entries_pence": ALL_ENTRIES_PENCE}
    file = {"run": built.run_id, "number": 1, "rows": built.total_rows, "digest": built.digest}
    return [
        Line(on.world.eve, None, ("costing_run", built.run_id), run, Deed.RUN_MADE),  # type: ignore[arg-type]
        Line(on.world.eve, None, db.session.get_one(Workbook, request.id), file),
    ]


@STUDIES.row(Deed.BOOKS_CHECKED, check_books)
def books_in_which_all_agrees(on: Stage) -> Line:
    proof = check_books(on.world.audrey, at=NOON)
    assert proof.positions > 1
    counted = {"positions": proof.positions, "purchases": proof.purchases, "records": proof.records}
    return Line(on.world.audrey, on.world.authority, on.world.authority, {**counted, "found": 0, "faults": []})


@STUDIES.row(Deed.FOLDER_IMPORTED, import_folder)
def a_folder(on: Stage) -> list[Line]:
    """Of a post and an evaluator: each is a deed of its own, and the evaluator belongs to no authority."""
    folder = write_tables(
        Path(on.app.config["INSTANCE_FOLDER"]) / "council",
        posts="""post,from,price_year,salary,oncosts,hours_per_year,ratio,ratio_kind
            Youth worker,2026-01-01,2025/26,40000.01,12000.02,1608,0.38,client_related""",
        people="""email,name,roles,team,post,weekly_hours,active_from,active_to
            lea@study.example,Lea Moss,evaluator,,,,2026-01-01,""",
    )
    by, here = on.world.fiona, on.world.authority
    outcome = import_folder(by, read_folder(folder), here.name, "cd" * 32, on=TODAY, at=NOON)
    assert not outcome.refused, outcome.folder.problems
    post = db.session.scalars(select(Post).filter_by(name="Youth worker")).one()
    cost = db.session.scalars(select(PostCost).filter_by(post_id=post.id)).one()
    lea = db.session.scalars(select(Person).filter_by(email="lea@study.example")).one()
    costed = {
        "cost": [None, cost.id],
        "starts_on": [None, "2026-01-01"],
        "salary_pence": [None, 40_000_01],
        "oncosts_pence": [None, 12_000_02],
        "minutes_per_year": [None, 96_480],
        "ratio_thousandths": [None, 380],
    }
    evaluator = {"active_from": "2026-01-01", "roles": ["evaluator"], "teams": [], "post": None, "weekly_minutes": None}
    whole = {"rows": {"people": 1, "posts": 1}, "digest": "cd" * 32, "refused": 0, "evaluators": [lea.id]}
    return [
        Line(by, here, post, deed=Deed.POST_ADDED),
        Line(by, here, post, costed, Deed.POST_COST_ADDED),
        Line(None, None, lea, evaluator, Deed.PERSON_ADDED),
        Line(by, here, here, whole),
    ]


PEOPLE = """email,name,roles,team,post,weekly_hours,active_from,active_to
    may@study.example,May Moss,evaluator,,,,2026-01-01,"""


def waiting(on: Stage) -> tuple[WaitingImport, ReadFolder]:
    """An evaluator in a file of finance's, into an authority that is live: it waits for an administrator."""
    top = Path(on.app.config["INSTANCE_FOLDER"])
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    folder = read_folder(write_tables(top / "waits", people=PEOPLE))
    on.start()
    _, row = import_or_wait(
        on.world.fiona, folder, "Westmoor", "ef" * 32, top / "kept", keep_good=False, on=TODAY, at=NOON
    )
    assert row is not None
    return row, folder


@STUDIES.row(Deed.IMPORT_ASKED, import_or_wait)
def an_import_that_waits(on: Stage) -> Line:
    row, _ = waiting(on)
    values = {
        "number": 1,
        "digest": "ef" * 32,
        "rows": {"people": 1},
        "outcome": "import_of_roles",
        "as_role": "finance",
    }
    return Line(on.world.fiona, on.world.authority, row, values)


@STUDIES.row(Deed.IMPORT_RELEASED, release_import)
def an_import_released(on: Stage) -> list[Line]:
    row, folder = waiting(on)
    on.start()
    release_import(on.world.adam, row, folder, "ef" * 32, on=TODAY, at=NOON)
    may = db.session.scalars(select(Person).filter_by(email="may@study.example")).one()
    evaluator = {"active_from": "2026-01-01", "roles": ["evaluator"], "teams": [], "post": None, "weekly_minutes": None}
    here, fiona = on.world.authority, on.world.fiona
    whole = {"rows": {"people": 1}, "digest": "ef" * 32, "refused": 0, "evaluators": [may.id]}
    released = {"outcome": "import_of_roles", "released_in": row.id, "released_by": on.world.adam.id}
    values = {"number": 1, "asked_by": fiona.id, "outcome": "import_of_roles", "as_role": "administrator"}
    return [
        Line(None, None, may, evaluator, Deed.PERSON_ADDED),
        Line(fiona, here, here, {**whole, **released}, Deed.FOLDER_IMPORTED),
        Line(on.world.adam, here, row, values),
    ]


@STUDIES.row(Deed.IMPORT_WITHDRAWN, withdraw_import)
def an_import_withdrawn(on: Stage) -> Line:
    row, _ = waiting(on)
    on.start()
    withdraw_import(on.world.fiona, row, on=TODAY, at=NOON)
    return Line(on.world.fiona, on.world.authority, row, {"number": 1})


@STUDIES.row(Deed.IMPORT_REVERSED, reverse_import)
def an_import_taken_back(on: Stage) -> Line:
    row, folder = waiting(on)
    release_import(on.world.adam, row, folder, "ef" * 32, on=TODAY, at=NOON)
    on.start()
    reverse_import(on.world.adam, row, on.world.fiona, on=TODAY, at=NOON)
    values = {"number": 1, "asked_by": on.world.fiona.id, "reversed": 0, "left": 0}
    return Line(on.world.adam, on.world.authority, row, values)


@STUDIES.row(Deed.IMPORT_EXPIRED, expire_imports)
def an_import_too_old(on: Stage) -> Line:
    row, _ = waiting(on)
    on.start()
    assert expire_imports(at=NOON + timedelta(days=15)) == 1
    return Line(None, on.world.authority, row, {"number": 1})


@STUDIES.row(Deed.DEMO_MADE, fill)
def a_demo(on: Stage) -> Line:
    """Everything in the demo is another deed, and left out here: the mark is what tells the demo's database from others."""
    parts = (
        "set_up_authority",
        "bring_in_opening",
        "go_live",
        "leave_files_for_finance",
        "state_payroll",
        "leave_finance_file",
        "add_evaluator",
        "plan_households",
        "_plan",
        "leave_waiting",
        "plan_vouchers",
        "leave_import_waiting",
        "add_outcomes",
        "add_studies",
        "add_draws",
        "add_voice",
        "add_statement",
        "ask_who_asked",
        "add_safety",
        "leave_asked",
    )
    with patch.multiple("budgettracker.commands.demo.world", **dict.fromkeys(parts, DEFAULT)) as stood_for:
        stood_for["set_up_authority"].return_value = SimpleNamespace(row=on.world.authority, workers=[on.world.alice])
        receipts = Path(on.app.config["RECEIPTS_FOLDER"])
        fill(seed=7, months=6, password_hash="", receipts=receipts, today=TODAY, now=NOON)
    return Line(None, None, on.world.authority, {"seed": 7, "months": 6, "on": "2026-06-15"})
