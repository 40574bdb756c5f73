"""What deeds on work time, its lists, closed months and posts record: minutes, pence, days and ids, never a note."""

from datetime import date, timedelta

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.costing.kinds import DecidingBy, RatioKind
from budgettracker.costing.paid.actions import state_paid
from budgettracker.costing.rates.actions import (
    add_agency_charge,
    add_mileage_rate,
    add_other_cost,
    add_pension_rate,
    add_post,
    add_post_cost,
    set_deciding_source,
    withdraw_other_cost,
)
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.costing.rates.rules.mileage import MileageRate
from budgettracker.database import db
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.models import Authority
from budgettracker.spend.kinds import VatStatus
from budgettracker.worktime import actions as time
from budgettracker.worktime.kinds import ActivityClass, ActivityKind, ForWhom, MinutesKind, WithdrawnBecause
from budgettracker.worktime.models import Absence, Intervention, WorkCorrection, WorkEntry
from budgettracker.worktime.queries.week import RowKey
from budgettracker.worktime.rules import KindMinutes, Part, Work
from tests.audit.told import Line, Rows, Stage
from tests.factories.full_budget import TODAY
from tests.factories.prices import FITTING_OUT
from tests.factories.worktime import OFFICE, VISIT, activity
from tests.factories.world import NOON, person, post

TIME = Rows()
FRIDAY, MONDAY = date(2026, 6, 12), date(2026, 6, 8)


def visit(on: Stage, minutes: int = 91) -> Work:
    """A visit to two families, a mile and a fare, with a note."""
    return Work(
        worked_on=FRIDAY,
        activity_id=activity(on.world.authority, VISIT).id,
        parts=(Part(on.world.family.id, 2), Part(None)),
        contact_minutes=minutes,
        travel_minutes=31,
        miles_hundredths=1_00,
        expenses_pence=3_20,
        note="They were at home",
    )


def visited(on: Stage) -> dict[str, object]:
    """What the audit keeps of that visit."""
    return {
        "worked_on": [None, "2026-06-12"],
        "activity_id": [None, activity(on.world.authority, VISIT).id],
        "for_whom": [None, "families"],
        "contact_minutes": [None, 91],
        "travel_minutes": [None, 31],
        "miles_hundredths": [None, 1_00],
        "expenses_pence": [None, 3_20],
        "families": [None, sorted([[str(on.world.family.id), 2], ["other", 1]])],
    }


def logged(on: Stage) -> WorkEntry:
    """The visit as alice has just logged it."""
    return time.log_time(on.world.alice, on.world.alice, visit(on), on=TODAY, at=NOON)


@TIME.row(Deed.WORK_LOGGED, time.log_time)
def time_of_ones_own(on: Stage) -> Line:
    entry = logged(on)
    return Line(on.world.alice, on.world.authority, entry, visited(on))


@TIME.row(Deed.WORK_LOGGED, time.log_time)
def time_the_operator_brings(on: Stage) -> Line:
    entry = time.log_time(None, on.world.alice, visit(on), on=TODAY, at=NOON, reference="E-1")
    return Line(None, on.world.authority, entry, visited(on))


@TIME.row(Deed.WORK_LOGGED, time.ManyEntries)
def time_of_a_file(on: Stage) -> Line:
    many = time.ManyEntries(on.world.fiona, on.world.authority.id, NOON)
    many.add(on.world.alice.id, visit(on), "E-2")
    many.write()
    entry = db.session.query(WorkEntry).filter_by(reference="E-2").one()
    changes = visited(on)
    changes["activity"] = changes.pop("activity_id")
    return Line(on.world.fiona, on.world.authority, entry, {**changes, "person": [None, on.world.alice.id]})


