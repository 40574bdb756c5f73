"""The columns of the database that hold what somebody wrote."""

from sqlalchemy import String, Text

from budgettracker.database import Base

SHORTEST = 50
"""A column shorter than that holds codes."""
OURS = {
    "file_name",
    "media_type",
    "digest",
    "password_hash",
    "token_digest",
    "last_digest",
    "reconciliation",
    "fields",
    "proposed",
    "answers",
    "rows",
    "sums",
    "speaks_for",
    "kept",
    "list_text",
}
OUR_TABLES = {
    "audit_record",
    "form_key",
    "costing_run",
    "run_result",
    "run_difference",
    "run_figure",
    "run_figure_page",
    "run_beside_paid",
    "run_family_cost",
    "run_cut",
    "kept_month",
    "kept_budget",
}
"""What the program itself makes and reads."""


def columns_of_text() -> list[tuple[str, str]]:
    """Tables and columns that hold what somebody wrote."""
    return [
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String)
        and (isinstance(column.type, Text) or (column.type.length or SHORTEST) >= SHORTEST)
        and column.name not in {*OURS, "email"}
        and table.name not in OUR_TABLES
    ]
