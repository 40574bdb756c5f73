"""A browser without JavaScript: checks every page it is given, and fills in forms the way the page offers them."""

from __future__ import annotations

import contextvars
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, TypeVar

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from budgettracker.database import db, transaction
from budgettracker.people.actions.sign_in import start_session
from budgettracker.people.models import Person
from budgettracker.people.views.guard import COOKIE_KEY
from budgettracker.web import now
from tests.page import Element, check_page, fields_of, words

Answer = TypeVar("Answer")


@dataclass
class Seen:
    """An answer as a person sees it."""

    response: TestResponse

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def html(self) -> str:
        """The page's source."""
        return self.response.get_data(as_text=True)

    @cached_property
    def page(self) -> Element:
        """The page as a tree, checked."""
        return check_page(self.html)

    @property
    def text(self) -> str:
        """What the page says."""
        return words(self.page)

    @property
    def location(self) -> str:
        """Where the answer leads."""
        return self.response.headers.get("Location", "")

    def form(self, action: str | None = None) -> dict[str, Any]:
        """The fields of the page's form (the one with this action, else the last) as a browser would send them."""
        forms = [
            form for form in self.page.iter("form") if action is None or (form.get("action") or "").endswith(action)
        ]
        assert forms, f"the page has a form {action or ''}"
        return fields_of(forms[-1])


class PageClient:
    """Asks for pages, fills in forms, follows redirects; every HTML answer is checked."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.flask = app.test_client()

    def _alone(self, ask: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Do something, as a rule send a request, outside the test's own application context, as a browser does."""
        db.session.rollback()
        return contextvars.Context().run(ask, *args, **kwargs)

    def _seen(self, response: TestResponse) -> Seen:
        # A deed that forgot to commit is not there any more when the test looks.
        db.session.rollback()
        db.session.expire_all()
        seen = Seen(response)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400 and response.data:
            assert seen.page is not None
        return seen

    def get(self, url: str) -> Seen:
        """Ask for a page."""
        return self._seen(self._alone(self.flask.get, url))

    def ask(self, url: str) -> TestResponse:
        """Ask for a page and leave it unread, where how long the program takes is measured."""
        return self._alone(self.flask.get, url)

    def follow(self, url: str) -> Seen:
        """Ask for a page and go where it leads."""
        seen = self.get(url)
        for _ in range(5):
            if not 300 <= seen.status < 400:
                return seen
            seen = self.get(seen.location)
        raise AssertionError("redirected five times")

    def post(self, url: str, data: dict[str, Any]) -> Seen:
        """Send fields as they are."""
        return self._seen(self._alone(self.flask.post, url, data=data, content_type="multipart/form-data"))

    def send(self, url: str, action: str | None = None, **changes: Any) -> Seen:
        """Load the page at `url`, fill in its form and send it; a change of None leaves the field out.

        Where a page says in place of its form who else does it, what is filled in is sent all the same.
        """
        form = {"form_key": uuid.uuid4().hex, **self.get(url).form(action)}
        for name, value in changes.items():
            if value is None:
                form.pop(name, None)
            else:
                form[name] = value
        return self.post(action if action and action.startswith("/") else url, form)

    def as_(self, person: Person | str) -> Self:
        """Be signed in as somebody (a person, or their email address), with a session that was put into the database.

        Whoever was signed in before is forgotten, as by another browser.

        Where signing in is what is tested, or who somebody is at first sight, `sign_in` fills in the form.
        """
        token = self._alone(self._start_session, person if isinstance(person, str) else person.email)
        with self.flask.session_transaction() as cookie:
            cookie.clear()
            cookie[COOKIE_KEY] = token
        return self

    def _start_session(self, email: str) -> str:
        with self.app.app_context(), transaction():
            person = db.session.scalars(select(Person).filter_by(email=email)).one()
            return start_session(person, at=now())

    def sign_in(self, email: str, password: str = "correct horse battery") -> Seen:
        """Sign in as somebody and land on their first page."""
        seen = self.send("/sign-in", email=email, password=password)
        assert seen.status in (302, 303), seen.text
        return self.follow(seen.location)

    def sign_out(self) -> None:
        """Forget who was signed in, as a browser that is closed."""
        self.flask = self.app.test_client()
