"""Problems that only the authority's books can tell: each in words, in its row and column, and nothing is written."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.imports.actions import known_otherwise
from budgettracker.people.models import Person, Team
from budgettracker.worktime.actions import close_month
from tests.factories.imports import (
    BUDGETS,
    FAMILIES,
    NOW,
    PEOPLE,
    POSTS,
    SCHEMES,
    TODAY,
    counts,
    import_from,
    kelby_files,
    problems_in,
    spends,
    work,
    write_tables,
)
from tests.factories.world import World, team
from tests.standing import standing

OTHER = "is in the authority's records already, with other content in "


@pytest.fixture
def kelby(app: Flask, tmp_path: Path) -> Path:
    """Kelby's files, brought in once with a purchase, a refund, children, time and a study."""
    folder = kelby_files(
        tmp_path / "kelby",
        spend=spends("A,,2026-02-01,60", "R,,2026-02-02,10,,,,,,,,A"),
        children="family_ref,child_ref,birth_month,need_code\nK-1,C1,2015-04,N1",
        worktime=work("W-1,iris@kelby.example,2026-02-02,Home visit,60,10,K-1,"),
        studies="study,from,to,mode,profile\nKelby study,2026-01-01,2026-03-31,A,internal",
    )
    assert standing("Kelby's files", lambda: problems_in(import_from(folder))) == []
    return folder


def refused(folder: Path, authority: str = "Kelby") -> list[str]:
    """What the report says; the books stay as they were."""
    before = counts()
    outcome = import_from(folder, authority)
    assert counts() == before
    assert outcome.words == ""
    return problems_in(outcome)


CHANGES = [
    ("people", "Iris Lowe", "Iris Low", "people.csv, row 2, email: “iris@kelby.example” ", "name"),
    ("people", "iris@kelby.example,Iris Lowe,practitioner", "iris@kelby.example,Iris Lowe,manager", "row 2", "roles"),
    (
        "people",
        "practitioner,West,Social worker,37",
        "practitioner,East,Social worker,36",
        "row 2",
        "team, weekly_hours",
    ),
    ("posts", "40000", "40001", "posts.csv, row 2, post: “Social worker” ", "salary"),
    ("schemes", "Fund,1000", "Fund,2000", "schemes.csv, row 2, scheme: “Fund” ", "cap"),
    ("schemes", "practitioner:100", "practitioner:90", "schemes.csv, row 2", "bands"),
    ("schemes", "Bedding;Travel", "Bedding;Food", "schemes.csv, row 2", "categories"),
    ("families", "Ash", "Asher", "families.csv, row 2, family_ref: “K-1” ", "name"),
    ("families", "K-2,Beech,West,joe", "K-2,Beech,East,iris", "families.csv, row 3", "team, lead_email"),
    ("children", "N1", "N2", "children.csv, row 2, child_ref: “C1” ", "need_code"),
    ("budgets", "First plan", "Another plan", "budgets.csv, row 2, family_ref: “K-1” ", "reason"),
    ("spend", ",60,", ",61,", "spend.csv, row 2, spend_ref: “A” ", "amount"),
    ("spend", "A,K-1,2026-02-01,60,Bedding", "A,K-1,2026-01-31,60,Travel", "spend.csv, row 2", "bought_on, category"),
    ("spend", "R,K-1,2026-02-02,10", "R,K-1,2026-02-02,11", "spend.csv, row 3, spend_ref: “R” ", "amount"),
    (
        "worktime",
        ",60,10,K-1",
        ",61,10,K-1;K-2",
        "worktime.csv, row 2, entry_ref: “W-1” ",
        "contact_minutes, family_refs",
    ),
    ("studies", "2026-03-31,A", "2026-04-30,B", "studies.csv, row 2, study: “Kelby study” ", "to, mode"),
]


