"""Marks of views that do not write in one transaction of the request's own, or take an embedded database's lock late."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

from budgettracker import connections

View = TypeVar("View", bound=Callable[..., Any])


def own_transactions(view: View) -> View:
    """Mark a view that writes in short named transactions of its own, because it must hash a password between them.

    Such a view runs as a reading one: what it writes outside `transaction()` is undone, and it needs no form key.
    """
    view.own_transactions = True  # type: ignore[attr-defined]
    return view


def lock_late(view: View) -> View:
    """Mark a view that checks much before it writes: its transaction takes SQLite's write lock at its first row only."""
    view.lock_late = True  # type: ignore[attr-defined]
    return view


def writes() -> bool:
    """Is the request being answered one that writes in one transaction of the request's own?"""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in connections.WRITING_METHODS and not getattr(view, "own_transactions", False)


def locks_late() -> bool:
    """Is the request being answered one whose view is marked so?"""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "lock_late", False))
