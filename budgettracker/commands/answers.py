"""How the console reports what it cannot do: in one line of words, never with a traceback."""

from typing import Any

import click
from sqlalchemy.exc import DatabaseError, OperationalError

from budgettracker import read_config

NO_DATABASE = (
    "The database that DATABASE_URL names cannot be reached, or cannot be written to now. Nothing was changed."
)

NO_SQLITE = "The file that DATABASE_URL names is not an SQLite database."


class BadInput(click.ClickException):
    """A setting, a file or a name that was given is wrong. The program ends with status 2."""

    exit_code = 2


class Console(click.Group):
    """The group of all commands: a wrong setting, or a database that does not answer, is reported in words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a setting that is wrong ends it with status 2, a database that is away with 1."""
        try:
            return super().invoke(ctx)
        except read_config().NotReady as problem:
            raise BadInput(str(problem)) from problem
        except OperationalError as problem:
            raise click.ClickException(NO_DATABASE) from problem
        except DatabaseError as problem:
            if "not a database" not in str(problem.orig):
                raise
            raise BadInput(NO_SQLITE) from problem
