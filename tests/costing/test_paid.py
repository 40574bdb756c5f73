"""What was paid beside what was costed: it adds up to the penny, and each planted cause stands among the candidates at its size."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.paid.kinds import Cause, InFile
from budgettracker.costing.paid.rules.activity import activity_by_post
from budgettracker.costing.paid.rules.facts import (
    FULL_WEEK,
    Bought,
    Costed,
    FilePayment,
    FilePurchase,
    FinanceFiles,
    Holding,
    PaidFact,
    PaidFacts,
    Twice,
)
from budgettracker.costing.paid.rules.finance_file import FileReconciled, reconcile_finance_file
from budgettracker.costing.paid.rules.pay import reconcile_pay
from budgettracker.costing.paid.rules.purchases import reconcile_purchases
from budgettracker.costing.paid.rules.statement import Candidate, Reconciled
from budgettracker.costing.paid.rules.units import GROUP, TooFew, units_of
from budgettracker.money import pounds
from budgettracker.periods import Period
from tests.factories.paid import (
    ALWAYS,
    ASSISTANT,
    HOLDINGS,
    RATES,
    RUN,
    THERAPIST,
    WORKER,
    fitting,
    last_of,
    paying,
    shares,
    stated_pence,
)

MONTHS = (4, 5, 6, 7, 8, 9)


def itself(post: str) -> str:
    """Each post stands for itself."""
    return post


def pay(facts: PaidFacts) -> Reconciled:
    """Pay reconciled; its parts add up to the penny, whatever was planted."""
    made = reconcile_pay(facts, itself)
    assert sum(part.pence for part in made.explained) == made.difference_pence
    return made


def candidates(made: Reconciled, cause: Cause) -> list[Candidate]:
    """The candidates of a cause, wherever they stand."""
    return [each for part in (*made.explained, *made.taken_off) for each in part.candidates if each.cause is cause]


def the_one(made: Reconciled, cause: Cause, who: str = "") -> Candidate:
    """The candidate of a cause and of whom it concerns."""
    (candidate,) = [each for each in candidates(made, cause) if each.who == who]
    return candidate


def to_the_pound(candidate: Candidate, pence: int) -> bool:
    """Is the candidate of this size, to the pound?"""
    return abs(candidate.pence - pence) < 1_00


def month_pay(yearly_pence: int, weekly: int = FULL_WEEK) -> int:
    """A twelfth of a year's pay, part-time by the week."""
    return round(yearly_pence / 12 * weekly / FULL_WEEK)


def test_where_nothing_is_wrong_nothing_is_left_to_explain() -> None:
    made = pay(fitting())
    assert made.difference_pence == 0
    assert made.percent == "0.0%"
    assert made.quantum_pence == stated_pence(fitting()) > 200_000_00
    assert [part for part in made.explained if part.candidates] == []
    bought = reconcile_purchases(fitting())
    assert (bought.difference_pence, bought.explained[0].candidates) == (0, ())


def test_a_leaver_still_paid() -> None:
    """W-2 leaves at the end of June and is paid until September: three months of £4,269.50."""
    left = Period(date(2024, 1, 1), date(2026, 7, 1))
    staying = tuple(each if each.worker != "W-2" else each._replace(held=left) for each in HOLDINGS)
    facts = replace(fitting(staying), paid=fitting().paid)
    made = pay(facts)
    cause = the_one(made, Cause.LEAVER, "W-2")
    assert to_the_pound(cause, 3 * month_pay(51_234_00))
    assert [first.month for first in cause.months] == [7, 8, 9]
    assert made.difference_pence == cause.pence


def test_an_agency_worker_is_costed_and_not_on_the_payroll() -> None:
    """W-6 is paid by invoice: the payroll of assistants lacks £3,000.08 in each month."""
    lacking = -month_pay(36_001_00)
    made = pay(paying(fitting(), ASSISTANT, m4=lacking, m5=lacking, m6=lacking, m7=lacking, m8=lacking, m9=lacking))
    cause = the_one(made, Cause.AGENCY, "W-6")
    assert to_the_pound(cause, 6 * lacking)
    assert made.difference_pence == pytest.approx(6 * lacking, abs=99)


