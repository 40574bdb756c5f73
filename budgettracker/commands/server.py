"""Serve the program: gunicorn with several workers in production, waitress on a laptop."""

import gc
import logging
import os
import sys
from typing import Any

import click
from flask import Flask

from budgettracker.commands.answers import BadInput
from budgettracker.commands.schema import ready_program
from budgettracker.database import MAY_WAIT, db

WORKERS = 2
THREADS = MAY_WAIT + 4
"""Threads of each process: enough that pages are still read while everybody who may wait to write is waiting."""


@click.command()
def serve() -> None:
    """Run the server on PORT (default 5000) and HOST (default 127.0.0.1)."""
    run(ready_program())


def run(app: Flask) -> None:
    """Serve until told to stop. WORKERS asks for that many processes; production has two unless it asks otherwise."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "5000")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput("PORT must be a number from 1 to 65535.")
    with app.app_context():
        # Workers open their own connections: none may be shared over a fork.
        db.engine.dispose()
    _leave_alone_what_is_loaded()
    workers = os.environ.get("WORKERS")
    if workers and not (workers.isascii() and workers.isdigit() and 0 < int(workers) < 1000):
        raise BadInput("WORKERS must be a number from 1 to 999.")
    if sys.platform != "win32" and (workers or app.config["APP_ENV"] == "production"):
        _gunicorn(app, f"{host}:{port}", int(workers or WORKERS))
    else:
        _waitress(app, host, int(port))


def _leave_alone_what_is_loaded() -> None:
    """Leave what the program has loaded out of garbage collection: it stays, and checking it would slow every answer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _gunicorn(app: Flask, bind: str, workers: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn, given its settings by us instead of a file."""

        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": bind,
                "workers": workers,
                "worker_class": "gthread",
                "threads": THREADS,
                "timeout": 60,
                "graceful_timeout": 30,
                "limit_request_line": 4094,
                "accesslog": None,
                "loglevel": "warning",
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Server().run()


def _waitress(app: Flask, host: str, port: int) -> None:
    import waitress

    # A request that waits for a thread for a moment is no news on a laptop.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    click.echo(f"Serving on http://{host}:{port} (Ctrl-C stops)")
    waitress.serve(app, host=host, port=port, threads=THREADS, ident=None, _quiet=True)
