"""A run set beside what was paid, under the names its study gives: for its page and its workbook alike."""

from sqlalchemy.orm import Session

from budgettracker.costing.paid.queries.facts import Names, paid_facts
from budgettracker.costing.paid.rules.reconciliation import RunReconciliation, reconcile
from budgettracker.costing.run.models import CostingRun
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.rules.pseudonyms import Pseudonyms


def reconciliation_of(session: Session, run: CostingRun, pseudonyms: Pseudonyms) -> RunReconciliation:
    """What was paid beside what a run costed, as finance states it by now; nobody's name in it."""
    names = Names(
        pseudonyms.worker,
        lambda of: pseudonyms.of(PseudonymKind.TEAM, of),
        pseudonyms.family,
        lambda of: pseudonyms.of(PseudonymKind.PURCHASE, of),
    )
    return reconcile(paid_facts(session, run, names))
