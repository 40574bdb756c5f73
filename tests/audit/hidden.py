"""What hiding and incidents record: what kind of thing, of which family; never the words, and never who could see them."""

from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.families.actions import open_incident, report_incident, write_incident
from budgettracker.families.kinds import IncidentKind
from budgettracker.families.models import Hiding, Incident
from budgettracker.spend import actions as spends
from budgettracker.spend.models import Spend
from tests.audit.told import Line, Rows, Stage
from tests.factories.full_budget import TODAY
from tests.factories.spend import corrected, document
from tests.factories.world import NOON

HIDDEN = Rows()
WAITS = {"outcome": "taken_away", "waits_for": "manager"}


def about(on: Stage, hiding: Hiding, incident_kind: str) -> list[Line]:
    """The line of what was hidden, and the one of its incident."""
    values = {"family": hiding.family_id, "subject": hiding.subject_id}
    incident = db.session.query(Incident).filter_by(subject_id=hiding.subject_id).one()
    opened = {"kind": incident_kind, **values}
    return [
        Line(on.world.bob, on.world.authority, hiding, {"kind": hiding.kind, **values, **WAITS}),
        Line(on.world.bob, on.world.authority, incident, opened, Deed.INCIDENT_OPENED),
    ]


@HIDDEN.row(Deed.HIDING_MADE, spends.hide_receipt)
def a_receipt_hidden(on: Stage) -> list[Line]:
    receipt = document(on.world.alice, on.full.at_the_edge)
    return about(on, spends.hide_receipt(on.world.bob, on.full.at_the_edge, receipt, "Wrong", at=NOON), "wrong_receipt")


@HIDDEN.row(Deed.HIDING_MADE, spends.hide_words)
def words_hidden(on: Stage) -> list[Line]:
    return about(on, spends.hide_words(on.world.bob, on.full.at_the_edge, "Wrong", at=NOON), "wrong_words")


@HIDDEN.row(Deed.HIDING_MADE, spends.hide_notes)
def notes_hidden(on: Stage) -> list[Line]:
    on.world.family.details.notes = "Of somebody else"
    db.session.flush()
    return about(on, spends.hide_notes(on.world.bob, on.world.family, "Wrong", at=NOON), "wrong_words")


@HIDDEN.row(Deed.HIDING_DECIDED, spends.decide_hiding)
def words_removed(on: Stage) -> Line:
    hiding = spends.hide_words(on.world.bob, on.full.at_the_edge, "Wrong", at=NOON)
    on.start()
    spends.decide_hiding(on.world.mary, hiding, remove=True, on=TODAY, at=NOON)
    row = {"outcome": "taken_away", "as_role": "manager"}
    return Line(on.world.mary, on.world.authority, hiding, {"state": ["hidden", "removed"], **row})


@HIDDEN.row(Deed.INCIDENT_OPENED, open_incident)
def an_incident(on: Stage) -> Line:
    of, kind = on.world.family, IncidentKind.WRONG_WORDS
    incident = open_incident(on.world.alice, of, kind, of.id, since=NOON, at=NOON)
    return Line(on.world.alice, on.world.authority, incident, {"kind": kind, "family": of.id, "subject": of.id})


@HIDDEN.row(Deed.INCIDENT_WRITTEN, write_incident)
def an_incident_closed(on: Stage) -> Line:
    of = on.world.family
    incident = open_incident(on.world.alice, of, IncidentKind.WRONG_WORDS, of.id, since=NOON, at=NOON)
    on.start()
    write_incident(on.world.mary, incident, "Told the family", close=True, at=NOON)
    changes = {"informed": "corrected", "state": ["open", "closed"]}
    return Line(on.world.mary, on.world.authority, incident, changes)


@HIDDEN.row(Deed.INCIDENT_REPORTED, report_incident)
def an_incident_reported(on: Stage) -> Line:
    of = on.world.family
    incident = open_incident(on.world.alice, of, IncidentKind.WRONG_WORDS, of.id, since=NOON, at=NOON)
    on.start()
    report_incident(on.world.sam, incident, True, "", at=NOON)
    return Line(on.world.sam, on.world.authority, incident, {"reported": [None, True]})


@HIDDEN.row(Deed.SPEND_CORRECTED, spends.correct_spend)
def a_wrong_family_corrected(on: Stage) -> list[Line]:
    spend = spends.log_spend(
        on.world.alice,
        on.world.family,
        spends.Purchase(amount_pence=30_00, bought_what="A bed", bought_on=TODAY),
        on=TODAY,
        at=NOON,
    )
    on.start()
    new = corrected(on.world.alice, spend, family=on.full.family)
    assert isinstance(new, Spend)
    (refund,) = spend.refunds
    families = [spend.family_id, new.family_id]
    changes = {"state": ["bought", "reversed"], "refund": refund.id, "successor": new.id, "family": families}
    waits = {"outcome": "above_band", "as_role": "practitioner", "waits_for": "senior_manager"}
    entered = {"corrects": spend.id, "paid_pence": [None, 30_00], "over_pence": 30_00, **waits}
    values = {"family": spend.family_id, "subject": spend.id}
    incident = db.session.query(Incident).filter_by(subject_id=spend.id).one()
    hiding = db.session.query(Hiding).filter_by(subject_id=spend.id).one()
    by, of = on.world.alice, on.world.authority
    return [
        Line(by, of, spend, {**changes, "outcome": "mistake", "as_role": "practitioner"}),
        Line(by, of, new, entered, Deed.SPEND_LOGGED),
        Line(by, of, incident, {"kind": "wrong_family", **values}, Deed.INCIDENT_OPENED),
        Line(by, of, hiding, {"kind": "purchase_words", **values, **WAITS}, Deed.HIDING_MADE),
    ]
