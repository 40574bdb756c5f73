"""Make a statement for a named reader of what is ticked for them."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.statements import rules
from budgettracker.statements.kinds import Audience
from budgettracker.statements.models import Statement, StatementDetails, StatementItem, StatementItemDetails
from budgettracker.statements.queries import items_ticked, readers_before
from budgettracker.voice.queries import statements_on


def make_statement(by: Person, family: Family, audience: Audience, reader: str, *, at: datetime) -> Statement:
    """Freeze what is ticked for a reader. Nobody makes one by the calendar: a missing one says nothing.

    Raises Refusal where the family's scheme makes no statements, on `reader` (see `require_reader`), and on `audience`
    where nothing is ticked for this reader.
    """
    if not statements_on(family.scheme_id):
        raise Refusal(None, "The family's scheme makes no statements. An administrator can turn them on.")
    reader = " ".join(reader.split())
    rules.require_reader(reader, audience, readers_before(family.id))
    lines = rules.lines_for(items_ticked(family.id, audience), audience)
    if not lines:
        raise Refusal("audience", "Nothing is ticked for this reader yet. Tick first what they may read of.")
    statement = Statement(
        authority_id=family.authority_id,
        family_id=family.id,
        audience=audience,
        made_by_id=by.id,
        made_at=at,
        details=StatementDetails(authority_id=family.authority_id, reader=reader),
        items=[
            StatementItem(
                authority_id=family.authority_id,
                spend_id=spend_id,
                month=line.month,
                details=StatementItemDetails(
                    authority_id=family.authority_id, words=line.words, words_welsh=line.words_welsh
                ),
            )
            for spend_id, line in lines
        ],
    )
    db.session.add(statement)
    db.session.flush()
    record(by, Deed.STATEMENT_MADE, family, {"audience": str(audience), "statement": statement.id}, at=at)
    return statement
