"""Name an evaluator in a study from the console, where no evaluator of it is there to do it."""

from datetime import datetime

import click

from budgettracker.commands.schema import ready_program
from budgettracker.database import transaction
from budgettracker.errors import Refusal
from budgettracker.periods import long_date
from budgettracker.studies.actions import name_evaluator
from budgettracker.studies.queries import named_with_agreements, study_named
from budgettracker.web import now, today

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("name-evaluator")
@click.option("--study", "name", required=True, help="The study's name.")
@click.option("--email", required=True, help="The evaluator's address.")
@click.option("--first", required=True, type=DAY, help="The first day on which they see it.")
@click.option("--last", required=True, type=DAY, help="The last day.")
def name_evaluator_command(name: str, email: str, first: datetime, last: datetime) -> None:
    """Name an evaluator in a study, from a day to a day: one that came by a file has nobody to name others.

    A senior manager of each authority in the study agrees before they see anything of it.
    """
    app = ready_program()
    with app.app_context():
        try:
            with transaction():
                study = study_named(name)
                if study is None:
                    raise Refusal(None, f"There is no study called “{name}”.")
                days = {"starts_on": first.date(), "ends_on": last.date()}
                naming = name_evaluator(None, study, email, on=today(), at=now(), **days)
                named = next(each for each in named_with_agreements(study, today()) if each.naming is naming)
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from refusal
        click.echo(
            f"{naming.person.name} is named in “{name}” from {long_date(first.date())} to {long_date(last.date())}."
        )
        if named.lacks:
            click.echo(f"They see it once a senior manager has agreed to them: {', '.join(named.lacks)}.")
