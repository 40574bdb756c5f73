"""What the clock does: one command, once a day, which may run twice or at once without doing anything twice."""

from pathlib import Path

import click

from budgettracker.commands.anchor import add_anchors, key_of
from budgettracker.commands.schema import ready_program
from budgettracker.commands.send_messages import send_queued
from budgettracker.database import transaction
from budgettracker.errors import Busy, Refusal
from budgettracker.home.actions import write_notices
from budgettracker.home.queries.clock import authorities
from budgettracker.imports.actions import drop_files, expire_imports
from budgettracker.imports.queries import ids_waiting
from budgettracker.web import now, today


@click.command("daily")
def daily() -> None:
    """End imports that waited too long, tell people on their first page what waits or ran out, send messages, append an anchor.

    Run it once a day. Running it again, or twice at once, changes nothing more.
    """
    app = ready_program()
    with app.app_context():
        place = Path(app.config["IMPORTS_FOLDER"]) / "waiting"
        try:
            with transaction():
                expired = expire_imports(at=now())
            drop_files(place, ids_waiting())
            notices = 0
            for authority_id in authorities():
                with transaction():
                    notices += write_notices(authority_id, on=today(), at=now())
            click.echo(f"Imports that waited too long: {expired}. Notices on first pages: {notices}.")
            if app.config["SMTP_URL"]:
                sent, left = send_queued(app)
                click.echo(f"Messages sent: {sent}. Not taken by the mail server: {left}.")
            file = Path(app.config["ANCHOR_FILE"])
            added = add_anchors(file, key_of(app), now())
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from refusal
        except Busy as busy:
            raise click.ClickException(
                "The database is busy. Run it again in a moment: nothing is done twice."
            ) from busy
    chains = sum(len(each.ends) for each in added)
    click.echo(f"Chains anchored in {file}: {chains:,}.")
