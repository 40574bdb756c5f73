"""Who worked how long on what with which families."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages and their link."""
    from budgettracker.access import Permission
    from budgettracker.web import NavigationEntry
    from budgettracker.worktime.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Log time", "worktime.log_time", Permission.LOG_TIME))
