"""What was proposed about a purchase can be withdrawn by whoever proposed it."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

NAME = "ck_spend_proposal_state_known"
BEFORE = "state IN ('proposed', 'agreed', 'declined')"
AFTER = "state IN ('proposed', 'agreed', 'declined', 'withdrawn')"


def upgrade() -> None:
    _known(AFTER)


def downgrade() -> None:
    op.execute("UPDATE spend_proposal SET state = 'declined' WHERE state = 'withdrawn'")
    _known(BEFORE)


def _known(states: str) -> None:
    with op.batch_alter_table("spend_proposal") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), states)