def test_an_agency_worker_in_a_post_of_their_own() -> None:
    """Finance states nothing for the post at all."""
    agency = Holding("Agency", "W-11", "East", ALWAYS, FULL_WEEK)
    facts = fitting()
    worked = tuple(each for _ in MONTHS for each in shares(agency, 5_123_45))
    made = pay(replace(facts, costed=facts.costed + worked))
    assert the_one(made, Cause.AGENCY, "W-11").pence == made.difference_pence == -6 * 5_123_45


def test_an_accrual() -> None:
    """September holds £2,345.67 of October's pay, which October lacks; October is outside the run."""
    made = pay(paying(fitting(), THERAPIST, m9=2_345_67, m10=-2_345_67))
    cause = the_one(made, Cause.ACCRUAL)
    assert (cause.pence, cause.months) == (2_345_67, (date(2026, 9, 1),))
    assert "October 2026, outside the run" in cause.detail
    alone = the_one(pay(paying(fitting(), THERAPIST, m7=2_345_67)), Cause.ACCRUAL)
    assert (alone.pence, alone.detail) == (2_345_67, "no other month differs")
    assert pay(paying(fitting(), THERAPIST, m7=2_345_67, m8=-2_345_67)).difference_pence == 0
    several = candidates(pay(paying(fitting(), THERAPIST, m5=111_00, m7=333_00)), Cause.ACCRUAL)
    assert sorted(each.pence for each in several) == [111_00, 333_00], "without a pattern each month stands for itself"


def test_a_double_entry() -> None:
    """W-5's work of May stands twice; a month of pay stated twice is its mirror, and so is a purchase recorded twice."""
    facts = fitting()
    again = shares(HOLDINGS[4], 678_90)
    twice = replace(facts, costed=(*facts.costed, *again), twice=(Twice(ASSISTANT, "W-5", 678_90),))
    made = pay(twice)
    assert the_one(made, Cause.DOUBLE_ENTRY, "W-5").pence == made.difference_pence == -678_90
    june = next(line.pence for line in facts.paid if (line.post, line.starts_on.month) == (THERAPIST, 6))
    assert to_the_pound(the_one(pay(paying(facts, THERAPIST, m6=june)), Cause.DOUBLE_ENTRY), june)
    first = facts.bought[6]
    bought = reconcile_purchases(replace(facts, bought=(*facts.bought, first._replace(code="P-99"))))
    assert the_one(bought, Cause.DOUBLE_ENTRY, "P-99").pence == bought.difference_pence == -first.pence


def test_a_team_that_does_not_log() -> None:
    """Nobody of East logs: their pay is taken off the quantum under the team's name, and nothing is left to explain."""
    facts = fitting()
    silent = {"W-8", "W-9", "W-10"}
    made = pay(
        replace(
            facts,
            costed=tuple(each for each in facts.costed if each.worker not in silent),
            months=tuple(each._replace(logged=0) if each.worker in silent else each for each in facts.months),
        )
    )
    cause = the_one(made, Cause.NOT_LOGGING, "East")
    assert to_the_pound(cause, 6 * 3 * month_pay(57_700_00, 30 * 60))
    assert made.difference_pence == 0
    assert [line.pence for line in made.quantum if line.words == "Less people who log no time"] == [-cause.pence]


