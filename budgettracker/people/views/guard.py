"""Before every request: is the form one of ours (CSRF), who is signed in, and was a form kept for them?"""

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadHost, HTTPException

from budgettracker import database, marked_views
from budgettracker.access import OF_DATA_OFFICER, permissions_of
from budgettracker.delivery import Protect
from budgettracker.errors import Busy
from budgettracker.people import queries
from budgettracker.people.actions import keep_form as actions
from budgettracker.people.actions.sign_in import note_seen as note_session_seen
from budgettracker.people.models import Person, SignInSession
from budgettracker.people.rules.hashing import Hashing
from budgettracker.people.rules.sessions import SEEN_EVERY, expired
from budgettracker.people.views.device import device, holder
from budgettracker.web import FETCHED, now, today

COOKIE_KEY = "sid"
KEPT = "kept"
TO_READ = "to_read"
"""Whether the session's person has news about an account that they have not read: known since they signed in."""
NEVER_KEPT = {"csrf_token"}
NEEDS_NOBODY = {"static", "people.health"}
STALE_FORM = (
    "This page was open for too long, or was opened before you signed in, so we cannot be sure that the form came "
    "from you. Nothing was recorded. Go back, copy anything long that you typed, load the page again and send it once "
    "more."
)


def register(app: Flask) -> None:
    """Protect every form and find out who is signed in, in this order: a form is read before the first SQL."""
    app.before_request(drop_unreadable_addresses)
    Protect(app)
    app.extensions["hashing"] = Hashing(quick=bool(app.config.get("ARGON2_QUICK", False)))
    app.before_request(find_person)
    app.after_request(tidy_kept_form)
    app.teardown_request(note_seen)
    app.register_error_handler(CSRFError, stale_form)

    @app.context_processor
    def shared() -> dict[str, Any]:
        return {"brought_back": g.get("kept_fields") is not None, "news": TO_READ in session, "device": device()}


def hashing() -> Hashing:
    """The program's way to make and check password hashes."""
    hasher: Hashing = current_app.extensions["hashing"]
    return hasher


def stale_form(_: HTTPException) -> tuple[str, int, dict[str, str]]:
    """The answer to a form without its token."""
    return render_template("errors/400.html", message=STALE_FORM), 400, {FETCHED: "stale"}


def drop_unreadable_addresses() -> None:
    """Ignore a referrer that is no address; answer 400 to a host that is none."""
    if not _readable(request.referrer or ""):
        del request.environ["HTTP_REFERER"]
    if not _readable(f"//{request.host}"):
        raise BadHost


def _readable(address: str) -> bool:
    try:
        # Reading the port raises where it is none.
        _ = urlsplit(address).port
    except ValueError:
        return False
    return True


def find_person() -> None:
    """Load who is signed in, what they may do today, and the form that was kept for them."""
    g.person, g.permissions, g.sign_in_session = None, set(), None
    g.keep_form = lambda: redirect(url_for("people.sign_in"), 303)
    if request.endpoint in NEEDS_NOBODY:
        return
    token = session.get(COOKIE_KEY)
    sign_in = queries.session_of(token) if isinstance(token, str) else None
    if sign_in is None or sign_in.ended_at is not None or not sign_in.person.active_on(today()):
        return
    roles = sign_in.person.roles_on(today())
    if expired(sign_in.started_at, sign_in.seen_at, roles, now()):
        g.keep_form = lambda: keep_form(sign_in.person)
        return
    g.person, g.permissions, g.sign_in_session = sign_in.person, permissions_of(roles), sign_in
    g.holder = holder(sign_in.person)
    if sign_in.person.protects_data_on(today()):
        g.permissions |= OF_DATA_OFFICER
    if now() - sign_in.seen_at >= SEEN_EVERY:
        g.seen_session_id = sign_in.id
    if request.method == "GET" and KEPT in request.args:
        bring_back(sign_in)


def bring_back(sign_in: SignInSession) -> None:
    """Put the form that was kept for this person where the page's form looks for it."""
    kept = queries.kept_form(request.args[KEPT], sign_in.person)
    if kept is not None and urlsplit(kept.path).path == request.path:
        g.kept_fields = MultiDict(kept.name_value_pairs())


def keep_form(person: Person) -> Response:
    """Keep what was sent after a session ran out, and ask to sign in; what is kept comes back filled in afterwards."""
    path = page_of_form()
    if not marked_views.writes():
        return redirect(url_for("people.sign_in", next=path), 303)  # type: ignore[return-value]
    hidden = {name for name in request.form if "password" in name} | NEVER_KEPT
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in hidden]
    token = actions.keep_form(person, path, fields, at=now())
    if token is None:
        return redirect(url_for("people.sign_in", next=path), 303)  # type: ignore[return-value]
    path += ("&" if "?" in path else "?") + urlencode({KEPT: token})
    return redirect(url_for("people.sign_in", next=path, ended=1), 303)  # type: ignore[return-value]


def page_of_form() -> str:
    """The page the form stands on: its own address when that has a page, else the page that sent it."""
    addresses = current_app.create_url_adapter(request)
    if addresses is not None and addresses.test(request.path, "GET"):
        return without_kept(request.full_path.rstrip("?"))
    referrer = urlsplit(request.referrer or "")
    if referrer.netloc == request.host and addresses is not None and addresses.test(referrer.path, "GET"):
        return without_kept(referrer._replace(scheme="", netloc="", fragment="").geturl())
    return "/"


def without_kept(address: str) -> str:
    """An address of ours without the token of an earlier kept form."""
    path, _, query = address.partition("?")
    rest = "&".join(part for part in query.split("&") if part and not part.startswith(f"{KEPT}="))
    return f"{path}?{rest}" if rest else path


def tidy_kept_form(response: Response) -> Response:
    """A form that had come back was accepted: what was kept of it is no longer needed."""
    accepted = request.method == "POST" and response.status_code < 400
    if accepted and KEPT in request.args and g.get("person") is not None:
        person_id = g.person.id
        try:
            with database.brief_transaction():
                actions.drop_kept_form(request.args[KEPT], person_id)
        except (DBAPIError, Busy):
            current_app.logger.info("a kept form stays until it is cleared away")
    return response


def note_seen(_: BaseException | None) -> None:
    """Write the session's last-seen time, after everything else and at most once a minute; a busy database waits."""
    session_id = g.pop("seen_session_id", None)
    if session_id is None:
        return
    try:
        with database.brief_transaction():
            note_session_seen(session_id, at=now())
    except (DBAPIError, Busy):
        current_app.logger.info("a last-seen time was left out: the database was busy")