@TIME.row(Deed.WORK_CORRECTED, time.correct_entry)
def time_corrected(on: Stage) -> Line:
    entry = logged(on)
    on.start()
    work = Work(FRIDAY, activity(on.world.authority, OFFICE).id, preparation_minutes=47)
    time.correct_entry(on.world.alice, entry, work, version=1, on=TODAY, at=NOON)
    before = {name: pair[1] for name, pair in visited(on).items()}  # type: ignore[index]
    changes = {
        "activity_id": [before["activity_id"], activity(on.world.authority, OFFICE).id],
        "for_whom": ["families", "nobody"],
        "contact_minutes": [91, 0],
        "preparation_minutes": [0, 47],
        "travel_minutes": [31, 0],
        "miles_hundredths": [1_00, 0],
        "expenses_pence": [3_20, 0],
        "families": [before["families"], []],
        "note_changed": [False, True],
    }
    return Line(on.world.alice, on.world.authority, entry, changes)


@TIME.row(Deed.WORK_WITHDRAWN, time.withdraw_entry)
def time_withdrawn(on: Stage) -> Line:
    entry = logged(on)
    on.start()
    time.withdraw_entry(on.world.alice, entry, reason=WithdrawnBecause.TWICE, at=NOON)
    return Line(on.world.alice, on.world.authority, entry, {"withdrawn": [False, True], "reason": [None, "twice"]})


@TIME.row(Deed.WORK_LOGGED, time.save_week)
def a_week(on: Stage) -> Line:
    office = activity(on.world.authority, OFFICE)
    cell = time.CellChange(RowKey(ForWhom.NOBODY, office.id), MinutesKind.PREPARATION, MONDAY, 0, 45)
    assert time.save_week(on.world.bob, MONDAY, [cell], on=TODAY, at=NOON) == 1
    entry = db.session.query(WorkEntry).filter_by(person_id=on.world.bob.id, worked_on=MONDAY).one()
    changes = {
        "worked_on": [None, "2026-06-08"],
        "activity_id": [None, office.id],
        "for_whom": [None, "nobody"],
        "preparation_minutes": [None, 45],
    }
    return Line(on.world.bob, on.world.authority, entry, changes)


@TIME.row(Deed.MONTH_CLOSED, time.close_month)
def a_month(on: Stage) -> Line:
    closing = time.close_month(on.world.mary, on.world.team, date(2026, 5, 20), on=TODAY, at=NOON)
    changes = {"team": [None, on.world.team.id], "month": [None, "2026-05-01"]}
    return Line(on.world.mary, on.world.authority, closing, changes)


@TIME.row(Deed.MONTH_CLOSED, time.close_month)
def a_month_as_cover(on: Stage) -> Line:
    mona = person(on.world.authority, "Mona Mills", Role.MANAGER)
    give_cover(on.world.mary, on.world.mary, mona, TODAY, TODAY, on=TODAY, at=NOON)
    on.start()
    closing = time.close_month(mona, on.world.team, date(2026, 5, 20), on=TODAY, at=NOON)
    changes = {"team": [None, on.world.team.id], "month": [None, "2026-05-01"], "as_cover_for": on.world.mary.id}
    return Line(mona, on.world.authority, closing, changes)


@TIME.row(Deed.MONTH_REOPENED, time.reopen_month)
def a_month_again(on: Stage) -> Line:
    time.close_month(on.world.mary, on.world.team, date(2026, 5, 20), on=TODAY, at=NOON)
    on.start()
    closing = time.reopen_month(on.world.sam, on.world.team, date(2026, 5, 1), "A day is missing", on=TODAY, at=NOON)
    return Line(on.world.sam, on.world.authority, closing, {"closed": [True, False]})


@TIME.row(Deed.WORK_CORRECTED, time.correct_for)
def anothers_time(on: Stage) -> Line:
    entry = logged(on)
    on.start()
    minutes, version = KindMinutes(entry.contact_minutes + 5, entry.preparation_minutes, entry.travel_minutes), 1
    changes = {"contact_minutes": [entry.contact_minutes, entry.contact_minutes + 5]}
    time.correct_for(on.world.mary, entry, minutes, "Forgotten", version=version, on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, entry, changes)


