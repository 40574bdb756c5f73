"""What the deeds of a draw record: ids, counts, bands, the digest of the list; never the list or its seed."""

from budgettracker.allocation.actions import allocate_family, assess_family, close_draw, start_draw
from budgettracker.allocation.kinds import NotEligible
from budgettracker.audit.kinds import Deed
from tests.audit.told import Line, Rows, Stage
from tests.factories.allocation import TODAY, draw_started, newcomer, study_to_draw
from tests.factories.world import NOON

DRAWS = Rows()


@DRAWS.row(Deed.DRAW_STARTED, start_draw)
def a_draw_started(on: Stage) -> Line:
    study = study_to_draw(on.world)
    on.start()
    draw = start_draw(on.world.eve, study, list_text="Westmoor,0-4,budget\n", at=NOON)
    return Line(on.world.eve, None, draw, {"source": "file", "digest": draw.digest, "places": 1})


@DRAWS.row(Deed.DRAW_CLOSED, close_draw)
def a_draw_closed(on: Stage) -> Line:
    draw = draw_started(on.world)
    on.start()
    close_draw(on.world.eve, draw, at=NOON)
    return Line(on.world.eve, None, draw)


@DRAWS.row(Deed.FAMILY_ASSESSED, assess_family)
def a_family_not_eligible(on: Stage) -> Line:
    draw, family = draw_started(on.world), newcomer(on.world, 1)
    on.start()
    assess_family(on.world.alice, family, eligible=False, reason=NotEligible.DECLINED, on=TODAY, at=NOON)
    changes = {"eligible": False, "reason": "declined", "band": None, "draw": draw.id}
    return Line(on.world.alice, on.world.authority, family, changes)


@DRAWS.row(Deed.FAMILY_ALLOCATED, allocate_family)
def a_family_allocated(on: Stage) -> Line:
    draw, family = draw_started(on.world), newcomer(on.world, 1)
    assess_family(on.world.alice, family, eligible=True, on=TODAY, at=NOON)
    on.start()
    arm = allocate_family(on.world.bob, family, on=TODAY, at=NOON).place.arm
    changes = {"arm": [None, arm], "allocated_on": [None, str(TODAY)], "draw": draw.id}
    return Line(on.world.bob, on.world.authority, family, changes)
