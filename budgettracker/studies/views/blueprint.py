"""The blueprint of studies, and what its pages share."""

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from budgettracker.studies import keys
from budgettracker.studies.models import Study
from budgettracker.studies.rules.pseudonyms import Pseudonyms

bp = Blueprint("studies", __name__)
Answer = Response | str | tuple[str, int]
BANNERS = {
    "added": "The study is added. It can cost something once an authority has agreed.",
    "prices": "Costing runs made from now on stand in these prices.",
    "series": "The series is added. It counts once it is chosen below.",
    "run": "The run is made.",
    "events": "The count is added. Costing runs made from now on show it beside the logged cost.",
    "events-back": "The count is taken back. Runs made before keep it.",
    "agreed": "The agreement is recorded.",
    "named": "The evaluator is named. They see the study once every authority in it has agreed to them.",
    "agreed_to_evaluator": "The agreement is recorded. The evaluator sees the study once every authority in it has agreed.",
    "ended_evaluator": "The agreement is taken back. The evaluator sees nothing of the study any more.",
}


def in_production() -> bool:
    """Is this a real installation, where nothing is made up on first use?"""
    return bool(current_app.config["APP_ENV"] == "production")


def names_of(study: Study) -> Pseudonyms:
    """The names a study gives to families and workers, by its key; raises Refusal where the key is missing."""
    return Pseudonyms(keys.key_for(study.id, current_app.config["STUDY_KEYS"], in_production()))
