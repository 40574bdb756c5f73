"""Build workbooks beside the answering of requests: one thread each, which a restart of the program simply ends."""

import threading
import uuid

from flask import Flask

from budgettracker.exports.actions.build_workbook import WorkbookFolders, build_workbook
from budgettracker.people.queries import person_with
from budgettracker.web import now, today


def start_building(app: Flask, workbook_id: uuid.UUID, by_id: uuid.UUID) -> threading.Thread:
    """Begin to build a workbook that was asked for and is kept; gives the thread, which nobody need wait for."""
    thread = threading.Thread(
        target=_build, args=(app, workbook_id, by_id), name=f"workbook {workbook_id}", daemon=True
    )
    thread.start()
    return thread


def _build(app: Flask, workbook_id: uuid.UUID, by_id: uuid.UUID) -> None:
    """Build it here and now, in a context of its own. What goes wrong stands with the workbook, and in the log."""
    with app.app_context():
        folders = WorkbookFolders.of(app.config)
        try:
            build_workbook(person_with(by_id), workbook_id, folders, on=today(), clock=now)
        except Exception as error:
            # The kind of fault and no more: its words could hold what somebody typed.
            app.logger.error("workbook %s was not built: %s", workbook_id, type(error).__name__)
