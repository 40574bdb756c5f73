"""The pages of people: signing in, one's own account, and what an administrator works with."""

from budgettracker.people.views import account, health, home, sign_in
from budgettracker.people.views.blueprint import bp

__all__ = ["account", "bp", "health", "home", "sign_in"]
