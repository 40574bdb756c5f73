"""An invented study of two authorities for tests of runs: Westmoor logs all its time (mode A), Eastfield time for families (B).

Everything comes in through actions: a joint visit, other families, nobody, evaluation, a rate that changes in mid-month, a
leaver, a comparison family, a family that is no member, purchases with tax, a refund, a reversal and other help.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.actions import add_post_cost
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.people.models import Authority, Person, Post, PostHolding
from budgettracker.spend import actions as spends
from budgettracker.spend.kinds import VatStatus
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.models import Study
from budgettracker.worktime.actions import Part, Work, add_default_activities, log_time
from budgettracker.worktime.models import Activity
from tests.factories.spend import refunded
from tests.factories.world import LONG_AGO, World, child, ended, family, person, post
from tests.standing import standing

FIRST, LAST = date(2026, 3, 20), date(2026, 5, 12)
CHANGE = date(2026, 4, 14)
ON = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("UTC"))
VISIT, REPORTS, MEETING = "Visit to the family", "Recording and reports", "Team meeting"
ADMIN, RESEARCH, TRAINING = (
    "Administering the budget",
    "Research and evaluation forms",
    "Training for the devolved budget",
)


@dataclass(frozen=True)
class RunWorld:
    """The study and those who work in it."""

    world: World
    study: Study
    gwen: Person
    """Signatory of Eastfield."""
    eric: Person
    """Practitioner of Eastfield."""
    stranger: Family
    """Westmoor's, without an arm."""
    leaver: Family
    """Eastfield's, closed on 20 April."""

    def ids(self) -> list[uuid.UUID]:
        """The ids of what it adds to the small world; no transaction is left open."""
        ids = [row.id for row in (self.study, self.gwen, self.eric, self.stranger, self.leaver)]
        db.session.commit()
        return ids


def cost(of: Post, starts_on: date = LONG_AGO, **more: object) -> None:
    """Give a post a yearly cost with overheads in pounds and percent."""
    values: dict[str, object] = {
        "price_year": "2025/26",
        "salary_pence": 37_600_01,
        "oncosts_pence": 11_200_03,
        "minutes_per_year": 1_608 * 60,
        "overhead_direct": Overhead(basis_points=2900),
        "overhead_indirect": Overhead(pence=7_808_00),
        "source": "Finance, 2025",
        **more,
    }
    add_post_cost(None, of, starts_on=starts_on, at=AT, **values)  # type: ignore[arg-type]


def post_of(authority: Authority) -> Post:
    """An authority's only post."""
    return db.session.query(Post).filter_by(authority_id=authority.id).one()


def log(
    who: Person, activity: str, worked_on: date, *families: Family | None, weights: tuple[int, ...] = (), **what: int
) -> None:
    """Log a person's work for families (None: other families), or for nobody."""
    kind = db.session.query(Activity).filter_by(authority_id=who.authority_id, name=activity).one()
    parts = tuple(Part(each.id if each else None, weights[at] if weights else 1) for at, each in enumerate(families))
    work = Work(worked_on=worked_on, activity_id=kind.id, parts=parts, by_minutes=bool(weights), **what)  # type: ignore[arg-type]
    log_time(who, who, work, on=ON, at=AT)


def run_world(world: World, *, rates: bool = True) -> RunWorld:
    """Make the whole world and commit it; without `rates` no post has a cost."""
    return run_world_of(world, standing(f"costs, rates {rates}", lambda: _run_world(world, rates=rates)))


def run_world_of(world: World, ids: list[uuid.UUID]) -> RunWorld:
    """The world whose rows, in the order of `RunWorld`, have these ids."""
    kinds = (Study, Person, Person, Family, Family)
    made = RunWorld(world, *(db.session.get_one(kind, each) for kind, each in zip(kinds, ids, strict=True)))  # type: ignore[arg-type]
    db.session.commit()
    return made


