"""The right answers for five councils' layouts: what is certain, what a person chooses, and what has no other side."""

import pytest

from budgettracker.ledger.payments.kinds import Answer, Standing
from budgettracker.ledger.payments.rules.lists import answer_of, lists_of
from budgettracker.ledger.payments.rules.suggest import suggest
from tests.factories.payments import DEVON, LAYOUTS, MAPPINGS, read_file, read_layout, recorded

CERTAIN, OFFER, NONE, OUTSIDE = Answer.CERTAIN, Answer.OFFER, Answer.NONE, Answer.OUTSIDE
PAIR = "W-103;W-104"
RIGHT: dict[str, list[tuple[int, Answer, str]]] = {
    "L1_devon_2011_shape": [
        (2, CERTAIN, "W-102"),
        (3, OFFER, PAIR),
        (4, OFFER, PAIR),
        (5, CERTAIN, "W-105"),
        (6, CERTAIN, "W-113"),
        (7, NONE, ""),
    ],
    "L2_devon_2026_shape": [
        (2, CERTAIN, "W-102"),
        (3, OFFER, "W-109"),
        (4, OFFER, "W-109"),
        (5, CERTAIN, "W-113"),
        (6, NONE, ""),
    ],
    "L4_newcastle_batch_shape": [
        (2, OFFER, "W-110;W-111;W-112"),
        (3, OUTSIDE, ""),
        (4, OFFER, "W-103;W-104;W-108"),
        (5, OUTSIDE, ""),
        (6, CERTAIN, "W-102"),
    ],
    "L6_purchase_card_shape": [
        (2, CERTAIN, "W-101"),
        (3, CERTAIN, "W-115"),
        (4, CERTAIN, "W-115"),
        (5, OUTSIDE, ""),
        (6, NONE, ""),
    ],
    "L8a_lambeth_preamble_shape": [
        (12, CERTAIN, "W-102"),
        (13, OFFER, PAIR),
        (14, Answer.BROKEN, ""),
        (15, Answer.SKIPPED, ""),
    ],
}


@pytest.mark.parametrize("layout", RIGHT)
def test_every_layout_gets_its_right_answers(layout: str) -> None:
    file, purchases = read_layout(layout), recorded()
    assert file.questions == []
    suggestions = suggest(file, purchases)
    got = []
    for line in file.lines:
        suggestion = suggestions.get(line.row)
        named = ";".join(each.reference for each in suggestion.purchases) if suggestion else ""
        got.append((line.row, answer_of(line.answer, suggestion), named))
    assert got == RIGHT[layout]
    lists = lists_of(file, purchases, suggestions)
    assert (
        sum(part.pence for part in lists.lines.values()) == lists.file.pence == sum(line.pence for line in file.lines)
    )
    assert sum(part.count for part in lists.lines.values()) == lists.file.count == len(file.lines)


@pytest.mark.parametrize(
    "layout, expected",
    [
        ("L1_devon_2011_shape", {"W-109", "W-114", "W-116"}),
        ("L2_devon_2026_shape", {"W-103", "W-104", "W-116"}),
    ],
)
def test_purchases_without_a_payment_are_judged_at_the_files_own_threshold(layout: str, expected: set[str]) -> None:
    """£534.00 is £445.00 net, and below £500; own money and other help are listed apart."""
    file, purchases = read_layout(layout), recorded()
    lists = lists_of(file, purchases, suggest(file, purchases))
    by_standing = {standing: {each.reference for each in held} for standing, held in lists.purchases.items()}
    assert by_standing[Standing.MAY_STILL_COME] == expected
    assert Standing.MISSING not in by_standing
    assert by_standing[Standing.OWN_MONEY] == {"W-107"}
    assert by_standing[Standing.OTHER_HELP] == {"W-117"}
    assert {"W-101", "W-108", "W-110", "W-111", "W-112", "W-115"} <= by_standing[Standing.BELOW]
    assert sum(map(len, by_standing.values())) == len(purchases)


def test_a_line_outside_names_the_purchase_of_its_amount_and_keeps_no_supplier() -> None:
    """Marshside Women in Need is not Marshside House, and not the scheme's: whose name it was is not kept."""
    file = read_layout("L4_newcastle_batch_shape")
    suggestions = suggest(file, recorded())
    assert suggestions[5].why.endswith("the same amount as W-116 of Marshside House")
    assert "WOMEN" not in repr(file)
    inside = read_file(
        LAYOUTS / "L4_newcastle_batch_shape.csv",
        {"payments.amount.threshold": "none", "payments.cost_centre.scheme": ["1MD67", "1MN20"]},
    )
    differs = suggest(inside, recorded())[5]
    assert (differs.answer, differs.ticked) == (OFFER, False)
    assert "differs" in differs.why


def test_what_a_file_says_itself_is_not_asked() -> None:
    lambeth = read_layout("L8a_lambeth_preamble_shape")
    assert (lambeth.threshold_pence, lambeth.basis) == (500_00, "net")
    assert [str(day) for day in (lambeth.first, lambeth.last)] == ["2026-03-01", "2026-03-31"]
    broken = next(line for line in lambeth.lines if line.answer is Answer.BROKEN)
    assert (broken.row, "25/03/2026900" in broken.why) == (14, True)
    slip = [line.reference for line in read_layout("L6_purchase_card_shape").lines]
    assert slip == ["88142", "88150", "88150", "88151", "88152"]


@pytest.mark.parametrize("layout", [name for name in MAPPINGS if MAPPINGS[name]])
def test_what_is_unclear_is_asked_by_name(layout: str) -> None:
    needed = set(MAPPINGS[layout])
    if layout == "L4_newcastle_batch_shape":
        needed.remove("payments.cost_centre.scheme")  # its lines say S17
    keys = {each.question.key for each in read_file(LAYOUTS / f"{layout}.csv").questions if each.question}
    assert keys == needed


@pytest.mark.parametrize(
    "month, lines", [("201106", 9), ("201512", 26), ("201906", 22), ("202304", 22), ("202406", 19), ("202603", 4)]
)
def test_real_files_of_six_years_are_read(month: str, lines: int) -> None:
    file = read_file(
        DEVON / f"payments_over_500_{month}.csv", {"payments.amount.basis": "net", "payments.amount.threshold": "500"}
    )
    assert file.questions == []
    assert (len(file.lines), {line.answer for line in file.lines}) == (lines, {None})
    assert {line.when.first.strftime("%Y%m") for line in file.lines if line.when} == {month}