@TIME.row(Deed.WORK_CORRECTION_READ, time.read_correction)
def a_correction_read(on: Stage) -> Line:
    entry = logged(on)
    time.correct_for(on.world.mary, entry, None, "Cancelled", version=1, on=TODAY, at=NOON)
    correction = db.session.query(WorkCorrection).one()
    on.start()
    time.read_correction(on.world.alice, correction, "It was not", at=NOON)
    return Line(on.world.alice, on.world.authority, correction, {"disagrees": [False, True]})


@TIME.row(Deed.WORK_OFFERED, time.offer_time)
def a_colleague_named(on: Stage) -> Line:
    entry, bob = logged(on), on.world.bob
    on.start()
    offer = time.offer_time(on.world.alice, entry, bob, on=TODAY, at=NOON)
    return Line(on.world.alice, on.world.authority, offer, {"entry": [None, entry.id], "person": [None, bob.id]})


@TIME.row(Deed.WORK_OFFER_CONFIRMED, time.confirm_offer)
def a_yes_to_it(on: Stage) -> list[Line]:
    offer = time.offer_time(on.world.alice, logged(on), on.world.bob, on=TODAY, at=NOON)
    on.start()
    own = time.confirm_offer(on.world.bob, offer, KindMinutes(60, 0, 5), version=1, on=TODAY, at=NOON)
    # The visit was shared two to one: so are bob's 65 minutes, and nobody is paid for alice's miles twice.
    time_of_bob = {
        "worked_on": [None, "2026-06-12"],
        "activity_id": [None, activity(on.world.authority, VISIT).id],
        "for_whom": [None, "families"],
        "contact_minutes": [None, 60],
        "travel_minutes": [None, 5],
        "families": [None, sorted([[str(on.world.family.id), 43], ["other", 22]])],
    }
    changes = {"state": ["waiting", "confirmed"], "confirmed_entry": [None, own.id]}
    return [
        Line(on.world.bob, on.world.authority, own, time_of_bob, deed=Deed.WORK_LOGGED),
        Line(on.world.bob, on.world.authority, offer, changes),
    ]


@TIME.row(Deed.WORK_OFFER_DECLINED, time.decline_offer)
def a_no_to_it(on: Stage) -> Line:
    offer = time.offer_time(on.world.alice, logged(on), on.world.bob, on=TODAY, at=NOON)
    on.start()
    time.decline_offer(on.world.bob, offer, at=NOON)
    return Line(on.world.bob, on.world.authority, offer, {"state": ["waiting", "declined"]})


@TIME.row(Deed.MONTH_ASKED_FOR, time.ask_for_month)
def a_month_asked_for(on: Stage) -> Line:
    time.close_month(on.world.mary, on.world.team, date(2026, 5, 20), on=TODAY, at=NOON)
    on.start()
    wish = time.ask_for_month(on.world.alice, on.world.team, date(2026, 5, 1), "A day is missing", at=NOON)
    changes = {"team": [None, on.world.team.id], "month": [None, "2026-05-01"]}
    return Line(on.world.alice, on.world.authority, wish, changes)


@TIME.row(Deed.MONTH_LEFT_CLOSED, time.leave_month_closed)
def a_month_left_closed(on: Stage) -> Line:
    time.close_month(on.world.mary, on.world.team, date(2026, 5, 20), on=TODAY, at=NOON)
    wish = time.ask_for_month(on.world.alice, on.world.team, date(2026, 5, 1), "A day is missing", at=NOON)
    on.start()
    time.leave_month_closed(on.world.mary, on.world.team, wish, "Nothing is missing", on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, wish, {"answered": [False, True]})


@TIME.row(Deed.ABSENCE_RECORDED, time.record_absences)
def days_away(on: Stage) -> Line:
    day = time.AbsentDay(on.world.alice.id, FRIDAY, 222, in_hours=False)
    (absence_id,) = time.record_absences(on.world.fiona, on.world.authority.id, [day], at=NOON)
    changes = {
        "person": [None, on.world.alice.id],
        "absent_on": [None, "2026-06-12"],
        "minutes": [None, 222],
        "in_hours": [None, False],
    }
    return Line(on.world.fiona, on.world.authority, db.session.get_one(Absence, absence_id), changes)