def _run_world(world: World, *, rates: bool) -> list[uuid.UUID]:
    with transaction():
        stranger = family(world.team, "WM-003", "Strange", world.alice, arm=None)
        child(world.family)
        gwen = person(world.elsewhere, "Gwen Gray", Role.SENIOR_MANAGER)
        east = db.session.get(type(world.team), world.other_family.team_id)
        assert east is not None
        worker = post(world.elsewhere, "Family support worker")
        db.session.add(PostHolding(person_id=world.dave.id, post_id=worker.id, starts_on=LONG_AGO))
        eric = person(world.elsewhere, "Eric Elm", Role.PRACTITIONER, teams=(east,), post=worker)
        leaver = family(east, "EF-002", "Gone", eric)
        ended(leaver, date(2026, 4, 20), "needs met")
        manager = post(world.authority, "Team manager")
        db.session.add(PostHolding(person_id=world.mary.id, post_id=manager.id, starts_on=LONG_AGO))
        db.session.flush()
        db.session.expire_all()
    with transaction():
        if rates:
            for each in db.session.query(Post).filter_by(authority_id=world.authority.id).order_by(Post.name):
                cost(each)
            cost(
                db.session.query(Post).filter_by(authority_id=world.authority.id, name="Social worker").one(),
                CHANGE,
                salary_pence=39_111_11,
            )
            cost(worker, ratio_thousandths=1_200, ratio_kind=RatioKind.FACE_TO_FACE)
        for authority in (world.authority, world.elsewhere):
            add_default_activities(None, authority, at=AT)
        _log_time(world, eric, stranger, leaver)
    with transaction():
        _spend(world, stranger)
    with transaction():
        study = add_study(world.eve, "Winter pilot", starts_on=FIRST, ends_on=LAST, profile="internal", at=AT)
        join_study(world.sam, study, world.authority, "A", "Agreement of May", on=ON, at=AT)
        join_study(gwen, study, world.elsewhere, "B", "Agreement of June", on=ON, at=AT)
    return RunWorld(world, study, gwen, eric, stranger, leaver).ids()


def _log_time(world: World, eric: Person, stranger: Family, leaver: Family) -> None:
    ours, compared = world.family, world.comparison
    for who in (world.alice, world.bob):  # a joint visit; alice drives
        log(
            who,
            VISIT,
            date(2026, 4, 2),
            ours,
            contact_minutes=91,
            travel_minutes=31,
            miles_hundredths=12_34 * (who is world.alice),
        )
    log(world.alice, VISIT, date(2026, 3, 31), ours, compared, stranger, contact_minutes=100, preparation_minutes=50)
    log(world.alice, REPORTS, date(2026, 4, 13), ours, compared, weights=(17, 30), preparation_minutes=47)
    log(world.alice, REPORTS, CHANGE, ours, None, preparation_minutes=47, expenses_pence=7_01)
    log(world.alice, MEETING, date(2026, 4, 15), preparation_minutes=61)
    log(world.alice, TRAINING, date(2026, 4, 16), contact_minutes=120, miles_hundredths=5_50)
    log(world.alice, ADMIN, date(2026, 4, 16), ours, preparation_minutes=13)
    log(world.alice, RESEARCH, date(2026, 4, 17), preparation_minutes=25)
    log(world.alice, VISIT, date(2026, 5, 13), ours, contact_minutes=60)  # after the study's last day
    log(world.bob, MEETING, date(2026, 5, 4), preparation_minutes=77)  # no time for a family in May
    log(world.mary, MEETING, date(2026, 4, 7), preparation_minutes=45)
    log(world.mary, VISIT, date(2026, 4, 8), ours, contact_minutes=35)
    away = world.other_family
    log(eric, VISIT, date(2026, 4, 20), leaver, away, None, contact_minutes=100, travel_minutes=20, miles_hundredths=7)
    log(eric, VISIT, date(2026, 4, 21), leaver, contact_minutes=33)  # closed the day before
    log(eric, MEETING, date(2026, 4, 22), preparation_minutes=90)
    log(world.dave, REPORTS, date(2026, 5, 12), away, preparation_minutes=59)


def _spend(world: World, stranger: Family) -> None:
    change = budgets.propose_limit(world.alice, world.family, world.scheme, 2_000_00, "Start", on=ON, at=AT)
    budgets.approve_limit(world.mary, change, on=ON, at=AT)

    def buy(pence: int, on: date, **more: object) -> spends.Purchase:
        return spends.Purchase(amount_pence=pence, bought_what="A bed", bought_on=on, **more)  # type: ignore[arg-type]

    taxed = spends.log_spend(
        world.alice,
        world.family,
        buy(120_00, date(2026, 4, 1), vat_pence=20_00, vat_status=VatStatus.RECOVERABLE),
        on=ON,
        at=AT,
    )
    refunded(world.alice, taxed, 60_00, date(2026, 6, 1), AT, today=ON)
    wrong = spends.log_spend(
        world.alice,
        world.family,
        buy(99_99, date(2026, 4, 2), vat_pence=16_67, vat_status=VatStatus.RECOVERABLE),
        on=ON,
        at=AT,
    )
    spends.reverse_spend(world.alice, wrong, "Typed twice", on=ON, at=AT)
    spends.log_spend(world.alice, world.family, buy(30_00, date(2026, 6, 1)), on=ON, at=AT)  # after the study
    spends.log_other_help(world.alice, world.comparison, buy(45_00, FIRST), on=ON, at=AT)
    spends.log_other_help(world.alice, stranger, buy(70_00, FIRST), on=ON, at=AT)
