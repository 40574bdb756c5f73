"""What workers of the invented world answer of what a scheme asks about a purchase."""

import random

from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.voice.kinds import Pathway, PlanGoal, PurchaseQuestion, WhoAsked

WHO = (WhoAsked.CHILD, WhoAsked.CHILD, WhoAsked.PARENT, WhoAsked.WORKER, WhoAsked.NETWORK)


def answered(drawn: random.Random, authority: DemoAuthority) -> dict[PurchaseQuestion, str]:
    """Always what the scheme requires, and more of every third purchase."""
    who, pathway, goal = drawn.choice(WHO), drawn.choice(tuple(Pathway)), drawn.choice(tuple(PlanGoal))
    if drawn.randrange(3) == 0:
        return {PurchaseQuestion.WHO_ASKED: who, PurchaseQuestion.PATHWAY: pathway, PurchaseQuestion.GOAL: goal}
    return {PurchaseQuestion.WHO_ASKED: who} if authority.plan.asks_who_asked else {}
