"""What the pages about what families say ask for."""

from budgettracker.voice.forms.dated_lines import LanguageForm, WishesForm
from budgettracker.voice.forms.scheme import OFF, ON, SchemeVoiceForm

__all__ = ["OFF", "ON", "LanguageForm", "SchemeVoiceForm", "WishesForm"]
