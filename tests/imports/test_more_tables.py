"""Activities, open periods, handovers and time away in files: written as they were, known again, refused in words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.audit import queries as audit
from budgettracker.costing.paid.models import PaidLine
from budgettracker.costing.rates.models import PostCost
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.sums import span
from budgettracker.people.models import Authority, Person
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import Absence, Activity, Intervention
from tests.factories.imports import FAMILIES, NOW, import_from, kelby_files, problems_in, spends, work, write_tables

CLOSED = (
    FAMILIES.replace("opened_on,", "opened_on,closed_on,")
    .replace("2026-01-05,Fund", "2026-01-05,2026-02-01,Fund")
    .replace("2026-01-05,,comparison", "2026-01-05,,,comparison")
)
PERIODS = """family_ref,opened_on,closed_on,end_reason
    K-1,2026-01-05,2026-02-01,
    K-1,01/03/2026,20 March 2026,moved away
    K-1,2026-05-01,,"""
LEADS = """family_ref,from,team,lead_email
    K-2,2026-01-05,west,joe@kelby.example
    K-2,2026-04-13,West,iris@kelby.example
    K-2,2026-05-04,East,joe@kelby.example"""
ACTIVITIES = """activity,kind,class,intervention
    Reading with the child,Direct,,
    Panel for places,deciding,,Family panel
    Away,absence,,
    Writing the protocol,general,evaluation,Family panel"""
ABSENCES = """email,from,to,hours,left_out_of_hours
    iris@kelby.example,2026-02-02,2026-02-08,,
    iris@kelby.example,09/02/2026,09/02/2026,3:30,no
    joe@kelby.example,2026-02-07,2026-02-08,2.5 hours,yes"""
HOURS = """email,from,weekly_hours
    iris@kelby.example,2026-01-01,37
    iris@kelby.example,2026-02-04,18.5
    iris@kelby.example,01/04/2026,30"""
PAYROLL = """post,from,to,pay,oncosts,people,full_time_hours,note
    Social worker,2026-01-01,31/01/2026,"£6,666.67",2000,2,36.5,Period 10
    Social worker,2026-02-01,2026-02-28,6666.67,,,,"""
AGENCY = """post,from,price_year,hour,vat,vat_status,overhead_direct,overhead_indirect,ratio,ratio_kind,source
    Social worker,2026-04-01,2026/27,£41.40,6.90,recoverable,29%,,0.38,client_related,Framework of 2026
    Agency social worker,01/04/2026,2026/27,38,0,,,,,,"""
ALL = {
    "families": CLOSED,
    "periods": PERIODS,
    "leads": LEADS,
    "activities": ACTIVITIES,
    "absences": ABSENCES,
    "hours": HOURS,
    "payroll": PAYROLL,
    "agency": AGENCY,
}


def named(model: Any, **by: str) -> Any:
    return db.session.scalars(select(model).filter_by(**by)).one()


def test_the_tables_are_written_as_they_were_and_known_again(app: Flask, tmp_path: Path) -> None:
    path = kelby_files(tmp_path / "in", **ALL, worktime=work("W,iris@kelby.example,2026-02-10,AWAY,60,0,,"))
    outcome = import_from(path)
    assert problems_in(outcome) == []
    names = ("periods", "leads", "activities", "absences", "hours", "payroll", "agency")
    assert [outcome.written[TableName(name)] for name in names] == [2, 2, 4, 3, 2, 2, 2]
    assert (
        "2 charges of agencies: Social worker £41.40 an hour with VAT from 1 April 2026; "
        "Agency social worker £38.00 an hour with VAT from 1 April 2026"
    ) in outcome.sums
    charges = db.session.scalars(
        select(PostCost).where(PostCost.agency_vat.is_not(None)).order_by(PostCost.salary_pence)
    )
    assert [(each.salary_pence, each.agency_vat, each.minutes_per_year) for each in charges] == [
        (34_50, "recoverable", 60),
        (38_00, "unknown", 60),
    ]
    assert (
        "2 statements of pay, £15,333.34 with on-costs, 1 January to 28 February 2026, of Social worker" in outcome.sums
    )
    paid = db.session.scalars(select(PaidLine).order_by(PaidLine.starts_on))
    assert [(line.pence, line.people, line.full_week_minutes, line.number, line.source) for line in paid] == [
        (8_666_67, 2, 2_190, 1, "Period 10"),
        (6_666_67, None, None, 1, ""),
    ]
    assert "2 changes of contracted hours, from 4 February to 1 April 2026, of Iris Lowe" in outcome.sums
    assert "2 handovers, 13 April to 4 May 2026, to Iris Lowe, Joe Hart" in outcome.sums
    assert any(line.startswith("3 times away, 2 to 9 February 2026, of Iris Lowe") for line in outcome.sums)
    assert any("Panel for places (deciding)" in line for line in outcome.sums)
    first, second = named(Family, reference="K-1"), named(Family, reference="K-2")
    periods = [(str(each.opened_on), str(each.closed_on), each.end_reason) for each in first.periods]
    assert periods == [
        ("2026-01-05", "2026-02-01", "not recorded"),
        ("2026-03-01", "2026-03-20", "moved away"),
        ("2026-05-01", "None", None),
    ]
    assert (first.closed_on, str(first.opened_on)) == (None, "2026-01-05")
    leads = [(each.lead_worker_id, str(each.starts_on)) for each in second.leads]
    iris, joe = named(Person, email="iris@kelby.example"), named(Person, email="joe@kelby.example")
    assert leads[1:] == [(iris.id, "2026-04-13"), (joe.id, "2026-05-04")]
    assert (second.team.name, second.lead_worker_id) == ("East", joe.id)
    panel = named(Activity, name="Panel for places")
    assert (panel.kind, panel.intervention_id) == ("deciding", named(Intervention, name="Family panel").id)
    assert named(Activity, name="Writing the protocol").activity_class == "evaluation"
    away = [
        (row.person_id, str(row.absent_on), row.minutes, row.in_hours)
        for row in db.session.scalars(select(Absence).order_by(Absence.absent_on, Absence.minutes))
    ]
    days = (date(2026, 1, 31), date(2026, 2, 4), date(2026, 3, 31), date(2026, 4, 1))
    assert [iris.weekly_minutes_on(day) for day in days] == [2220, 1110, 1110, 1800]
    # A fifth of the week's hours of each day: they were halved on the Wednesday.
    week = [(iris.id, f"2026-02-0{day}", 444 if day < 4 else 222, True) for day in range(2, 7)]
    at_the_end = [(iris.id, "2026-02-09", 210, False), (iris.id, "2026-02-10", 60, True)]
    assert away == [*week, (joe.id, "2026-02-07", 150, True), (joe.id, "2026-02-08", 150, True), *at_the_end]
    assert audit.faults() == []
    db.session.rollback()
    again = import_from(path)
    assert (problems_in(again), again.words) == ([], "")


WRONG = [
    ("agency", "£41.40", "414", "row 2, hour: “414” is not a usual charge for an hour."),
    ("agency", "6.90", "7.00", "row 2, vat: “7.00” is more than a sixth of £41.40"),
    ("agency", "29%", "29", "row 2, overhead_direct: “29” is not a percentage of the charge."),
    ("agency", "client_related", "", "row 2, ratio_kind: The cell is empty."),
    ("agency", "recoverable", "perhaps", "row 2, vat_status: “perhaps”"),
    ("payroll", "2026-02-01,2026-02-28", "2026-02-01,2026-01-28", "row 3, to: “2026-01-28” is before from."),
    ("payroll", "2026-02-01,2026-02-28", "2026-01-31,2026-02-28", "row 3, from: 1 January 2026 to 31 January 2026 is"),
    ("payroll", "6666.67,,,,", "-6666.67,,,,", "row 3, pay: “-6666.67” is below zero"),
    ("payroll", "2000,2,", "2000,two,", "row 2, people: “two” is not a number of people."),
    (
        "payroll",
        "\n    Social worker,2026-02",
        "\n    Youth worker,2026-02",
        "row 3, post: “Youth worker” is not in posts",
    ),
    ("periods", "K-1,01/03/2026", "K-1,02/02/2026", "row 3, opened_on: The period before it ended on 1 February 2026."),
    ("periods", "K-1,2026-01-05,2026-02-01", "K-1,2026-01-06,2026-02-01", "row 2, opened_on: “06/01/2026” is not how"),
    ("periods", "K-1,2026-01-05,2026-02-01", "K-1,2026-01-05,2026-02-03", "row 2, closed_on: “03/02/2026” is not how"),
    ("periods", "20 March 2026,moved away", ",", "row 4, opened_on: The family is open already."),
    ("periods", "20 March 2026,moved away", ",moved away", "row 3, closed_on"),
    ("periods", "K-1,2026-05-01", "K-1,2027-05-01", "row 4, opened_on"),
    ("periods", "K-1,2026-05-01", "K-9,2026-05-01", "row 4, family_ref: “K-9” is not in families"),
    ("periods", "K-1,2026-05-01", "K-1,05/31/2026", "row 4, opened_on: “05/31/2026” has 31 where the month stands"),
    ("leads", "K-2,2026-05-04", "K-2,2027-05-04", "row 4, from: The handover is in the future."),
    ("leads", "East,joe", "West,iris", "row 4, from: The row before says the same of the family."),
    ("leads", "K-2,2026-01-05,west", "K-2,2026-01-05,east", "row 2, from: “05/01/2026” is the first day of the family"),
    (
        "leads",
        "East,joe@kelby.example",
        "East,jo@kelby.example",
        "row 4, lead_email: “jo@kelby.example” is not in people",
    ),
    ("activities", "Direct", "Directly", "row 2, kind: “Directly” is not a value known here"),
    (
        "activities",
        "Away,absence",
        "Team meeting,direct",
        "row 4, activity: “Team meeting” is in the authority's records",
    ),
    ("activities", "general,evaluation", "general,N/A", "row 5, class"),
    ("absences", "2026-02-02,2026-02-08", "2026-02-08,2026-02-02", "row 2, to: “2026-02-02” is before from."),
    ("absences", "2026-02-02,2026-02-08", "2026-02-02,2028-02-08", "row 2, to: “2028-02-08” is more than a year after"),
    (
        "absences",
        "2026-02-07,2026-02-08,2.5 hours",
        "2026-02-07,2026-02-08,",
        "row 4, from: “07/02/2026” has no Monday",
    ),
    ("absences", "2.5 hours", "25", "row 4, hours: “25” is more hours than a day has"),
    (
        "absences",
        "09/02/2026,09/02/2026",
        "04/02/2026,04/02/2026",
        "row 3, email: “iris@kelby.example” has time away on 4",
    ),
    ("absences", "joe@kelby.example,2026-02-07,2026-02-08", "joe@kelby.example,2026-07-01,2026-07-02", "row 4, from"),
    ("hours", "2026-01-01,37", "2026-01-01,36", "row 2, from: “01/01/2026” is the first day of the person, whose own"),
    ("hours", "2026-01-01,37", "2025-01-01,36", "row 2, from: The person's first day is 1 January 2026."),
    (
        "hours",
        "01/04/2026,30",
        "01/04/2026,61",
        "row 4, weekly_hours: Contracted hours a week must be more than 0 and at most 60.",
    ),
    ("hours", "01/04/2026,30", "01/04/2026,", "row 4, weekly_hours"),
    ("hours", "2026-02-04,18.5", "2026-02-04,100", "row 3, weekly_hours: “100”"),
    (
        "hours",
        "iris@kelby.example,2026-02-04",
        "eve@kelby.example,2026-02-04",
        "row 3, email: “eve@kelby.example” is not",
    ),
    ("hours", "2026-02-04,18.5", "2026-04-01,18.5", "row 4, email: “iris@kelby.example” is also in row 3"),
    ("absences", "3:30,no", "3:30,perhaps", "row 3, left_out_of_hours: “perhaps” is neither yes nor no"),
]


@pytest.mark.pages
@pytest.mark.parametrize(("table", "right", "wrong", "words"), WRONG)
def test_what_cannot_be_is_refused_in_its_cell(
    app: Flask, tmp_path: Path, table: str, right: str, wrong: str, words: str
) -> None:
    assert right in ALL[table]
    path = kelby_files(tmp_path / "in", **ALL | {table: ALL[table].replace(right, wrong, 1)})
    outcome = import_from(path)
    lines = [*problems_in(outcome), *map(str, outcome.folder.notes)]
    assert any(f"{table}.csv, {words}" in line for line in lines), lines
    assert outcome.words == "" or "N/A" in wrong


def test_other_content_under_the_same_day_is_reported(app: Flask, tmp_path: Path) -> None:
    assert problems_in(import_from(kelby_files(tmp_path / "in", **ALL))) == []
    for table, right, wrong, columns in (
        ("periods", "moved away", "died", "end_reason"),
        ("leads", "East,joe", "West,joe", "team"),
        ("activities", "deciding", "general", "kind"),
        ("hours", "04/2026,30", "04/2026,31", "weekly_hours"),
        ("payroll", "2000,2,", "2000.01,3,", "oncosts, people"),
        ("agency", "38,0,", "39,0,not_recoverable", "hour, vat_status"),
    ):
        outcome = import_from(write_tables(tmp_path / table, **{table: ALL[table].replace(right, wrong)}))
        (line,) = problems_in(outcome)
        assert f"with other content in {columns}." in line
    (line,) = problems_in(import_from(write_tables(tmp_path / "a", absences=ABSENCES.replace("3:30", "3:40"))))
    assert "has time away on 9 February 2026 already: another row or file tells of it, with other hours." in line


def test_nobody_opens_a_family_again_by_a_file_once_the_program_is_in_use(app: Flask, tmp_path: Path) -> None:
    assert problems_in(import_from(kelby_files(tmp_path / "in", families=CLOSED))) == []
    with transaction():
        named(Authority, name="Kelby").live_since = NOW
    outcome = import_from(write_tables(tmp_path / "later", periods=PERIODS))
    assert len(problems_in(outcome)) == 2
    assert all("a manager opens it there" in line for line in problems_in(outcome))
    assert str(named(Family, reference="K-1").closed_on) == "2026-02-01"
    assert span([named(Family, reference="K-1").opened_on]) == "5 January 2026"


def test_a_purchase_between_two_open_periods_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    rows = spends("G-1,,2026-02-15,5", "G-2,,2026-03-05,6")
    first = kelby_files(tmp_path / "in", families=CLOSED)
    assert problems_in(import_from(write_tables(first, periods=PERIODS))) == []
    outcome = import_from(write_tables(tmp_path / "later", spend=rows), keep_good=True)
    (line,) = problems_in(outcome)
    assert "This family was closed on 15 February 2026. Enter a day on which it was open." in line
    assert [spend.reference for spend in db.session.scalars(select(Spend))] == ["G-2"]
