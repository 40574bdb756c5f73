"""The demo: an invented world of three authorities, served at once. Everybody in it can be signed in as."""

import time
from pathlib import Path

import click
from flask import Flask

from budgettracker.access import Role
from budgettracker.commands import server
from budgettracker.commands.demo.authorities import PASSWORD
from budgettracker.commands.demo.database import demo_program, ready
from budgettracker.commands.demo.world import fill
from budgettracker.database import transaction
from budgettracker.exports.actions.build_workbook import WorkbookFolders, build_workbook
from budgettracker.people.models import Person
from budgettracker.people.queries import people_to_try_by_authority
from budgettracker.studies.keys import make_key
from budgettracker.web import now, today

FULL_MONTHS, SMALL_MONTHS = 6, 1


@click.command()
@click.option("--serve/--no-serve", default=True, help="Serve it on PORT (default 5000), or only make it.")
@click.option("--seed", default=1, show_default=True, help="Another seed makes another world.")
@click.option(
    "--size", type=click.Choice(["full", "small"]), default="full", show_default=True, help="Six months or one."
)
def demo(serve: bool, seed: int, size: str) -> None:
    """Fill a database of its own with an invented world, say who can sign in, and serve it.

    It is made once; later starts serve the same data. DATABASE_URL may name another database, which must be empty.
    """
    app = demo_program()
    with app.app_context():
        if not ready():
            make(app, seed, FULL_MONTHS if size == "full" else SMALL_MONTHS)
        click.echo(who_can_sign_in())
    if serve:
        server.run(app)


def make(app: Flask, seed: int, months: int) -> None:
    """Make the world, all of it or nothing; then the workbook of its finished study."""
    click.echo("Making an invented world: three authorities, their families, half a year of work. About a minute.")
    began = time.monotonic()
    password_hash = app.extensions["hashing"].make(PASSWORD)
    with transaction():
        demo_studies = fill(
            seed=seed,
            months=months,
            password_hash=password_hash,
            receipts=Path(app.config["RECEIPTS_FOLDER"]),
            today=today(),
            now=now(),
        )
    for study in demo_studies.studies:
        key_seed = f"{seed} {study.name}".encode()
        make_key(study.id, app.config["STUDY_KEYS"], production=False, seed=key_seed)
    if demo_studies.workbook is not None:
        folders = WorkbookFolders.of(app.config)
        build_workbook(demo_studies.evaluator, demo_studies.workbook.id, folders, on=today(), clock=now)
    click.echo(f"Made in {round(time.monotonic() - began)} seconds.")


def who_can_sign_in() -> str:
    """Everybody by authority, those who work with families first: name, role, e-mail address; and the one password."""
    lines = ["", "Who can sign in (everybody is invented):"]
    for authority, people in people_to_try_by_authority(today()):
        lines += ["", authority or "All authorities"]
        lines += [f"  {person.name:<18} {_roles(person):<24} {person.email}" for person in people]
    return "\n".join([*lines, "", f"Everybody's password: {PASSWORD}", ""])


def _roles(person: Person) -> str:
    held = person.roles_on(today())
    return ", ".join(role.words for role in Role if role in held)
