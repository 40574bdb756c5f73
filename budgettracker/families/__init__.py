"""Whom it is for: families, children, lead worker, opening, closing."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of families into the program."""
    from budgettracker.families.actions import cross_over, lift_restriction, name_reader
    from budgettracker.families.history import HISTORY
    from budgettracker.families.queries import (
        CROSSOVER,
        LIFTING,
        NAMING,
        crossover_facts,
        restriction_facts,
    )
    from budgettracker.families.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"] += [
        NavigationEntry("All families", "families.index", Permission.SEE_FAMILIES),
        NavigationEntry("Data protection", "families.data_protection", Permission.SEE_INCIDENTS),
    ]
    add_history(app, HISTORY)
    matters = confirming_of(app).matters
    matters[NAMING] = Matter(NAMING, "one more person to see a restricted family", restriction_facts, name_reader)
    matters[LIFTING] = Matter(LIFTING, "a family to be restricted no more", restriction_facts, lift_restriction)
    matters[CROSSOVER] = Matter(CROSSOVER, "a budget from a day on", crossover_facts, cross_over)
