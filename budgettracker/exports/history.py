"""What the history of a study's workbook tells."""

import uuid
from datetime import date

from flask import g, url_for
from sqlalchemy import select

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.exports.models import Workbook
from budgettracker.exports.queries import workbook_for
from budgettracker.histories import FeatureHistory, Field, Kind, Record, Words, text
from budgettracker.studies.history import STUDY
from budgettracker.web import now

WORKBOOK = "workbook"


def _workbook(workbook_id: uuid.UUID, on: date) -> Record:
    shown, study = workbook_for(g.person, workbook_id, on=on, at=now())
    page = url_for("exports.show_workbook", workbook_id=shown.workbook.id)
    return Record(f"Workbook {shown.workbook.number}", study.name, page)


HISTORY = FeatureHistory(
    kinds=(Kind(WORKBOOK, frozenset({Permission.RUN_STUDIES}), _workbook),),
    subjects=((STUDY, lambda study_id: select(Workbook.id).where(Workbook.study_id == study_id)),),
    words=(
        Words(
            {
                Deed.WORKBOOK_ASKED: "asked for the workbook",
                Deed.WORKBOOK_BUILT: "built the workbook",
                Deed.WORKBOOK_DOWNLOADED: "downloaded the workbook",
            },
            {"number": Field("Number", text)},
            hidden=frozenset({"study", "run", "rows", "digest"}),
        ),
    ),
)
