"""Every table that holds pence is claimed by the table of second hands, or says why no money moves by what it holds."""

from budgettracker import import_models
from budgettracker.database import Base
from budgettracker.second_hands import Outcome
from budgettracker.second_hands_of_money import OF_MONEY

BUYING = {
    *(Outcome.WITHIN_BAND, Outcome.ABOVE_BAND, Outcome.PRICE_ABOVE_APPROVED, Outcome.SHARED, Outcome.PLAN),
    *(Outcome.OWN_POCKET, Outcome.OTHER_HELP, Outcome.NO_RECEIPT),
}
CLAIMED: dict[str, set[Outcome]] = {
    "spend": BUYING | {Outcome.MISTAKE, Outcome.PUT_RIGHT, Outcome.REFUND},
    "plan_schedule": {Outcome.PLAN},
    "refund": {Outcome.REFUND, Outcome.MISTAKE},
    "spend_proposal": {Outcome.MISTAKE, Outcome.REFUND},
    "proposed_correction": {Outcome.MISTAKE},
    "voucher_batch": {Outcome.VOUCHERS_BOUGHT, Outcome.VOUCHERS_BACK},
    "voucher_count": {Outcome.VOUCHERS_COUNTED, Outcome.VOUCHERS_DIFFER},
    "work_entry": {Outcome.EXPENSES},
    "limit_change": {Outcome.LIMIT, Outcome.OPENING_BALANCE},
    "budget_period": {Outcome.LIMIT, Outcome.OPENING_BALANCE},
    "ledger_entry": {*BUYING, Outcome.LIMIT, Outcome.OPENING_BALANCE, Outcome.MISTAKE, Outcome.REFUND},
    **{name: {Outcome.BANDS_LOOSENED} for name in ("scheme", "band", "price_margin", "other_help_band")},
}
"""By which rows of the table somebody brings about what a table holds."""
NO_MONEY_MOVES = {
    **dict.fromkeys(
        ("payment_file", "payment_line", "weekly_line"), "the finance system's own lines, beside the books"
    ),
    **dict.fromkeys(("kept_budget", "kept_month"), "sums that triggers keep of other tables' lines"),
    **dict.fromkeys(("post_cost", "other_cost", "paid_line", "study_event"), "prices that a costing run reckons with"),
}
RUNS = "run_"
"""A costing run is frozen and nobody changes it: its tables move no money either."""


def unclaimed(tables: set[str]) -> list[str]:
    """Tables with a column of pence of which nothing says whose second hand they take."""
    known = {*CLAIMED, *NO_MONEY_MOVES}
    return sorted(name for name in tables - known if not name.startswith(RUNS))


def with_pence() -> set[str]:
    import_models()
    tables = Base.metadata.tables.values()
    return {table.name for table in tables if any(column.name.endswith("_pence") for column in table.columns)}


def test_every_table_with_pence_is_claimed_and_every_row_about_money_claims_one() -> None:
    tables = with_pence()
    assert unclaimed(tables) == []
    assert set(CLAIMED) <= tables
    claiming = {outcome for outcomes in CLAIMED.values() for outcome in outcomes}
    assert {row.outcome for row in OF_MONEY} - claiming == set()
    assert unclaimed({"spend", "run_line", "gift_card"}) == ["gift_card"], "a new one is noticed"
