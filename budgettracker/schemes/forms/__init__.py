"""What the pages about schemes ask for, with the words for each mistake."""

from budgettracker.schemes.forms.add_scheme import SchemeForm
from budgettracker.schemes.forms.bands import standing
from budgettracker.schemes.forms.change_bands import ChangeBandsForm
from budgettracker.schemes.forms.change_margin import ChangeMarginForm

__all__ = ["ChangeBandsForm", "ChangeMarginForm", "SchemeForm", "standing"]
