"""Request, approve, buy, refund, reverse; receipts."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of purchases into the program, and read receipts before the transaction begins."""
    from budgettracker.spend.history import HISTORY
    from budgettracker.spend.views import bp, sent_receipt

    sent_receipt.register(app)
    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Orders to buy", "spend.orders", Permission.BUY_ORDERS))
    add_history(app, HISTORY)
