"""Runs from the database: they add up in every cut, stay as they were, and say in words what is missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.costing.kinds import DecidingBy, RatioKind
from budgettracker.costing.rates.actions import add_mileage_rate, set_deciding_source
from budgettracker.costing.rates.rules.mileage import MileageRate
from budgettracker.costing.run.actions import run as run_actions
from budgettracker.costing.run.models import CostingRun, RunMileageRate, RunMonth
from budgettracker.costing.run.queries.run_costs import families_of, outside_sums
from budgettracker.costing.run.queries.runs import stored_sums, thin_months, totals_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.people.models import Person, PostHolding
from budgettracker.studies.actions import run_study
from budgettracker.worktime.actions import (
    AbsentDay,
    Work,
    add_intervention,
    correct_entry,
    record_absences,
    withdraw_entry,
)
from budgettracker.worktime.models import WorkEntry
from tests.factories.studies import ADMIN, AT, ON, RunWorld, cost, log, run_world
from tests.factories.world import World

PARTS = "contact_cost_pence + preparation_cost_pence + travel_cost_pence + mileage_cost_pence + expenses_pence"
TABLES = ("run_rate", "run_member", "run_entry", "run_line", "run_pool", "run_pool_line", "run_purchase")


def run(made: RunWorld, by: Any = None) -> CostingRun:
    with transaction():
        return run_study(by, made.study, on=ON, at=AT)


def ask(sql: str, of: CostingRun) -> list[tuple[Any, ...]]:
    value = of.id.hex if db.engine.dialect.name == "sqlite" else of.id
    return [tuple(row) for row in db.session.execute(text(sql), {"run": value})]


def rows_of(of: CostingRun) -> dict[str, list[dict[str, Any]]]:
    """Every stored row of a run in the order it was written, without the ids that are the run's own."""
    values = {}
    for table in TABLES:
        order = "family_id" if table == "run_member" else "entry_id" if table == "run_entry" else "id"
        own = {"id", "run_id", "rate_id", "pool_id"}
        rows = db.session.execute(
            text(f"SELECT * FROM {table} WHERE run_id = :run ORDER BY {order}"),
            {"run": of.id.hex if db.engine.dialect.name == "sqlite" else of.id},
        )
        values[table] = [{name: value for name, value in row._mapping.items() if name not in own} for row in rows]
    return values


def test_a_run_adds_up_in_every_cut_of_its_stored_rows(world: World) -> None:
    made = run_world(world)
    one = run(made)
    for cut in (
        "e.person_id",
        "e.team_id",
        "e.authority_id",
        "e.activity_id",
        "e.intervention",
        "e.rate_id",
        "e.worked_on",
    ):
        request = ask(
            f"""SELECT {cut}, SUM(pence) FROM (
                  SELECT entry_id, {PARTS} AS pence FROM run_line WHERE run_id = :run) l
                JOIN run_entry e ON e.entry_id = l.entry_id AND e.run_id = :run GROUP BY {cut}""",
            one,
        )
        whole = ask(f"SELECT {cut}, SUM({PARTS}) FROM run_entry e WHERE run_id = :run GROUP BY {cut}", one)
        assert sorted(request, key=str) == sorted(whole, key=str), cut
    pooled = ask(f"SELECT SUM({PARTS}) FROM run_entry WHERE run_id = :run AND pooled", one)
    assert pooled == ask("SELECT SUM(cost_pence) FROM run_pool WHERE run_id = :run", one)
    assert pooled == ask("SELECT SUM(indirect_share_pence) FROM run_pool_line WHERE run_id = :run", one)
    for part in ("contact_cost", "preparation_cost", "travel_cost", "mileage_cost"):
        assert ask(f"SELECT SUM({part}_pence) FROM run_line WHERE run_id = :run", one) == ask(
            f"SELECT SUM({part}_pence) FROM run_entry WHERE run_id = :run", one
        )
    sums = stored_sums(one.id)
    assert sums.out_by_pence == 0
    assert sums == totals_of(one).sums
    assert min(sums.families_pence, sums.uplift_pence, sums.unallocated_pence, sums.left_out_pence) > 0
    assert sum(row.cost_pence for row in totals_of(one).left_out) == sums.left_out_pence + sums.unallocated_pence


