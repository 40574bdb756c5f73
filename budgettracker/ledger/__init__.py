"""Every line of money, for finance and auditors, and the proof that the books agree."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages into the program, and say how costing reads finance files: it stands below and may not know them."""
    from budgettracker.costing.paid.queries.finance_files import read_files_with
    from budgettracker.ledger.actions.close_scheme import close_scheme
    from budgettracker.ledger.history import HISTORY
    from budgettracker.ledger.payments import views as payments
    from budgettracker.ledger.payments.queries.around_run import files_around_run
    from budgettracker.ledger.queries.closings import CLOSING, closing_facts
    from budgettracker.ledger.weekly.views import bp

    payments.register(app)
    read_files_with(files_around_run)
    app.register_blueprint(bp)
    app.extensions["navigation"].insert(0, NavigationEntry("Ledger", "ledger.lines", Permission.SEE_LEDGER))
    add_history(app, HISTORY)
    confirming_of(app).matters[CLOSING] = Matter(CLOSING, "a scheme to be closed", closing_facts, close_scheme)
