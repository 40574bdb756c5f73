"""The console command `budgettracker`: everything that is done without a browser."""

import click

from budgettracker.collecting import uncollected
from budgettracker.commands.answers import Console

with uncollected():
    from budgettracker.commands import (
        anchor,
        backups,
        books,
        costs,
        daily,
        demo,
        export,
        import_folder,
        match_ledger,
        people,
        receipts,
        schema,
        send_messages,
        server,
        studies,
    )


@click.group(cls=Console, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The devolved budget tracker: spend up to a cap, work time per family, a workbook that adds up to the penny.

    Every command reads DATABASE_URL (default: an SQLite file in the instance folder) and APP_ENV (development,
    testing or production).
    """


for command in (
    demo.demo,
    people.add_person_command,
    people.change_roles_command,
    people.give_cover_command,
    people.invite_command,
    people.suspend_command,
    send_messages.send_messages,
    server.serve,
    schema.upgrade,
    books.check_books,
    books.sum_anew_command,
    anchor.anchor,
    daily.daily,
    costs.unit_cost,
    import_folder.import_command,
    import_folder.release_import_command,
    match_ledger.match_ledger,
    studies.name_evaluator_command,
    export.export,
    backups.backup,
    backups.restore,
    receipts.check_receipts,
):
    main.add_command(command)