def test_the_amounts_are_those_worked_by_hand(world: World) -> None:
    """A of Westmoor's social worker: 37,600.01 + 11,200.03 + 29% of 48,800.04 (14,152.01) + 7,808 = 70,760.05 pounds a year
    over 96,480 minutes. Bob's 91 minutes of contact are 7,076,005 * 91 / 96,480 = 6,674.15, so 6,674 pence.

    Eric's visit for three (Eastfield, the same A): 100 minutes are 7,334.17, so 7,334 pence; shared by the running total
    2,445, 2,444, 2,445. Uplift 1.2: 8,801.00 pence, of which the two members have 2,934 and 2,933.

    His 33 minutes on the day after the leaver was closed count too: 2,420 pence and the ratio's 2,904, outside its time.
    """
    made = run_world(world)
    one = run(made)
    bob = ask("SELECT contact_cost_pence FROM run_entry WHERE run_id = :run AND contact_minutes = 91", one)
    assert bob == [(6_674,), (6_674,)]
    shares = ask(
        """SELECT l.contact_cost_pence, l.indirect_share_pence, l.destination FROM run_line l
           JOIN run_entry e ON e.entry_id = l.entry_id AND e.run_id = l.run_id
           WHERE l.run_id = :run AND l.share_of = 3 AND e.uplift_pence > 0 AND l.whole_contact_minutes > 0
           ORDER BY l.share_from""",
        one,
    )
    assert shares == [(2_445, 2_934, "family"), (2_444, 2_933, "family"), (2_445, 0, "left_out")]
    purchases = ask("SELECT kind, counted_pence FROM run_purchase WHERE run_id = :run ORDER BY bought_on, id", one)
    assert purchases == [
        ("other_help", 4_500),
        ("devolved", 10_000),
        ("devolved", -5_000),
        ("devolved", 8_332),
        ("devolved", -8_332),
    ]
    assert outside_sums(db.session, one.id) == {made.leaver.id: 2_420 + 2_904}
    totals = totals_of(one)
    assert (totals.purchases_pence, totals.other_help_pence) == (5_000, 4_500)
    assert totals.families == {"budget": 3, "comparison": 1}
    assert {row.reason for row in totals.left_out} == {
        "other_families",
        "not_a_member",
        "not_for_a_family",
        "contained_in_ratio",
        "evaluation",
        "line_management",
        "no_family_minutes",
    }


def test_time_after_the_last_day_and_withdrawn_time_are_no_part_of_a_run(world: World) -> None:
    made = run_world(world)
    before = totals_of(run(made)).entries
    assert before == db.session.query(WorkEntry).count() - 1
    with transaction():
        withdraw_entry(world.bob, db.session.query(WorkEntry).filter_by(preparation_minutes=77).one(), at=AT)
    assert totals_of(run(made)).entries == before - 1


def test_the_same_data_give_the_same_rows_under_the_next_number(world: World) -> None:
    made = run_world(world)
    one, two = run(made), run(made)
    assert (one.number, two.number) == (1, 2)
    first = rows_of(one)
    assert first == rows_of(two)
    assert all(first[table] for table in TABLES)
    assert one.reconciliation == two.reconciliation


def test_entries_and_rates_that_change_later_leave_an_old_run_as_it_was(world: World) -> None:
    made = run_world(world)
    one = run(made)
    before, words = rows_of(one), one.reconciliation
    with transaction():
        entry = db.session.query(WorkEntry).filter_by(preparation_minutes=61).one()
        work = Work(worked_on=entry.worked_on, activity_id=entry.activity_id, preparation_minutes=300)
        correct_entry(world.alice, entry, work, version=1, on=ON, at=AT)
        helper = db.session.query(PostHolding).filter_by(person_id=made.eric.id).one().post
        cost(helper, entry.worked_on, ratio_thousandths=300, ratio_kind=RatioKind.CLIENT_RELATED)
    run(made)
    assert rows_of(one) == before
    db.session.expire_all()
    assert db.session.get_one(CostingRun, one.id).reconciliation == words


def test_a_run_after_a_correction_has_the_new_version(world: World) -> None:
    made = run_world(world)
    one = run(made)
    with transaction():
        entry = db.session.query(WorkEntry).filter_by(preparation_minutes=61).one()
        work = Work(worked_on=entry.worked_on, activity_id=entry.activity_id, preparation_minutes=300)
        correct_entry(world.alice, entry, work, version=1, on=ON, at=AT)
    two = run(made)
    versions = (
        "SELECT version, preparation_minutes FROM run_entry WHERE run_id = :run AND preparation_minutes IN (61, 300)"
    )
    assert (ask(versions, one), ask(versions, two)) == ([(1, 61)], [(2, 300)])
    assert totals_of(two).sums.all_entries_pence > totals_of(one).sums.all_entries_pence


