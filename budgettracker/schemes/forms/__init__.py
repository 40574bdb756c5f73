"""What the pages about schemes ask for, with the words for each mistake."""

from budgettracker.schemes.forms.add_scheme import SchemeForm
from budgettracker.schemes.forms.bands import standing
from budgettracker.schemes.forms.change_bands import ChangeBandsForm

__all__ = ["ChangeBandsForm", "SchemeForm", "standing"]
