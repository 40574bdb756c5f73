"""Two runs of a study: between them prices changed, an entry was corrected late, a family came and another went."""

from dataclasses import replace
from datetime import date

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.rules.uprating import read_indices
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.people.models import Post
from budgettracker.studies.actions import run_study, set_study_prices
from budgettracker.studies.models import Study
from budgettracker.studies.queries import price_series_of
from budgettracker.worktime.models import WorkEntry
from tests.factories.exports import StudyWorld, study_world
from tests.factories.prices import DEFLATOR, in_prices_of, series_of
from tests.factories.studies import AT, ON, VISIT, cost, log, post_of
from tests.factories.world import World, family

SALARY, RAISED = 37_600_01, 38_000_00
"""Of Westmoor's social workers before 14 April, and what finance says later that it was on the 13th."""
RAISED_ON, RATIO_ON = date(2026, 4, 13), date(2026, 4, 20)
REVISED = replace(DEFLATOR, edition="Revised in June", indices={**DEFLATOR.indices, **read_indices("2026/27 107.1001")})


def two_runs(world: World) -> tuple[StudyWorld, CostingRun, CostingRun]:
    """The study with its two runs, the earlier first."""
    made = study_world(world)
    with transaction():
        in_prices_of(made.study, "2026/27")
    before = _run(made.study)
    with transaction():
        post = db.session.query(Post).filter_by(authority_id=world.authority.id, name="Social worker").one()
        cost(post, RAISED_ON, salary_pence=RAISED)
        cost(post_of(world.elsewhere), RATIO_ON, ratio_thousandths=1_500, ratio_kind=RatioKind.FACE_TO_FACE)
        revised = series_of(made.study, REVISED)
        (pay,) = [each for each in price_series_of(made.study.id) if each.name != DEFLATOR.name]
        prices = {"price_year": "2026/27", "pay_series_id": pay.id, "goods_series_id": revised.id}
        set_study_prices(None, made.study, **prices, on=ON, at=AT)  # type: ignore[arg-type]
        late = db.session.query(WorkEntry).filter_by(worked_on=date(2026, 4, 9), person_id=world.carol.id)
        corrected = late.order_by(WorkEntry.contact_minutes).first()
        assert corrected is not None
        corrected.contact_minutes, corrected.version = 131, corrected.version + 1
        log(
            world.alice, VISIT, date(2026, 4, 9), family(world.team, "WM-901", "Later", world.alice), contact_minutes=30
        )
        closed = (
            db.session.query(Family).filter_by(authority_id=world.elsewhere.id).filter(Family.closed_on.is_not(None))
        )
        closed.one().arm = None
    return made, before, _run(made.study)


def _run(study: Study) -> CostingRun:
    with transaction():
        return run_study(None, db.session.get_one(Study, study.id), on=ON, at=AT)
