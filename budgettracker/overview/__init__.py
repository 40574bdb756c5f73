"""Pages that look across all the features: My families, one family with its money and time, decisions, the ledger, histories."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages in: My families leads the navigation, since it is what most people come for."""
    from budgettracker.overview.views import bp

    app.register_blueprint(bp)
    entries = app.extensions["navigation"]
    entries.insert(0, NavigationEntry("My families", "overview.my_families", Permission.LOG_SPEND))
    entries.insert(1, NavigationEntry("Decisions", "overview.decisions", Permission.DECIDE))
    entries.insert(2, NavigationEntry("Ledger", "overview.ledger", Permission.SEE_LEDGER))
