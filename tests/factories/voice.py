"""What children say, as a worker writes it down."""

from collections.abc import Mapping

from budgettracker.families.models import Family
from budgettracker.voice.actions import record_child_view
from budgettracker.voice.kinds import ChildAnswer, ChildQuestion, Whose
from budgettracker.voice.models import ChildView
from tests.factories import world as make
from tests.factories.world import NOON, World

ANSWERS = {ChildQuestion.BETTER: ChildAnswer.YES, ChildQuestion.HOME: ChildAnswer.NOT_SAID}


def child_talked(
    world: World,
    family: Family,
    answers: Mapping[ChildQuestion, ChildAnswer] = ANSWERS,
    words: str = "I like my bed",
    reference: str = "T1",
) -> ChildView:
    """Alice writes down what a new child of a family said."""
    child = make.child(family, reference)
    day = NOON.date()
    return record_child_view(world.alice, family, child, answers, words, Whose.CHILD, day, on=day, at=NOON)
