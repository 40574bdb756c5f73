"""What the pages about what families say ask for."""

from budgettracker.voice.forms.child_views import ChildViewForm, WeDidForm
from budgettracker.voice.forms.dated_lines import LanguageForm, WishesForm
from budgettracker.voice.forms.examples import ExampleForm
from budgettracker.voice.forms.scheme import OFF, ON, SchemeVoiceForm

__all__ = ["OFF", "ON", "ChildViewForm", "ExampleForm", "LanguageForm", "SchemeVoiceForm", "WeDidForm", "WishesForm"]
