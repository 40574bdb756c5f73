"""The page on which people sign in."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from flask import current_app, g, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from budgettracker.access import public
from budgettracker.banner import banner_of
from budgettracker.database import let_go, transaction
from budgettracker.marked_views import own_transactions
from budgettracker.people import queries
from budgettracker.people.actions import sign_in as actions
from budgettracker.people.actions.sign_out import end_session
from budgettracker.people.forms import SignInForm
from budgettracker.people.models import Person
from budgettracker.people.rules import tokens
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.guard import COOKIE_KEY, KEPT, TO_READ, hashing, without_kept
from budgettracker.web import answered, now, today
from budgettracker.wording import minutes_in_words

NOT_RIGHT = "The email address or the password is not right. Check both and try again."
BANNERS = {
    "signed-out": "You have signed out.",
    "password-set": "Your password is set. Sign in with it now.",
    "password-changed": "Your password is changed. Sign in with the new one.",
}


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@own_transactions
def sign_in() -> Response | tuple[str, int]:
    """Sign in with e-mail address and password, and go on to the page that was asked for."""
    if request.method == "GET" and g.person is not None:
        return redirect(place_after(g.person), 303)
    form = SignInForm()
    if form.validate_on_submit():
        wait, person = check(form.email.data or "", form.password.data or "")
        if wait:
            return too_many(wait)
        if person is not None:
            return redirect(place_after(person), 303)
        form.form_errors.append(NOT_RIGHT)
    return answered(
        form,
        "people/sign_in.html",
        banner=banner_of(BANNERS),
        ended="ended" in request.args,
        people=queries.people_to_try_by_authority(today()) if current_app.config["DEMO"] else [],
        demo_password=current_app.config.get("DEMO_PASSWORD", ""),
        today=today(),
    )


def check(email: str, password: str) -> tuple[int, Person | None]:
    """Try a sign-in: seconds to wait (0: tried), and who is signed in now (None: nobody).

    The attempt is counted in a transaction of its own before the password is looked at, and the password is hashed
    while none is open: unknown, known and disabled accounts take the same steps and the same time.
    """
    at = now()
    wait, account, source = count(email, at)
    if wait:
        return wait, None
    person = queries.person_to_sign_in(email)
    kept = person.password_hash if person is not None and person.active_on(today()) else None
    person_id = person.id if person is not None else None
    let_go()
    if not hashing().right(kept, password) or person_id is None or kept is None:
        return 0, None
    stronger = hashing().make(password) if hashing().outdated(kept) else None
    with transaction():
        person = queries.person_locked(person_id)
        if not person.active_on(today()) or person.password_hash != kept:
            return 0, None
        if stronger:
            person.password_hash = stronger
        actions.forget_attempts(account, source)
        token = begin(person, at)
        news = queries.has_unread(person.id)
    session.clear()
    session[COOKIE_KEY] = token
    if news:
        session[TO_READ] = True
    return 0, person


def count(email: str, at: datetime) -> tuple[int, str, str]:
    """Count an attempt in a transaction of its own: seconds to wait (0: go on), and the digests it is counted under."""
    secret = str(current_app.config["SECRET_KEY"])
    account = tokens.account_digest(secret, email)
    source = tokens.source_digest(secret, request.remote_addr)
    with transaction():
        wait = actions.count_attempt(account, source, at=at)
    return wait, account, source


def begin(person: Person, at: datetime) -> str:
    """Start a session, ending the one this browser had."""
    earlier = session.get(COOKIE_KEY)
    if isinstance(earlier, str) and (running := queries.session_of(earlier)) is not None:
        end_session(running.person, running, at=at)
    return actions.start_session(person, at=at)


def too_many(seconds: int) -> Response:
    """The page that says how long to wait."""
    minutes = minutes_in_words(-(-seconds // 60))
    message = (
        "There were too many attempts to sign in, so we have paused them. This keeps accounts safe from guessing. "
        f"You can try again in {minutes}."
    )
    answer = make_response(render_template("errors/429.html", message=message), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def place_after(person: Person) -> str:
    """Where to go after signing in: the page asked for, when it is ours and not another person's kept form."""
    address = request.args.get("next", "")
    parts = urlsplit(address) if _plain(address) else None
    if parts is None or parts.scheme or parts.netloc or parts.path in ("/sign-in", "/sign-out"):
        return "/"
    kept = parse_qs(parts.query).get(KEPT)
    if kept and queries.kept_form(kept[0], person) is None:
        return "/"
    return address if kept else without_kept(address)


def _plain(address: str) -> bool:
    """Is it a path of ours, nothing that a browser would read as another site?"""
    return (
        address.startswith("/")
        and not address.startswith("//")
        and len(address) <= 1_000
        and address.isprintable()
        and "\\" not in address
    )
