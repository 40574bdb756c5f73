"""An authority's rules: cap, bands, categories."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of schemes into the program."""
    from budgettracker.schemes.actions.ask_for_bands import loosen_bands
    from budgettracker.schemes.actions.ask_for_scheme import add_scheme_asked_for
    from budgettracker.schemes.history import HISTORY
    from budgettracker.schemes.queries import BANDS, SCHEME, band_facts, new_scheme_facts
    from budgettracker.schemes.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Schemes", "schemes.index", Permission.MANAGE_SCHEMES))
    add_history(app, HISTORY)
    confirming_of(app).matters |= {
        BANDS: Matter(BANDS, "looser bands", band_facts, loosen_bands),
        SCHEME: Matter(SCHEME, "a new scheme", new_scheme_facts, add_scheme_asked_for),
    }
