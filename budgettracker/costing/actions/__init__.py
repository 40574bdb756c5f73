"""Writing for costing: posts and their dated costs, pension rates, and frozen runs."""

from budgettracker.costing.actions.posts import add_pension_rate, add_post, add_post_cost
from budgettracker.costing.actions.run import make_run

__all__ = ["add_pension_rate", "add_post", "add_post_cost", "make_run"]
