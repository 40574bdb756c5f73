"""What views share: today, refusals into form errors, paging, navigation and the headers every page carries."""

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from jinja2 import ChoiceLoader, FileSystemBytecodeCache, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.bccache import Bucket
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as Redirect

from budgettracker import idempotency
from budgettracker.access import Permission
from budgettracker.database import let_go, savepoint
from budgettracker.delivery import ONLY_HTTPS
from budgettracker.errors import Refusal
from budgettracker.menu import Counting, counts_for
from budgettracker.money import pounds
from budgettracker.periods import LONDON, day_of, long_date
from budgettracker.wording import minutes_in_words
from budgettracker.working_days import working_days

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAGE_SIZE = 50
FETCHED, LED_TO = "X-Form", "X-Form-Led-To"
"""Headers between a page and the program: a form that the page itself sends (frontend/js/send.js), and where it led."""


def now() -> datetime:
    """This moment, in UTC."""
    clock = current_app.config.get("CLOCK")
    return clock() if clock else datetime.now(UTC)


def today() -> date:
    """The day it is in the United Kingdom, whatever the server's zone."""
    return day_of(now())


def local_time(moment: datetime) -> str:
    """A moment as people read it: `3 March 2027 at 14:05`, in British time."""
    local = moment.astimezone(LONDON)
    return f"{long_date(local.date())} at {local:%H:%M}"


def waited(moment: datetime) -> str:
    """Since when something waits, and for how many working days, as lists of second hands say it."""
    days = working_days(day_of(moment), today())
    passed = f", {days} working day{'' if days == 1 else 's'}" if days else ""
    return f"Waits since {long_date(day_of(moment))}{passed}"


@contextlib.contextmanager
def refusals_to(form: Any, *, only_deed: bool = False) -> Iterator[None]:
    """Run a deed in a savepoint; a Refusal undoes it, and its message becomes an error of the form's field.

    Where it is the `only_deed` of its form, a Refusal undoes the whole transaction instead, so that the usual case, in
    which nothing is refused, needs no savepoint.
    """
    try:
        with contextlib.nullcontext() if only_deed else savepoint():
            yield
    except Refusal as refusal:
        if only_deed:
            let_go()
        field = refusal.field if refusal.field in form._fields else None
        if field is None:
            form.form_errors.append(refusal.message)
        else:
            form[field].errors = [*form[field].errors, refusal.message]


def answered(form: Any, template: str, **values: Any) -> tuple[str, int]:
    """A page with its form: 422 when something that was typed is refused, 200 otherwise."""
    return render_template(template, form=form, **values), 422 if form.errors else 200


def fields_of(facts: "DataclassInstance") -> dict[str, Any]:
    """What a page shows, as its template takes it: each fact by its name."""
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def deed_page(
    form: Any,
    deed: Callable[[], object],
    *,
    done: str,
    possible: bool,
    template: str,
    values: Callable[[], Mapping[str, Any]],
) -> Redirect | tuple[str, int]:
    """A page whose one form does one deed.

    Once the deed is done, or when it is not `possible` (any more), the answer leads to the address `done`. Otherwise the
    page is shown with its `values`, and what was refused stands beside its field.
    """
    if form.validate_on_submit():
        with refusals_to(form):
            deed()
        if not form.errors:
            return redirect(done, 303)
    elif not possible and not form.errors:
        return redirect(done, 303)
    return answered(form, template, **values())


