"""Plans of regular payments and vouchers of a stock in files: payments tied to them, and what does not fit refused in words."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.budgets.actions import confirm_opening
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import sums_sign
from budgettracker.commands.books import faults
from budgettracker.confirmations.actions import confirm
from budgettracker.database import db, transaction
from budgettracker.families.actions import restrict_family
from budgettracker.families.models import Family
from budgettracker.imports.rules import second_hand_for, spoken_for
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.people.models import Person, Team
from budgettracker.second_hands import Outcome
from budgettracker.spend.actions import Purchase, Schedule, approve_spend, ask_for_plan, end_plan
from budgettracker.spend.kinds import Review, Rhythm, SpendState
from budgettracker.spend.models import Spend
from budgettracker.vouchers.actions import buy_batch
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.queries import in_stock, issued_for
from tests.factories.imports import NOW, SPEND, TODAY, import_from, kelby_files, problems_in, write_tables

FORTNIGHT_AGO = TODAY - timedelta(weeks=2)
_HEADS = "plan_ref family_ref payment rhythm first_on last_on category purpose requested_by approved_by approved_on"
PLANS = (
    f"{','.join(_HEADS.split())},review_on,afterwards,ended_on,kind\n"
    """P-1,K-1,12,weekly,2026-02-02,2026-03-02,Travel,Taxi to school,iris@,kay@,2026-01-30,,,,
    P-2,K-1,20,Four weekly,2026-05-04,2026-07-27,Travel,Nursery,iris@,kay@,2026-05-01,2026-07-01,A free place,,
    P-3,K-2,10,monthly,2026-02-01,2026-04-01,Travel,Bus pass,joe@,kay@,2026-01-20,,,2026-03-01,other_help""".replace(
        "@", "@kelby.example"
    )
)
TIED = SPEND + ",plan,vouchers"


def tied(*rows: str) -> str:
    """A spend table with the columns that tie a purchase: reference, family, day, amount, plan, vouchers, then the rest."""
    return "\n".join([TIED, *(_whole(row) for row in rows)])


def _whole(row: str) -> str:
    reference, family, day, amount, plan, vouchers, *more = [*row.split(","), ""]
    kind = "other_help" if family == "K-2" else ""
    by = more[0] or "iris@kelby.example"
    return f"{reference},{family},{day},{amount},Travel,A thing,{by},,,,{kind},,{plan},{vouchers}"


PAID = (
    "A,K-1,2026-02-02,12,P-1,",
    "B,K-1,2026-02-09,11.50,P-1,",
    "C,K-1,2026-02-16,40,P-1,",
    "D,K-1,2026-05-04,20,P-2,",
    "E,K-2,2026-02-01,10,P-3,",
    "F,K-1,2026-05-05,5,,",
)


@pytest.fixture(autouse=True)
def _program(app: Flask) -> None:
    """Every test runs on both engines."""


def named(reference: str) -> Spend:
    return db.session.scalars(select(Spend).filter_by(reference=reference)).one()


def person(name: str) -> Person:
    return db.session.scalars(select(Person).filter_by(email=f"{name}@kelby.example")).one()


def position() -> tuple[int, int, int]:
    db.session.rollback()
    row = db.session.scalars(select(BudgetPeriod)).one()
    return row.limit_pence, row.committed_pence, row.spent_pence


def test_payments_are_tied_to_their_plan_and_one_that_goes_on_holds_what_is_left(tmp_path: Path) -> None:
    folder = kelby_files(tmp_path / "in", plans=PLANS, spend=tied(*PAID))
    outcome = import_from(folder)
    assert problems_in(outcome) == []
    assert (
        "3 plans of regular payments of £170.00 together, 1 February to 27 July 2026; made out as approved by Kay Brook (3)"
        in outcome.sums
    )
    assert faults() == []
    # 12 + 11.50 + 40 + 20 + 5 were spent; three payments of £20.00 of the plan that runs are held.
    assert position() == (200_00, 60_00, 88_50)
    taxi, nursery, bus = named("P-1"), named("P-2"), named("P-3")
    assert [(plan.state, plan.approved_pence, plan.drawn_pence) for plan in (taxi, nursery, bus)] == [
        (SpendState.ENDED, 60_00, 35_50),
        (SpendState.APPROVED, 80_00, 20_00),
        (SpendState.ENDED, 30_00, 10_00),
    ]
    assert [named(each).plan_id for each in "ABCDEF"] == [taxi.id] * 3 + [nursery.id, bus.id, None]
    first, dear = named("A"), named("C")
    assert (first.decided_by_id, first.decided_as, first.approved_pence, first.regular) == (
        person("kay").id,
        "manager",
        12_00,
        True,
    )
    # What was paid above the plan's payment is within the worker's band, and stands decided by them.
    assert (dear.approved_pence, dear.paid_pence, dear.decided_as, dear.review) == (
        12_00,
        40_00,
        "practitioner",
        Review.NONE,
    )
    assert import_from(folder).written.total() == 0, "the same files again change nothing"
    later = tied("G,K-1,2026-06-01,20,P-2,", "H,K-1,2026-06-10,60,P-2,")
    assert problems_in(import_from(write_tables(tmp_path / "later", spend=later))) == []
    assert faults() == []
    assert position() == (200_00, 20_00, 168_50)
    with transaction():
        end_plan(person("iris"), named("P-2"), "A free place now", at=NOW)
    assert (faults(), position()) == ([], (200_00, 0, 168_50))
    with transaction():
        what = Purchase(amount_pence=5_00, bought_what="Bus", bought_on=FORTNIGHT_AGO, purpose="To school")
        ends = FORTNIGHT_AGO + timedelta(weeks=3)
        when = Schedule(Rhythm.WEEKLY, 5_00, FORTNIGHT_AGO, ends, ends, "A bike")
        period = db.session.scalars(select(BudgetPeriod)).one()
        confirm_opening(person("lea"), period, sums_sign(period), on=TODAY, at=NOW)
        plan = ask_for_plan(person("iris"), named("P-1").family, what, when, on=FORTNIGHT_AGO, at=NOW)
    weeks = [
        tied(f"{ref},K-1,{FORTNIGHT_AGO + timedelta(weeks=week)},5,{plan.reference},") for week, ref in enumerate("IJ")
    ]
    (line,) = problems_in(import_from(write_tables(tmp_path / "asked", spend=weeks[0])))
    assert f"plan: “{plan.reference}” is requested and not approved, so nothing is paid by it." in line
    with transaction():
        approve_spend(person("kay"), named(plan.reference or ""), on=FORTNIGHT_AGO, at=NOW)
    for number, rows in enumerate(weeks):
        assert problems_in(import_from(write_tables(tmp_path / f"week{number}", spend=rows))) == []
        assert (faults(), position()) == ([], (200_00, 15_00 - 5_00 * number, 173_50 + 5_00 * number))


def test_what_does_not_fit_a_plan_is_refused_in_its_cell(tmp_path: Path) -> None:
    plans = [*PLANS.splitlines()]
    wrong = [
        plans[1].replace("P-1", "W-1").replace("kay@", "iris@"),
        plans[1].replace("P-1", "W-2").replace("2026-03-02", "2026-01-02"),
        plans[1].replace("P-1", "W-3").replace("kay@", "joe@"),
        plans[2].replace("P-2", "W-4").replace(",A free place", ","),
        plans[2].replace("P-2", "W-5").replace(",20,", ",75,"),
        plans[2].replace("P-2", "W-6").replace("Four weekly", "daily"),
        plans[3].replace("P-3", "W-7").replace(",other_help", ","),
        plans[3].replace("P-3", "W-8").replace("2026-03-01", "2026-05-01"),
    ]
    rows = (
        *(
            "A,K-2,2026-02-02,12,P-1,",
            "B,K-1,2026-01-29,12,P-1,",
            "C,K-1,2026-04-01,12,P-1,",
            "D,K-1,2026-02-03,5,P-9,",
        ),
        *("E,K-1,2026-02-02,60,P-1,", "F,K-1,2026-02-03,5,A,", "G,K-1,2026-05-11,5,P-1,X-1"),
    )
    folder = kelby_files(tmp_path / "in", plans="\n".join([*plans, *wrong]), spend=tied(*rows))
    outcome = import_from(folder)
    lines = "\n".join(problems_in(outcome))
    for words in (
        "plans.csv, row 5, approved_by: “iris@kelby.example” also asked for this plan.",
        "plans.csv, row 6, last_on: “2026-01-02” is before first_on.",
        "plans.csv, row 8, afterwards: The cell is empty. A plan that goes on says",
        "is not a rhythm known here. Use weekly, fortnightly, four_weekly or monthly.",
        "plans.csv, row 11, family_ref: “K-2” is a comparison family",
        "plans.csv, row 12, ended_on: “2026-05-01” is after last_on.",
        "spend.csv, row 2, plan: This plan is another family's.",
        "spend.csv, row 3, plan: “P-1” was approved on 30/01/2026, after this was bought.",
        "spend.csv, row 4, bought_on: The payments of this plan ended on 2 March 2026.",
        "spend.csv, row 5, plan: “P-9” is not in plans, nor in the authority's records.",
        "spend.csv, row 8, plan: “P-1” stands with vouchers of a stock",
    ):
        assert words in lines, lines


def test_a_plan_nobody_of_that_role_could_approve_or_without_room_is_refused_with_its_amount(tmp_path: Path) -> None:
    dear = PLANS.replace("P-1,K-1,12,", "P-1,K-1,70,").replace("P-2,K-1,20,", "P-2,K-1,55,")
    first, second = problems_in(import_from(kelby_files(tmp_path / "in", plans=dear)))
    assert "5 payments of £70.00 come to £350.00, which Kay Brook could not approve then: a senior manager" in first
    assert "£220.00 of this plan is still to be paid, and only £200.00 is left of the limit." in second
    folder = kelby_files(tmp_path / "room", plans=dear.replace("P-1,K-1,70,", "P-1,K-1,12,"))
    outcome = import_from(folder, keep_good=True)
    assert (problems_in(outcome), named("P-2").state, faults()) == ([], SpendState.ENDED, [])
    assert any("The plan is brought in as ended." in str(note) for note in outcome.folder.notes)
    assert position() == (200_00, 0, 0)


def test_a_payment_beyond_what_its_plan_was_approved_for_is_refused(tmp_path: Path) -> None:
    one = PLANS.splitlines()[0] + "\n" + PLANS.splitlines()[1].replace("2026-03-02", "2026-02-09")
    rows = tied(*(f"{name},K-1,2026-02-0{day},12,P-1," for name, day in (("A", 2), ("B", 3), ("C", 4))))
    (line,) = problems_in(import_from(kelby_files(tmp_path, plans=one, spend=rows)))
    assert "Of what this plan was approved for, £24.00, nothing is left for that day." in line


def test_plans_and_their_payments_take_a_second_person_and_speak_for_who_approved(tmp_path: Path) -> None:
    folder = read_folder(write_tables(tmp_path, plans=PLANS, spend=tied(*PAID)))
    rows = {name: list(each) for name, each in folder.rows.items() if each}
    assert second_hand_for(rows, expenses=False) == Outcome.IMPORT
    assert spoken_for(rows) == ["kay@kelby.example"]
    alone = {name: [row for row in each if row.key in {("F",)}] for name, each in rows.items()}
    assert second_hand_for(alone, expenses=False) is None


def _stock(*serials: str) -> None:
    """£10.00 each, bought on 1 March and confirmed by another."""
    with transaction():
        team = db.session.scalars(select(Team).filter_by(name="West")).one()
        day = TODAY.replace(month=3, day=1)
        kind = VoucherKind.SHOP_VOUCHER
        worth = {"value_pence": 10_00, "paid_pence": 9_00}
        wish = buy_batch(person("kay"), team, kind, serials, **worth, shop="Asda", bought_on=day, on=TODAY, at=NOW)
        person("lea").password_hash = "x"
        confirm(person("lea"), wish, on=TODAY, at=NOW)


def test_vouchers_of_a_stock_go_out_with_the_purchase_and_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    assert problems_in(import_from(kelby_files(tmp_path / "in"))) == []
    _stock("V1", "V2", "V3")
    wrong = tied(
        *("A,K-1,2026-03-02,20,,V1;V9", "B,K-1,2026-03-02,25,,V1;V2", "C,K-1,2026-02-20,10,,V1"),
        *("D,K-1,2026-03-03,10,,V3", "E,K-1,2026-03-04,10,,V3", "F,K-1,2026-03-04,20,,V1; V1"),
    )
    lines = problems_in(import_from(write_tables(tmp_path / "wrong", spend=wrong)))
    for line, words in zip(
        lines,
        (
            "row 2, vouchers: V9 is in no stock, or was handed over already. Record its batch",
            "row 3, amount: These vouchers are worth £20.00, not £25.00.",
            "row 4, bought_on: V1 came into the stock on 1 March 2026, after that day.",
            "row 6, vouchers: V3 is in no stock, or was handed over already.",
            "row 7, vouchers: “V1; V1” names “V1” twice.",
        ),
        strict=True,
    ):
        assert words in line
    folder = write_tables(tmp_path / "right", spend=tied("A,K-1,2026-03-02,20,,V1;V2", "D,K-2,2026-03-03,10,,V3"))
    assert problems_in(import_from(folder)) == []
    assert faults() == []
    given = named("A")
    assert (given.from_stock, given.payment_method, [each.voucher.serial for each in issued_for(given.id)]) == (
        True,
        "voucher",
        ["V1", "V2"],
    )
    team = db.session.scalars(select(Team).filter_by(name="West")).one()
    assert (in_stock(team.id), position()) == ([], (200_00, 0, 20_00))
    assert import_from(folder).written.total() == 0, "the same files again change nothing"
    (line,) = problems_in(import_from(write_tables(tmp_path / "other", spend=tied("A,K-1,2026-03-02,20,,V1;V3"))))
    assert "with other content in vouchers." in line
    back = f"{SPEND}\nR,K-1,2026-03-09,10,Travel,Back,iris@kelby.example,,,,,A"
    (line,) = problems_in(import_from(write_tables(tmp_path / "back", spend=back)))
    assert "These are vouchers from the stock." in line


def test_a_restricted_family_gets_no_voucher_of_a_stock_by_a_file(tmp_path: Path) -> None:
    assert problems_in(import_from(kelby_files(tmp_path / "in"))) == []
    _stock("V1")
    with transaction():
        family = db.session.scalars(select(Family).filter_by(reference="K-1")).one()
        restrict_family(person("iris"), family, [person("kay")], "Known here", on=TODAY, at=NOW)
        reference = family.reference
    folder = write_tables(tmp_path / "tied", spend=tied(f"A,{reference},2026-03-02,10,,V1"))
    (line,) = problems_in(import_from(folder))
    assert "row 2, vouchers: No voucher of a team's stock goes to this family. Leave the cell empty" in line
    folder = write_tables(tmp_path / "untied", spend=tied(f"A,{reference},2026-03-02,10,,"))
    assert (problems_in(import_from(folder)), named("A").from_stock) == ([], False)
    team = db.session.scalars(select(Team).filter_by(name="West")).one()
    assert [voucher.serial for voucher, _, _ in in_stock(team.id)] == ["V1"]