def test_other_content_of_every_table_is_reported_at_once(kelby: Path) -> None:
    for table, old, new, *_ in CHANGES:
        file = kelby / f"{table}.csv"
        file.write_text(file.read_text().replace(old, new, 1))
    lines = [line for line in refused(kelby) if OTHER in line]
    assert {line.split(".csv")[0] for line in lines} == {table for table, *_ in CHANGES}


@pytest.mark.pages
@pytest.mark.parametrize(("table", "old", "new", "where", "columns"), CHANGES)
def test_the_same_reference_with_other_content_is_reported_and_never_updated(
    kelby: Path, table: str, old: str, new: str, where: str, columns: str
) -> None:
    file = kelby / f"{table}.csv"
    file.write_text(file.read_text().replace(old, new, 1))
    (line,) = refused(kelby)
    assert where in line
    assert f"{OTHER}{columns}. An import changes nothing that is there" in line


def test_an_empty_optional_cell_says_nothing_of_what_is_kept(kelby: Path) -> None:
    write_tables(kelby, families=FAMILIES.replace(",Ash,", ",,"), people=PEOPLE.replace(",37,2026-01-01,", ",,,"))
    assert problems_in(import_from(kelby)) == []


def rows(spend: str) -> dict[str, str]:
    return {"spend": spends(spend)}


WRONG = [
    (
        {"people": PEOPLE + "\nalice.archer@example.org,Al,finance,West,,,,"},
        "people.csv, row 6, email",
        "“alice.archer@example.org” belongs to somebody of another authority.",
    ),
    (
        {"people": PEOPLE + "\nbo@kelby.example,Bo,practitioner;evaluator,West,,,,"},
        "people.csv, row 6, roles",
        "Evaluators belong to no authority",
    ),
    (
        {"people": PEOPLE.replace("Joe Hart,practitioner,West,,37", "Joe Hart,practitioner,West,,61")},
        "people.csv, row 3, weekly_hours",
        "at most 60",
    ),
    ({"schemes": SCHEMES.replace("manager:300", "manager:50")}, "schemes.csv, row 2, bands", "at least as much"),
    (
        {"schemes": SCHEMES.replace(",manager,Bedding", ",practitioner,Bedding")},
        "schemes.csv, row 2, regular_needs",
        "decided by a manager",
    ),
    (
        {"families": FAMILIES.replace("2026-01-05,Fund", "2027-01-05,Fund")},
        "families.csv, row 2, opened_on",
        "in the future",
    ),
    (
        {"families": FAMILIES + "\nk-1,Copy,West,joe@kelby.example,2026-01-05,,,"},
        "families.csv, row 4, family_ref",
        "is “K-1” of row 2 but for capitals",
    ),
    (
        {"families": FAMILIES.replace("joe@kelby.example", "dave.dunn@example.org")},
        "families.csv, row 3, lead_email",
        "is not in people",
    ),
    (
        {
            "people": PEOPLE + "\neve@uni.example,Eve,evaluator,,,,,",
            "families": FAMILIES.replace("joe@kelby.example", "eve@uni.example"),
        },
        "families.csv, row 3, lead_email",
        "is an evaluator, who belongs to no authority",
    ),
    (
        {"children": "family_ref,child_ref,need_code,status_at_start\nK-1,C1,N9,child in need"},
        "children.csv, row 2, need_code",
        "N1 to N8",
    ),
    (
        {"children": "family_ref,child_ref,need_code,status_at_start\nK-1,C1,N1,adopted"},
        "children.csv, row 2, status_at_start",
        "The status is one of",
    ),
    (
        {"budgets": BUDGETS.replace("kay@", "joe@")},
        "budgets.csv, row 2, approved_by",
        "was no manager or senior manager on 10 January 2026",
    ),
    (
        {"budgets": BUDGETS.replace("2026-01-10", "2025-12-10"), "people": PEOPLE.replace("2026-01-01", "2025-09-01")},
        "budgets.csv, row 2, approved_on",
        "starts on",
    ),
    ({"budgets": BUDGETS.replace("2026-01-10", "2026-07-10")}, "budgets.csv, row 2, approved_on", "is in the future"),
    ({"budgets": BUDGETS.replace(",200,", ",1200,")}, "budgets.csv, row 2, limit", "above the cap"),
    (
        {"budgets": BUDGETS + "\nK-1,Fund,50,,kay@kelby.example,2026-03-01,Less", **rows("A,,2026-02-01,60")},
        "budgets.csv, row 3, limit",
        "is already spent or committed",
    ),
    (rows("A,,2026-02-01,60,Zoo"), "spend.csv, row 2, category", "“Zoo” is not a category of Fund: Bedding; Travel."),
    (rows("A,,2026-01-04,60"), "spend.csv, row 2, bought_on", "Work with this family began on 5 January 2026"),
    (rows("A,,2026-06-16,60"), "spend.csv, row 2, bought_on", "The date is in the future"),
    (rows("A,,2026-02-01,160,,,,,kay@kelby.example,2026-07-02"), "spend.csv, row 2, decided_at", "is in the future"),
    (rows("A,,2026-02-01,160,,,alice.archer@example.org"), "spend.csv, row 2, recorded_by", "is not in people"),
    (rows("A,,2026-02-01,160,,,,2026-02-01"), "spend.csv, row 2, decided_by", "Say who decided"),
    (rows("A,,2026-02-01,160,,,,,iris@kelby.example"), "spend.csv, row 2, decided_by", "Nobody decides their own"),
    (rows("A,K-2,2026-02-01,60"), "spend.csv, row 2, family_ref", "comparison family"),
    (
        {"worktime": work("W-1,joe@kelby.example,2025-12-31,Visit,60,,K-1,")},
        "worktime.csv, row 2, worked_on",
        "the first day of work here",
    ),
    (
        {"worktime": work("W-1,joe@kelby.example,2026-06-16,Visit,60,,K-1,")},
        "worktime.csv, row 2, worked_on",
        "today or earlier",
    ),
    (
        {"worktime": work("W-1,joe@kelby.example,2026-02-02,Visit,60,,,direct")},
        "worktime.csv, row 2, activity",
        "is work with a family",
    ),
    (
        {"studies": "study,from,to,mode,price_year\nS,2026-01-01,2026-03-31,A,2024/25"},
        "studies.csv, row 2, price_year",
        "Leave the price year empty: it is chosen on the study's page",
    ),
    ({"studies": "study,from,to,mode\nS,2006-01-01,2026-03-31,A"}, "studies.csv, row 2, to", "at most ten years"),
]


