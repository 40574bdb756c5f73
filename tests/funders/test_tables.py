"""The tables for funders of a world made by hand, cell by cell against answers made by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgettracker.costing.kinds import Mode
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.results.rules.results import Results
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import CostCategory, FunderTable, Grade, Indicator, Participants, Phase, Recurrence
from budgettracker.funders.rules.elements import ELEMENTS, elements_in_words, parse_elements
from budgettracker.funders.rules.facts import (
    ActivityCost,
    Capacity,
    CostItem,
    RateFact,
    RunFacts,
    SiteFamily,
    StaffTime,
)
from budgettracker.funders.rules.items import unit_price
from budgettracker.funders.rules.self_grade import Signed
from budgettracker.funders.rules.settings import EEF_BANDS, Band, Settings, band_of, loaded, parse_bands, written
from budgettracker.funders.rules.table import Table, in_steps, parse_columns
from budgettracker.funders.rules.tables import shaped_table, whole_table

START, AGAIN = Recurrence.START_UP, Recurrence.RECURRING
WORK = CostItem("Social worker", AGAIN, CostCategory.STAFF, 1_200_00, 1_800, "hours")
SET_UP = CostItem("Social worker: setting up", START, CostCategory.STAFF, 90_00, 120, "hours")
TRAVEL = CostItem("Purchases: Travel", AGAIN, CostCategory.MATERIALS, 100_01, 3, "purchases")


def costs(arm: Arm, pence: int, other: int, children: int) -> FamilyCosts:
    """A family whose total is all purchases but for £10 of contact."""
    return FamilyCosts("F", arm, 100, children, pence - 10_00, other, 10_00, 0, 0, 0, 0, 0)


WORLD = RunFacts(
    study="Spring",
    purpose="What it costs",
    number=1,
    starts_on=date(2025, 4, 1),
    ends_on=date(2026, 3, 31),
    intervention="Devolved budget",
    families=(
        SiteFamily("Eastby", "w1", costs(Arm.BUDGET, 400_00, 40_00, 2)),
        SiteFamily("Eastby", "w1", costs(Arm.BUDGET, 300_00, 0, 3)),
        SiteFamily("Eastby", "w2", costs(Arm.BUDGET, 300_01, 0, 1)),
        SiteFamily("Westby", "w3", costs(Arm.BUDGET, 300_00, 0, 2)),
        *[SiteFamily("Eastby", "w2", costs(Arm.COMPARISON, 100_00, 10_00, 1))] * 3,
    ),
    items=(WORK, SET_UP, TRAVEL),
    staff=(StaffTime("Social worker", Phase.DELIVERY, 60_000), StaffTime("Social worker", Phase.PREPARATION, 0)),
    activities=(ActivityCost("Eastby", "Visit", 30_00), ActivityCost("Westby", "Visit", 10_00)),
    capacity=(Capacity("Eastby", 10_000, 1_000, 8_100, 6_000, 2),),
    rates=(RateFact("Eastby", "Social worker", "2025/26", True, True, 75_218_00, 1_608 * 60),),
    modes=(("Eastby", Mode.ALL_TIME), ("Westby", Mode.CLIENT_TIME)),
    results=Results(7, [], [], [], []),
    vat="Without the tax the authority gets back",
    unsupported_months=4,
    with_qualifications=False,
)
SETTINGS = Settings(places=10, there_already="Rooms of the council")


def table(of: FunderTable, facts: RunFacts = WORLD, settings: Settings = SETTINGS) -> Table:
    """A table of the world."""
    return whole_table(of, facts, settings, None)


def test_items_over_three_years() -> None:
    assert table(FunderTable.ITEMS).rows == (
        ("Social worker", "recurring", 600_00, 9_000_00, 300_00),
        ("Social worker: setting up", "start-up", 45_00, 90_00, 3_00),
        ("Purchases: Travel", "recurring", 50_01, 750_08, 25_00),  # exact 50.005, 750.075, 25.0025: steps of the total
        ("total", "", 695_01, 9_840_08, 328_00),
    )


def test_what_it_has_cost_by_the_end_of_each_year() -> None:
    assert table(FunderTable.CUMULATIVE).rows == (("Devolved budget", 3_340_03, 6_590_05, 9_840_08),)
    assert table(FunderTable.CUMULATIVE, settings=replace(SETTINGS, years=1)).rows == (("Devolved budget", 3_340_03),)


@pytest.mark.parametrize(
    "pence, name",
    [(80_00, "very low"), (80_01, "low"), (720_00, "moderate"), (1_200_00, "high"), (1_200_01, "very high")],
)
def test_a_cost_equal_to_a_bands_end_is_in_it(pence: int, name: str) -> None:
    assert band_of(pence, EEF_BANDS).name == name


def test_the_rating_is_of_the_total_of_items() -> None:
    assert table(FunderTable.RATING).rows == (
        (328_00, "moderate", "£720.00", "Education Endowment Foundation, cost rating per pupil a year"),
    )


def test_items_with_quantity_and_price() -> None:
    assert table(FunderTable.ITEMS_YEF).rows == (
        ("Social worker", "staff", "recurring", "30.00 hours", 40_00, 1_200_00, 300_00),
        ("Social worker: setting up", "staff", "start-up", "2.00 hours", 45_00, 90_00, 22_50),
        ("Purchases: Travel", "materials and equipment", "recurring", "3 purchases", 33_34, 100_01, 25_00),
        ("total", "", "", "", None, 1_390_01, 347_50),
    )
    assert unit_price(TRAVEL._replace(pence=-5_00)) is None


def test_the_summary_at_take_up_and_capacity() -> None:
    about = ("2025/26", "Rooms of the council")
    assert table(FunderTable.SUMMARY_YEF).rows == (
        ("actual take-up", "start-up", 90_00, 22_50, "", "", *about),
        ("actual take-up", "recurring", 1_300_01, 325_00, "", "", *about),
        ("actual take-up", "total", 1_390_01, 347_50, "no interval is supported", "", *about),
        ("full capacity", "start-up", 90_00, 9_00, "", "", *about),
        ("full capacity", "recurring", 1_300_01, 130_00, "", "", *about),
        ("full capacity", "total", 1_390_01, 139_00, "", "", *about),
    )
    without = table(FunderTable.SUMMARY_YEF, settings=replace(SETTINGS, places=None)).rows
    assert without[-1] == ("full capacity", "total", 1_390_01, None, "places are not stated", "", *about)


def test_items_for_family_and_child_beside_usual_help() -> None:
    whose = SETTINGS.perspective
    assert table(FunderTable.ITEMS_FOUNDATIONS).rows == (
        ("Social worker", "recurring", whose, 1_200_00, 300_00, 150_00, ""),
        ("Social worker: setting up", "start-up", whose, 90_00, 22_50, 11_25, ""),
        ("Purchases: Travel", "recurring", whose, 100_01, 25_00, 12_50, ""),
        ("total", "", whose, 1_390_01, 347_50, 173_75, "moderate"),
        ("beside it: other help to families with a budget", "", whose, 40_00, 10_00, 5_00, ""),
        ("usual help: families for comparison, purchases and time", "", whose, 300_00, 100_00, 100_00, ""),
        ("usual help: other help to families for comparison", "", whose, 30_00, 10_00, 10_00, ""),
    )


def test_hours_a_year_leave_out_what_nobody_worked() -> None:
    # 60,000 minutes in 365 days: 60,000 x 146,097 / 146,000 = 60,039.86 in a year of the calendar.
    assert table(FunderTable.STAFF_TIME).rows == (("Social worker", "delivery", 60_040, "not recorded"),)


def test_each_site_by_activity_and_input() -> None:
    rows = table(FunderTable.BY_SITE).rows
    east, west = ("Eastby", 3, "1.5", Mode.ALL_TIME.words), ("Westby", 1, "1.0", Mode.CLIENT_TIME.words)
    assert rows[0] == (*east, "mean", "purchases and time", 333_34, "no interval is supported", "")
    assert rows[1] == (*east, "activity", "Visit", 10_00, "", "")
    assert rows[2] == (*east, "input", "purchases", 323_34, "", "")
    assert rows[3] == (*east, "input", "contact", 10_00, "", "")
    assert (*west, "mean", "purchases and time", 300_00, "no interval is supported", "") in rows
    assert len(rows) == 2 * 9


def test_capacity_used_and_unused() -> None:
    of = "Eastby, Social worker, 2025/26: "
    assert [row for row in table(FunderTable.TDABC).rows if row[2] is not None] == [
        (f"{of}cost of capacity supplied in a year, and practical capacity", "Posts", 96_480, "", 75_218_00),
        (f"{of}capacity cost of an hour", "Posts", 60, "", 46_78),  # 75,218 / 1,608 = 46.777
        ("Eastby: capacity supplied, contracted hours", "Missing", 10_000, "111.1%", None),
        ("Eastby: practical capacity, less absence", "Missing", 9_000, "100.0%", None),
        ("Eastby: used, as logged", "Missing", 8_100, "90.0%", None),
        ("Eastby: of it for families", "Missing", 6_000, "66.7%", None),
        ("Eastby: unused", "Missing", 900, "10.0%", None),
    ]
    assert "2 worker-months without contracted hours" in " ".join(table(FunderTable.TDABC).notes)
    assert (
        table(FunderTable.TDABC)
        .notes[0]
        .startswith("19 elements, after: the steps of the method, worded by this program")
    )


def test_an_evaluator_enters_the_elements_of_a_published_list() -> None:
    typed = parse_elements("Study question\n Perspective = Cover, C4 \n\nCapacity cost rate = Posts")
    own = loaded(written(replace(SETTINGS, elements=typed, elements_source="The consensus statement")))
    shown = table(FunderTable.TDABC, settings=own)
    assert [row[:2] for row in shown.rows if row[2] is None] == [
        ("Study question", "author to write"),
        ("Perspective", "Cover, C4"),
        ("Capacity cost rate", "Posts"),
    ]
    assert shown.notes[0] == "3 elements, after: The consensus statement."
    assert parse_elements(elements_in_words(ELEMENTS)) == ELEMENTS
    for wrong in ("", "= Cover", "One\none = Posts", "x" * 301, "\n".join(map(str, range(61)))):
        with pytest.raises(Refusal):
            parse_elements(wrong)


def test_all_28_items_of_the_checklist() -> None:
    rows = table(FunderTable.CHEERS).rows
    assert [row[0] for row in rows] == list(range(1, 29))
    written_by_author = [row[0] for row in rows if row[2] == "author to write"]
    assert written_by_author == [1, 2, 3, 4, 11, 12, 13, 16, 21, 25, 26, 27, 28]
    assert rows[4][3] == "4 families with a budget, 3 for comparison, by arm as allocated"
    assert rows[14][3] == "Pounds sterling. Prices as logged, of 2025/26; nothing converted"


def test_a_grade_is_printed_only_above_a_name() -> None:
    own = [row for row in table(FunderTable.SELF_GRADE).rows if row[1] == "all of them"]
    assert [(row[0], row[2], row[3], row[4]) for row in own] == [
        ("Key cost components", "3 of 5", "C", "contracted hours of the workers without them"),
        ("Control of bias", "3 of 4", "B", "start-up or recurring for each item"),
        ("Precision", "2 of 4", "C", "the logs of 4 worker-months"),
        ("Reporting", "5 of 5", "A", "nothing: all is met"),
    ]
    assert {(row[5], row[6]) for row in own} == {("not graded", "")}
    signed = Signed(dict.fromkeys(Indicator, Grade.B), "Eve Evans", "3 March 2027")
    graded = whole_table(FunderTable.SELF_GRADE, WORLD, SETTINGS, signed)
    assert {(row[5], row[6]) for row in graded.rows if row[1] == "all of them"} == {("B", "Eve Evans, 3 March 2027")}


@pytest.mark.parametrize("of", [FunderTable.ITEMS, FunderTable.CUMULATIVE, FunderTable.RATING, FunderTable.ITEMS_YEF])
def test_without_a_participant_there_is_no_row(of: FunderTable) -> None:
    nobody = replace(WORLD, families=WORLD.families[4:])
    assert table(of, nobody).rows == ()
    assert table(of, nobody).notes == (
        "The run has no family with a budget, so nothing can be shared over them.",
        SETTINGS.dated,
    )
    assert table(of).rows


def test_children_may_be_the_participants() -> None:
    children = replace(SETTINGS, participants=Participants.CHILDREN)
    assert table(FunderTable.ITEMS_YEF, settings=children).rows[-1][-1] == 173_75


def test_settings_move_items_and_survive_being_stored() -> None:
    moved = replace(
        SETTINGS,
        categories={TRAVEL.name: CostCategory.INCENTIVES},
        recurrences={TRAVEL.name: START},
        columns={"Items": (("item", ""), ("total_over_3_years", "cost"))},
    )
    assert loaded(written(moved)) == moved
    assert table(FunderTable.ITEMS_YEF, settings=moved).rows[2][1:3] == ("incentives", "start-up")
    shaped = shaped_table(FunderTable.ITEMS, WORLD, moved, None)
    assert [column.shown for column in shaped.columns] == ["item", "cost"]
    assert shaped.rows[2] == ("Purchases: Travel", 100_01)


def test_what_is_asked_for_is_printed_with_its_day_and_source() -> None:
    """Planned duration and places beside tables of costs; years, columns and bands with their source and since when."""
    needing = (
        FunderTable.ITEMS,
        FunderTable.CUMULATIVE,
        FunderTable.RATING,
        FunderTable.ITEMS_YEF,
        FunderTable.SUMMARY_YEF,
        FunderTable.ITEMS_FOUNDATIONS,
    )
    for of in needing:
        assert "Planned duration of help: not stated; Settings of the tables ask for it." in " ".join(
            table(of).notes
        ), of
    stated = replace(SETTINGS, duration_months=9, layouts_source="Guidance, May 2025", saved_on="3 March 2027")
    for of in FunderTable:
        notes = " ".join(table(of, settings=stated).notes)
        assert "Years and columns after: Guidance, May 2025. Bands after: Education Endowment Foundation" in notes, of
        assert "Settings as saved on 3 March 2027." in notes, of
        assert ("Planned duration of help: 9 months." in notes) == (of in needing), of
    assert loaded(written(stated)) == replace(stated, saved_on="")


def test_columns_as_typed() -> None:
    items = table(FunderTable.ITEMS)
    assert parse_columns("", items) == ()
    assert parse_columns("\n".join(column.name for column in items.columns), items) == ()
    assert parse_columns("per_participant_per_year\n item = what ", items) == (
        ("per_participant_per_year", ""),
        ("item", "what"),
    )


@pytest.mark.parametrize(
    "typed, words",
    [
        ("cost", "“cost” is not a column of this table. It has: item, start_up_or_recurring,"),
        ("item\nitem = what", "The column “item” stands twice."),
        ("item = What\nstart_up_or_recurring = what", "The heading “what” stands twice."),
        ("item = what was bought", "“what was bought” cannot head a column."),
        ("item = =1+1", "“=1+1” cannot head a column."),
    ],
)
def test_columns_that_cannot_be(typed: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_columns(typed, table(FunderTable.ITEMS))
    assert refused.value.field == "columns"
    assert words in refused.value.message


def test_bands_as_typed() -> None:
    assert parse_bands("low: 200\n\nhigh: £1,200.50\nabove") == (
        Band("low", 200_00),
        Band("high", 1_200_50),
        Band("above", None),
    )


@pytest.mark.parametrize(
    "typed, words",
    [
        ("", "The last band needs no amount"),
        ("low: 200", "The last band needs no amount"),
        (": 200\nhigh", "“: 200” has no name"),
        ("low: cheap\nhigh", "“low”: Enter the amount in pounds"),
        ("low: 200\nhigh: 200\nabove", "“high” must end above the band before it, not at £200.00."),
        ("low\nhigh: 200", "“low” has no amount, so nothing can come after it."),
        ("low: 0\nhigh", "“low” must end above the band before it, not at £0.00."),
    ],
)
def test_bands_that_do_not_follow_one_another(typed: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_bands(typed)
    assert refused.value.field == "bands"
    assert words in refused.value.message


@given(st.lists(st.fractions(min_value=-1_000, max_value=1_000_000, max_denominator=97), max_size=30))
def test_steps_add_up_and_stay_within_a_penny(exact: list[Fraction]) -> None:
    steps = in_steps(exact)
    whole = sum(exact, Fraction(0))
    assert abs(sum(steps) - whole) <= Fraction(1, 2)
    assert all(abs(step - each) <= 1 for step, each in zip(steps, exact, strict=True))
