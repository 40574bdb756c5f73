"""Unit costs of hours from published build-ups, without a database."""

import sys
from pathlib import Path

import click

from budgettracker.costing.rates.rules.unit_cost import read_unit_costs, write_unit_costs


@click.command("unit-cost")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def unit_cost(file: Path) -> None:
    """Print the cost of an hour for each build-up in FILE (CSV), in pounds, half up on the unrounded quotient."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            costs = read_unit_costs(opened)
    except UnicodeDecodeError as problem:
        raise click.ClickException(f"{file.name} is not a UTF-8 text file. Save it as “CSV UTF-8”.") from problem
    for name in costs.unknown_columns:
        click.echo(f"{file.name}: column {name}: not one this command reads.", err=True)
    for mistake in costs.problems:
        click.echo(f"{file.name}: {mistake.message}", err=True)
    if costs.problems:
        sys.exit(1)
    click.echo(write_unit_costs(costs.results), nl=False)
