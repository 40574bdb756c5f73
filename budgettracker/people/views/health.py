"""Two answers for whoever runs the program: is it alive, and can it work?"""

import os

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
    folder = current_app.config["RECEIPTS_FOLDER"]
    while not os.path.exists(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    ready = savable(db.engine) and os.access(folder, os.W_OK)
    return Response("ready\n" if ready else "not ready\n", 200 if ready else 503, mimetype="text/plain")
