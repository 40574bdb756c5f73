"""Two answers for whoever runs the program: is it alive, and can it work?"""

import os
import shutil
from pathlib import Path

from flask import Response, current_app
from sqlalchemy.exc import DBAPIError

from budgettracker.access import public
from budgettracker.database import db
from budgettracker.people.views.blueprint import bp

LEAST_FREE = 20 * 1024 * 1024
"""Bytes: two receipts of the largest size. With less the program is not ready for people."""


def reachable() -> bool:
    """Can the database be read right now?"""
    try:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        return False
    return True


def has_room(folder: Path) -> bool:
    """Can files be written there, and does the disk have room for them?"""
    # The folder is made with the first receipt: until then its parent must be writable.
    existing = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        return False
    return shutil.disk_usage(existing).free >= LEAST_FREE


@bp.route("/healthz")
@public
def health() -> Response:
    """The program answers; nothing more is said."""
    return Response("ok\n", mimetype="text/plain")


@bp.route("/readyz")
@public
def ready() -> Response:
    """Can it read its database, and is there room for it and for receipts? 503 without details when not."""
    folders = [Path(current_app.config["RECEIPTS_FOLDER"])]
    if db.engine.dialect.name == "sqlite":
        folders.append(Path(str(db.engine.url.database)).parent)
    ready = reachable() and all(has_room(folder) for folder in folders)
    return Response("ready\n" if ready else "not ready\n", 200 if ready else 503, mimetype="text/plain")