@pytest.mark.pages
@pytest.mark.parametrize(("tables", "where", "words"), WRONG)
def test_each_is_named_with_its_row_and_column(
    app: Flask, world: World, tmp_path: Path, tables: dict[str, str], where: str, words: str
) -> None:
    folder = kelby_files(tmp_path / "kelby", **tables)
    lines = refused(folder)
    assert any(line.startswith(f"{where}:") and words in line for line in lines), lines
    assert len(lines) == 1
    good = kelby_files(tmp_path / "good")
    assert problems_in(import_from(good)) == []


def test_several_wrong_cells_of_a_row_and_rows_leaning_on_refused_ones_are_told_at_once(
    app: Flask, world: World, tmp_path: Path
) -> None:
    folder = kelby_files(
        tmp_path / "kelby",
        people=PEOPLE.replace(
            "Iris Lowe,practitioner,West,Social worker,37", "Iris Lowe,practitioner,West,Dentist,lots"
        ),
        budgets=BUDGETS.replace("kay@", "joe@").replace("2026-01-10", "2026-08-10"),
        spend=spends("A,,2026-02-01,60,Zoo", "B,,2026-06-16,60,Cinema", "C,,2026-06-16,60"),
        children="family_ref,child_ref,need_code\nK-1,C1,N9",
        worktime=work("W-1,iris@kelby.example,2026-02-02,Visit,60,,,direct"),
    )
    names = {line.split(":")[0] for line in refused(folder)}
    assert names == {
        "people.csv, row 2, post",
        "people.csv, row 2, weekly_hours",
        "children.csv, row 2, need_code",
        "budgets.csv, row 2, approved_by",
        "budgets.csv, row 2, approved_on",
        "spend.csv, row 2, category",
        "spend.csv, row 3, category",
        "spend.csv, row 3, bought_on",
        "spend.csv, row 4, bought_on",
        "worktime.csv, row 2, activity",
    }


