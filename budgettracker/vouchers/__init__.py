"""Vouchers and cards as a stock: bought in a batch, issued to families, returned, counted by two."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of stocks into the program, and say what about them waits for a second person."""
    from budgettracker.vouchers.actions import confirm_batch, confirm_count
    from budgettracker.vouchers.history import HISTORY
    from budgettracker.vouchers.queries import BATCH, COUNT, batch_facts, count_facts
    from budgettracker.vouchers.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Vouchers", "vouchers.stocks", Permission.BUY_VOUCHERS))
    add_history(app, HISTORY)
    confirming_of(app).matters |= {
        BATCH: Matter(BATCH, "a batch of vouchers for the stock", batch_facts, confirm_batch),
        COUNT: Matter(COUNT, "a count of vouchers", count_facts, confirm_count),
    }