@dataclass(frozen=True)
class Page:
    """One page of a long list: what to show and where the neighbours are."""

    rows: list[Any]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(1, -(-self.total // self.size))


def page_number() -> int:
    """The number of the page in the address, 1 when that is missing or no number."""
    number = request.args.get("page", "1")
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1


@dataclass(frozen=True)
class Waits:
    """How much waits for a person on a day: part of the one question that the whole menu asks of the database.

    Where that only says how much may be theirs, `exactly` says how much is, and is asked where there is any.
    """

    roughly: Counting
    exactly: Callable[[Any, date], int] | None = None


@dataclass(frozen=True)
class NavigationEntry:
    """A link in the masthead, for those with the permission, with what waits behind it."""

    text: str
    endpoint: str
    permission: Permission
    waits: tuple[Waits, ...] = ()


@dataclass(frozen=True)
class NavigationLink:
    """A navigation entry as the page shows it."""

    text: str
    url: str
    current: bool
    entry: NavigationEntry


def navigation() -> list[NavigationLink]:
    """The links this person's permissions open, in order."""
    if g.get("person") is None:
        return []
    entries: list[NavigationEntry] = current_app.extensions["navigation"]
    return [
        NavigationLink(entry.text, url_for(entry.endpoint), request.endpoint == entry.endpoint, entry)
        for entry in entries
        if entry.permission in g.permissions
    ]


@dataclass(frozen=True)
class Waiting:
    """How much waits for whoever looks, by the text of each link, and in all."""

    at: Mapping[str, int]

    @property
    def in_all(self) -> int:
        """What all links together lead to."""
        return sum(self.at.values())


def waiting_at(links: Sequence[NavigationLink]) -> Waiting:
    """Ask how much waits behind these links.

    Asked by the page that shows it: one that says that something went wrong must not ask the database.
    """
    counts = [(link.text, waits) for link in links for waits in link.entry.waits]
    if not counts:
        return Waiting({})
    numbers = counts_for(g.person, tuple(waits.roughly for _, waits in counts), today())
    at: dict[str, int] = {}
    for (text, waits), number in zip(counts, numbers, strict=True):
        exact = waits.exactly(g.person, today()) if number and waits.exactly is not None else number
        at[text] = at.get(text, 0) + exact
    return Waiting(at)


def csp_nonce() -> str:
    """This answer's nonce for our own scripts."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates on the disk. When they cannot be written, as on a full disk, pages are shown all the same."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one template."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def register(app: Flask) -> None:
    """Give templates their parts, filters and values, and every answer its headers."""
    parts = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    if proxies := int(app.config["TRUSTED_PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(str(app.template_folder)), parts])
    if app.config["TEMPLATE_CACHE_FOLDER"]:
        app.jinja_env.bytecode_cache = CompiledTemplates(app.config["TEMPLATE_CACHE_FOLDER"])
    app.jinja_env.filters.update(
        pounds=pounds, long_date=long_date, minutes=minutes_in_words, local_time=local_time, waited=waited
    )
    app.jinja_env.globals.update(csp_nonce=csp_nonce, form_key=idempotency.new_key, waiting_at=waiting_at)

    @app.before_request
    def bound_text() -> None:
        """A form without files is read whole into memory, so one that is too large is refused before anything else."""
        if request.mimetype != "multipart/form-data":
            request.max_content_length = app.config["MAX_FORM_MEMORY_SIZE"]

    @app.context_processor
    def shared() -> dict[str, Any]:
        return {
            "person": g.get("person"),
            "permissions": g.get("permissions", set()),
            "navigation": navigation() if g.get("person") is not None else [],
            "demo": app.config["DEMO"],
            "Permission": Permission,
        }

    @app.after_request
    def headers(response: Response) -> Response:
        return with_headers(app, led_on(response))


def led_on(response: Response) -> Response:
    """Where an accepted form leads, for a page that sent it by itself: the page goes there, and no address is fetched twice."""
    if request.headers.get(FETCHED) == "fetched" and 300 <= response.status_code < 400 and response.location:
        response.headers[LED_TO] = response.headers.pop("Location")
        response.status_code = 204
        response.set_data(b"")
    return response


def with_headers(app: Flask, response: Response) -> Response:
    """The safety headers of every route and error page."""
    policy = (
        "default-src 'self'; "
        f"script-src 'self' 'nonce-{csp_nonce()}'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if app.config["APP_ENV"] == "production":
        response.headers["Strict-Transport-Security"] = ONLY_HTTPS
    return response
