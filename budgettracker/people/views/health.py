"""Two answers for whoever runs the program: is it alive, and can it work?"""

import os
from pathlib import Path

from flask import Response, current_app

from budgettracker.access import public
from budgettracker.database import db, savable
from budgettracker.people.views.blueprint import bp


@bp.route("/healthz")
@public
def health() -> Response:
    """The program answers; nothing more is said."""
    return Response("ok\n", mimetype="text/plain")


@bp.route("/readyz")
@public
def ready() -> Response:
    """Can it read its database and write receipts? 503 without details when not."""
    folder = Path(current_app.config["RECEIPTS_FOLDER"])
    # The folder is made with the first receipt: until then it is its parent that must take it.
    standing = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    ready = savable(db.engine) and standing.is_dir() and os.access(standing, os.W_OK)
    return Response("ready\n" if ready else "not ready\n", 200 if ready else 503, mimetype="text/plain")