def test_a_run_without_rates_is_refused_and_names_everything_missing(world: World) -> None:
    made = run_world(world, rates=False)
    with transaction():
        db.session.query(PostHolding).filter_by(person_id=world.bob.id).delete()
    with pytest.raises(Refusal) as refused:
        run(made)
    for words in (
        "Bob Brown has no post (needed from 2 April 2026 to 4 May 2026).",
        "Westmoor: The post “Social worker” has no cost",
        "The post “Team manager” has no cost",
        "Eastfield: The post “Family support worker” has no cost",
    ):
        assert words in refused.value.message
    with pytest.raises(Refusal) as refused:
        run(made, world.eve)
    assert "1 worker has no post on days they worked, from 2 April 2026 to 4 May 2026." in refused.value.message
    assert "Bob" not in refused.value.message
    assert db.session.query(CostingRun).count() == 0


def test_a_run_that_is_stopped_on_its_way_leaves_nothing_though_the_transaction_goes_on(world: World) -> None:
    made = run_world(world)
    before = run(made)
    kept = rows_of(before)
    with transaction():
        db.session.query(PostHolding).filter_by(person_id=world.bob.id).delete()
    with transaction(), pytest.raises(Refusal, match="Bob Brown has no post"):
        run_study(None, made.study, on=ON, at=AT)
    assert [one.id for one in db.session.query(CostingRun)] == [before.id]
    assert rows_of(before) == kept
    for table in TABLES:
        assert db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == len(kept[table])


def test_mode_b_without_a_ratio_is_refused(world: World) -> None:
    made = run_world(world, rates=False)
    with transaction():
        for holding in {h.post_id: h for h in db.session.query(PostHolding)}.values():
            cost(holding.post)
    with pytest.raises(Refusal, match="“Family support worker” has no ratio"):
        run(made)


def test_an_intervention_an_authority_does_not_have_is_refused(world: World) -> None:
    made = run_world(world)
    with transaction():
        made.study.intervention = "Family group conference"
    with pytest.raises(Refusal, match=r"Westmoor: There is no intervention called “Family group conference”"):
        run(made)


def test_a_run_that_would_not_add_up_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run_world(world)
    right = run_actions.stored_sums  # type: ignore[attr-defined]

    def a_penny_out(run_id: Any) -> Any:
        sums = right(run_id)
        penny = {"left_out_pence": sums.left_out_pence + 1, "all_entries_pence": sums.all_entries_pence + 1}
        return replace(sums, **penny)

    monkeypatch.setattr(run_actions, "stored_sums", a_penny_out)
    with pytest.raises(Refusal, match="does not add up"):
        run(made)
    assert db.session.query(CostingRun).count() == 0


def test_a_run_is_on_record_with_who_made_it(world: World) -> None:
    made = run_world(world)
    one = run(made, world.eve)
    record = db.session.query(AuditRecord).filter_by(subject_id=one.id).one()
    assert (record.deed, record.by_id) == (Deed.RUN_MADE, world.eve.id)
    assert one.made_by_id == world.eve.id


def test_thin_logs_are_told_for_mode_a_alone(world: World) -> None:
    made = run_world(world)
    notices = totals_of(run(made)).notices
    assert len(notices) == 1
    assert "Mode A is not supported for" in notices[0]


def test_a_decider_without_a_post_is_named_and_stops_nothing(world: World) -> None:
    """Sam decides for two families and holds no post: 33 minutes without a price; mary's 15 minutes of a scheme have one."""
    made = run_world(world)
    with transaction():
        families = (world.family, world.comparison)
        log(world.sam, "Deciding a limit or a purchase", date(2026, 4, 20), *families, preparation_minutes=33)
        log(world.mary, "Deciding a limit or a purchase", date(2026, 4, 21), *families, preparation_minutes=20)
        set_deciding_source(None, world.authority, DecidingBy.SCHEME, starts_on=date(2026, 5, 1), at=AT)
    totals = totals_of(run(made, world.eve))
    assert totals.without_post == {world.sam.id: 33}
    # 7,076,005 * 20 / 96,480 = 1,466.83: 1,467 pence, in both arms.
    assert (totals.sums.deciding_pence, totals.decisions_pence) == (1_467, 0)
    costs = {each.family_id: each.costs.deciding_pence for each in families_of(run(made), str)}
    assert (costs[world.family.id], costs[world.comparison.id]) == (734, 733)


