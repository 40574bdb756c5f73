"""The pages of the tables for funders: the list, a table to copy or print, its columns, the settings, the grades."""

from budgettracker.funders.views import funder_settings, funder_table, funder_tables, sign_grades
from budgettracker.funders.views.blueprint import bp

__all__ = ["bp", "funder_settings", "funder_table", "funder_tables", "sign_grades"]
