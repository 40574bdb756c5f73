"""One request is one transaction: a writing request that answers under 400 commits, anything else rolls back."""

import time
from collections.abc import Callable

from flask import Response, current_app, request
from sqlalchemy.exc import OperationalError

from budgettracker import connections
from budgettracker.database import LATE_TRIES, TRIES, db, passing, place_to_write


def writes() -> bool:
    """Is the request being answered one that writes in one transaction of the request's own?"""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in connections.WRITING_METHODS and not getattr(view, "own_transactions", False)


class RequestTransaction:
    """Runs a view inside its transaction: a writing request answering under 400 commits, anything else rolls back."""

    def __call__(self, answer: Callable[[], Response]) -> Response:
        if not writes():
            return self._reading(answer)
        # What was sent is read before the first SQL, so that a slow phone never holds the write lock.
        _ = request.form, request.files
        give_up_at = time.monotonic() + current_app.config["BUSY_SECONDS"]
        _make_way_for_writing()
        for attempt in range(1, TRIES + 1):
            try:
                return self._writing(answer, late=attempt <= LATE_TRIES and _may_lock_late())
            except OperationalError as error:
                if not passing(error) or attempt == TRIES or time.monotonic() >= give_up_at:
                    raise
                db.session.rollback()
                time.sleep(0.02 * attempt)
                for file in request.files.values():
                    file.seek(0)
        raise AssertionError("unreachable")

    def _reading(self, answer: Callable[[], Response]) -> Response:
        try:
            response = answer()
        except BaseException:
            db.session.rollback()
            raise
        _end_reading()
        return response

    def _writing(self, answer: Callable[[], Response], *, late: bool) -> Response:
        token, late_token = connections.writing.set(True), connections.takes_lock_late.set(late)
        try:
            with place_to_write():
                try:
                    response = answer()
                    if response.status_code < 400:
                        db.session.commit()
                    return response
                finally:
                    db.session.rollback()
        finally:
            connections.takes_lock_late.reset(late_token)
            connections.writing.reset(token)


def _may_lock_late() -> bool:
    """Is the request being answered one whose view is marked so, on a database that has one lock for everybody?"""
    view = current_app.view_functions.get(request.endpoint or "")
    return db.engine.dialect.name == "sqlite" and bool(getattr(view, "lock_late", False))


def _make_way_for_writing() -> None:
    """On SQLite, who began by asking who is there could not take the write lock any more: begin anew, knowing it."""
    if db.engine.dialect.name == "sqlite":
        known = list(db.session)
        db.session.expunge_all()
        db.session.rollback()
        db.session.add_all(known)


def _end_reading() -> None:
    """End a transaction that was only for reading.

    Where PostgreSQL has refused whatever would have been written, with a commit, of nothing: after a rollback its driver
    forgets every statement it has prepared.
    """
    db.session.expunge_all()
    if db.engine.dialect.name == "sqlite" or connections.may_write():
        db.session.rollback()
    else:
        db.session.commit()
