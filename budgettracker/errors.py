"""Refusal (a rule said no, in words for the person) and the error pages."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import ParamSpec

from flask import Flask, Response, current_app, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, HTTPException, ServiceUnavailable

RETRY_AFTER_SECONDS = 5
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
Arguments = ParamSpec("Arguments")
PAGES = (403, 404, 409, 413, 429, 500, 503)


class Refusal(Exception):
    """A rule said no. `field` is the form field the words belong to (None: the whole form); `message` is for the person."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def refusal_of(rule: Callable[Arguments, object], *args: Arguments.args, **named: Arguments.kwargs) -> str | None:
    """The words in which a rule refuses; None when it does not."""
    try:
        rule(*args, **named)
    except Refusal as refusal:
        return refusal.message
    return None


class NotTheirs(Exception):
    """The row does not exist or is not this person's to see: answered 404, so that nobody can tell which."""


@dataclass(frozen=True, slots=True)
class NoLongerTheirs:
    """What is told of a family that was handed over: its reference, since when, and whom to ask."""

    reference: str
    since: date
    ask: str


def explain_absence(app: Flask, explain: Callable[[], NoLongerTheirs | None]) -> None:
    """Let a feature say why a row that is asked for is not the person's any more."""
    app.extensions["explains_absence"] = explain


class KeyUsed(Exception):
    """The same form key came back with other content: answered 409."""


class Busy(Exception):
    """The database could not be written to in time: answered 503 with Retry-After."""


def register(app: Flask) -> None:
    """Give every error a worded page that needs no database."""
    app.register_error_handler(HTTPException, answered_by_the_web)
    app.register_error_handler(NotTheirs, not_theirs)
    app.register_error_handler(KeyUsed, key_used)
    app.register_error_handler(Refusal, refused)
    for kind in (Busy, OperationalError, ServiceUnavailable):
        app.register_error_handler(kind, busy)
    app.register_error_handler(OSError, no_room)
    app.register_error_handler(Exception, broken)


def error_page(code: int, **values: object) -> tuple[str, int]:
    """The worded page of a status; where there is none, that of an unknown address or of a fault of ours."""
    template = code if code in PAGES else (500 if code >= 500 else 404)
    return render_template(f"errors/{template}.html", **values), code


def answered_by_the_web(error: HTTPException) -> Response | tuple[str, int]:
    """What Flask itself answers: an address that is not there, a method that is not allowed, a body that is too large."""
    code = error.code or 500
    if code < 400:
        return error.get_response()  # type: ignore[return-value]
    if isinstance(error, BadHost):
        # Without a host no page can name its own style sheet.
        return Response("This address is not ours.\n", 400, mimetype="text/plain")
    if code == HTTPStatus.BAD_REQUEST:
        return render_template("errors/400.html", message=error.description), 400
    if code == HTTPStatus.METHOD_NOT_ALLOWED:
        return error_page(404)[0], 405
    return error_page(code)


def not_theirs(_: NotTheirs) -> tuple[str, int]:
    """A row that is not there, or not this person's to see; for some time whoever worked with it is told where it went."""
    gone = current_app.extensions["explains_absence"]()
    if gone is not None:
        return render_template(
            "errors/no_longer_yours.html", reference=gone.reference, since=gone.since, ask=gone.ask
        ), 403
    return error_page(404)


def key_used(_: KeyUsed) -> tuple[str, int]:
    """A form that was sent again with other content."""
    return error_page(409)


def refused(error: Refusal) -> tuple[str, int]:
    """A refusal that no form caught, as on a page of buttons."""
    return render_template("errors/422.html", message=error.message), 422


def busy(error: Exception) -> Response:
    """The database is busy or away: what was typed is kept on the page, to be sent again."""
    current_app.logger.warning("503 for %s: %s", request.endpoint, type(error).__name__)
    answer = current_app.make_response(error_page(503, sent=sent_fields(), path=request.path))
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def no_room(error: OSError) -> Response | tuple[str, int]:
    """A full disk is answered as a busy database is: what was typed is kept, and trying again later may do."""
    return busy(error) if error.errno in NO_ROOM else broken(error)


def broken(error: Exception) -> tuple[str, int]:
    """A fault of ours. The kind and the place are logged, never the message: it may quote what a person typed."""
    current_app.logger.error("500 for %s: %s", request.endpoint, type(error).__name__, exc_info=current_app.testing)
    return error_page(500)


def sent_fields() -> list[tuple[str, str]]:
    """What was typed in the form that could not be recorded, to be sent again as it is; a password is never repeated.

    A file cannot be kept by a page: a form with one is not offered again.
    """
    if request.method != "POST" or any(file.filename for file in request.files.values()):
        return []
    fields = [(name, text) for name, text in request.form.items(multi=True)]
    return [] if any("password" in name for name, _ in fields) else fields
