"""What the pages about what families say ask for."""

from budgettracker.voice.forms.dated_lines import LanguageForm, WishesForm

__all__ = ["LanguageForm", "WishesForm"]