def test_wrong_hours() -> None:
    """1,809 hours of a year in the rate where 1,608 are worked: time is costed at 1608/1809 of what it was paid."""
    facts = fitting()
    low = tuple(
        each._replace(pence=each.pence * 1608 // 1809) if each.post == WORKER else each for each in facts.costed
    )
    rates = tuple(rate._replace(minutes_per_year=1_809 * 60) if rate.post == WORKER else rate for rate in RATES)
    made = pay(replace(facts, costed=low, rates=rates))
    paid = sum(line.pence for line in facts.paid if line.post == WORKER and line.starts_on in RUN)
    (cause,) = [each for each in candidates(made, Cause.HOURS) if not each.who]
    assert cause.pence == made.difference_pence
    assert abs(cause.pence - paid * 201 / 1809) < 1_00
    assert "1,608 hours of a year" in cause.detail
    assert "the rate has 1,809" in cause.detail


def test_wrong_hours_of_one_contract() -> None:
    """W-4 is paid for 22.2 hours a week and entered with 37."""
    wrong = tuple(each if each.worker != "W-4" else each._replace(weekly_minutes=FULL_WEEK) for each in HOLDINGS)
    made = pay(replace(fitting(), holdings=wrong))
    cause = the_one(made, Cause.HOURS, "W-4")
    assert to_the_pound(cause, -6 * (month_pay(51_234_00) - month_pay(51_234_00, 22 * 60 + 12)))
    assert cause.detail == "a contract of 22.2 hours a week instead of 37 hours"


def test_an_old_rate() -> None:
    """Assistants were awarded 3.2% from July on; the post still has its old salary."""
    facts = fitting()
    award = {
        f"m{line.starts_on.month}": line.pence * 32 // 1000
        for line in facts.paid
        if line.post == ASSISTANT and line.starts_on.month in (7, 8, 9)
    }
    made = pay(paying(facts, ASSISTANT, **award))
    cause = the_one(made, Cause.RATE)
    assert cause.pence == made.difference_pence == sum(award.values())
    assert cause.detail == "pay is 3.2% more than the rate from July 2026 on"


def merged(post: str) -> str:
    """Assistants and therapists are few, and read as one."""
    return post if post == WORKER else GROUP


def award(facts: PaidFacts, post: str, since: int, thousandths: int) -> dict[str, int]:
    """What a rise from a month on adds to what is stated."""
    return {
        f"m{line.starts_on.month}": line.pence * thousandths // 1000
        for line in facts.paid
        if line.post == post and since <= line.starts_on.month <= 9
    }


def test_two_causes_in_posts_that_are_read_as_one_both_stand_there() -> None:
    """A leaver of one post beside a rise in another, a rise beside a month's arrears, two rises: each at its own size."""
    left = Period(date(2024, 1, 1), date(2026, 7, 1))
    staying = tuple(each if each.worker != "W-5" else each._replace(held=left) for each in HOLDINGS)
    still_paid = replace(fitting(staying), paid=fitting().paid)
    rise = award(fitting(), THERAPIST, 5, 32)
    both = reconcile_pay(paying(still_paid, THERAPIST, **rise), merged)
    assert to_the_pound(the_one(both, Cause.LEAVER, "W-5"), 3 * month_pay(36_001_00))
    rates = [each for each in candidates(both, Cause.RATE) if f"pay of {THERAPIST} is 3.2% more" in each.detail]
    assert [to_the_pound(each, sum(rise.values())) for each in rates] == [True]
    assert "together with “a leaver still paid”, W-5" in rates[0].detail

    arrears = {**rise, "m7": rise["m7"] + 2_345_67}
    both = reconcile_pay(paying(fitting(), THERAPIST, **arrears), merged)
    assert any(to_the_pound(each, 2_345_67) for each in candidates(both, Cause.ACCRUAL))
    assert any(to_the_pound(each, sum(rise.values())) for each in candidates(both, Cause.RATE))

    later = award(fitting(), ASSISTANT, 7, 45)
    both = reconcile_pay(paying(paying(fitting(), THERAPIST, **rise), ASSISTANT, **later), merged)
    sizes = {each.detail.split(" from")[0]: each for each in candidates(both, Cause.RATE)}
    assert to_the_pound(sizes[f"pay of {THERAPIST} is 3.2% more than the rate"], sum(rise.values()))
    assert to_the_pound(sizes[f"pay of {ASSISTANT} is 4.5% more than the rate"], sum(later.values()))


def test_what_posts_read_as_one_can_hide_is_bounded_in_words() -> None:
    """What is paid too much in one and too little in the other cancels out; no post is paid less than nothing."""
    lacking = {f"m{number}": -50_00 for number in MONTHS}
    facts = paying(paying(fitting(), THERAPIST, **lacking), ASSISTANT, m4=50_00, m5=50_00, m6=50_00)
    (part,) = [
        each for each in reconcile_pay(facts, merged).explained if each.of == GROUP and "Paid above" in each.words
    ]
    assert part.pence == -3 * 50_00
    smaller = 6 * 3 * month_pay(36_001_00)
    both = smaller + 6 * 3 * month_pay(57_700_00, 30 * 60)
    bound = both - min(smaller, both - smaller)
    assert "2 posts are read as one here, so that nobody's own pay shows" in part.note
    assert f"at most {pounds(bound)}" in part.note
    assert {each.note for each in pay(facts).explained} == {""}, "a post that stands for itself hides nothing"


def test_wrong_hours_of_a_post_that_is_read_with_others() -> None:
    facts = fitting()
    low = tuple(
        each._replace(pence=each.pence * 1608 // 1809) if each.post == ASSISTANT else each for each in facts.costed
    )
    rates = tuple(rate._replace(minutes_per_year=1_809 * 60) if rate.post == ASSISTANT else rate for rate in RATES)
    made = reconcile_pay(replace(facts, costed=low, rates=rates), merged)
    (cause,) = [each for each in candidates(made, Cause.HOURS) if not each.who]
    paid = sum(line.pence for line in facts.paid if line.post == ASSISTANT and line.starts_on in RUN)
    assert abs(cause.pence - paid * 201 / 1809) < 1_00
    assert f"1,608 hours of a year of {ASSISTANT} would come to what was paid" in cause.detail


def test_a_purchase_outside_the_ledger() -> None:
    """£123.45 was paid in August for something nobody recorded."""
    facts = fitting()
    paid = tuple(
        line._replace(pence=line.pence + 123_45) if line.starts_on.month == 8 else line for line in facts.paid_purchases
    )
    made = reconcile_purchases(replace(facts, paid_purchases=paid))
    assert the_one(made, Cause.OUTSIDE_LEDGER).pence == made.difference_pence == 123_45
    lacking = next(each for each in facts.bought if each.on.month == 8)
    unpaid = tuple(
        line._replace(pence=line.pence - lacking.pence) if line.starts_on.month == 8 else line
        for line in facts.paid_purchases
    )
    made = reconcile_purchases(replace(facts, paid_purchases=unpaid))
    assert the_one(made, Cause.NOT_PAID, lacking.code).pence == made.difference_pence == -lacking.pence


def test_money_that_came_back_after_the_run_is_no_purchase_outside_the_ledger() -> None:
    facts = fitting()
    back = facts.bought[3]._replace(code="R-1", on=date(2026, 11, 5), pence=-20_00, counted_pence=-20_00)
    made = reconcile_purchases(replace(facts, bought=(*facts.bought, back)))
    assert the_one(made, Cause.ACCRUAL).pence == made.difference_pence == 20_00
    assert candidates(made, Cause.OUTSIDE_LEDGER) == []


def test_managers_are_contained_in_overheads_but_for_what_they_decided() -> None:
    facts = fitting()
    manager = Holding(WORKER, "W-12", "North", ALWAYS, FULL_WEEK, manages=True)
    more = {f"m{number}": month_pay(51_234_00) for number in MONTHS}
    decided = Costed(WORKER, "W-12", Destination.DECIDING, None, 400_00, 300)
    made = pay(paying(replace(facts, holdings=(*HOLDINGS, manager), costed=(*facts.costed, decided)), WORKER, **more))
    assert abs(made.difference_pence) < 1_00
    (taken,) = [line.pence for line in made.quantum if line.words.startswith("Less managers")]
    assert taken == 400_00 - 6 * month_pay(51_234_00)


def filed(facts: PaidFacts) -> FinanceFiles:
    """A finance file that paid each purchase ten days after it was bought, confirmed one to one."""
    payments = tuple(
        FilePayment(f"Row {number}", each.on + timedelta(days=10), each.pence, f"M-{each.code}")
        for number, each in enumerate(facts.bought, start=2)
    )
    purchases = tuple(FilePurchase(each.id, InFile.MATCHED, f"M-{each.code}", each.pence) for each in facts.bought)
    return FinanceFiles(payments, purchases)


def against(files: FinanceFiles, facts: PaidFacts) -> FileReconciled:
    """Purchases against a finance file; the parts add up to the penny."""
    made = reconcile_finance_file(replace(facts, files={"Westmoor": files}))
    assert made is not None
    statement = made.statement
    assert sum(part.pence for part in statement.explained) == statement.difference_pence
    assert all(sum(each.pence for each in part.candidates) == part.pence for part in statement.explained)
    return made


def test_a_finance_file_is_set_against_purchases_one_by_one() -> None:
    """What is only in the file, only in the ledger, or confirmed at another amount, each purchase by itself."""
    facts = fitting()
    files = filed(facts)
    first, second, third, fourth, fifth, *_ = facts.bought
    made = against(files, facts)
    assert (made.statement.difference_pence, len(made.matched)) == (0, 24)
    assert reconcile_finance_file(facts) is None
    unknown = FilePayment("Row 40", date(2026, 8, 3), 123_45, "", "in the file")
    planted = {
        first.id: FilePurchase(first.id, InFile.MISSING, "", first.pence),
        second.id: FilePurchase(second.id, InFile.MAY_STILL_COME, "", second.pence),
        third.id: FilePurchase(third.id, InFile.OWN_POCKET, "", third.pence),
        fourth.id: FilePurchase(fourth.id, InFile.MATCHED, f"M-{fourth.code}", fourth.pence - 5_00),  # of it VAT
    }
    purchases = tuple(planted.get(each.id, each) for each in files.purchases)
    gone = {f"M-{each.code}" for each in (first, second, third)}
    payments = [each for each in files.payments if each.match not in gone]
    at = next(place for place, each in enumerate(payments) if each.match == f"M-{fifth.code}")
    payments[at] = payments[at]._replace(pence=fifth.pence + 7_01)
    statement = against(FinanceFiles((*payments, unknown), purchases), facts).statement
    causes = {(each.cause, each.who): each for part in statement.explained for each in part.candidates}
    assert {key: each.pence for key, each in causes.items()} == {
        (Cause.OUTSIDE_LEDGER, "Row 40"): 123_45,
        (Cause.NOT_PAID, first.code): -first.pence,
        (Cause.AMOUNT, fourth.code): 5_00,
        (Cause.AMOUNT, fifth.code): 7_01,
    }
    assert causes[Cause.OUTSIDE_LEDGER, "Row 40"].months == (date(2026, 8, 1),)
    lines = {line.words: line.pence for line in (*statement.quantum, *statement.costed)}
    assert lines["VAT that the file leaves out of confirmed purchases"] == 5_00
    assert lines[InFile.MAY_STILL_COME.words] == -second.pence
    assert lines[InFile.OWN_POCKET.words] == -third.pence
    same = unknown._replace(pence=first.pence)
    detail = against(FinanceFiles((*payments, same), purchases), facts).statement.explained[0].candidates[0].detail
    assert f"as much as {first.code}, which has no payment" in detail


def test_payments_of_other_days_are_no_difference() -> None:
    """September's purchases are paid in October, March's in April, and one batch holds one of each."""
    facts = fitting()
    files = filed(facts)
    late = tuple(
        each._replace(on=date(2026, 10, 20)) if number % 5 == 0 else each for number, each in enumerate(files.payments)
    )
    before = FilePayment("Row 50", date(2026, 4, 2), 88_00, "M-before")
    early = FilePurchase("march", InFile.MATCHED, "M-before", 88_00)
    batch = replace(
        files,
        payments=(*late[:-1], late[-1]._replace(pence=late[-1].pence + 31_00), before),
        purchases=(*files.purchases, early, FilePurchase("other", InFile.MATCHED, late[-1].match, 31_00)),
    )
    made = against(batch, facts)
    assert made.statement.difference_pence == 0
    lines = {line.words: line.pence for line in made.statement.quantum}
    assert lines["Less payments for what was bought on other days"] == -88_00 - 31_00
    assert lines["Payments on other days for what was bought in the run"] == sum(
        each.pence for each in late if each.on.month == 10
    )
    assert sum(month.in_file for month in made.months) == sum(each.pence for each in batch.payments if each.on in RUN)
    assert sum(month.recorded for month in made.months) == sum(each.pence for each in facts.bought)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(-60, 300), st.integers(-(10**6), 10**6), st.sampled_from(("", "a", "b", "c"))),
        max_size=12,
    ),
    st.lists(
        st.tuples(
            st.booleans(),
            st.integers(-(10**6), 10**6),
            st.integers(-(10**6), 10**6),
            st.sampled_from(("", "", "a", "b", "c")),
            st.sampled_from([each for each in InFile if each is not InFile.MATCHED]),
        ),
        max_size=12,
    ),
)
def test_the_parts_of_a_finance_file_always_add_up(
    paid: list[tuple[int, int, str]], held: list[tuple[bool, int, int, str, InFile]]
) -> None:
    paid_for = {match for _, _, match in paid}
    payments = tuple(
        FilePayment(f"Row {row}", date(2026, 4, 1) + timedelta(days=days), pence, match)
        for row, (days, pence, match) in enumerate(paid, start=2)
    )
    bought, beside = [], []
    for number, (ours, pence, due, match, standing) in enumerate(held):
        own = f"p{number}"
        if ours:
            bought.append(Bought("Westmoor", own, "F-1", date(2026, 5, 1), pence, pence, number % 2 > 0, id=own))
        matched = match if match in paid_for else ""
        beside.append(FilePurchase(own, InFile.MATCHED if matched else standing, matched, due))
    against(FinanceFiles(payments, tuple(beside)), PaidFacts(RUN, bought=tuple(bought)))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from((WORKER, ASSISTANT, THERAPIST, "Agency")),
            st.sampled_from(("W-1", "W-5", "W-8", "W-99")),
            st.sampled_from((*(went for went in Destination if went is not Destination.POOLED),)),
            st.sampled_from((None, *Reason)),
            st.integers(0, 10**7),
        ),
        max_size=12,
    ),
    st.lists(
        st.tuples(
            st.sampled_from((WORKER, ASSISTANT)), st.integers(1, 28), st.integers(1, 90), st.integers(-(10**6), 10**7)
        ),
        max_size=6,
    ),
    st.sampled_from(((), HOLDINGS, HOLDINGS[:3], tuple(each._replace(manages=True) for each in HOLDINGS))),
)
def test_the_parts_always_add_up_to_the_difference(
    costed: list[tuple[str, str, Destination, Reason | None, int]],
    paid: list[tuple[str, int, int, int]],
    holdings: tuple[Holding, ...],
) -> None:
    facts = PaidFacts(
        RUN,
        tuple(
            PaidFact(post, date(2026, 3, day), date.fromordinal(date(2026, 3, day).toordinal() + days), pence)
            for post, day, days, pence in paid
        ),
        RATES,
        holdings,
        tuple(Costed(post, worker, went, reason, pence) for post, worker, went, reason, pence in costed),
    )
    made = pay(facts)
    assert made.quantum_pence - made.costed_pence == made.difference_pence
    whole = sum(each.pence for each in facts.costed)
    apart = -sum(line.pence for line in made.quantum[-2:])
    assert made.costed_pence + apart <= whole


