"""The pages on which people change their password, or set one by a one-time link."""

from flask import current_app, g, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, public, requires
from budgettracker.database import let_go, transaction
from budgettracker.marked_views import own_transactions
from budgettracker.people import queries
from budgettracker.people.actions import set_password as actions
from budgettracker.people.actions.sign_in import forget_attempts, start_session
from budgettracker.people.forms import ChangePasswordForm, NewPasswordForm
from budgettracker.people.models import Person
from budgettracker.people.rules.passwords import require_good
from budgettracker.people.rules.tokens import account_digest
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.guard import COOKIE_KEY, hashing
from budgettracker.people.views.sign_in import count, too_many
from budgettracker.web import answered, now, refusals_to

CHANGED_MEANWHILE = "Your password was changed elsewhere just now. Sign in again."


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@own_transactions
def change_password() -> Response | tuple[str, int]:
    """Change one's own password: every other browser is signed out, this one gets a new session."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with refusals_to(form):
            require_good(form.new_password.data or "", words_near(g.person))
        if not form.errors:
            wait = exchange(form)
            if wait:
                return too_many(wait)
        if not form.errors:
            return redirect(url_for("people.account", banner="password"), 303)
    return answered(form, "people/change_password.html")


def exchange(form: ChangePasswordForm) -> int:
    """Check the old password and keep the new one, hashed while no transaction is open; seconds to wait, 0 if tried.

    Wrong ones count as sign-ins that failed, so that a browser left open is no way to guess.
    """
    at, person_id, kept = now(), g.person.id, g.person.password_hash
    wait, account, source = count(g.person.email, at)
    if wait:
        return wait
    let_go()
    if not hashing().right(kept, form.password.data or ""):
        form.password.errors = ["This is not your password. Enter the one you signed in with."]
        return 0
    new_hash = hashing().make(form.new_password.data or "")
    with transaction():
        person = queries.person_locked(person_id)
        if person.password_hash != kept:
            form.password.errors = [CHANGED_MEANWHILE]
            return 0
        forget_attempts(account, source)
        actions.change_password(person, new_hash, at=at)
        token = start_session(person, at=at)
    session.clear()
    session[COOKIE_KEY] = token
    return 0


@bp.route("/password/<token>", methods=["GET", "POST"])
@public
@own_transactions
def set_password(token: str) -> Response | tuple[str, int]:
    """The page of a one-time link: looking at it does nothing, sending it sets the password and uses the link up."""
    link = queries.open_link(token, now())
    if link is None:
        return render_template("people/link_over.html", message=actions.LINK_OVER), 410
    form, name = NewPasswordForm(), link.person.name
    if form.validate_on_submit():
        with refusals_to(form):
            require_good(form.new_password.data or "", words_near(link.person))
        if not form.errors:
            let_go()
            new_hash = hashing().make(form.new_password.data or "")
            with transaction(), refusals_to(form):
                person = actions.set_password(token, new_hash, at=now())
                forget_attempts(account_digest(str(current_app.config["SECRET_KEY"]), person.email))
        if not form.errors:
            session.clear()
            return redirect(url_for("people.sign_in", banner="password-set"), 303)
    return answered(form, "people/set_password.html", name=name)


def words_near(person: Person) -> list[str]:
    """Words about a person that others know, of which a password must not mostly consist."""
    return [person.name, person.email, person.authority_name]