def test_a_post_without_a_cost_is_told(app: Flask, world: World, tmp_path: Path) -> None:
    people = PEOPLE.replace("kelby.example", "west.example")
    folder = kelby_files(
        tmp_path / "in", people=people, posts="", families=FAMILIES.replace("kelby.example", "west.example"), budgets=""
    )
    assert [line for line in refused(folder, "Westmoor") if "has no cost" in line] == [
        "people.csv, row 2, post: “Social worker” has no cost, so this person's time could not be costed. Add the post "
        "with its cost to posts."
    ]
    write_tables(folder, posts=POSTS)
    assert problems_in(import_from(folder, "Westmoor")) == []


def test_a_limit_is_not_put_before_one_that_stands(kelby: Path) -> None:
    write_tables(kelby, budgets=BUDGETS + "\nK-1,Fund,150,,kay@kelby.example,2026-01-08,Earlier")
    (line,) = refused(kelby)
    assert line.startswith("budgets.csv, row 3, approved_on: “08/01/2026” is before 10 January 2026")


def test_a_later_file_may_lean_on_what_the_books_have(kelby: Path, tmp_path: Path) -> None:
    more = write_tables(
        tmp_path / "more",
        budgets=BUDGETS.splitlines()[0] + "\nK-1,Fund,400,iris@kelby.example,kay@kelby.example,2026-03-01,More",
        spend=spends("B,,2026-03-02,90", "R2,,2026-03-03,20,,,,,,,,A"),
        worktime=work("W-2,iris@kelby.example,2026-03-02,home VISIT,60,,K-1,"),
    )
    assert problems_in(import_from(more)) == []
    assert problems_in(import_from(kelby)) == []


def test_refunds_must_agree_with_a_purchase_in_the_books(kelby: Path, tmp_path: Path) -> None:
    more = write_tables(tmp_path / "more", spend=spends("X,,2026-02-03,51,,,,,,,,A", "Y,K-2,2026-02-03,5,,,,,,,,A"))
    assert refused(more) == [
        "spend.csv, row 2, amount: At most £50.00 can come back for this purchase. Enter that or less, or correct its price.",
        "spend.csv, row 3, refund_of: “A” was bought for another family.",
    ]


