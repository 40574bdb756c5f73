"""Add a person from the console: the first administrator of an authority, and the installation's evaluators."""

import click
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.commands.schema import ready_program
from budgettracker.database import db, transaction
from budgettracker.errors import RuleBroken
from budgettracker.people.actions.links import invite
from budgettracker.people.actions.people import add_authority, add_person
from budgettracker.people.models import Authority
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
    with app.app_context():
        try:
            with transaction():
                where = _authority(authority) if authority else None
                person = add_person(
                    None, where, email=email, name=name, roles=[Role(role) for role in roles],
                    active_from=today(), at=now(),
                )  # fmt: skip
                token = invite(None, person, at=now())
        except RuleBroken as refusal:
            raise click.ClickException(refusal.message) from refusal
    click.echo(
        f"Added {name}. They set their password within seven days, once, at the address of this server followed by:"
    )
    click.echo(f"/password/{token}")


def _authority(name: str) -> Authority:
    found = db.session.scalars(select(Authority).filter_by(name=name)).one_or_none()
    if found is None:
        found = add_authority(name, at=now())
        add_default_activities(None, found, at=now())
    return found
