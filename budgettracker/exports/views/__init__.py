"""The pages of workbooks, and the building beside them."""

from budgettracker.exports.views import build_workbook, download_workbook
from budgettracker.exports.views.blueprint import bp
from budgettracker.exports.views.build_in_background import start_building
from budgettracker.exports.views.show_workbook import panel

__all__ = ["bp", "build_workbook", "download_workbook", "panel", "start_building"]