def test_a_purchase_of_the_books_under_another_reference_is_named_and_of_many_how_many(
    kelby: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stands in the books: B has its family, day and amount; C has another day, D another amount."""
    monkeypatch.setattr(known_otherwise, "MOST_ALIKE", 1)
    again = spends("B,,2026-02-01,60", "C,,2026-02-03,60", "D,,2026-02-01,61", "E,,2026-02-01,60")
    outcome = import_from(write_tables(tmp_path / "again", spend=again))
    assert problems_in(outcome) == []
    notes = [str(note) for note in outcome.folder.notes if "authority's records" in str(note)]
    assert notes == [
        "spend.csv, row 2, spend_ref: the authority's records have a purchase of £60.00 for this family on this day, "
        "as “A”. Is “B” another one?",
        "spend.csv, spend_ref: 2 rows have the family, day and amount of a purchase in the authority's records; "
        "the first 1 are named.",
    ]


def test_time_in_a_closed_month_is_refused(kelby: Path, tmp_path: Path) -> None:
    with transaction():
        kay = db.session.scalars(select(Person).filter_by(email="kay@kelby.example")).one()
        west = db.session.scalars(select(Team).filter_by(name="West")).one()
        close_month(kay, west, TODAY.replace(month=2), on=TODAY, at=NOW)
    more = write_tables(
        tmp_path / "more",
        worktime=work(
            "W-2,joe@kelby.example,2026-02-28,Home visit,60,,K-1,",
            "W-3,joe@kelby.example,2026-03-01,Home visit,60,,K-1,",
        ),
    )
    (line,) = refused(more)
    assert line.startswith("worktime.csv, row 2, worked_on: February 2026 is closed for West.")
    assert problems_in(import_from(kelby)) == []


def test_a_day_has_24_hours_over_books_and_file_together(kelby: Path, tmp_path: Path) -> None:
    more = write_tables(
        tmp_path / "more",
        worktime=work(
            "W-2,iris@kelby.example,2026-02-02,Home visit,1370,,K-1,",
            "W-3,iris@kelby.example,2026-02-02,Home visit,1,,K-1,",
        ),
    )
    (line,) = refused(more)
    assert line.startswith("worktime.csv, row 3, email: “iris@kelby.example” has 1,440 minutes on 02/02/2026")
    write_tables(tmp_path / "more", worktime=work("W-2,iris@kelby.example,2026-02-02,Home visit,1370,,K-1,"))
    outcome = import_from(tmp_path / "more")
    assert problems_in(outcome) == []
    assert [str(note) for note in outcome.folder.notes] == [
        "worktime.csv, row 2, email: “iris@kelby.example” comes to 24 hours on 02/02/2026. It is kept as it is written."
    ]


def test_another_authoritys_families_cannot_be_named(app: Flask, world: World, tmp_path: Path) -> None:
    folder = kelby_files(tmp_path / "kelby", worktime=work("W-1,joe@kelby.example,2026-02-02,Visit,60,,EF-1;WM-001,"))
    lines = refused(folder)
    assert ["“EF-1” is not in families" in lines[0], "“WM-001” is not in families" in lines[1]] == [True, True]


def test_an_activity_keeps_the_kind_it_has_in_the_books(kelby: Path, tmp_path: Path) -> None:
    more = write_tables(tmp_path / "more", worktime=work("W-2,joe@kelby.example,2026-02-28,home visit,60,,K-1,general"))
    assert refused(more) == [
        "worktime.csv, row 2, activity_kind: “general” is not what home visit is elsewhere: direct."
    ]


def test_another_authority_may_join_a_study_of_the_same_content_only(kelby: Path, tmp_path: Path) -> None:
    same = "study,from,to,mode,profile\nKelby study,2026-01-01,2026-03-31,B,internal"
    people = "email,name,roles,team\nx@other.example,X,manager,T"
    other = write_tables(tmp_path / "other", people=people, studies=same.replace("2026-03-31", "2026-04-01"))
    (line,) = refused(other, "Other")
    assert f"{OTHER}to." in line
    outcome = import_from(write_tables(other, studies=same), "Other")
    assert (problems_in(outcome), outcome.words) == ([], "1 person, 1 study")


def test_finance_imports_into_its_own_authority_only(kelby: Path, world: World, tmp_path: Path) -> None:
    child = write_tables(tmp_path / "child", children="family_ref,child_ref\nK-1,C2")
    before = counts()
    for authority in ("Kelby", "Nowhere yet"):
        with pytest.raises(NotTheirs):
            import_from(child, authority, by=world.fiona)
    assert counts() == before
    assert import_from(child).words == "1 child"


def test_an_authority_of_another_spelling_is_the_same(kelby: Path) -> None:
    assert import_from(kelby, " KELBY ").words == ""


def test_teams_and_activities_of_other_capitals_are_the_same(app: Flask, world: World, tmp_path: Path) -> None:
    with transaction():
        team(world.authority, "West")
    folder = kelby_files(tmp_path, people=PEOPLE.replace("West", "WEST"), families="", budgets="")
    before = counts()["team"]
    assert problems_in(import_from(folder, "Westmoor")) == []
    assert counts()["team"] == before
