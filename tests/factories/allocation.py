"""Draws as evaluators start them, and families ready to be assessed."""

from datetime import date

from budgettracker.allocation.actions import start_draw
from budgettracker.allocation.models import Draw
from budgettracker.families.models import Family
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.models import Study
from tests.factories import world as make
from tests.factories.world import NOON, World

TODAY = NOON.date()


def study_to_draw(world: World, name: str = "Summer trial") -> Study:
    """A study that Westmoor has agreed to."""
    study = add_study(world.eve, name, starts_on=date(2026, 6, 1), ends_on=date(2027, 5, 31), at=NOON)
    join_study(world.sam, study, world.authority, "A", "Agreement of May", on=TODAY, at=NOON)
    return study


def draw_started(world: World, places: int = 40) -> Draw:
    """Its draw, made here."""
    return start_draw(world.eve, study_to_draw(world), places=places, at=NOON)


def newcomer(world: World, number: int, birth_month: str = "2015-04") -> Family:
    """A family of Westmoor's North team that is in no arm yet, brought in for one child."""
    family = make.family(world.team, f"WM-1{number:03d}", "Newcomer", world.alice, world.scheme, arm=None)
    family.allocated_on = None
    make.child(family, "C1", birth_month)
    family.index_child = "C1"
    return family
