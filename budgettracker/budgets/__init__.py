"""A family's budget: its limit, its position, and the one function that moves money."""

from flask import Flask

from budgettracker.confirming import Matter, confirming_of
from budgettracker.families.actions import REOPENING
from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of limits into the program."""
    from budgettracker.budgets.actions.change_cap import loosen_cap
    from budgettracker.budgets.actions.reopen_family import reopen_without_limit
    from budgettracker.budgets.history import HISTORY
    from budgettracker.budgets.queries.caps import CAP, cap_facts
    from budgettracker.budgets.queries.reopenings import reopening_facts
    from budgettracker.budgets.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
    confirming_of(app).matters[REOPENING] = Matter(
        REOPENING, "a closed family to be opened again", reopening_facts, reopen_without_limit
    )
    confirming_of(app).matters[CAP] = Matter(CAP, "a higher cap", cap_facts, loosen_cap)
