"""Folders imported in tests: Kelby, a small invented council with one family of each arm, and what stands afterwards."""

from datetime import UTC, date, datetime
from pathlib import Path

from budgettracker.database import Base, checked_first, db
from budgettracker.imports.actions import Outcome, import_folder
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.people.models import Person
from tests.factories.folders import DATA

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SMALL, MESSY = DATA / "small_council", DATA / "messy_council"
MESSY_ROWS = {
    "people": 8,
    "schemes": 2,
    "families": 10,
    "children": 16,
    "posts": 5,
    "budgets": 9,
    "spend": 41,
    "worktime": 190,
    "studies": 2,
}
"""How many rows the messy council's files hold, by table."""
PEOPLE = """email,name,roles,team,post,weekly_hours,active_from,active_to
    iris@kelby.example,Iris Lowe,practitioner,West,Social worker,37,2026-01-01,
    joe@kelby.example,Joe Hart,practitioner,West,,37,2026-01-01,
    kay@kelby.example,Kay Brook,manager,West,,37,2026-01-01,
    lea@kelby.example,Lea Moss,senior_manager,West,,37,2026-01-01,"""
POSTS = """post,from,price_year,salary,oncosts,hours_per_year,ratio,ratio_kind
    Social worker,2026-01-01,2025/26,40000,12000,1608,0.38,client_related"""
SCHEMES = """scheme,cap,starts_on,ends_on,bands,regular_needs,categories
    Fund,1000,2026-01-01,2026-12-31,practitioner:100:150:30;manager:300::;senior_manager:::,manager,Bedding;Travel"""
FAMILIES = """family_ref,name,team,lead_email,opened_on,scheme,arm,allocated_on
    K-1,Ash,West,iris@kelby.example,2026-01-05,Fund,budget,2026-01-05
    K-2,Beech,West,joe@kelby.example,2026-01-05,,comparison,2026-01-05"""
BUDGETS = """family_ref,scheme,limit,requested_by,approved_by,approved_on,reason
    K-1,Fund,200,iris@kelby.example,kay@kelby.example,2026-01-10,First plan"""
SPEND = "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,requested_at,decided_by,decided_at,kind,refund_of"
WORK = "entry_ref,email,worked_on,activity,contact_minutes,preparation_minutes,family_refs,activity_kind"


def import_from(
    folder: Path, authority: str = "Kelby", *, by: Person | None = None, keep_good: bool = False
) -> Outcome:
    """Import a folder as it lies there, committed when it is good."""
    read = read_folder(folder)
    return checked_first(lambda: import_folder(by, read, authority, "0" * 64, keep_good=keep_good, on=TODAY, at=NOW))


def write_tables(folder: Path, **tables: str) -> Path:
    """Write tables into a folder as CSV; the rows of each are lines of text."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n")
    return folder


def problems_in(outcome: Outcome) -> list[str]:
    """The lines of the report that name something wrong."""
    return [str(problem) for problem in outcome.folder.problems]


def counts() -> dict[str, int]:
    """How many rows stand in each table."""
    db.session.rollback()
    names = [table.name for table in Base.metadata.sorted_tables]
    question = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
    rows = {str(name): int(count) for name, count in db.session.connection().exec_driver_sql(question)}
    db.session.rollback()
    return rows


def kelby_files(folder: Path, **tables: str) -> Path:
    """Kelby's files in a folder; a table given takes the place of the usual one, an empty text leaves it out."""
    usual = {
        "people": PEOPLE,
        "posts": POSTS,
        "schemes": SCHEMES,
        "families": FAMILIES,
        "budgets": BUDGETS,
    }
    return write_tables(folder, **{name: text for name, text in (usual | tables).items() if text})


def spends(*rows: str) -> str:
    """A spend table of these rows: reference, family, day, amount, and further cells as SPEND has them."""
    return "\n".join([SPEND, *(_whole(row) for row in rows)])


def _whole(row: str) -> str:
    cells = [cell.strip() for cell in row.split(",")]
    usual = ["", "K-1", "", "", "Bedding", "A thing", "iris@kelby.example", "", "", "", "", ""]
    return ",".join(cell or usual[place] for place, cell in enumerate(cells + [""] * (len(usual) - len(cells))))


def work(*rows: str) -> str:
    """A worktime table of these rows."""
    return "\n".join([WORK, *rows])
