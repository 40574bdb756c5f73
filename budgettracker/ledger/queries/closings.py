"""What is open when a scheme is to be closed: by name, for who asks for it and for who confirms it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.histories import Change
from budgettracker.imports.kinds import ImportState
from budgettracker.imports.models import WaitingImport
from budgettracker.ledger.rules import MOST_NAMED
from budgettracker.money import pounds
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import Outcome
from budgettracker.spend.kinds import OpenKind
from budgettracker.spend.queries.still_open import StillOpen, in_order, open_of_scheme
from budgettracker.vouchers.queries import stocks_in_hand

CLOSING = "closing"
"""The kind of thing that waits for a second hand: a scheme to be closed."""


def everything_open(scheme: Scheme) -> list[StillOpen]:
    """All that is open of a scheme, with the vouchers in hand and the imports that wait of its authority."""
    vouchers = [
        StillOpen(OpenKind.VOUCHERS, None, None, team, False, f"{many:,} vouchers or cards", pence)
        for team, many, pence in stocks_in_hand(scheme.authority_id)
    ]
    waiting = select(WaitingImport.number).where(
        WaitingImport.authority_id == scheme.authority_id, WaitingImport.state == ImportState.WAITING
    )
    imports = [
        StillOpen(OpenKind.IMPORT, None, None, "", False, f"Import {number}", 0)
        for number in db.session.scalars(waiting.order_by(WaitingImport.number))
    ]
    return sorted([*open_of_scheme(scheme.id), *vouchers, *imports], key=in_order)


def how_many_open(rows: Collection[StillOpen]) -> list[tuple[OpenKind, int]]:
    """How much of each kind is open."""
    counts = [(kind, sum(row.kind == kind for row in rows)) for kind in OpenKind]
    return [(kind, count) for kind, count in counts if count]


def closing_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Schemes that are to be closed, each with what is open now; once it is decided, with what was open when it was asked."""
    query = select(Scheme).where(Scheme.id.in_({row.subject_id for row in rows}))
    schemes = {scheme.id: scheme for scheme in db.session.scalars(query)}
    facts = {}
    for row in rows:
        scheme = schemes[row.subject_id]
        title = f"{scheme.name} is to be closed"
        if row.waits:
            open_now = everything_open(scheme)
            changes = [Change(kind.words, "", _named(open_now, kind)) for kind, _ in how_many_open(open_now)]
        else:
            changes = [Change(OpenKind(kind).words, "", f"{many:,}") for kind, many in row.values["open"]]
        facts[row.id] = Facts(Outcome.SCHEME_CLOSED, title, title, changes=changes)
    return facts


def scheme_locked(scheme_id: uuid.UUID) -> Scheme:
    """A scheme as it is now; nobody opens a position in it, or closes it, before the deed is done."""
    own = select(Scheme).where(Scheme.id == scheme_id).with_for_update(key_share=True)
    return db.session.scalars(own.execution_options(populate_existing=True)).one()


def _named(rows: Collection[StillOpen], kind: OpenKind) -> str:
    """What is open of one kind, by name, as far as a person reads such a list."""
    those = [row for row in rows if row.kind == kind]
    named = [called(row) for row in those[:MOST_NAMED]]
    more = len(those) - len(named)
    return "; ".join([*named, *([f"and {more:,} more"] if more else [])])


def called(row: StillOpen) -> str:
    """One open thing in words: whose, what, how much. Of a restricted family the amount alone."""
    what = "" if row.restricted else row.bought_what
    return " ".join(part for part in (row.of, what, pounds(row.pence) if row.pence else "") if part)
