"""Request, approve, buy, refund, reverse; receipts."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of purchases into the program, and read receipts before the transaction begins."""
    from budgettracker.spend.actions import publish_supplier
    from budgettracker.spend.history import HISTORY
    from budgettracker.spend.queries.publication import PUBLICATION, publication_facts
    from budgettracker.spend.views import bp, sent_receipt

    sent_receipt.register(app)
    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Orders to buy", "spend.orders", Permission.BUY_ORDERS))
    matters = confirming_of(app).matters
    matters[PUBLICATION] = Matter(PUBLICATION, "a supplier to be named again", publication_facts, publish_supplier)
    add_history(app, HISTORY)