def test_a_run_of_one_intervention_says_what_it_does_with_the_other_arm_and_with_purchases(world: World) -> None:
    """All work counts in both arms, as without an intervention, and its own time is told; or its own time alone counts."""
    made = run_world(world)
    with transaction():
        log(world.bob, ADMIN, date(2026, 4, 3), world.family, preparation_minutes=20)
    of_all_work = totals_of(run(made))
    with transaction():
        made.study.intervention = "Devolved budget"
        add_intervention(None, world.elsewhere, "Family group conference", at=AT)
    everything = run(made)
    whole = totals_of(everything)
    assert (whole.sums, whole.total_pence) == (of_all_work.sums, of_all_work.total_pence)
    own = {each.family_id: each.costs.own_time_pence for each in families_of(everything, str)}
    # Bob's 20 minutes of 7,076,005 pence over 96,480 minutes, and alice's 13 of 7,270,937.
    assert own[world.family.id] == 1_467 + 980
    assert own[world.comparison.id] == 0
    with transaction():
        alone = run_study(None, made.study, on=ON, at=AT, own_time_only=True, counts_purchases=False)
    totals = totals_of(alone)
    assert (totals.purchases_pence, totals.purchases_left_out_pence) == (0, of_all_work.purchases_pence)
    assert totals.other_help_pence == of_all_work.other_help_pence, "help paid otherwise is told whatever is studied"
    assert "other_intervention" in {row.reason for row in totals.left_out}
    assert 0 < totals.sums.families_pence < whole.sums.families_pence
    assert totals.sums.out_by_pence == 0
    assert (everything.own_time_only, alone.own_time_only, alone.counts_purchases) == (False, True, False)


def test_miles_cost_what_the_authority_pays_on_the_day_and_a_run_keeps_it(world: World) -> None:
    """Westmarch pays 60p from 10 April: alice's 12.34 miles of the 2nd stay at 45p, her 5.50 of the 16th are 330p, not 248p."""
    made = run_world(world)
    before = run(made)
    kept = rows_of(before)
    with transaction():
        rate = MileageRate(date(2026, 4, 10), 600, 300, 9_000_00, 60, 250, 210, "Travel policy")
        add_mileage_rate(world.fiona, world.authority, rate, at=AT)
    after = run(made)
    miles = (
        "SELECT worked_on, mileage_cost_pence FROM run_entry WHERE run_id = :run AND mileage_cost_pence > 0 ORDER BY 1"
    )
    pence = [[(str(day), cost) for day, cost in ask(miles, each)] for each in (before, after)]
    assert pence == [
        [("2026-04-02", 555), ("2026-04-16", 248), ("2026-04-20", 3)],
        [("2026-04-02", 555), ("2026-04-16", 330), ("2026-04-20", 3)],
    ]
    assert rows_of(before) == kept
    frozen = {
        each.id: [
            (row.authority_id == world.authority.id, str(row.starts_on), row.car_tenths)
            for row in db.session.query(RunMileageRate).filter_by(run_id=each.id).order_by(RunMileageRate.starts_on)
        ]
        for each in (before, after)
    }
    approved = (True, "2011-04-06", 450), (False, "2011-04-06", 450)
    assert sorted(frozen[before.id]) == sorted(approved)
    assert sorted(frozen[after.id]) == sorted([*approved, (True, "2026-04-10", 600)])


def test_a_run_keeps_its_worker_months_and_says_what_nobody_paid(world: World) -> None:
    """Bob works four hours a week: 168 minutes of contact in April stand against 22 days of 48 minutes, and more is unpaid."""
    made = run_world(world)
    with transaction():
        db.session.query(Person).filter_by(id=world.bob.id).update({"weekly_minutes": 20})
        record_absences(None, world.authority.id, [AbsentDay(world.bob.id, date(2026, 4, 7), 8)], at=AT)
    made_run = run(made)
    totals = totals_of(made_run)
    bob = {row.month: row for row in db.session.query(RunMonth).filter_by(run_id=made_run.id, person_id=world.bob.id)}
    april = bob[date(2026, 4, 1)]
    assert (april.contracted_minutes, april.absence_minutes, april.logged_minutes) == (88, 8, 122)
    # 6,674 and 2,274 pence of contact and travel (91 and 31 minutes), scaled to 80 of 122 minutes: 5,868 are paid.
    assert (april.families_pence, april.unpaid_pence) == (8_948, 3_080)
    assert totals.unpaid_pence == sum(row.unpaid_pence for row in db.session.query(RunMonth)) >= 3_080
    beside = dict(totals.headline)
    assert beside["All families"].startswith(f"{pounds(totals.total_pence)}: ")
    assert beside["Of that, unpaid time"].startswith(f"{pounds(totals.unpaid_pence)}: ")
    assert beside["Scaled to what was paid"] == pounds(totals.total_pence - totals.unpaid_pence)
    thin = thin_months(made_run.id, [world.authority.id])
    assert len(thin) == int(totals.notices[0].split(" of ")[0].split()[-1]), "the page can say which"
    assert (totals.unknown_vat, totals.unknown_vat_pence) == (1, 4_500)
    assert "1 of unknown status counts with all tax: £45.00, of which at most £7.50" in totals.unknown_vat_words
