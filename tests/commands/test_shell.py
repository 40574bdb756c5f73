"""The Python prompt inside the program (`make shell`)."""

from flask import Flask
from sqlalchemy import func, select

from budgettracker.database import db
from budgettracker.families.models import Family


def test_the_prompt_has_the_database_and_every_model(app: Flask) -> None:
    names = app.make_shell_context()
    assert names["db"] is db
    assert names["Family"] is Family
    assert {"AuditRecord", "Budget", "CostingRun", "Person", "Spend", "Study", "WorkEntry", "Workbook"} <= set(names)
    assert names["db"].session.scalar(select(func.count()).select_from(names["Family"])) == 0
