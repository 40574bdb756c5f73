"""Add people, let them in or keep them out from the console, where no administrator can: evaluators, and a last administrator."""

import contextlib
from collections.abc import Iterator
from datetime import datetime

import click

from budgettracker.access import Role
from budgettracker.commands.schema import ready_program
from budgettracker.database import transaction
from budgettracker.errors import Refusal
from budgettracker.imports.queries import authority_named
from budgettracker.people.actions.add_authority import add_authority
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.correct_person import correct_person
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.actions.invite import invite
from budgettracker.people.actions.suspend import restore, suspend
from budgettracker.people.actions.tell import tell_authority
from budgettracker.people.kinds import NoticeKind
from budgettracker.people.models import Authority, Person
from budgettracker.people.queries import person_to_sign_in
from budgettracker.periods import long_date
from budgettracker.web import now, today
from budgettracker.worktime.actions import add_default_activities


@click.command("add-person")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--name", required=True, help="Their name.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([str(role) for role in Role]))
@click.option("--authority", help="The authority they work for; made if it is new. Evaluators have none.")
def add_person_command(email: str, name: str, roles: tuple[str, ...], authority: str | None) -> None:
    """Add a person and print the one-time link with which they set their password."""
    app = ready_program()
    with app.app_context(), _writing():
        where, new = _authority(authority) if authority else (None, False)
        person = add_person(
            None, where, email=email, name=name, roles=[Role(role) for role in roles], active_from=today(), at=now()
        )
        token = invite(None, person, at=now())
        tell_authority(NoticeKind.ADDED, person, at=now())
        place = f" to {where.name}{', a new authority' if new else ''}" if where else ""
    click.echo(f"Added {name}{place}.")
    _tell_link(token)


@click.command("invite")
@click.option("--email", required=True, help="The address they sign in with.")
def invite_command(email: str) -> None:
    """Print a new one-time link for a person who cannot sign in and has no administrator to ask.

    An authority's only administrator, or an evaluator. Earlier links stop working; a password they have works until the
    link is used.
    """
    app = ready_program()
    with app.app_context(), _writing():
        person = _person(email)
        token = invite(None, person, at=now())
        tell_authority(NoticeKind.LINK, person, at=now())
    click.echo(f"A new link for {person.name}.")
    _tell_link(token)


@click.command("change-roles")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([str(role) for role in Role]))
def change_roles_command(email: str, roles: tuple[str, ...]) -> None:
    """Give a person of an authority exactly these roles from today, where nobody there can be the second person.

    The person, the senior managers and the administrators are told when they next sign in.
    """
    app = ready_program()
    with app.app_context(), _writing():
        person = _person(email)
        change_roles(None, person, [Role(role) for role in roles], today(), on=today(), at=now())
        tell_authority(NoticeKind.ACCESS, person, at=now())
    click.echo(f"{person.name} is {', '.join(Role(role).words for role in roles)} from today.")


@click.command("give-cover")
@click.option("--absent", required=True, help="The address of who is away.")
@click.option("--covers", required=True, help="The address of who stands in for them.")
@click.option("--first", "first", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--last", "last", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
def give_cover_command(absent: str, covers: str, first: datetime, last: datetime) -> None:
    """Let somebody decide for a person who is away, where nobody in the authority can be the second person.

    The senior managers and the administrators are told when they next sign in, as are the two.
    """
    app = ready_program()
    with app.app_context(), _writing():
        away, stands_in = _person(absent), _person(covers)
        give_cover(None, away, stands_in, first.date(), last.date(), on=today(), at=now())
        tell_authority(NoticeKind.COVER, stands_in, at=now())
    click.echo(f"{stands_in.name} covers for {away.name} from {long_date(first.date())} to {long_date(last.date())}.")


@click.command("suspend")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--lift", is_flag=True, help="Let them in again instead.")
def suspend_command(email: str, lift: bool) -> None:
    """Keep a person out from now on, as an evaluator who has left: no administrator can. --lift lets them in again,
    whether they were suspended or their last day is over.

    The person, the senior managers and the administrators are told of that when they next sign in.

    An authority's last administrator who can sign in is refused: add another first.
    """
    app = ready_program()
    with app.app_context(), _writing():
        person = _person(email)
        if lift:
            _let_in(person)
        else:
            suspend(None, person, on=today(), at=now())
    click.echo(f"{person.name} can sign in again." if lift else f"{person.name} is signed out and cannot sign in.")


def _let_in(person: Person) -> None:
    """End what keeps somebody out. Raises Refusal where nothing does."""
    over = person.active_to is not None and person.active_to < today()
    if person.suspended_at is not None or not over:
        restore(None, person, at=now())
    if over:
        correct_person(
            None,
            person,
            email=person.email,
            name=person.name,
            weekly_minutes=person.weekly_minutes,
            active_to=None,
            on=today(),
            at=now(),
        )
    tell_authority(NoticeKind.LET_IN, person, at=now())


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """One transaction. What a rule refuses is reported in one line."""
    try:
        with transaction():
            yield
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal


def _person(email: str) -> Person:
    person = person_to_sign_in(email)
    if person is None:
        raise Refusal(None, f"Nobody signs in with {email}. Check the address.")
    return person


def _tell_link(token: str) -> None:
    click.echo("They set their password within seven days, once, at the address of this server followed by:")
    click.echo(f"/password/{token}")


def _authority(name: str) -> tuple[Authority, bool]:
    """The authority of that name, however its letters are typed, and whether it was added just now."""
    known = authority_named(name)
    if known is not None:
        return known, False
    new = add_authority(" ".join(name.split()), at=now())
    add_default_activities(None, new, at=now())
    return new, True
