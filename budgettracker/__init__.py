"""The devolved budget tracker: create_app() and the ordered list of features. Read this file first."""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask, Response, request

from budgettracker import database, delivery, errors, idempotency, marked_views, web
from budgettracker.collecting import uncollected

FEATURES = (
    "audit",
    "confirmations",
    "people",
    "schemes",
    "families",
    "outcomes",
    "voice",
    "questions",
    "budgets",
    "spend",
    "vouchers",
    "statements",
    "worktime",
    "costing",
    "studies",
    "allocation",
    "funders",
    "exports",
    "imports",
    "ledger",
    "decisions",
    "history",
    "home",
)
"""From the ground up: each feature may use those before it and none after it."""

PACKAGE = Path(__file__).resolve().parent
HOME = PACKAGE.parent if (PACKAGE.parent / "config.py").exists() else PACKAGE
"""Where templates, migrations and config.py are: the checkout's top, or inside the installed package."""


def read_config() -> ModuleType:
    """The config.py beside the package (checkout) or inside it (installed)."""
    if "budgettracker_config" not in sys.modules:
        spec = importlib.util.spec_from_file_location("budgettracker_config", HOME / "config.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules["budgettracker_config"] = module
    return sys.modules["budgettracker_config"]


class Tracker(Flask):
    """Flask, with one request being one transaction and one form key being one record."""

    def dispatch_request(self) -> Response:
        """Answer the request inside its transaction; an accepted form that is sent again gets its first answer."""

        def answer() -> Response:
            earlier = None
            if marked_views.writes():
                earlier = idempotency.answer_earlier(web.now())
            if earlier is not None:
                return earlier
            response = self.make_response(super(Tracker, self).dispatch_request())
            idempotency.keep_answer(response)
            return response

        return database.RequestTransaction()(answer)

    def log_exception(self, exc_info: Any) -> None:
        """An error that no page caught: its kind and place go to the log, never its words, which may quote somebody."""
        self.logger.error("uncaught for %s: %s", request.endpoint, exc_info[0].__name__, exc_info=self.testing)


@uncollected()
def create_app(changes: dict[str, Any] | None = None) -> Flask:
    """The program, ready to answer; `changes` replace settings (tests, demo)."""
    app = Tracker(__name__, template_folder=str(HOME / "templates"))
    app.config.update(read_config().settings(changes=changes))
    database.register(app, HOME / "migrations")
    app.extensions["navigation"] = []
    import_models()
    web.register(app)
    delivery.register(app)
    errors.register(app)
    for feature in FEATURES:
        module = importlib.import_module(f"budgettracker.{feature}")
        if hasattr(module, "register"):
            module.register(app)
    return app


def import_models() -> None:
    """Make every feature's tables known, those in the rooms of a feature too."""
    for feature in FEATURES:
        folder = PACKAGE / feature
        for file in sorted((*folder.rglob("models.py"), *(each.parent for each in folder.rglob("models/__init__.py")))):
            importlib.import_module(".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts))


__all__ = ["FEATURES", "HOME", "create_app", "import_models", "read_config"]
