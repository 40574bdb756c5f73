"""PostgreSQL counts rows of a run it has not seen as a share of all, not as none: a new run is read in one pass.

Its statistics list the runs that a table had when it was last analysed. A run that is not among them is taken for a single
row, and the rows of a large one were then joined each with each: hours instead of a second. Without a list every run counts
as a two-hundredth of the table. SQLite keeps no such list.
"""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

OF_RUNS = (
    *("run_member", "run_period", "run_entry", "run_line", "run_pool", "run_pool_line", "run_purchase", "run_decision"),
    *("run_month", "run_as_logged", "run_family_cost", "run_discounted"),
)
"""Tables that may have thousands of rows of one run."""


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OF_RUNS:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN run_id SET STATISTICS 0")
        # The same type once more: what is known of the column so far goes with the old one.
        op.execute(f"ALTER TABLE {table} ALTER COLUMN run_id TYPE uuid")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OF_RUNS:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN run_id SET STATISTICS -1")