def test_a_statement_is_shared_over_the_runs_days_and_those_around() -> None:
    line = PaidFact(WORKER, date(2026, 3, 1), date(2026, 5, 30), 9_100_01)
    made = pay(PaidFacts(RUN, (line,)))
    assert [line.pence for line in made.quantum[:2]] == [9_100_01, -3_100_00]


def test_posts_with_few_holders_are_told_as_a_group() -> None:
    many = frozenset("abc")
    assert units_of({WORKER: many, ASSISTANT: many}) == {WORKER: WORKER, ASSISTANT: ASSISTANT}
    assert units_of({WORKER: many, ASSISTANT: frozenset("x")}) == {WORKER: GROUP, ASSISTANT: GROUP}
    assert units_of({}) == {}
    with pytest.raises(TooFew):
        units_of({WORKER: frozenset("x"), ASSISTANT: frozenset("xy")})


def test_activity_by_post() -> None:
    rows = activity_by_post(fitting().months, itself)
    assert [row.post for row in rows] == [ASSISTANT, WORKER, THERAPIST]
    of = rows[0]
    assert (of.contracted, of.expected, of.logged, of.unused, of.matched) == (162_000, 151_200, 144_000, 7_200, "75.0%")
    unknown = [each._replace(contracted=None) for each in fitting().months]
    assert activity_by_post(unknown, itself)[0].unknown_months == 18
    assert last_of(date(2026, 4, 1)) == date(2026, 4, 30)
    assert Bought("", "", "", date(2026, 4, 1), 1, 1, True).other_help is False