@TIME.row(Deed.ABSENCE_WITHDRAWN, time.withdraw_absence)
def a_day_away_taken_back(on: Stage) -> Line:
    day = time.AbsentDay(on.world.alice.id, FRIDAY, 222)
    (absence_id,) = time.record_absences(on.world.fiona, on.world.authority.id, [day], at=NOON)
    absence = db.session.get_one(Absence, absence_id)
    on.start()
    time.withdraw_absence(on.world.mary, absence, WithdrawnBecause.WRONG, on=TODAY, at=NOON)
    changes = {
        "person": on.world.alice.id,
        "absent_on": "2026-06-12",
        "minutes": [222, None],
        "reason": [None, "wrong"],
    }
    return Line(on.world.mary, on.world.authority, absence, changes)


@TIME.row(Deed.ACTIVITY_ADDED, time.add_activity)
def an_activity(on: Stage) -> Line:
    made = time.add_activity(
        on.world.adam,
        on.world.authority,
        "Panel",
        kind=ActivityKind.INDIRECT,
        activity_class=ActivityClass.EVALUATION,
        at=NOON,
    )
    changes = {"kind": [None, "indirect"], "class": [None, "evaluation"]}
    return Line(on.world.adam, on.world.authority, made, changes)


@TIME.row(Deed.ACTIVITY_ADDED, time.add_default_activities)
def the_usual_activities(on: Stage) -> list[Line]:
    new = Authority(name="Northdale", created_at=NOON)
    db.session.add(new)
    db.session.flush()
    made = time.add_default_activities(None, new, at=NOON)
    assert [(str(each.kind), str(each.activity_class)) for each in made] == [
        *[("direct", "running")] * 2,
        *[("indirect", "running")] * 3,
        *[("general", "running")] * 2,
        ("general", "set_up"),
        ("general", "evaluation"),
        ("deciding", "running"),
        ("absent", "running"),
    ]
    budget = db.session.query(Intervention).filter_by(authority_id=new.id).one()
    lines = [Line(None, new, each, {"kind": [None, each.kind], "class": [None, each.activity_class]}) for each in made]
    return [*lines, Line(None, new, budget, deed=Deed.INTERVENTION_ADDED)]


@TIME.row(Deed.INTERVENTION_ADDED, time.add_intervention)
def an_intervention(on: Stage) -> Line:
    made = time.add_intervention(on.world.adam, on.world.authority, "Family group conference", at=NOON)
    return Line(on.world.adam, on.world.authority, made)


@TIME.row(Deed.POST_ADDED, add_post)
def a_post(on: Stage) -> Line:
    made = add_post(on.world.adam, on.world.authority, "Youth worker", at=NOON)
    return Line(on.world.adam, on.world.authority, made)


@TIME.row(Deed.AGENCY_CHARGE_ADDED, add_agency_charge)
def an_agencys_charge(on: Stage) -> Line:
    charged = post(on.world.authority, "Youth worker")
    charge = AgencyCharge(41_40, 6_90, VatStatus.RECOVERABLE)
    cost = add_agency_charge(
        on.world.adam, charged, charge, starts_on=TODAY - timedelta(days=75), price_year="2026/27", at=NOON
    )
    changes = {
        "cost": [None, cost.id],
        "starts_on": [None, "2026-04-01"],
        "agency_hour_pence": [None, 41_40],
        "agency_vat_pence": [None, 6_90],
        "agency_vat": [None, "recoverable"],
        "ratio_thousandths": [None, None],
    }
    return Line(on.world.adam, on.world.authority, charged, changes)


