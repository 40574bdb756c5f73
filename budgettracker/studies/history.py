"""What the histories of studies and their costing runs tell."""

import uuid
from datetime import date

from flask import g, url_for
from sqlalchemy import select

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.costing.kinds import Mode, Process
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.runs import run_of_any_study
from budgettracker.histories import (
    FeatureHistory,
    Field,
    Kind,
    Record,
    Words,
    day,
    money,
    named,
    one_of,
    role_in_words,
    text,
)
from budgettracker.second_hands import AS_ROLE, OUTCOME
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.queries import study_for

STUDY, RUN = "study", "run"


def _study(study_id: uuid.UUID, on: date) -> Record:
    study = study_for(g.person, study_id, on)
    return Record(study.name, "The study, its runs and workbooks", url_for("studies.show", study_id=study.id))


def _run(run_id: uuid.UUID, on: date) -> Record:
    run = run_of_any_study(run_id)
    study = study_for(g.person, run.study_id, on)
    page = url_for("studies.costing_run", study_id=study.id, number=run.number)
    return Record(f"Run {run.number}", study.name, page)


HISTORY = FeatureHistory(
    kinds=(
        Kind(STUDY, frozenset({Permission.RUN_STUDIES}), _study),
        Kind(RUN, frozenset({Permission.RUN_STUDIES}), _run),
    ),
    subjects=(
        (STUDY, lambda study_id: select(Study.id).where(Study.id == study_id)),
        (STUDY, lambda study_id: select(CostingRun.id).where(CostingRun.study_id == study_id)),
    ),
    words=(
        Words(
            {
                Deed.STUDY_ADDED: "added the study",
                Deed.STUDY_JOINED: "agreed for the authority",
                Deed.PRICE_SERIES_ADDED: "added an edition of a price index",
                Deed.STUDY_PRICES_SET: "said in which prices runs stand",
                Deed.EVENTS_COUNTED: "stated how often something happened",
                Deed.EVENTS_WITHDRAWN: "took back how often something happened",
                Deed.EVALUATOR_NAMED: "named an evaluator",
                Deed.EVALUATOR_AGREED: "agreed to an evaluator for the authority",
                Deed.EVALUATOR_ENDED: "took the agreement to an evaluator back",
            },
            {
                "starts_on": Field("From", day),
                "ends_on": Field("Until", day),
                "profile": Field("Who the rows go to", one_of({profile: profile.words for profile in Profile})),
                "authority": Field("Authority", named),
                "series": Field("Series", text, whole=True),
                "years": Field("Years", text, whole=True),
                "price_year": Field("Price year", text),
                "pay_series": Field("Series for pay", text, whole=True),
                "discount_basis_points": Field("Discount rate of a year, in hundredths of a percent", text),
                "goods_series": Field("Series for goods", text, whole=True),
                "process": Field("What happened", one_of({process: process.words for process in Process}), whole=True),
                "number": Field("How often", text),
                "unit_pence": Field("What one costs", money),
                "mode": Field("How time is logged", one_of({mode: mode.words for mode in Mode})),
                "evaluator": Field("Evaluator", named, whole=True),
                "asked_by": Field("Named by", named, whole=True),
                AS_ROLE: Field("In the role of", role_in_words, whole=True),
            },
            hidden=frozenset({OUTCOME}),
        ),
    ),
)
