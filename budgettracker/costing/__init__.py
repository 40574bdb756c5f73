"""What helping a family costs: posts and their dated rates, and costing runs over logged time."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of posts into the program."""
    from budgettracker.costing.history import HISTORY
    from budgettracker.costing.paid.views import bp
    from budgettracker.costing.rates.actions import confirm_deciding_source
    from budgettracker.costing.rates.queries.deciding import DECIDING, deciding_facts

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Posts", "costing.posts", Permission.SEE_POSTS))
    add_history(app, HISTORY)
    confirming_of(app).matters[DECIDING] = Matter(
        DECIDING, "where deciding time comes from", deciding_facts, confirm_deciding_source
    )
