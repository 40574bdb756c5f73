"""One's own account, a new password, and the page that a one-time link opens."""

from flask import current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, public, requires
from budgettracker.database import let_go, own_transactions, transaction
from budgettracker.people import queries
from budgettracker.people.actions import links, sessions
from budgettracker.people.forms import ChangePasswordForm, NewPasswordForm
from budgettracker.people.models import Person
from budgettracker.people.rules.passwords import require_good
from budgettracker.people.rules.tokens import account_digest
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.guard import COOKIE_KEY, hashing
from budgettracker.people.views.sign_in import count, too_many
from budgettracker.web import now, refusals_to, today

CHANGED_MEANWHILE = "Your password was changed elsewhere just now. Sign in again."
SAID = {"password": "Your password is changed. Other devices were signed out."}


@bp.route("/account")
@requires(Permission.SIGNED_IN)
def account() -> str:
    """Show who one is here."""
    said = SAID.get(request.args.get("said", ""))
    return render_template("people/account.html", today=today(), said=said)


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
            return redirect(url_for("people.account", said="password"), 303)
    return render_template("people/change_password.html", form=form), 422 if form.errors else 200


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
    made = hashing().make(form.new_password.data or "")
    with transaction():
        person = queries.person_locked(person_id)
        if person.password_hash != kept:
            form.password.errors = [CHANGED_MEANWHILE]
            return 0
        sessions.forget_attempts(account, source)
        links.change_password(person, made, at=at)
        token = sessions.start_session(person, at=at)
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
        return render_template("people/link_over.html", message=links.LINK_OVER), 410
    form, name = NewPasswordForm(), link.person.name
    if form.validate_on_submit():
        with refusals_to(form):
            require_good(form.new_password.data or "", words_near(link.person))
        if not form.errors:
            let_go()
            made = hashing().make(form.new_password.data or "")
            with transaction(), refusals_to(form):
                person = links.set_password(token, made, at=now())
                sessions.forget_attempts(account_digest(str(current_app.config["SECRET_KEY"]), person.email))
        if not form.errors:
            session.clear()
            return redirect(url_for("people.sign_in", said="password-set"), 303)
    return render_template("people/set_password.html", form=form, name=name), 422 if form.errors else 200


def words_near(person: Person) -> list[str]:
    """Words about a person that others know, of which a password must not mostly consist."""
    return [person.name, person.email, person.authority_name]
