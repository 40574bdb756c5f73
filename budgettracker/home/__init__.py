"""Where each person starts: My families, and one family with its money and time."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.errors import explain_absence
from budgettracker.web import NavigationEntry, Waits


def register(app: Flask) -> None:
    """Hang the pages into the program."""
    from budgettracker.home.queries import how_many_need
    from budgettracker.home.views import bp, told_by_the_clock, why_absent

    app.register_blueprint(bp)
    app.context_processor(lambda: {"told_by_the_clock": told_by_the_clock})
    explain_absence(app, why_absent)
    app.extensions["navigation"][:0] = [
        NavigationEntry("Team", "home.team", Permission.DECIDE),
        NavigationEntry("My families", "home.my_families", Permission.LOG_SPEND, (Waits(how_many_need),)),
    ]
