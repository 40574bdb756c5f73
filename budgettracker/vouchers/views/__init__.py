"""The pages of vouchers and cards."""

from budgettracker.vouchers.views import buy_batch, count_stock, issue, return_vouchers, stock
from budgettracker.vouchers.views.blueprint import bp

__all__ = ["bp", "buy_batch", "count_stock", "issue", "return_vouchers", "stock"]
