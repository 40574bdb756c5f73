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
    from budgettracker.schemes.actions.change_margin import loosen_margin
    from budgettracker.schemes.actions.change_other_help import loosen_other_help
    from budgettracker.schemes.history import HISTORY
    from budgettracker.schemes.queries import (
        BANDS,
        MARGIN,
        OTHER_HELP_BANDS,
        SCHEME,
        band_facts,
        margin_facts,
        new_scheme_facts,
        other_help_facts,
    )
    from budgettracker.schemes.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Schemes", "schemes.index", Permission.MANAGE_SCHEMES))
    add_history(app, HISTORY)
    confirming_of(app).matters |= {
        BANDS: Matter(BANDS, "looser bands", band_facts, loosen_bands),
        SCHEME: Matter(SCHEME, "a new scheme", new_scheme_facts, add_scheme_asked_for),
        MARGIN: Matter(MARGIN, "a larger price margin", margin_facts, loosen_margin),
        OTHER_HELP_BANDS: Matter(OTHER_HELP_BANDS, "looser bands for other help", other_help_facts, loosen_other_help),
    }
