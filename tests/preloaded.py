"""The program, loaded once for all the servers that a worker's tests start: each is a fork of the process that has it."""

import gc
import tempfile
from pathlib import Path

import gunicorn.app.base
import gunicorn.workers.gthread  # noqa: F401

import budgettracker.commands  # noqa: F401
from budgettracker import create_app
from tests.programs import settings

# What else is loaded and worked out when a program is made for the first time. It connects to nothing.
with tempfile.TemporaryDirectory() as folder:
    create_app(settings(Path(folder), f"sqlite:///{folder}/none.sqlite"))
gc.freeze()
