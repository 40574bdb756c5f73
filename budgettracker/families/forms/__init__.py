"""What the pages about families and children ask for, with the words for each mistake."""

from budgettracker.families.forms.child import ChildAnswers, ChildForm
from budgettracker.families.forms.close_family import CloseForm
from budgettracker.families.forms.cross_over import CrossOverForm
from budgettracker.families.forms.family import FamilyAnswers, FamilyChoices, FamilyForm
from budgettracker.families.forms.hand_over import HandOverForm, places_of
from budgettracker.families.forms.incident import IncidentForm, OpenIncidentForm, ReportForm
from budgettracker.families.forms.reopen_family import ReopenForm
from budgettracker.families.forms.restrict_family import LiftForm, NameReaderForm, OpenRestrictedForm, RestrictForm
from budgettracker.families.forms.seal_family import SealForm
from budgettracker.families.forms.search_families import SearchForm

__all__ = [
    "ChildAnswers",
    "ChildForm",
    "CloseForm",
    "CrossOverForm",
    "FamilyAnswers",
    "FamilyChoices",
    "FamilyForm",
    "HandOverForm",
    "IncidentForm",
    "LiftForm",
    "NameReaderForm",
    "OpenIncidentForm",
    "OpenRestrictedForm",
    "ReopenForm",
    "ReportForm",
    "RestrictForm",
    "SealForm",
    "SearchForm",
    "places_of",
]