@TIME.row(Deed.POST_COST_ADDED, add_post_cost)
def a_posts_cost(on: Stage) -> Line:
    costed = post(on.world.authority, "Youth worker")
    cost = add_post_cost(
        None,
        costed,
        starts_on=TODAY - timedelta(days=75),
        price_year="2026/27",
        salary_pence=31_234_56,
        oncosts_pence=9_876_54,
        minutes_per_year=1_608 * 60,
        ratio_thousandths=380,
        ratio_kind=RatioKind.FACE_TO_FACE,
        at=NOON,
    )
    changes = {
        "cost": [None, cost.id],
        "starts_on": [None, "2026-04-01"],
        "salary_pence": [None, 31_234_56],
        "oncosts_pence": [None, 9_876_54],
        "minutes_per_year": [None, 96_480],
        "ratio_thousandths": [None, 380],
    }
    return Line(None, on.world.authority, costed, changes)


@TIME.row(Deed.PAID_STATED, state_paid)
def what_was_paid(on: Stage) -> list[Line]:
    """The second statement of the same days says what the first was."""
    by, here, paid = on.world.fiona, on.world.authority, post(on.world.authority, "Youth worker")
    first, last = date(2026, 4, 1), date(2026, 4, 30)
    lines = []
    for before, pay_pence in ((None, 9_000_00), (9_000_00, 9_100_01)):
        made = state_paid(
            by, here, paid, starts_on=first, ends_on=last, pay_pence=pay_pence, oncosts_pence=2_000_00, at=NOON
        )
        changes = {
            "post": paid.id,
            "starts_on": "2026-04-01",
            "ends_on": "2026-04-30",
            "pay_pence": [before, pay_pence],
            "oncosts_pence": [before and 2_000_00, 2_000_00],
            "people": [None, None],
        }
        lines.append(Line(by, here, made, changes))
    return lines


@TIME.row(Deed.PENSION_RATE_ADDED, add_pension_rate)
def a_pension_rate(on: Stage) -> Line:
    made = add_pension_rate(
        on.world.fiona, on.world.authority, starts_on=date(2026, 4, 1), rate_basis_points=1_980, at=NOON
    )
    changes = {"starts_on": [None, "2026-04-01"], "rate_basis_points": [None, 1_980]}
    return Line(on.world.fiona, on.world.authority, made, changes)


@TIME.row(Deed.OTHER_COST_ADDED, add_other_cost)
def another_cost(on: Stage) -> Line:
    made = add_other_cost(on.world.fiona, on.world.authority, FITTING_OUT, at=NOON)
    changes = {
        "used_from": [None, "2026-04-01"],
        "amount_pence": [None, 12_000_00],
        "life_years": [None, 5],
        "rate_basis_points": [None, 350],
    }
    return Line(on.world.fiona, on.world.authority, made, changes)


@TIME.row(Deed.OTHER_COST_WITHDRAWN, withdraw_other_cost)
def another_cost_taken_back(on: Stage) -> Line:
    made = add_other_cost(on.world.fiona, on.world.authority, FITTING_OUT, at=NOON)
    on.start()
    withdraw_other_cost(on.world.fiona, made, at=NOON)
    return Line(on.world.fiona, on.world.authority, made)


@TIME.row(Deed.MILEAGE_RATE_ADDED, add_mileage_rate)
def mileage_rates(on: Stage) -> Line:
    rate = MileageRate(date(2026, 4, 6), 500, 300, 8_000_00, 60, 250, 210, "Travel policy")
    made = add_mileage_rate(on.world.fiona, on.world.authority, rate, at=NOON)
    changes = {
        "starts_on": [None, "2026-04-06"],
        "car_tenths": [None, 500],
        "car_after_tenths": [None, 300],
        "car_limit_hundredths": [None, 8_000_00],
        "passenger_tenths": [None, 60],
        "motorcycle_tenths": [None, 250],
        "bicycle_tenths": [None, 210],
    }
    return Line(on.world.fiona, on.world.authority, made, changes)


@TIME.row(Deed.DECIDING_SET, set_deciding_source)
def where_deciding_comes_from(on: Stage) -> Line:
    made = set_deciding_source(
        on.world.fiona, on.world.authority, DecidingBy.SCHEME, starts_on=date(2026, 4, 1), at=NOON
    )
    return Line(
        on.world.fiona, on.world.authority, made, {"starts_on": [None, "2026-04-01"], "source": [None, "scheme"]}
    )
