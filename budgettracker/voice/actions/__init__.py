"""Write down what children and families say."""

from budgettracker.voice.actions.record_language import record_language
from budgettracker.voice.actions.record_wishes import record_wishes

__all__ = ["record_language", "record_wishes"]
