"""The pages of people: signing in, one's own account, and what an administrator works with."""

from budgettracker.people.views import account, dated, health, home, people, sign_in, teams
from budgettracker.people.views.blueprint import bp

__all__ = ["account", "bp", "dated", "health", "home", "people", "sign_in", "teams"]
