"""Who worked how long on what with which families."""

from flask import Flask

from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Add the pages and their links."""
    from budgettracker.access import Permission
    from budgettracker.families.queries import SEALING, sealing_facts
    from budgettracker.web import NavigationEntry, Waits
    from budgettracker.worktime.actions import seal_settled_family
    from budgettracker.worktime.actions.ask_for_expenses import confirm_expenses
    from budgettracker.worktime.history import HISTORY
    from budgettracker.worktime.queries import EXPENSES, expenses_facts, how_many_months_asked_for
    from budgettracker.worktime.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"] += [
        NavigationEntry("Log time", "worktime.quick_entry", Permission.LOG_TIME),
        NavigationEntry("My week", "worktime.week", Permission.LOG_TIME),
        NavigationEntry("Months", "worktime.months", Permission.CLOSE_MONTHS, (Waits(how_many_months_asked_for),)),
    ]
    add_history(app, HISTORY)
    confirming_of(app).matters |= {
        EXPENSES: Matter(EXPENSES, "what work cost to be confirmed", expenses_facts, confirm_expenses),
        SEALING: Matter(SEALING, "a record to be sealed", sealing_facts, seal_settled_family),
    }
